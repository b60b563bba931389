"""The SPARQL page: where a query is wrong, and the same query from other programs."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from api.formats.negotiation import JSONLD
from api.formats.tabular import CSVW
from api.pages.views.snippets import snippets_of
from api_serving import Client, live_server
from graph.store import parse_rdf
from graph.terms import DEFAULT_BASE
from pages_serving import Page, pages_client, shipped
from shipped_stores import shipped_store

GOALS = """PREFIX sdgo: <http://metadata.un.org/sdg/ontology#>
SELECT ?goal ?said WHERE {
  ?goal a sdgo:Goal . BIND("å" AS ?said)
}"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("sparql") / "store"
    shipped_store(found).close()
    return found


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped(tmp_path_factory.mktemp("sparql-page") / "store") as store, pages_client(store) as opened:
        yield opened


def page(client: Client, query: str, lang: str = "sv") -> Page:
    return Page(
        client.get(f"/{lang}/sparql?{urlencode({'query': query, 'run': '1'})}", accept="text/html").text
    )


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT ?s WHERE {\n  ?s a foo:Bar .\n}", "2", "8"),
        ("SELECT ?s WHERE {\n  ?s a <x> .\n", "1", "17"),
        ("SELECT ?s WHERE {\r\n  ?s ?p ?o\r\n  FILTERR(?o)\r\n}", "3", "3"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(client: Client, query: str, line: str, column: str) -> None:
    shown = page(client, query)
    [field] = [each.attributes for each in shown.all("textarea")]
    assert (field["data-line"], field["data-column"]) == (line, column)
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "problem")
    [note] = [each for each in shown.all("div") if each.attributes.get("id") == "problem"]
    assert field["data-fault"] == note.text.strip()
    assert f"rad {line}, kolumn {column}" in note.text


def test_what_has_no_place_marks_none(client: Client) -> None:
    [field] = [each.attributes for each in page(client, "DELETE WHERE { ?s ?p ?o }").all("textarea")]
    assert "data-line" not in field


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_only_this_page_loads_the_editor_in_the_readers_language(client: Client, lang: str) -> None:
    shown = page(client, "ASK {}", lang)
    assert [each.attributes["src"] for each in shown.all("script")][1:] == ["/static/dist/sparql.js"]
    [field] = [each.attributes for each in shown.all("textarea")]
    assert field["data-sparql"] == f"/api/v1/vocabulary?lang={lang}"
    assert set(ast.literal_eval(field["data-phrases"])) >= {"Completions", "Diagnostics"}
    for other in ("", "questions", "questions/goal-counts", "trace"):
        assert "sparql.js" not in client.get(f"/{lang}/{other}", accept="text/html").text


def test_the_lines_to_copy_fit_the_form_of_the_query(client: Client) -> None:
    names = {
        query: [each.text for each in page(client, query).all("summary")][-5:-1]
        for query in (GOALS, "ASK {}", "CONSTRUCT WHERE { ?s a ?o }")
    }
    assert names[GOALS] == ["curl", "Python", "R", "Excel (Power Query)"]
    assert names["ASK {}"][-1:] == ["curl"]
    assert names["CONSTRUCT WHERE { ?s a ?o }"][-2:] == ["curl", "Python"]


def test_the_lines_answer_as_they_are_copied(path: Path) -> None:
    with live_server(path) as server:
        told = {each.name: each.code for each in snippets_of(f"{server}/", GOALS, "SELECT")}
        curl = subprocess.run(["bash", "-c", told["curl"]], capture_output=True, encoding="utf-8", check=True)
        assert curl.stdout.splitlines()[0] == "goal,said"
        assert len(curl.stdout.splitlines()) == 18
        python = subprocess.run(
            [sys.executable, "-c", told["Python"]], capture_output=True, encoding="utf-8", check=True
        )
        rows = ast.literal_eval(python.stdout)
        assert (len(rows), rows[0]["said"]) == (17, "å")
        built = {
            each.name: each.code
            for each in snippets_of(f"{server}/", "DESCRIBE <http://metadata.un.org/sdg/9>", "DESCRIBE")
        }
        graph = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", built["Python"]],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert int(graph.stdout) > 5


