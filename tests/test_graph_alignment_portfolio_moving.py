"""Whatever one statement comes or goes, the portfolio moves on to what a rebuilt one holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.alignment.portfolio import Filters, Portfolio
from graph.alignment.portfolio.said import said
from graph.errors import UnknownName
from graph.store import Changes, Store
from graph.terms import NamedNode, Quad
from graph_facts import ALICE, BASE, LEDGER, LIST, PEOPLE, trig
from portfolio_worlds import small_world

RUS = BASE + "id/document/x/rus"
MACHINES = Filters(statuses=frozenset(("accepted", "proposed", "machine")))
LATE = Filters(since=date(2019, 1, 1))


def told(portfolio: Portfolio) -> list[Any]:
    """Returns answers that show all that is held of a project."""
    goals = [portfolio.goals(filters) for filters in (Filters(), MACHINES, LATE)]
    grids = [portfolio.goals_by_region(), portfolio.goals_by_programme()]
    return [*goals, *grids, portfolio.objectives(RUS), portfolio.concentration(RUS), *rows(portfolio)]


def rows(portfolio: Portfolio) -> list[Any]:
    """Returns rows of what is told with authors and with money that is not known."""
    asked = [("coverage", {"document": RUS}), ("similar", {"project": f"{BASE}id/project/t/q"})]
    asked += [("ways", {"goal": "sdg:9"})]
    found: list[Any] = []
    for name, given in asked:
        try:
            found.append(list(said(portfolio, name, given, ())))
        except UnknownName as error:
            found.append(error.key)
    return found


def statements(store: Store, graph: NamedNode) -> list[Quad]:
    return sorted(store.quads(graph=graph), key=str)


@pytest.mark.parametrize(("graph", "fewest"), [(LIST, 25), (LEDGER, 40), (PEOPLE, 5)])
def test_each_statement_may_go_and_come_back(graph: NamedNode, fewest: int) -> None:
    store = small_world().store
    portfolio = Portfolio(store)
    former, every, telling = told(portfolio), statements(store, graph), 0
    for quad in every:
        for changes in (Changes(removed=frozenset((quad,))), Changes(added=frozenset((quad,)))):
            store.apply(changes, store.sequence + 1)
            portfolio.catch_up()
            now = told(portfolio)
            assert now == told(Portfolio(store)), changes
            telling += [each.rows if hasattr(each, "rows") else each for each in now] != former
            former = [each.rows if hasattr(each, "rows") else each for each in now]
    assert len(every) >= fewest
    assert telling >= fewest


def test_cells_stand_in_the_order_of_their_columns_whenever_these_came() -> None:
    writer = small_world()
    portfolio = Portfolio(writer.store)
    text = """<id/programme/t/first> a eurio:FundingScheme .
        <id/project/t/q> eurio:isFundedBy <id/grant/t/new> .
        <id/grant/t/new> a eurio:Grant ; eurio:hasFundingSchemeProgramme <id/programme/t/first> ."""
    writer.commit(Changes(added=trig(f"{LIST} {{ {text} }}")), agent=ALICE, reason="")
    portfolio.catch_up()
    grid = portfolio.goals_by_programme()
    shown = [grid.columns.index(programme) for _, programme in grid.cells]
    assert shown == sorted(shown)
    assert next(iter(portfolio.flow().links))[0].endswith("/first")
