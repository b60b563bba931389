"""The portfolio on generated graphs: the same as SPARQL, as chains counted by hand, and as a rebuild."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.alignment.portfolio import Figure, Filters, Grid, Portfolio, Sum
from graph.commits import Writer
from graph.commits.replacing import Replacement
from graph.errors import UnknownName
from graph.questions import bind, load_questions
from graph.store import Changes, Store, open_store
from graph.terms import DEFAULT_BASE, expand
from graph_facts import ALICE, LIST, Clock, trig
from portfolio_worlds import (
    DOCUMENTS,
    GOALS,
    POLICY,
    PROGRAMMES,
    STEPS,
    Project,
    World,
    chains,
    counts,
    ledger_quads,
    list_quads,
    walks,
    worlds,
)

MACHINE = frozenset(("accepted", "proposed", "machine"))
SURE = frozenset(("accepted",))
DEFAULT = Filters().statuses
FILTERS = (
    Filters(),
    Filters(region="nuts:SE125", minimum=Decimal("0.3")),
    Filters(municipality=DEFAULT_BASE + "id/area/se-kommun/1981"),
    Filters(programme=DEFAULT_BASE + "id/programme/t/one", statuses=MACHINE),
    Filters(fund=DEFAULT_BASE + "id/fund/t/esf", since=date(2015, 1, 1), until=date(2018, 1, 1)),
    Filters(region="nuts:SE12", statuses=SURE, minimum=Decimal("0.1")),
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def written(world: World) -> Writer:
    """Returns a writer on a store that holds the world."""
    writer = Writer(open_store("memory:"), clock=Clock())
    writer.commit(Changes(added=trig(POLICY) | ledger_quads(world)), agent=ALICE, reason="")
    writer.replace_graph(Replacement(LIST, list_quads(world)), agent=ALICE, reason="")
    return writer


def full(name: str) -> str:
    return DEFAULT_BASE + name[1:-1] if name.startswith("<") else expand(name).value


def rows(store: Store, question: str, **values: str) -> list[dict[str, str]]:
    query = bind(load_questions()[question], values, store.base)
    return [{name: term.value for name, term in row.items()} for row in store.select(query)]  # type: ignore[union-attr]


@quick
@given(worlds())
def test_goals_and_regions_agree_with_sparql(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    told = {row["goal"]: int(row["projects"]) for row in rows(store, "goal-counts")}
    assert {goal: figure.projects for goal, figure in portfolio.goals().rows.items()} == told
    cells = portfolio.goals_by_region().cells
    matrix = rows(store, "region-goal-matrix")
    assert {(row["goal"], row["region"]): (row["projects"], row["accepted"]) for row in matrix} == {
        cell: (str(figure.projects), str(figure.accepted)) for cell, figure in cells.items()
    }
    money = rows(store, "region-goal-money")
    assert {
        (row["goal"], row["region"], row["currency"]): (int(row["projects"]), Decimal(row["granted"]))
        for row in money
    } == {(*cell, own.currency): (own.projects, own.value) for cell, f in cells.items() for own in f.money}


@quick
@given(worlds())
def test_objectives_and_gaps_agree_with_sparql(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    for document in map(full, DOCUMENTS):
        own = {row["objective"] for row in rows(store, "objectives-without-project", document=document)}
        unmeasured = {
            row["objective"] for row in rows(store, "objectives-without-indicator", document=document)
        }
        found = portfolio.gaps(document)
        assert (set(found.without_project), set(found.without_indicator)) == (own, unmeasured)
        granted = defaultdict(dict)
        for row in rows(store, "coverage-of-strategy", document=document):
            granted[row["objective"]][row.get("currency")] = (int(row["projects"]), row.get("granted"))
        table = portfolio.objectives(document)
        assert set(table.rows) == set(granted)
        for objective, figure in table.rows.items():
            money = {own.currency: (own.projects, own.value) for own in figure.money}
            told = {name: (n, Decimal(value)) for name, (n, value) in granted[objective].items() if name}
            assert money == told
    prioritised = {row["objective"] for row in rows(store, "prioritised-without-project")}
    assert set(portfolio.gaps(prioritised=True).without_project) == prioritised
    for area in ("nuts:SE125", "nuts:SE12", "nuts:DK01"):
        without = {row["goal"] for row in rows(store, "goals-without-project-in-region", territory=area)}
        goals = portfolio.goals(Filters(region=area)).rows
        assert {goal for goal, figure in goals.items() if not figure.projects} == without


def is_chosen(project: Project, filters: Filters) -> bool:
    """Says whether filters leave a project, worked out here."""
    inside = {
        None: None,
        "nuts:SE125": {"nuts:SE125", "<id/area/se-kommun/1981>"},
        "nuts:SE12": {"nuts:SE12", "nuts:SE125", "nuts:SE121", "<id/area/se-kommun/1981>"},
    }[filters.region]
    if inside is not None and not inside & set(project.places):
        return False
    if filters.municipality and "<id/area/se-kommun/1981>" not in project.places:
        return False
    if filters.since and filters.until:
        start, end = project.start or "0001-01-01", project.end or "9999-12-31"
        known = project.start or project.end
        if not known or start > filters.until.isoformat() or end < filters.since.isoformat():
            return False
    return not (filters.programme or filters.fund) or any(is_given(g[0], filters) for g in project.grants)


def is_given(programme: str, filters: Filters) -> bool:
    wanted = "one" if filters.programme else "two" if filters.fund else ""
    return not wanted or programme == f"<id/programme/t/{wanted}>"


def by_hand(world: World, filters: Filters, ends: set[str]) -> Figure:
    """Returns the figure of the projects that serve one of the ends."""
    served: dict[Project, bool] = {}
    for project in world.projects:
        for end, accepted, confidence in chains(world, project, filters.statuses):
            if end in ends and confidence >= filters.minimum and is_chosen(project, filters):
                served[project] = served.get(project, False) or accepted
    sums: dict[str, list[Any]] = {}
    for project, accepted in served.items():
        own = [grant for grant in project.grants if is_given(grant[0], filters)]
        for currency in {grant[1] for grant in own}:
            value = sum((grant[2] for grant in own if grant[1] == currency), Decimal(0))
            kept = sums.setdefault(currency, [Decimal(0), Decimal(0), 0])
            sums[currency] = [kept[0] + value, kept[1] + value * accepted, kept[2] + 1]
    money = tuple(Sum(currency, *sums[currency]) for currency in sorted(sums))
    return Figure(len(served), sum(served.values()), money)


@quick
@given(worlds(), st.sampled_from(FILTERS), st.sampled_from(["0", "0.1", "0.12", "0.3", "0.36", "0.6", "1"]))
def test_figures_agree_with_chains_counted_by_hand(world: World, kept: Filters, minimum: str) -> None:
    filters = replace(kept, minimum=Decimal(minimum))
    portfolio = Portfolio(written(world).store)
    goals = portfolio.goals(filters)
    assert goals.rows == {full(goal): by_hand(world, filters, {goal}) for goal in GOALS}
    assert goals.total == by_hand(world, filters, set(GOALS))
    document = "<id/document/x/rus>"
    table = portfolio.objectives(full(document), filters)
    assert table.rows == {full(own): by_hand(world, filters, {own}) for own in DOCUMENTS[document]}
    lacking = {full(own) for own in DOCUMENTS[document] if not by_hand(world, filters, {own}).projects}
    assert set(portfolio.gaps(full(document), filters).without_project) == lacking
    both = portfolio.overlap(full(document), full("<id/document/y/rus>"), filters)
    assert (both.first, both.second) == (
        by_hand(world, filters, {document}),
        by_hand(world, filters, {"<id/document/y/rus>"}),
    )


@quick
@given(worlds(), st.sampled_from(FILTERS))
def test_parts_add_up_to_the_total(world: World, filters: Filters) -> None:
    portfolio = Portfolio(written(world).store)
    for answer in (
        portfolio.goals(filters, counting="parts"),
        portfolio.targets(filters, counting="parts"),
        portfolio.goals_by_region(filters, counting="parts"),
        portfolio.goals_by_programme(filters, counting="parts"),
        portfolio.objectives_by_goal(full("<id/document/x/rus>"), filters, counting="parts"),
    ):
        figures = answer.cells.values() if isinstance(answer, Grid) else answer.rows.values()
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for figure in figures:
            for own in figure.money:
                sums[own.currency] += own.value
        assert dict(sums) == {own.currency: own.value for own in answer.total.money}


def everything(portfolio: Portfolio) -> list[Any]:
    """Returns the answers to all questions under all filters."""
    found: list[Any] = []
    for filters in FILTERS:
        found += [portfolio.goals(filters), portfolio.targets(filters), portfolio.goals_by_region(filters)]
        found += [portfolio.goals_by_programme(filters), portfolio.gaps(None, filters)]
        found += [portfolio.goals_by_region(filters, counting="parts")]
        found += [portfolio.flow(None, filters), portfolio.regions(None, filters)]
        for document in map(full, DOCUMENTS):
            found += [portfolio.objectives(document, filters), portfolio.concentration(document, filters)]
            found += [portfolio.objectives_by_goal(document, filters), portfolio.flow(document, filters)]
            found += [portfolio.regions(document, filters)]
    found += [portfolio.paid(document) for document in map(full, DOCUMENTS)]
    return found + [portfolio.ways(goal) for goal in GOALS]


@settings(quick, max_examples=25)
@given(worlds(), st.lists(worlds(), min_size=1, max_size=3))
def test_moving_on_equals_a_rebuild(first: World, later: list[World]) -> None:
    writer = written(first)
    portfolio = Portfolio(writer.store)
    everything(portfolio)
    for world in later:
        ledger = ledger_quads(world)
        writer.replace_graph(Replacement(LIST, list_quads(world), ledger=ledger), agent=ALICE, reason="")
        portfolio.catch_up()
        assert portfolio.sequence == writer.store.sequence
        assert everything(portfolio) == everything(Portfolio(writer.store))


DOCUMENT = "<id/document/x/rus>"
HEADS = {f"<id/objective/x/{own}>": f"<id/objective/x/{head}>" for own, head in ("aa", ("a1", "a"), "bb")}


def goes_through(world: World, project: Project, head: str, goal: str, minimum: Decimal) -> bool:
    """Says whether a chain of the project passes through the head, or a part of it, and on to the goal."""
    counted = [each for each in world.links if counts(each, DEFAULT)]
    hops = [(each.source, each.target, each.confidence) for each in counted]
    hops += [(source, target, Decimal(1)) for source, target in STEPS]
    return any(
        sure * onward >= minimum
        for first in project.statements
        if counts(first, DEFAULT)
        for member, sure in walks(first.target, hops, first.confidence, (first.target,))
        if HEADS.get(member) == head
        for end, onward in walks(member, hops, Decimal(1), (member,))
        if end == goal
    )


@quick
@given(worlds(), st.sampled_from(FILTERS), st.sampled_from(["0", "0.12", "0.6"]))
def test_chains_through_the_parts_of_a_document_are_counted_once(
    world: World, kept: Filters, minimum: str
) -> None:
    filters = replace(kept, minimum=Decimal(minimum), statuses=DEFAULT)
    portfolio = Portfolio(written(world).store)
    flow = portfolio.flow(full(DOCUMENT), filters)
    expected = {}
    for head in set(HEADS.values()):
        for goal in GOALS:
            chosen = (each for each in world.projects if is_chosen(each, filters))
            number = sum(goes_through(world, each, head, goal, filters.minimum) for each in chosen)
            if number:
                expected[full(head), full(goal)] = number
    led = {pair: figure.projects for pair, figure in flow.links.items() if pair[1] in map(full, GOALS)}
    assert led == expected


@quick
@given(worlds(), st.sampled_from([each for each in FILTERS if not (each.programme or each.fund)]))
def test_what_programmes_pay_for_is_what_each_alone_pays_for(world: World, filters: Filters) -> None:
    portfolio = Portfolio(written(world).store)
    flow = portfolio.flow(full(DOCUMENT), filters)
    for programme in map(full, PROGRAMMES):
        alone = portfolio.objectives(full(DOCUMENT), replace(filters, programme=programme)).rows
        for head in map(full, set(HEADS.values())):
            own = alone[head]
            assert flow.links.get((programme, head)) == (own if own.projects else None)


@quick
@given(worlds(), st.sampled_from(FILTERS), st.sampled_from(["full", "parts"]))
def test_straight_to_goals_and_by_region_agree_with_the_grids(
    world: World, filters: Filters, counting: str
) -> None:
    portfolio = Portfolio(written(world).store)
    grid = portfolio.goals_by_programme(filters, counting=counting)
    flow = portfolio.flow(None, filters, counting=counting)
    assert flow.links == {(programme, goal): figure for (goal, programme), figure in grid.cells.items()}
    assert set(flow.columns[0]) == {programme for programme, _ in flow.links}
    by_region = portfolio.goals_by_region(filters)
    for goal in map(full, GOALS):
        own = portfolio.regions(goal, filters).rows
        assert {region: figure for region, figure in own.items() if figure.projects} == {
            region: figure for (row, region), figure in by_region.cells.items() if row == goal
        }
    whole = portfolio.regions(None, filters, counting=counting)
    assert whole.total.projects == by_region.total.projects
    if counting == "parts":
        for own in whole.total.money:
            parts = (s.value for f in whole.rows.values() for s in f.money if s.currency == own.currency)
            assert sum(parts, Decimal(0)) == own.value


def test_what_the_graph_does_not_know_is_told() -> None:
    portfolio = Portfolio(written(World((), ())).store)
    for ask in (lambda: portfolio.flow("sdg:99"), lambda: portfolio.regions("nuts:SE125")):
        with pytest.raises(UnknownName):
            ask()
    assert portfolio.flow(full(DOCUMENT)).links == {}
