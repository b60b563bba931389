"""A reading of an unknown list becomes a mapping of our own columns, or says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.commits import Writer
from graph.errors import SubmissionRefused
from graph.importers.proposing import Reading, free_name, mapping_of
from graph.importers.tabular import ListImport, import_list, open_list
from graph.importers.tabular_iris import resolve
from graph.store import Store
from graph.terms import Literal, expand
from graph.validation import validate_submission
from lists_of_ours import shipped_store

COLUMNS: dict[str, str | None] = {"Dnr": "id", "Titel": "title", "Vem": "organisation"}


@pytest.fixture(scope="module")
def store() -> Store:
    return shipped_store()


def faults(reading: Reading) -> list[tuple[str, str | None]]:
    with pytest.raises(SubmissionRefused) as caught:
        mapping_of(reading)
    return [(finding.key, finding.place.column) for finding in caught.value.findings]


def imported(store: Store, folder: Path, text: str, reading: Reading) -> ListImport:
    path = folder / "lista.csv"
    path.write_text(text, encoding="utf-8")
    opened = open_list(path, mapping_of(reading))
    agent = f"{store.base}id/agent/policygraph/command-line"
    return import_list(opened, Writer(store, validate_submission), agent=agent)


@pytest.mark.parametrize(
    ("reading", "found"),
    [
        (Reading("…", COLUMNS), [("reading-nameless", "name")]),
        (Reading("Projects", COLUMNS), [("reading-name-taken", "name")]),
        (Reading("kohesio-SE", COLUMNS), [("reading-name-taken", "name")]),
        (Reading("opensdg 1-1-1", COLUMNS), [("reading-name-taken", "name")]),
        (Reading("a", COLUMNS | {"X": "pg:graph"}), [("reading-column-unknown", "columns/X")]),
        (Reading("a", COLUMNS | {"X": "title"}), [("reading-column-twice", "columns/X")]),
        (Reading("a", {"Dnr": "id", "Vem": "organisation"}), [("reading-column-missing", "columns")]),
        (Reading("a", COLUMNS, {"currency": "kronor"}), [("cell-form", "defaults/currency")]),
        (Reading("a", COLUMNS, {"start": "2023-02-30"}), [("cell-date", "defaults/start")]),
        (Reading("a", COLUMNS, {"id": "1"}), [("reading-default-needed", "defaults/id")]),
        (Reading("a", COLUMNS, {"graph": "x"}), [("reading-column-unknown", "defaults/graph")]),
    ],
)
def test_what_is_wrong_with_a_reading_is_said_by_field(
    reading: Reading, found: list[tuple[str, str | None]]
) -> None:
    assert faults(reading) == found


def test_a_name_that_is_taken_gets_another() -> None:
    assert [free_name(name) for name in ("Lista", "projects", "")] == ["Lista", "projects 2", "2"]


def test_a_list_is_read_as_said_with_the_values_that_it_lacks(store: Store, tmp_path: Path) -> None:
    reading = Reading("Vår lista", COLUMNS | {"Stöd": "amount"}, {"currency": "SEK"})
    text = "Dnr;Titel;Vem;Stöd\n1;Bredband;Sala kommun;1 000\n2;Skog;Sala kommun;\n"
    done = imported(store, tmp_path, text, reading)
    graph = expand(f"{store.base}graph/list/var-lista")
    currencies = [quad.object for quad in store.quads(None, expand("eurio:currency"), graph=graph)]

    assert (done.rows, done.mapping, done.graph) == (2, "var-lista", graph.value)
    assert [term.value for term in currencies if hasattr(term, "value")] == ["SEK"]
    assert imported(store, tmp_path, text, reading).commit is None


def test_a_heading_that_is_not_to_be_read_is_not_read(store: Store, tmp_path: Path) -> None:
    reading = Reading("Andra", COLUMNS | {"Mål": None, "Startdatum": None})
    text = "Dnr;Titel;Vem;Mål;Startdatum\n1;Bredband;Sala kommun;många;snart\n"
    done = imported(store, tmp_path, text, reading)

    assert done.rows == 1
    unread = [finding.place.column for finding in done.warnings if finding.key == "column-unknown"]
    assert unread == ["Mål", "Startdatum"]


@pytest.mark.parametrize(
    ("heading", "areas"),
    [
        ("Kommun", ["id/area/se-kommun/0380", "id/area/se-kommun/1981"]),
        ("Område", ["nuts:SE121", "id/area/se-kommun/1981"]),
    ],
)
def test_below_a_heading_of_municipalities_stand_municipalities(
    store: Store, tmp_path: Path, heading: str, areas: list[str]
) -> None:
    """Uppsala is a county as well."""
    name = f"Projekt per {heading}"
    text = f'Dnr;Titel;Vem;{heading}\n1;Bredband;Bolaget;"Uppsala; Sala"\n'
    done = imported(store, tmp_path, text, Reading(name, COLUMNS | {heading: "areas"}))
    stated = store.quads(None, expand("dct:spatial"), graph=expand(done.graph))

    assert {quad.object for quad in stated} == {resolve(area, store.base) for area in areas}


def test_texts_of_a_list_are_in_the_language_of_its_headings(store: Store, tmp_path: Path) -> None:
    columns = {"Sagsnr.": "id", "Projekttitel": "title", "Tilskudsmodtager": "organisation"}
    text = "Sagsnr.;Projekttitel;Tilskudsmodtager\n1;Grøn omstilling;Erhvervshus Fyn\n"
    done = imported(store, tmp_path, text, Reading("Bevillinger", columns))
    names = [quad.object for quad in store.quads(None, expand("skos:prefLabel"), graph=expand(done.graph))]

    spoken = {(each.value, each.language) for each in names if isinstance(each, Literal)}
    assert {("Grøn omstilling", "da"), ("Erhvervshus Fyn", "da")} <= spoken