TEXT = st.text(st.sampled_from('SELECT ?x{}"\'\\#()-_\n\r\tåSPARQL"""'), max_size=80)


@given(TEXT)
def test_no_query_breaks_out_of_the_lines_that_hold_it(query: str) -> None:
    """Python reads back the query that was written; R and Excel end their text where it ends."""
    told = {each.name: each.code for each in snippets_of("http://127.0.0.1:8000/", query, "SELECT")}
    lines = query.replace("\r\n", "\n").strip()
    [value] = [
        node.value.value  # type: ignore[attr-defined]
        for node in ast.walk(ast.parse(told["Python"]))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "query"
    ]
    assert value.strip() == lines.replace("\r", "\n").strip() or value.strip() == lines
    text = told["Excel (Power Query)"].partition('query = "')[2].partition('",\n    Source')[0]
    assert '"' not in text.replace('""', "")
    assert "\n" not in text
    fence = told["curl"].rpartition("\n")[2]
    assert fence not in lines.split("\n")
    dashes = told["R"].partition('r"')[2].partition("(")[0]
    assert f'){dashes}"' not in lines


def book(client: Client, query: str) -> httpx.Response:
    return client.get(f"/sv/sparql.xlsx?{urlencode({'query': query})}", accept="text/html,*/*;q=0.8")


def test_a_table_is_had_as_a_workbook_with_all_its_columns(client: Client) -> None:
    query = 'SELECT ?none ?name ?n WHERE { VALUES (?none ?name ?n) { (UNDEF "=1+1" 2.5) (UNDEF "å" 3) } }'
    [href] = [each.attributes["href"] for each in page(client, query).all("a") if each.text == "XLSX"]
    answer = client.get(href)
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows == [["none", "name", "n"], ["", "=1+1", 2.5], ["", "å", 3.0]]
    assert "none" in [each.text for each in page(client, query).all("th")]


def test_a_table_is_had_as_linked_data_by_the_columns_of_its_csv(client: Client) -> None:
    query = "SELECT ?none ?goal ?n WHERE { VALUES (?none ?goal ?n) { (UNDEF <urn:goal:9> 2.5) } }"
    [href] = [each.attributes["href"] for each in page(client, query).all("a") if each.text == "JSON-LD"]
    answer = client.get(href, accept="*/*")
    assert answer.headers["content-type"] == JSONLD.media_type
    quads = parse_rdf(answer.content, base=DEFAULT_BASE, media_type=JSONLD.media_type)
    stated = {quad.predicate.value: quad.object.value for quad in quads}
    address = stated[f"{CSVW}url"].removesuffix("#row=2")
    assert {name.removeprefix(address) for name in stated if name.startswith(address)} == {"#goal", "#n"}
    assert (stated[f"{address}#goal"], stated[f"{address}#n"]) == ("urn:goal:9", "2.5")
    assert client.get(address, accept="*/*").text.splitlines() == ["none,goal,n", ",urn:goal:9,2.5"]


def test_what_is_no_table_or_too_long_is_no_workbook(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = book(client, "ASK {}")
    assert (answer.status_code, "ingen tabell" in answer.text) == (400, True)
    assert book(client, "SELECT ?s WHERE {").status_code == 400
    monkeypatch.setattr("api.pages.views.sparql.MOST_ROWS", 16)
    answer = book(client, GOALS)
    assert (answer.status_code, "fler än 16 rader" in answer.text) == (400, True)


def test_an_answer_is_cited_and_followed_like_any_view(client: Client) -> None:
    shown = page(client, GOALS)
    assert "BibTeX" in [each.text for each in shown.all("a")]
    assert {"CSV", "TSV", "JSON", "XML", "XLSX"} <= {each.text for each in shown.all("a")}
