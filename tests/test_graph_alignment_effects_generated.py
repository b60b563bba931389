"""What-if on generated graphs: the same as carrying the scenario out and asking again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effects_worlds import Case, cases, figures, full, stored
from graph.alignment.effects import Effects, Scenario, Window
from graph.alignment.portfolio import Figure, Filters, Portfolio
from graph.errors import InputError
from graph.store import Store
from graph.terms import DEFAULT_BASE
from portfolio_worlds import DOCUMENTS, REGIONS, World, named_statements, worlds

MACHINE = frozenset(("accepted", "proposed", "machine"))
FILTERS = (
    Filters(),
    Filters(region="nuts:SE125", minimum=Decimal("0.3")),
    Filters(programme=DEFAULT_BASE + "id/programme/t/one", statuses=MACHINE),
    Filters(fund=DEFAULT_BASE + "id/fund/t/esf", since=date(2015, 1, 1), until=date(2018, 1, 1)),
    Filters(region="nuts:SE12", statuses=frozenset(("accepted",)), minimum=Decimal("0.1")),
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def effects_of(store: Store) -> Effects:
    portfolio = Portfolio(store)
    return Effects(store, lambda: portfolio)


def served_in(portfolio: Portfolio, filters: Filters) -> dict[str, set[str]]:
    """Returns the regions in which each objective is served, asked region by region."""
    found: dict[str, set[str]] = {}
    for region in {region for regions in REGIONS.values() for region in regions}:
        for name, figure in _figures_in(portfolio, filters, region).items():
            found.setdefault(name, set()).update({full(region)} if figure.projects else ())
    return found


def _figures_in(portfolio: Portfolio, filters: Filters, region: str) -> Mapping[str, Figure]:
    """Returns the figures in a region, none of them filled where it does not lie in the area at all."""
    try:
        return figures(portfolio, replace(filters, municipality=region))
    except InputError:
        return dict.fromkeys(figures(portfolio, filters), Figure())


@quick
@given(cases(), st.sampled_from(FILTERS))
def test_an_effect_is_the_answers_after_it_less_those_before(case: Case, filters: Filters) -> None:
    store = stored(case.world)
    effect = effects_of(store).effect(case.scenario, filters)
    then = Portfolio(stored(case.later, case.reviews))
    before, after = figures(Portfolio(store), filters), figures(then, filters)
    was, will = served_in(Portfolio(store), filters), served_in(then, filters)
    assert {
        each.objective: (each.before, each.after, set(each.lost), set(each.won)) for each in effect.shifts
    } == {
        name: (before[name], after[name], was[name] - will[name], will[name] - was[name])
        for name in before
        if (before[name], was[name]) != (after[name], will[name])
    }


@quick
@given(cases(), st.sampled_from(FILTERS), st.integers(0, 2))
def test_the_first_of_an_effect_are_those_of_the_whole_and_all_are_counted(
    case: Case, filters: Filters, most: int
) -> None:
    effects = effects_of(stored(case.world))
    whole, some = (effects.effect(case.scenario, filters, most=each) for each in (None, most))
    first = most + sum(each.kind == "uncovered" for each in whole.shifts)
    assert whole.found == len(whole.shifts)
    assert some == replace(whole, shifts=whole.shifts[:first], ripples=whole.ripples[:most])


@quick
@given(cases(only_delays=True), st.sampled_from(FILTERS))
def test_windows_are_the_days_on_which_the_answer_differs(case: Case, filters: Filters) -> None:
    store = stored(case.world)
    found = effects_of(store).effect(case.scenario, filters).windows
    now, then = Portfolio(store), Portfolio(stored(case.later))
    for day in _turning_days(case):
        if (filters.since or day) <= day <= (filters.until or day):
            on_it = replace(filters, since=day, until=day)
            before, after = figures(now, on_it), figures(then, on_it)
            for name, figure in before.items():
                told = [each.is_covered for each in found if each.objective == name and _holds(each, day)]
                differs = bool(figure.projects) != bool(after[name].projects)
                assert told == ([bool(after[name].projects)] if differs else [])
        else:
            assert not any(_holds(each, day) for each in found)


def _holds(window: Window, day: date) -> bool:
    return (window.since or day) <= day <= (window.until or day)


def _turning_days(case: Case) -> set[date]:
    told = [each for world in (case.world, case.later) for each in world.projects]
    turns = {date.fromisoformat(day) for each in told for day in (each.start, each.end) if day}
    return {day + timedelta(step) for day in turns for step in (-1, 0, 1)}


@quick
@given(worlds(), st.sampled_from(FILTERS))
def test_a_single_point_is_what_uncovers_the_objective_when_it_goes(world: World, filters: Filters) -> None:
    store = stored(world)
    found = {each.objective: each for each in effects_of(store).single_points(None, filters).points}
    before = figures(Portfolio(store), filters)
    covered = {name for name, figure in before.items() if figure.projects}
    carried: dict[str, tuple[set[str], set[str], set[str]]] = {
        name: (set(), set(), set()) for name in covered
    }
    for project in world.projects:
        for name in covered - _covered(_without(world, {project.name}), filters):
            carried[name][0].add(project.iri)
    for organisation in ("alpha", "beta"):
        gone = {each.name for each in world.projects if organisation in each.parties}
        for name in covered - _covered(_without(world, gone), filters):
            carried[name][1].add(f"{DEFAULT_BASE}id/organisation/t/{organisation}")
    for key in named_statements(world):
        for name in covered - _covered(world, filters, without=key):
            carried[name][2].add(f"{DEFAULT_BASE}id/alignment/t/{key}")
    assert {name: each for name, each in carried.items() if any(each)} == {
        name: (
            {point.project} - {None},
            set(point.organisations),
            {each.alignment for each in point.statements},
        )
        for name, point in found.items()
    }


def _without(world: World, names: set[str]) -> World:
    return replace(world, projects=tuple(each for each in world.projects if each.name not in names))


def _covered(world: World, filters: Filters, without: str | None = None) -> set[str]:
    reviews = ((without, Decimal(-1)),) if without else ()
    told = figures(Portfolio(stored(world, reviews)), filters)
    return {name for name, figure in told.items() if figure.projects}


@quick
@given(cases())
def test_nothing_is_written(case: Case) -> None:
    store = stored(case.world)
    sequence, dump = store.sequence, _dump(store)
    effects = effects_of(store)
    effects.effect(case.scenario)
    effects.single_points()
    effects.smallest_set()
    assert (store.sequence, _dump(store)) == (sequence, dump)
    portfolio = Portfolio(store)
    assert figures(portfolio, Filters()) == figures(Portfolio(stored(case.world)), Filters())


def _dump(store: Store) -> list[bytes]:
    output = BytesIO()
    store.dump(output, "application/n-quads")
    return sorted(output.getvalue().splitlines())


@quick
@given(worlds(), st.sampled_from(FILTERS))
def test_a_scenario_without_anything_in_it_changes_nothing(world: World, filters: Filters) -> None:
    effect = effects_of(stored(world)).effect(Scenario(), filters)
    assert (effect.shifts, effect.windows, effect.ripples) == ((), (), ())
    assert effect.total_before == effect.total_after


@quick
@given(worlds(), st.data())
def test_removing_more_uncovers_no_less(world: World, data: st.DataObject) -> None:
    effects = effects_of(stored(world))
    names = [each.iri for each in world.projects]
    some = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    less = data.draw(st.lists(st.sampled_from(some), unique=True)) if some else []
    fallen = [
        {
            each.objective
            for each in effects.effect(Scenario(remove=tuple(own))).shifts
            if each.kind == "uncovered"
        }
        for own in (less, some)
    ]
    assert fallen[0] <= fallen[1]


@quick
@given(worlds(), st.sampled_from(FILTERS))
def test_a_smallest_set_covers_all_that_can_be_and_nothing_smaller_does(
    world: World, filters: Filters
) -> None:
    store = stored(world)
    found = effects_of(store).smallest_set(
        [full(own) for own in DOCUMENTS["<id/document/un/agenda>"]], None, filters
    )
    chosen = {each.project for each in found.projects}
    reached = {name for name in _covered(world, filters) if name.startswith("http://metadata.un.org/sdg/")}
    assert {name for each in found.projects for name in each.serves} == reached
    assert (found.is_smallest, found.at_least, found.wanted) == (True, len(chosen), 4)
    for left_out in chosen:
        names = {each.name for each in world.projects if each.iri in chosen - {left_out}}
        rest = _without(world, {each.name for each in world.projects} - names)
        assert not reached <= _covered(rest, filters)
