"""Where two values stand and one may hold, whoever reads the refusal is told who says the other one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from api.wording.messages import worded
from graph.alignment.portfolio import Portfolio
from graph.errors import Finding, SubmissionRefused
from graph.importers.preview import preview_list
from graph.importers.tabular import ListFile, import_list, open_list
from graph.importers.tabular_mapping import load_mapping
from graph.store import Changes
from graph.terms import Literal, NamedNode, Quad, expand, graph_iri
from graph_facts import ALICE, BASE
from lists_of_ours import row, write_rows
from test_graph_importers_histories import Lists, Row, of_what_ships, project

__all__ = ["of_what_ships"]


def refused(lists: Lists, file: ListFile) -> list[Finding]:
    """Returns what an import is refused for, which a preview tells too."""
    before, portfolio = lists.writer.store.sequence, Portfolio(lists.writer.store)
    told = preview_list(file, lists.writer, agent=ALICE, portfolio=portfolio)
    with pytest.raises(SubmissionRefused) as caught:
        import_list(file, lists.writer, agent=ALICE)
    assert [*told.refusals] == [*caught.value.findings]
    assert lists.writer.store.sequence == before
    return [*caught.value.findings]


def named(number: str, organisation: str = "Bolaget", amount: str = "1000") -> Row:
    return (number, "Namn", organisation, amount, *project(1, "9")[4:])


@pytest.mark.parametrize(
    ("rows", "rule", "column", "words"),
    [
        ([named("RE-1"), named("re-1", "Annat")], "rows-say-two-alike", "Projektnummer", "RE-1 och re-1"),
        (
            [named("RE-1"), named("re-1", "Annat", "7")],
            "rows-say-two-alike",
            "Beviljat belopp",
            "1000 och 7,",
        ),
        (
            [named("8"), named("8", "Annat", "7")],
            "rows-say-two",
            "Beviljat belopp",
            "8, men säger 1000 och 7,",
        ),
    ],
)
def test_rows_of_one_thing_that_say_two_name_each_other(
    lists: Lists, rows: list[Row], rule: str, column: str, words: str
) -> None:
    found = refused(lists, lists.opened("a", rows))
    assert {(each.key, each.place.row) for each in found} == {(rule, 2)}
    [finding] = [each for each in found if each.place.column == column]
    assert dict(finding.values)["row"] == "3"
    assert words in worded(finding, "sv")


@pytest.mark.parametrize("other", ["2016-03-01", "2030-01-01"])
def test_a_list_that_is_right_by_itself_is_told_once_which_graph_says_otherwise(
    lists: Lists, opened: Callable[..., ListFile], other: str
) -> None:
    """A start beyond the end breaks the order of the two as well, by the same two values."""
    start, notes = expand("eurio:startDate"), graph_iri(BASE, "source", "notes")
    node = NamedNode(f"{BASE}id/project/tillvaxtverket-2014/20999001")
    day = Literal(other, datatype=expand("xsd:date"))
    lists.writer.commit(
        Changes(added=frozenset([Quad(node, start, day, notes)])), agent=ALICE, reason="Notes"
    )
    found = refused(lists, opened())
    assert {(each.key, each.place.row) for each in found} == {("said-elsewhere", 1)}
    [finding] = [each for each in found if each.place.column == "projekt_starttid"]
    told = dict(finding.values)
    assert (told["value"], told["other"]) == ("2016-01-01", other)
    assert told["graph"] == "graph/source/notes"
    assert finding.place.value == "2016-01-01"
    assert f"graph/source/notes säger redan {other}" in worded(finding, "sv")


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., ListFile]:
    def of(**changed: object) -> ListFile:
        return open_list(write_rows(tmp_path, row(**changed)), load_mapping("tillvaxtverket-2014"))

    return of


def test_texts_in_two_languages_are_in_nobodys_way(lists: Lists, opened: Callable[..., ListFile]) -> None:
    label, note = expand("skos:prefLabel"), graph_iri(BASE, "list", "notes")
    node = NamedNode(f"{BASE}id/project/tillvaxtverket-2014/20999001")
    for lang in ("en", "sv"):
        said = Quad(node, label, Literal("Another name", language=lang), note)
        lists.writer.commit(Changes(added=frozenset([said])), agent=ALICE, reason="Notes")
        if lang == "en":
            assert import_list(opened(), lists.writer, agent=ALICE).commit
            lists.writer.undo(lists.writer.store.sequence, ALICE, "ångrat")
    [finding] = refused(lists, opened())
    assert (finding.key, dict(finding.values)["other"]) == ("said-elsewhere", "Another name")
