"""Lists of one kind by their names: they stand beside each other, and each replaces itself alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.commits import Writer
from graph.errors import Conflict, FileProblem, InputError
from graph.importers.list_names import lists_of, name_of_file
from graph.importers.tabular import ListImport, import_list, open_content
from graph.importers.tabular_mapping import load_mapping
from graph.terms import expand, iri
from graph.validation import validate_store
from graph_facts import ALICE
from ledger_reading import Ledger
from lists_of_ours import shipped_writer

HEADINGS = ("Projektnummer", "Projektnamn", "Organisation", "Områden", "Mål")
OWN = load_mapping("projects")
Import = Callable[..., ListImport]


writer = pytest.fixture(name="writer")(shipped_writer)


@pytest.fixture
def importing(writer: Writer) -> Import:
    def of(numbers: str, file: str = "anna.csv", title: str = "Bro", **asked: object) -> ListImport:
        text = io.StringIO()
        rows = ((number, f"{title} {number}", "Sala kommun", "Sala", "9.1") for number in numbers)
        csv.writer(text, delimiter=";").writerows([HEADINGS, *rows])
        name, may_lose = asked.get("name"), asked.get("may_lose", 0)
        opened = open_content(Path(file), text.getvalue().encode(), OWN, name=name)  # type: ignore[arg-type]
        return import_list(opened, writer, agent=ALICE, may_lose=may_lose)  # type: ignore[arg-type]

    return of


def held(writer: Writer, graph: str) -> list[str]:
    """Returns the numbers of the projects in a graph."""
    named = iri(writer.store.base + graph)
    return sorted(
        getattr(q.object, "value", "")
        for q in writer.store.quads(None, expand("dct:identifier"), None, named)
    )


def test_lists_of_two_officers_stand_beside_each_other_and_each_replaces_itself(
    writer: Writer, importing: Import
) -> None:
    anna = importing("123")
    bo = importing("45", "bo.csv")
    corrected = importing("124", "anna-notes (1).csv", may_lose=1)

    assert [each.list_name for each in (anna, bo, corrected)] == ["anna", "bo", "anna"]
    assert anna.graph == corrected.graph == f"{writer.store.base}graph/list/projects_anna"
    assert held(writer, "graph/list/projects_anna") == ["1", "2", "4"]
    assert held(writer, "graph/list/projects_bo") == ["4", "5"]
    status = {each.source.rpartition("id/")[2]: each.status for each in Ledger(writer.store).alignments()}
    assert status["project/projects_anna/3"] == "withdrawn"
    assert status["project/projects_bo/4"] == "proposed"
    assert validate_store(writer.store).violations == ()


def test_the_same_list_again_changes_nothing_and_each_is_taken_back_alone(
    writer: Writer, importing: Import
) -> None:
    importing("12")
    second = importing("3", "bo.csv")
    assert importing("12").commit is None
    assert second.commit is not None
    writer.undo(second.commit.sequence, ALICE, "again")
    assert (held(writer, "graph/list/projects_anna"), held(writer, "graph/list/projects_bo")) == (
        ["1", "2"],
        [],
    )


def test_a_list_is_taken_back_though_another_was_imported_since(writer: Writer, importing: Import) -> None:
    """What it said stays in the ledger, withdrawn, with evidence in a list that is gone."""
    first, second = importing("12"), importing("3", "bo.csv")
    assert first.commit is not None
    assert second.commit is not None
    writer.undo(first.commit.sequence, ALICE, "first")
    lists = ("graph/list/projects_anna", "graph/list/projects_bo")
    assert [held(writer, each) for each in lists] == [[], ["3"]]
    writer.undo(second.commit.sequence, ALICE, "second")
    assert [held(writer, each) for each in lists] == [[], []]
    stated = [each for each in Ledger(writer.store).alignments() if "id/project/projects_" in each.source]
    assert [each.status for each in stated] == ["withdrawn"] * 3
    assert validate_store(writer.store).violations == ()


def test_a_list_of_before_keeps_its_graph_and_is_named_by_nothing(writer: Writer, importing: Import) -> None:
    before = importing("12", name="")
    again = importing("12", "annan.csv", name="")
    with pytest.raises(Conflict):
        importing("3", name="")
    named = importing("123", "annan.csv")

    assert (before.graph, before.list_name) == (f"{writer.store.base}graph/list/projects", "")
    assert again.commit is None
    assert held(writer, "graph/list/projects") == ["1", "2"]
    [warning] = named.warnings
    assert (warning.key, dict(warning.values)["count"]) == ("list-holds-same-unnamed", "2")


def test_a_list_that_holds_what_another_does_is_told_so_by_its_name(
    writer: Writer, importing: Import
) -> None:
    importing("123", name='Annas: "projekt" {_key} {named}\\')
    [warning] = importing("2345", "anna v2.csv", title="Väg").warnings
    told = dict(warning.values)

    assert (warning.key, warning.place.row) == ("list-holds-same", None)
    assert told == {"count": "2", "first": "2", "list": 'Annas: "projekt" {_key} {named}\\'}
    label = writer.store.quads(
        iri(f"{writer.store.base}id/document/projects_annas-projekt-key-named/list"), expand("skos:prefLabel")
    )
    assert 'Projektlistan: Annas: "projekt" {_key} {named}\\' in {
        getattr(q.object, "value", "") for q in label
    }
    assert importing("6", "bo.csv").warnings == ()


def test_the_history_says_what_a_list_is_called(writer: Writer, importing: Import) -> None:
    importing("1", name="Vår lista")
    importing("2", name="")
    told = writer.history()[-2:]

    assert [each.list_name for each in told] == ["Vår lista", None]
    assert told[0].reason == "Import of anna.csv by the mapping projects into the list Vår lista"
    found = lists_of(OWN, writer.store, writer.history())
    assert [(each.name, each.graph.value.rpartition("/")[2]) for each in found] == [
        ("", "projects"),
        ("Vår lista", "projects_var-lista"),
    ]


def test_names_of_one_key_are_one_list_and_long_ones_are_told_apart(importing: Import) -> None:
    first, second = importing("1", name="Länets projekt"), importing("1", name="  länets   PROJEKT ")
    long = [importing("9", name=f"{'mycket ' * 20}{number}").graph for number in range(2)]

    assert first.graph == second.graph
    assert len({*long}) == 2
    assert max(map(len, long)) < 120


def test_what_is_no_name_is_refused(importing: Import) -> None:
    for name in ("!?", "a\x00b", "—"):
        with pytest.raises(InputError, match="list-name-empty"):
            importing("1", name=name)
    with pytest.raises(InputError, match="list-name-unasked"):
        open_content(Path("list.json"), b"[]", load_mapping("tillvaxtverket-2014"), name="Min")
    with pytest.raises(FileProblem, match="list-empty"):
        open_content(Path("list.json"), b"[]", load_mapping("tillvaxtverket-2014"), name="")


def test_a_list_is_called_as_its_file_without_what_comes_and_goes() -> None:
    files = (
        "Projekt 2024.xlsx",
        "Projekt 2024 (3).xlsx",
        "Projekt 2024-notes.xlsx",
        "Projekt 2024 - Kopia.csv",
    )
    assert {name_of_file(Path(file)) for file in files} == {"Projekt 2024"}
    assert name_of_file(Path("€.csv")) == ""
