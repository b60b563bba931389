"""Projects with their chains in short, as data: what the chains in full say of each, in JSON and tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from api_serving import Client
from pages_serving import counted_client, shipped

PATH = "projects?goal=sdg:9&chain=true&lang=sv&limit=25"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped(tmp_path_factory.mktemp("short") / "store") as store, counted_client(store) as opened:
        yield opened


def test_a_chain_in_short_is_the_first_chain_in_full(client: Client) -> None:
    items = client.get(f"/api/v1/{PATH}").json()["items"]
    assert items
    for item in items:
        start = quote(item["iri"], safe=":/")
        [whole] = client.get(f"/api/v1/chains?from={start}&goal=sdg:9&limit=1&lang=sv").json()["items"][:1]
        short = item["chain"]
        assert short["confidence"] == whole["confidence"]
        assert short["through"] == [hop["target"] for hop in whole["hops"][:-1]]
        stated = [hop["alignment"] for hop in whole["hops"] if hop["alignment"]]
        names = ("iri", "author", "status", "by_machine", "confidence")
        assert [{name: each[name] for name in names} for each in short["said"]] == [
            {name: each[name] for name in names} for each in stated
        ]


@pytest.mark.parametrize("path", [PATH, PATH.replace("projects", "exports/projects").partition("&limit")[0]])
def test_tables_tell_the_same(client: Client, path: str) -> None:
    items = {each["iri"]: each["chain"] for each in client.get(f"/api/v1/{PATH}").json()["items"]}
    rows = list(csv.DictReader(io.StringIO(client.get(f"/api/v1/{path}", accept="text/csv").text)))
    own = [(row, items[row["iri"]]) for row in rows if row["iri"] in items]
    assert len(own) == len(items)
    for row, chain in own:
        assert row["chain.through"] == "; ".join(each["iri"] for each in chain["through"])
        assert row["chain.said"] == "; ".join(each["iri"] for each in chain["said"])
        assert row["chain.said.author"] == "; ".join(each["author"]["name"]["text"] for each in chain["said"])
        assert row["chain.said.status"] == "; ".join(each["status"] for each in chain["said"])
        assert row["chain.confidence"] == chain["confidence"]


def test_without_being_asked_for_no_chain_is_told(client: Client) -> None:
    items = client.get("/api/v1/projects?goal=sdg:9&limit=3").json()["items"]
    assert items
    assert not any("chain" in each for each in items)
    header = client.get("/api/v1/exports/projects?goal=sdg:9", accept="text/csv").text.partition("\r\n")[0]
    assert "chain" not in header


@pytest.mark.parametrize("path", ["projects?chain=true", "exports/projects?chain=true"])
def test_a_chain_needs_a_goal(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}&lang=sv")
    assert (answer.status_code, "goal" in answer.json()["detail"]) == (400, True)


def test_the_page_of_a_goal_offers_the_same(client: Client) -> None:
    page = client.get("/sv/goals/9", accept="text/html").text
    assert "exports/projects.csv?goal=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F9&amp;chain=true" in page
