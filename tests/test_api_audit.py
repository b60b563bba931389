"""The audit: who changed what, when, why, from where and by which request, by API, pages and command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api_serving import Client, client_of, shipped_client
from command_line import CommandLine
from graph.commits import Writer
from graph.store import Changes, journal
from graph.store.oxigraph import OxigraphStore
from graph_facts import ALICE, LIST, in_graph
from holders import bearer, token_file
from lists_of_ours import row
from pages_serving import Page
from signed_in import Visit
from small_graph import small_store
from test_api_ledger import ALIGNMENTS, WHY, post

ADDRESS = "192.0.2.7"
REVIEW = "/sv/review"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("audit")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        opened.address = ADDRESS
        yield opened


def audit(client: Client, query: str = "", who: str = "Administrator") -> Any:
    return client.get(f"/api/v1/audit{query}", headers=bearer(who))


def newest(client: Client) -> dict[str, Any]:
    told: dict[str, Any] = audit(client, "?limit=1").json()["items"][0]
    return told


def first_in_the_queue(visit: Visit) -> tuple[str, dict[str, str]]:
    page = Page(visit.get(REVIEW).text)
    fields = {each.attributes["name"]: each.attributes.get("value", "") for each in page.all("input")}
    return fields["chosen"], {name: value for name, value in fields.items() if name.startswith("version:")}


def reviewed(client: Client, request: str) -> Any:
    alignment = client.get(f"{ALIGNMENTS}?view=unreviewed&limit=1").json()["items"][0]
    path = f"{ALIGNMENTS}/{alignment['iri'].partition('/id/alignment/')[2]}"
    told = {"if-match": "*", "x-request-id": request}
    return post(client, f"{path}/reviews", {"agreement": 1, "reason": WHY}, **told)


def test_a_commit_by_the_api_names_its_request_and_the_address(client: Client) -> None:
    answer = reviewed(client, "by-the-api-000001")
    assert (answer.status_code, answer.headers["x-request-id"]) == (201, "by-the-api-000001")
    found = newest(client)
    assert (found["request"], found["client"]) == ("by-the-api-000001", ADDRESS)
    assert found["agent"].endswith("/id/agent/test/reviewer")
    assert audit(client, "?request=by-the-api-000001").json()["total"] == 1


def test_so_does_one_by_a_form_of_the_pages(client: Client) -> None:
    visit = Visit(client, "Reviewer")
    chosen, versions = first_in_the_queue(visit)
    answer = visit.send(REVIEW, {"accept": chosen, "reason": "Ja.", **versions})
    assert answer.status_code == 303
    found = newest(client)
    assert (found["request"], found["client"]) == (answer.headers["x-request-id"], ADDRESS)


def test_and_a_list_that_is_read_in_behind_its_page(client: Client) -> None:
    visit = Visit(client, "Contributor")
    lines = json.dumps([row()], ensure_ascii=False).encode()
    sent = visit.send_file("/sv/import", {"mapping": "tillvaxtverket-2014"}, ("lista.json", lines))
    jobs = client.app.state.services.imports
    jobs.of(sent.headers["location"].rpartition("/")[2], None).wait(60)
    answer = visit.send(sent.headers["location"], {"do": "commit", "accept_loss": "99"})
    jobs.of(answer.headers["location"].rpartition("/")[2], None).wait(60)
    found = newest(client)
    assert (found["request"], found["client"]) == (answer.headers["x-request-id"], ADDRESS)
    assert (found["mapping"], found["rows"]) == ("tillvaxtverket-2014", 1)


def test_filters_hold_together(client: Client) -> None:
    reviewed(client, "by-the-api-000002")
    mine = audit(client, f"?client={ADDRESS}&agent=id/agent/test/reviewer").json()["items"]
    assert {each["agent"].rpartition("/")[2] for each in mine} == {"reviewer"}
    assert audit(client, "?client=192.0.2.8").json()["items"] == []
    unfit = {value: audit(client, f"?agent={value}").json()["type"] for value in ("id/agent/x", "sdg:13")}
    assert [each.rpartition("/")[2] for each in unfit.values()] == ["iri-unknown", "filter-unfit-agent"]
    table = client.get("/api/v1/audit.csv", headers=bearer("Administrator")).text.splitlines()
    assert {"request", "client"} <= set(table[0].split(","))


def test_addresses_are_for_administrators(client: Client) -> None:
    reviewed(client, "by-the-api-000003")
    assert audit(client, who="Reviewer").status_code == 403
    assert client.get("/api/v1/audit").status_code == 401
    assert ADDRESS not in client.get("/api/v1/commits?limit=50").text
    assert ADDRESS not in client.get("/sv/changes", accept="text/html").text


def test_the_command_line_says_who_was_logged_in(tmp_path: Path) -> None:
    store = tmp_path / "store"
    small_store(str(store)).close()
    run = CommandLine(store)
    named = ("--agreement", "1", "--reason", "Ja.", "--in", "sv", "--as", "Bo")
    assert run("review", "id/alignment/x/p1-a1", *named, LOGNAME="anna").code == 0
    [found] = run("audit", "--client", "local:anna", "--json").answer
    assert (found["agent"].rpartition("/")[2], found["request"]) == ("bo", None)
    assert "local:anna" in run("audit", "--limit", "1", POLICYGRAPH_LANG="sv").out
    assert run("audit", "--request", "nobody-asked", "--json").answer == []


def test_who_asks_of_earlier_times_is_told_since_when_there_is_an_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "SEGMENT_BYTES", 1)
    store = small_store(str(tmp_path / "store"))
    assert isinstance(store, OxigraphStore)
    for number in range(2, 6):
        quads = in_graph(LIST, f"<id/a> <id/p> {number} .")
        Writer(store).commit(Changes(added=quads), agent=ALICE, reason="more")
    with client_of(store, tokens=str(token_file(tmp_path))) as client:
        first = audit(client).json()
        assert (first["since"], first["total"]) == (1, store.sequence)
        store.forget(3)
        told = audit(client, "?request=of-long-ago-0000001").json()
        assert (told["total"], told["since"]) == (0, store.oldest)
        assert told["since_at"] == audit(client).json()["items"][-1]["at"] > first["since_at"]
        assert "since" not in audit(client, "?format=csv").text
    oldest = store.oldest
    store.close()
    said = CommandLine(tmp_path / "store")("audit", "--request", "of-long-ago-0000001", "--json")
    assert (said.answer, oldest > 1) == ([], True)
    assert f"from number {oldest} (20" in said.err
