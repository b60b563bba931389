"""The network of the policy levels is read in one pass, and says of each alignment what the ledger says."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from graph.alignment.portfolio import Filters, Portfolio
from graph.alignment.portfolio.frame import read_frame
from graph.alignment.portfolio.numbers import Column, Numbers
from graph.commits import Writer
from graph.ledger import review, withdraw
from graph.ledger.events import Event
from graph.questions import bind, load_lookups
from graph.store import Changes, Store, open_store
from graph_facts import ALICE, BASE, LEDGER, LIST, PEOPLE, Clock, alignment, in_graph, node, trig
from portfolio_worlds import POLICY

A, B, C = ("<id/objective/x/a>", "<id/objective/x/b>", "<id/objective/y/c>")
SDG = "<http://metadata.un.org/sdg/"
Told = dict[tuple[str, str], tuple[str, float]]


@pytest.fixture
def store() -> Store:
    """Returns a store in which levels are aligned by people and a machine, and two alignments are judged."""
    writer, event = Writer(open_store("memory:"), clock=Clock()), Event(PEOPLE, ALICE, Clock()())
    stated = alignment("a", A, "sdg:13") | alignment("b", B, "sdg:9") | alignment("c", C, "sdg:9")
    stated |= alignment("m", C, "sdg:13") | alignment("p", "<id/project/t/p>", "sdg:9")
    machine = in_graph(LEDGER, "<id/alignment/test/m> dct:creator <id/agent/test/machine> .")
    project = in_graph(LIST, "<id/project/t/p> a pg:Project .")
    writer.commit(Changes(added=trig(POLICY) | stated | machine | project), agent=ALICE, reason="")
    accepted = review(BASE, node("id/alignment/test/a"), Decimal(1), event)
    withdrawn = withdraw(BASE, node("id/alignment/test/b"), event)
    writer.commit(Changes(added=accepted | withdrawn), agent=ALICE, reason="")
    return writer.store


def _told(store: Store) -> Told:
    nodes = Numbers()
    links = read_frame(store, nodes).network.links
    return {
        (nodes.names[each.source], nodes.names[each.target]): (each.status, each.confidence) for each in links
    }


def _full(name: str) -> str:
    return f"<{BASE}{name[1:]}"


def test_each_link_stands_where_the_ledger_has_it(store: Store) -> None:
    told = _told(store)
    assert {pair: status for pair, (status, _) in told.items()} == {
        (_full(A), f"{SDG}13>"): "accepted",
        (_full(B), f"{SDG}9>"): "withdrawn",
        (_full(C), f"{SDG}9>"): "proposed",
        (_full(C), f"{SDG}13>"): "machine",
    }
    assert all(0 < confidence <= 1 for _, confidence in told.values())


def test_the_lookups_name_what_levels_state_and_what_is_judged(store: Store) -> None:
    links, judged = (
        list(store.select(bind(load_lookups()[name], {}, store.base)))
        for name in ("portfolio-links", "portfolio-judged")
    )
    rows = sorted((str(row["alignment"])[-2], "confidence" in row, "machine" in row) for row in links)
    assert rows == [("a", True, False), ("b", True, False), ("c", True, False), ("m", True, True)]
    assert sorted(str(row["alignment"])[-2] for row in judged) == ["a", "b"]


def test_moving_on_counts_what_building_anew_counts(store: Store) -> None:
    portfolio, writer = Portfolio(store), Writer(store, clock=Clock())
    before = portfolio.goals()
    new = in_graph(LIST, "<id/project/t/new> a pg:Project .") | alignment("n", "<id/project/t/new>", A)
    writer.commit(Changes(added=new), agent=ALICE, reason="")
    portfolio.catch_up()
    after, anew = portfolio.goals(), Portfolio(store).goals()
    assert after == anew
    assert after.total.projects == before.total.projects + 1
    accepted = Filters(statuses=frozenset(("accepted",)))
    assert portfolio.goals(accepted) == Portfolio(store).goals(accepted)


def test_a_column_that_is_filled_at_once_takes_more_without_a_copy() -> None:
    column = Column(np.int32)
    column.extend(np.arange(10_000))
    held = column.values
    column.extend([7] * 1_000)
    assert np.shares_memory(held, column.values)
    assert column.values[:3].tolist() == [0, 1, 2]
    assert column.values[10_000:].tolist() == [7] * 1_000
