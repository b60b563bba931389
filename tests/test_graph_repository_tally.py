"""Counts that commits move on: always those that would be counted anew."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.commits.replacing import Replacement
from graph.repository import Repository
from graph.store import Changes, Store
from graph.terms import NamedNode
from graph_facts import ALICE, LEDGER, LIST, in_graph
from portfolio_worlds import World, ledger_quads, list_quads, worlds
from test_graph_alignment_portfolio_generated import quick, written

LOOKUPS = ("page-figures", "page-quality")
OTHER = NamedNode(LIST.value + "-2")


def told(repository: Repository) -> list[Mapping[str, int]]:
    return [repository.reading.tallied(each) for each in LOOKUPS]


@settings(quick, max_examples=40)
@given(worlds(), st.lists(worlds(), min_size=1, max_size=4), st.booleans())
def test_what_is_moved_on_is_what_would_be_counted_anew(
    first: World, later: list[World], all_at_once: bool
) -> None:
    writer = written(first)
    repository = Repository(writer.store)
    told(repository)
    for world in later:
        writer.replace_graph(
            Replacement(LIST, list_quads(world), ledger=ledger_quads(world)), agent=ALICE, reason=""
        )
        if not all_at_once:
            assert told(repository) == told(Repository(writer.store))
    assert told(repository) == told(Repository(writer.store))
    if writer.store.sequence > 2:
        writer.undo(writer.store.sequence, ALICE, "")
        assert told(repository) == told(Repository(writer.store))


@pytest.fixture
def store() -> Store:
    return written(World((), ())).store


def commit(store: Store, added: str = "", removed: str = "", graph: NamedNode = LIST) -> None:
    changes = Changes(removed=in_graph(graph, removed), added=in_graph(graph, added))
    store.apply(changes, store.sequence + 1)


def test_what_two_graphs_state_is_counted_once(store: Store) -> None:
    repository = Repository(store)
    before = repository.reading.tallied("page-figures")["projects"]
    for graph in (LIST, OTHER):
        commit(store, "<id/project/t/one> a pg:Project .", graph=graph)
        assert repository.reading.tallied("page-figures")["projects"] == before + 1
    commit(store, removed="<id/project/t/one> a pg:Project .")
    assert repository.reading.tallied("page-figures")["projects"] == before + 1
    commit(store, removed="<id/project/t/one> a pg:Project .", graph=OTHER)
    assert repository.reading.tallied("page-figures")["projects"] == before


def test_an_alignment_counts_while_it_is_in_force(store: Store) -> None:
    repository = Repository(store)

    def counted() -> int:
        number = repository.reading.tallied("page-figures")["alignments"]
        assert number == Repository(store).reading.tallied("page-figures")["alignments"]
        return number

    before, event = counted(), "<id/event/t/gone> pg:withdraws <id/alignment/t/one> ."
    commit(store, "<id/alignment/t/one> a pg:Alignment . <id/alignment/t/two> a pg:Alignment .")
    assert counted() == before + 2
    commit(store, event)
    assert counted() == before + 1
    commit(store, "<id/event/t/back> pg:withdraws <id/event/t/gone> .")
    assert counted() == before + 2, "a withdrawal that is withdrawn ends nothing"
    commit(store, "<id/event/t/newer> pg:supersedes <id/alignment/t/two> .")
    assert counted() == before + 1
    commit(store, removed="<id/event/t/newer> pg:supersedes <id/alignment/t/two> .")
    assert counted() == before + 2
    commit(store, removed="<id/event/t/back> pg:withdraws <id/event/t/gone> .")
    assert counted() == before + 1
    commit(store, removed=event + "<id/alignment/t/one> a pg:Alignment .")
    assert counted() == before + 1


def test_what_a_project_lacks_is_counted_until_it_is_said(store: Store) -> None:
    repository = Repository(store)
    assert repository.reading.tallied("page-quality")["undated"] == 0
    commit(store, "<id/project/t/one> a pg:Project .")
    assert repository.reading.tallied("page-quality")["undated"] == 1
    commit(store, '<id/project/t/one> eurio:startDate "2024-01-01"^^xsd:date .')
    counts = repository.reading.tallied("page-quality")
    assert (counts["undated"], counts["placeless"], counts["projects"]) == (0, 1, 1)
    commit(store, "<id/alignment/t/one> a pg:Alignment .", graph=LEDGER)
    assert repository.reading.tallied("page-quality") == told(Repository(store))[1]


def test_nothing_is_counted_twice_between_commits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(store)
    first = told(repository)
    commit(store, "<id/project/t/one> a pg:Project .")
    monkeypatch.setattr(repository.reading, "rows", lambda *_: pytest.fail("all is counted anew"))
    assert [each["projects"] for each in told(repository)] == [each["projects"] + 1 for each in first]
