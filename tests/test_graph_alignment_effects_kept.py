"""What is kept of statements among objectives: it outlives commits about projects, and follows all others."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.alignment.effects import Effects, Scenario, states
from graph.alignment.effects.coverage import ByRow, Pairs
from graph.alignment.effects.influence import moves_influences
from graph.alignment.effects.sums import told_apart
from graph.alignment.portfolio import Portfolio
from graph.commits import Writer
from graph.ledger import withdraw
from graph.ledger.events import Event
from graph.store import Changes, open_store
from graph.terms import Literal, Quad, expand
from graph_facts import ALICE, BASE, LIST, PEOPLE, Clock, alignment, in_graph, node, trig
from portfolio_worlds import POLICY

P = f"{BASE}id/project/t/p"
TARGET = "http://metadata.un.org/sdg/13.2"
PROJECTS = "<id/project/t/p> a pg:Project . <id/project/t/q> a pg:Project ."


@pytest.fixture
def writer() -> Writer:
    """Returns a store in which p serves a1, and a1 serves 13.2 (2)."""
    writer = Writer(open_store("memory:"), clock=Clock())
    statements = alignment("p1", "<id/project/t/p>", "<id/objective/x/a1>") | alignment(
        "a1", "<id/objective/x/a1>", "sdg:13.2"
    )
    quads = trig(POLICY) | in_graph(LIST, PROJECTS) | statements
    writer.commit(Changes(added=quads), agent=ALICE, reason="")
    return writer


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Returns how many objectives were read each time that the statements among them were."""
    told: list[int] = []

    def counted(store: object, objectives: tuple[str, ...]) -> object:
        told.append(len(objectives))
        return reads(store, objectives)

    reads: Callable[..., object] = states.read_influences
    monkeypatch.setattr(states, "read_influences", counted)
    return told


def asked(writer: Writer) -> Callable[[], dict[str, Fraction]]:
    portfolio = Portfolio(writer.store)
    effects = Effects(writer.store, lambda: portfolio)

    def ripples() -> dict[str, Fraction]:
        portfolio.catch_up()
        return {each.objective: each.net for each in effects.effect(Scenario(remove=(P,))).ripples}

    return ripples


def test_a_statement_of_a_project_leaves_them_as_they_were(writer: Writer, read: list[int]) -> None:
    ripples = asked(writer)
    assert ripples() == {TARGET: -2}
    more = alignment("q1", "<id/project/t/q>", "<id/objective/x/a1>")
    writer.commit(Changes(added=more), agent=ALICE, reason="")
    assert ripples() == {TARGET: -1}
    assert len(read) == 1


def test_what_is_withdrawn_among_objectives_counts_no_more(writer: Writer, read: list[int]) -> None:
    ripples = asked(writer)
    assert ripples()
    event = Event(PEOPLE, ALICE, Clock()())
    gone = withdraw(BASE, node("id/alignment/test/a1"), event)
    writer.commit(Changes(added=gone), agent=ALICE, reason="")
    assert ripples() == {}
    assert len(read) == 2


def test_another_strength_alone_moves_them(writer: Writer) -> None:
    strength = expand("pg:strength")
    [was] = writer.store.quads(node("id/alignment/test/a1"), strength)
    now = Quad(was.subject, strength, Literal("3"), was.graph_name)
    assert moves_influences(writer.store, Changes(removed=frozenset([was]), added=frozenset([now])))
    stated = alignment("q1", "<id/project/t/q>", "<id/objective/x/a1>")
    assert not moves_influences(writer.store, Changes(added=stated))


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9)), unique=True))
def test_pairs_by_row_are_those_of_these_rows_in_the_order_of_projects(drawn: list[tuple[int, int]]) -> None:
    project, row = np.array(sorted(drawn), np.int64).reshape(-1, 2).T
    wanted = np.arange(10) % 3 == 0
    found = ByRow(Pairs(project, row, project % 2 == 0), 10).of(wanted)
    told = list(zip(found.row.tolist(), found.project.tolist(), found.accepted.tolist(), strict=True))
    assert told == sorted((r, p, p % 2 == 0) for p, r in drawn if wanted[r])


@given(st.lists(st.integers(0, 5)), st.booleans())
def test_numbers_are_told_apart_whether_they_come_in_order_or_not(drawn: list[int], ordered: bool) -> None:
    numbers = np.array(sorted(drawn) if ordered else drawn, np.int64)
    different, which = told_apart(numbers)
    assert different.tolist() == sorted(set(drawn))
    assert (different[which] == numbers).all()
