"""Tables as CSV, XLSX and JSON-LD: the same rows in each, and nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from api.formats.graphs import context
from api.formats.tables import csv_of_rows
from api.formats.tabular import CSVW, linked, xlsx_of_rows
from api_serving import Client, shipped_client
from graph.questions import load_questions
from graph.store import parse_rdf
from graph.terms import Literal, NamedNode
from ontology import PREFIXES

JSONLD = "application/ld+json"
ADDRESS = "http://127.0.0.1:8000/api/v1/x.csv"
FORMULAS = ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "-2+3", "\t=1", "\r=1"]
TABLES = [
    "projects?goal=sdg:9",
    "portfolio/goals-by-region?counting=parts",
    "portfolio/say-fund-do?region=nuts:SE331",
    "portfolio/gaps?document=id/document/vasterbotten/rus-2020",
    "questions/goal-counts/answer?lang=sv",
    "search?q=vatten",
    "alignments?view=unreviewed",
    "chains?from=id/project/tillvaxtverket-2014/20200923",
    "matrix",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return shipped_client(tmp_path_factory.mktemp("tabular") / "store")


def sheet(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def whole(document: dict[str, Any]) -> bytes:
    """Returns a JSON-LD document with its context in it, where it names ours by address."""
    linked_context = isinstance(document["@context"], str)
    return json.dumps(document | ({"@context": context()} if linked_context else {})).encode()


def in_form(path: str, suffix: str) -> str:
    name, _, query = path.partition("?")
    return f"/api/v1/{name}.{suffix}?{query}"


@pytest.mark.parametrize("path", TABLES)
def test_every_list_comes_as_csv_xlsx_and_json_ld(client: Client, path: str) -> None:
    told, book, graph = (client.get(in_form(path, suffix)) for suffix in ("csv", "xlsx", "jsonld"))
    assert {answer.status_code for answer in (told, book, graph)} == {200}

    lines = list(csv.reader(io.StringIO(told.text)))
    rows = sheet(book.content)
    assert len(lines) > 1
    assert rows[0] == lines[0]
    assert len(rows) == len(lines)
    assert book.headers["content-disposition"].endswith('.xlsx"')
    assert len(list(parse_rdf(whole(graph.json()), base=ADDRESS, media_type=JSONLD))) >= len(lines)


def lines_of(client: Client, question: str, **asked: str) -> list[dict[str, str]]:
    answer = client.get(f"/api/v1/questions/{question}/answer.csv", params=asked)
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_things_of_an_answer_stand_with_their_names_in_the_language_asked_for(client: Client) -> None:
    for lang, name in (("sv", "Ingen fattigdom"), ("da", "Afskaf fattigdom"), ("en", "No poverty")):
        first = lines_of(client, "goal-counts", lang=lang)[0]
        assert (list(first), first["goal.name"]) == (["goal", "goal.name", "projects", "objectives"], name)
    # The columns are the same where nothing is found.
    empty = client.get("/api/v1/questions/projects-in-territory/answer.csv?territory=nuts:SE214").text
    assert empty.split() == ["project,project.name"]


def test_columns_with_names_are_those_that_hold_things(client: Client) -> None:
    """Of every question that needs no parameter: each thing can be named, and no text has a name."""
    held: dict[tuple[str, str], set[bool]] = defaultdict(set)
    plain = set()
    for name, question in load_questions().items():
        plain |= {(name, column) for column in question.plain}
        if all(each.optional for each in question.parameters):
            rows = client.get(f"/api/v1/questions/{name}/answer?limit=1000").json()["rows"]
            for column, cell in (pair for row in rows for pair in row.items()):
                held[name, column].add(cell["is_iri"])
    assert len(held) > 120
    assert {column for column, kinds in held.items() if True in kinds} & plain == set()
    # What statements disagree about is whatever the one or the other says: here dates.
    assert {column for column, kinds in held.items() if kinds == {False}} - plain == {
        ("disagreements", "value")
    }


def test_accept_asks_for_a_workbook(client: Client) -> None:
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = client.get("/api/v1/portfolio/goals", accept=media_type)
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == 'attachment; filename="portfolio-goals.xlsx"'
    assert answer.content[:2] == b"PK"


def test_numbers_and_days_are_such_in_a_workbook(client: Client) -> None:
    rows = sheet(client.get("/api/v1/projects.xlsx?goal=sdg:9&limit=40").content)
    first = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert {type(each["money.value"]) for each in first if each["money.value"] != ""} == {float}
    assert {type(each["period.start"]) for each in first if each["period.start"] != ""} == {date}
    assert {type(each["identifier"]) for each in first} == {str}


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(st.sampled_from(FORMULAS), st.text(max_size=8)), min_size=1, max_size=5))
def test_no_cell_of_a_spreadsheet_is_a_formula(texts: list[str]) -> None:
    """In CSV an apostrophe goes before it; in a workbook it stays as it is, a quoted text."""
    rows = [{"a": text} for text in texts]
    cells = [
        line[0] for line in csv.reader(io.StringIO(csv_of_rows(["a"], rows).decode(), newline="")) if line
    ]
    assert not any(cell.startswith(("=", "@", "\t", "\r")) for cell in cells)

    with zipfile.ZipFile(io.BytesIO(xlsx_of_rows(["a"], rows))) as book:
        written = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<f>" not in written
    if any(text.startswith(("=", "@", "+", "-")) for text in texts):
        assert 'quotePrefix="1"' in styles


def test_a_table_in_json_ld_is_that_of_csv2rdf() -> None:
    goal = PREFIXES["sdg"] + "9"
    rows = [
        {"row": goal, "n": 3, "money": Decimal("1000000"), "day": date(2026, 1, 2), "url": "text", "x": None}
    ]
    content = linked(["row", "n", "money", "day", "url", "x"], rows, ADDRESS)
    quads = list(parse_rdf(content, base=ADDRESS, media_type=JSONLD))
    stated = {quad.predicate.value: quad.object for quad in quads}

    assert stated[f"{ADDRESS}#row"] == NamedNode(goal)
    assert stated[f"{ADDRESS}#money"] == Literal("1000000", datatype=NamedNode(PREFIXES["xsd"] + "decimal"))
    assert stated[f"{ADDRESS}#day"] == Literal("2026-01-02", datatype=NamedNode(PREFIXES["xsd"] + "date"))
    assert stated[f"{ADDRESS}#url"] == Literal("text")
    assert f"{ADDRESS}#x" not in stated
    assert stated[CSVW + "url"] in (NamedNode(ADDRESS), NamedNode(f"{ADDRESS}#row=2"))
    assert stated[CSVW + "rownum"].value == "1"


def test_a_quoted_text_is_read_back_as_it_was() -> None:
    content = xlsx_of_rows(["a"], [{"a": FORMULAS[0]}])
    assert sheet(content) == [["a"], [FORMULAS[0]]]
