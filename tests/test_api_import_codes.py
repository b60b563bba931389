"""What a column of a list may name: a faulty cell leads there, on pages, over HTTP and in commands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.wording.messages import worded
from api_serving import Client, shipped_client
from command_line import CommandLine, fill
from graph.errors import UnknownName
from graph.importers.known_codes import known_codes
from graph.importers.tabular_mapping import load_mapping
from graph.importers.tabular_raw import RawList, RawRow
from graph.importers.tabular_rows import RowChecker
from graph.store import Store
from graph.terms import expand
from lists_of_ours import shipped_store
from pages_serving import Page

PROGRAMME = "/api/v1/imports/codes/projects/programme"


@pytest.fixture(scope="module")
def store() -> Store:
    return shipped_store()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped_client(tmp_path_factory.mktemp("codes") / "store") as opened:
        yield opened


def test_each_code_that_is_listed_is_taken_by_the_column_and_no_other_is(store: Store) -> None:
    mapping = load_mapping("projects")
    for column in ("programme", "areas", "goal"):
        found = known_codes("projects", column, store)
        title = next(each.titles[0] for each in mapping.titled() if each.name == column)
        some = [*found[:5], *found[-5:], *found[:: max(1, len(found) // 40)]]
        rows = [
            RawRow(
                number,
                {"Projektnummer": str(number), "Projektnamn": "A", "Organisation": "B", title: each.text},
            )
            for number, each in enumerate(some, start=2)
        ]
        checked = RowChecker(mapping, store, "a.csv").check(RawList(tuple(rows[0].cells), tuple(rows)))
        taken = [[value.lexical for value in row.values[column]] for row in checked.rows]
        assert (checked.refusals, taken) == ((), [[each.iri] for each in some])


def test_whatever_may_be_named_is_listed_by_a_name_of_its_own_or_by_its_iri(store: Store) -> None:
    listed = {each.iri: each.text for each in known_codes("projects", "goal", store)}
    objectives = {
        str(quad.subject.value) for quad in store.quads(None, expand("rdf:type"), expand("pg:Objective"))
    }
    goal = f"{store.base}id/objective/varmland/goal-19"
    assert objectives - listed.keys() == set()
    assert listed[goal] == "id/objective/varmland/goal-19", "a target of Agenda 2030 is called so too"


def test_spellings_that_are_read_alike_are_listed_once(store: Store) -> None:
    texts = [each.text for each in known_codes("projects", "programme", store)]
    assert len({text.replace("–", "-").casefold() for text in texts}) == len(texts) > 5


def test_an_unknown_code_says_where_the_known_ones_are(store: Store, client: Client) -> None:
    cells = {"Projektnummer": "1", "Projektnamn": "A", "Organisation": "B", "Program": "2014SE16RFOP999"}
    raw = RawList(
        tuple(cells), (RawRow(2, cells), RawRow(3, cells | {"Projektnummer": "2", "Program": "ÖÖÖ"}))
    )
    near, far = RowChecker(load_mapping("projects"), store, "a.csv").check(raw).refusals

    assert (near.key, far.key) == ("cell-unknown", "cell-unknown-far")
    for finding in (near, far):
        for lang in ("sv", "da", "en"):
            [path] = re.findall(r"/\w\w/import/codes/[\w/-]+", worded(finding, lang))
            assert path == f"/{lang}/import/codes/projects/programme"
            shown = Page(client.get(path).text)
            assert "2014SE16RFOP007" in shown.all("main")[0].text
    assert "policygraph codes projects/programme" in worded(far, "sv")


def test_the_page_of_codes_leads_to_them_as_data(client: Client) -> None:
    shown = Page(client.get("/sv/import/codes/projects/programme").text)
    links = [
        each.attributes["href"]
        for each in shown.all("a")
        if "/api/v1/imports/codes/" in each.attributes["href"]
    ]

    assert {re.search(r"\.(\w+)\?", link)[1] for link in links} == {"csv", "xlsx", "json", "jsonld"}
    for link in links:
        assert client.get(link).status_code == 200, link
    [table] = [client.get(link).text for link in links if ".csv?" in link]
    assert "2014SE16RFOP007" in table


def test_codes_are_listed_over_http_a_page_at_a_time(client: Client) -> None:
    first = client.get(f"{PROGRAMME}?limit=3&lang=sv").json()
    rest = client.get(f"{PROGRAMME}?limit=900&offset=3&lang=sv").json()
    told = {each["text"]: each for each in (*first["items"], *rest["items"])}

    assert (len(first["items"]), first["total"]) == (3, len(told))
    assert told["2014SE16RFOP007"]["iri"].startswith("http://127.0.0.1:8000/id/programme/")
    assert told["2014SE16RFOP007"]["name"]
    for path, key in (
        ("/api/v1/imports/codes/projects/amount", "codes-column-unknown"),
        ("/api/v1/imports/codes/none/programme", "mapping-unknown"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, key)


def test_codes_are_listed_on_the_command_line(tmp_path: Path, store: Store) -> None:
    run = CommandLine(fill(tmp_path / "store"))
    told = json.loads(run("codes", "projects/programme", "--json").out)
    shown = run("codes", "tillvaxtverket-2014/counties", POLICYGRAPH_LANG="sv")

    assert [(each["text"], each["iri"]) for each in told] == [
        (each.text, each.iri) for each in known_codes("projects", "programme", store)
    ]
    assert "Västmanlands län" in shown.out
    assert run("codes", "projects").code == 2
    with pytest.raises(UnknownName, match="codes-column-unknown"):
        known_codes("projects", "", store)
