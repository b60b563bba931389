"""What-if on a small store, computed by hand: what falls, when, through what, and what cannot be supposed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.alignment.effects import Delay, Effects, NewProject, Scenario, Shift, Support
from graph.alignment.effects.covering import lower_bound, smallest_cover
from graph.alignment.portfolio import Portfolio
from graph.commits import Writer
from graph.errors import InputError, PolicygraphError, UnknownName
from graph.ledger import withdraw
from graph.ledger.events import Event
from graph.model import Money
from graph.store import Changes, open_store
from graph_facts import ALICE, BASE, LIST, PEOPLE, Clock, alignment, in_graph, node, trig
from portfolio_worlds import POLICY

SDG = "http://metadata.un.org/sdg/"
P, Q, IDLE = (f"{BASE}id/project/t/{name}" for name in ("p", "q", "idle"))
A, A1, B, C = (f"{BASE}id/objective/{name}" for name in ("x/a", "x/a1", "x/b", "y/c"))
ONE = BASE + "id/programme/t/one"
PROJECTS = """
<id/project/t/p> a pg:Project ; dct:spatial nuts:SE125 ; eurio:isFundedBy <id/grant/t/p> ;
    eurio:startDate "2016-01-01"^^xsd:date ; eurio:endDate "2016-12-31"^^xsd:date ;
    eurio:hasInvolvedParty <id/role/t/p> .
<id/role/t/p> eurio:isRoleOf <id/organisation/t/alpha> .
<id/grant/t/p> eurio:hasFundingSchemeProgramme <id/programme/t/one> ; eurio:hasFundingAmount <id/amount/t/p> .
<id/amount/t/p> eurio:value 100 ; eurio:currency "SEK" .
<id/project/t/q> a pg:Project ; dct:spatial nuts:SE121 ; eurio:isFundedBy <id/grant/t/q>, <id/grant/t/q2> ;
    eurio:startDate "2017-01-01"^^xsd:date ; eurio:hasInvolvedParty <id/role/t/q> .
<id/role/t/q> eurio:isRoleOf <id/organisation/t/alpha> .
<id/grant/t/q> eurio:hasFundingSchemeProgramme <id/programme/t/one> .
<id/grant/t/q2> eurio:hasFundingSchemeProgramme <id/programme/t/two> ;
    eurio:hasFundingAmount <id/amount/t/q> .
<id/amount/t/q> eurio:value 20.5 ; eurio:currency "DKK" .
<id/project/t/idle> a pg:Project ; dct:spatial nuts:SE125 .
"""


def hinders(name: str, source: str, target: str, strength: int) -> str:
    return f"""<id/alignment/test/{name}> a pg:Alignment ; owl:annotatedSource {source} ;
        owl:annotatedProperty pg:hinders ; owl:annotatedTarget {target} ; pg:strength {strength} ;
        sssom:confidence 0.6 ; dct:creator <{ALICE}> ."""


@pytest.fixture
def writer() -> Writer:
    """Returns a store in which p serves a1 and 9.5, q serves 9.5, a serves 13.2 (2), which hinders c (3)."""
    writer = Writer(open_store("memory:"), clock=Clock())
    statements = (
        alignment("p1", "<id/project/t/p>", "<id/objective/x/a1>")
        | alignment("p2", "<id/project/t/p>", "sdg:9.5")
        | alignment("q1", "<id/project/t/q>", "sdg:9.5")
        | alignment("a1", "<id/objective/x/a1>", "sdg:13.2")
        | alignment("gone", "<id/objective/x/b>", "sdg:13.2")
        | in_graph(PEOPLE, hinders("h", "sdg:13.2", "<id/objective/y/c>", 3))
    )
    quads = trig(POLICY) | in_graph(LIST, PROJECTS) | statements
    quads |= withdraw(BASE, node("id/alignment/test/gone"), Event(PEOPLE, ALICE, Clock()()))
    writer.commit(Changes(added=quads), agent=ALICE, reason="")
    return writer


@pytest.fixture
def effects(writer: Writer) -> Effects:
    portfolio = Portfolio(writer.store)
    return Effects(writer.store, lambda: portfolio)


def statement(name: str) -> str:
    return f"{BASE}id/alignment/test/{name}"


def kinds(shifts: tuple[Shift, ...]) -> dict[str, str]:
    return {shift.objective: shift.kind for shift in shifts}


def refused(action: Callable[[], object]) -> PolicygraphError:
    with pytest.raises(PolicygraphError) as caught:
        action()
    return caught.value


def test_what_falls_comes_first_the_prioritised_before_others(effects: Effects) -> None:
    effect = effects.effect(Scenario(remove=(P,)))
    assert [(each.objective, each.kind, each.is_prioritised) for each in effect.shifts] == [
        (A, "uncovered", True),
        (A1, "uncovered", False),
        (SDG + "13", "uncovered", False),
        (SDG + "13.2", "uncovered", False),
        (SDG + "9", "changed", False),
        (SDG + "9.5", "changed", False),
    ]
    nine = effect.shifts[-1]
    assert (nine.before.projects, nine.after.projects) == (2, 1)
    assert (nine.lost, nine.won) == (("http://data.europa.eu/nuts/code/SE125",), ())
    assert [(each.currency, each.value) for each in nine.before.money] == [
        ("DKK", Decimal("20.5")),
        ("SEK", 100),
    ]
    assert [(each.currency, each.value) for each in nine.after.money] == [("DKK", Decimal("20.5"))]
    assert (effect.total_before.projects, effect.total_after.projects, effect.removed) == (2, 1, 1)


def test_a_programme_takes_its_projects_and_tells_who_has_another_funder(effects: Effects) -> None:
    effect = effects.effect(Scenario(programmes=(ONE,)))
    assert (effect.removed, effect.shared, effect.total_after.projects) == (2, 1, 0)
    assert set(kinds(effect.shifts).values()) == {"uncovered"}


def test_a_delay_tells_on_which_days_nothing_runs(effects: Effects) -> None:
    effect = effects.effect(Scenario(delay=(Delay(P, date(2017, 3, 1)),)))
    assert effect.shifts == ()
    spans = {(each.objective, each.since, each.until, each.is_covered) for each in effect.windows}
    year, late = (date(2016, 1, 1), date(2016, 12, 31)), (date(2017, 3, 1), date(2018, 3, 1))
    assert late[1] - late[0] == year[1] - year[0]
    assert spans == {
        *((SDG + name, *year, False) for name in ("9", "9.5")),
        *((name, *year, False) for name in (A, A1, SDG + "13", SDG + "13.2")),
        *((name, *late, True) for name in (A, A1, SDG + "13", SDG + "13.2")),
    }


def test_a_programme_is_delayed_as_a_whole(effects: Effects) -> None:
    effect = effects.effect(Scenario(delay=(Delay(ONE, date(2016, 1, 11)),)))
    nine = [each for each in effect.windows if each.objective == SDG + "9.5"]
    assert [(each.since, each.until, each.is_covered) for each in nine] == [
        (date(2016, 1, 1), date(2016, 1, 10), False)
    ]


def test_a_new_project_covers_what_nothing_did(effects: Effects) -> None:
    new = NewProject(
        "A dyke",
        (Support(B, Decimal("0.5")), Support("sdg:9.5")),
        territories=("nuts:DK01",),
        programme=ONE,
        money=(Money(Decimal("7.25"), "EUR"),),
    )
    effect = effects.effect(Scenario(add=(new, new)))
    assert kinds(effect.shifts) == {B: "covered", SDG + "9": "changed", SDG + "9.5": "changed"}
    covered = effect.shifts[0]
    assert (covered.after.projects, covered.after.accepted) == (2, 0)
    assert [(each.currency, each.value, each.projects) for each in covered.after.money] == [
        ("EUR", Decimal("14.5"), 2)
    ]
    assert covered.won == ("http://data.europa.eu/nuts/code/DK01",)


def test_what_stays_as_it_was_is_not_counted_as_a_change(effects: Effects) -> None:
    """The other project brings a currency that is new: sums before and after are not in the same terms."""
    twin = NewProject(
        "Like p",
        (Support(A1), Support("sdg:9.5")),
        territories=("nuts:SE125",),
        programme=ONE,
        money=(Money(Decimal(100), "SEK"),),
    )
    other = NewProject("A dyke", (Support(B),), money=(Money(Decimal("7.25"), "EUR"),))
    scenario = Scenario(remove=(P,), add=(twin, other))
    assert kinds(effects.effect(scenario).shifts) == {B: "covered"}
    told = effects.effect(scenario, most=0)
    assert (told.shifts, told.found) == ((), 1)


def test_a_rejected_statement_takes_what_rests_on_it(effects: Effects) -> None:
    assert kinds(effects.effect(Scenario(reject=(statement("a1"),))).shifts) == {
        SDG + "13": "uncovered",
        SDG + "13.2": "uncovered",
    }
    accepted = effects.effect(Scenario(accept=(statement("p2"),))).shifts
    assert {each.objective: (each.before.accepted, each.after.accepted) for each in accepted} == {
        SDG + "9": (0, 1),
        SDG + "9.5": (0, 1),
    }


def test_effects_of_the_second_order_by_hand(effects: Effects) -> None:
    """a1 loses all: 13.2 loses 2 directly; c is relieved by 3 * (2/3) * (-3/3) * 1/2 = -1, taken away."""
    ripples = {each.objective: each for each in effects.effect(Scenario(remove=(P,))).ripples}
    assert {name: each.net for name, each in ripples.items()} == {SDG + "13.2": -2, C: 1}
    way = ripples[C].pathways[0]
    assert [(step.alignment, step.strength) for step in way.steps] == [
        (statement("a1"), 2),
        (statement("h"), -3),
    ]
    direct = effects.effect(Scenario(remove=(P,)), orders=1).ripples
    assert [(each.objective, each.net) for each in direct] == [(SDG + "13.2", -2)]


def test_half_of_the_projects_is_half_of_the_effect(writer: Writer) -> None:
    more = alignment("s", "sdg:9.5", "<id/objective/x/b>", strength=3)
    writer.commit(Changes(added=more), agent=ALICE, reason="")
    portfolio = Portfolio(writer.store)
    effect = Effects(writer.store, lambda: portfolio).effect(Scenario(remove=(Q,)))
    assert [(each.objective, each.net) for each in effect.ripples] == [(B, Fraction(-3, 2))]


def test_a_rejected_statement_takes_its_pathways_with_it(effects: Effects) -> None:
    ripples = effects.effect(Scenario(reject=(statement("a1"),))).ripples
    assert {each.objective: each.net for each in ripples} == {SDG + "13.2": -2, C: 1}


def test_a_circle_of_influence_ends(writer: Writer) -> None:
    circle = alignment("r1", "sdg:13.2", "<id/objective/x/a1>") | alignment("r2", "sdg:13.2", "sdg:13.2")
    writer.commit(Changes(added=circle), agent=ALICE, reason="")
    portfolio = Portfolio(writer.store)
    effect = Effects(writer.store, lambda: portfolio).effect(Scenario(remove=(P,)), orders=3)
    assert {each.objective: each.net for each in effect.ripples} == {SDG + "13.2": -2, C: 1}


def test_single_points_name_project_organisation_and_statement(effects: Effects) -> None:
    found = effects.single_points()
    points = {each.objective: each for each in found.points}
    nine, thirteen = points[SDG + "9"], points[SDG + "13"]
    assert (nine.project, nine.organisations, nine.statements) == (
        None,
        (BASE + "id/organisation/t/alpha",),
        (),
    )
    assert (thirteen.project, thirteen.projects) == (P, 1)
    assert {each.alignment for each in thirteen.statements} == {statement("p1"), statement("a1")}
    assert found.covered == len(points) == 6
    assert [each.objective for each in effects.single_points(prioritised=True).points] == [A]
    own = effects.single_points(f"{BASE}id/document/x/rus")
    assert ({each.objective for each in own.points}, own.covered) == ({A, A1}, 2)


def test_the_smallest_set_leaves_open_what_nothing_serves(effects: Effects) -> None:
    found = effects.smallest_set()
    assert [(each.project, each.serves) for each in found.projects] == [(P, (A,))]
    assert (found.open, found.wanted, found.at_least, found.is_smallest) == ((C,), 2, 1, True)
    assert [each.project for each in effects.smallest_set(["sdg:9", "sdg:13"]).projects] == [P]
    assert effects.smallest_set([]).projects == ()


UNKNOWN = {
    "what-if-project-unknown": (
        Scenario(remove=(BASE + "id/project/t/none",)),
        Scenario(remove=(A,)),
        Scenario(delay=(Delay(BASE + "id/project/t/none", date(2020, 1, 1)),)),
    ),
    "portfolio-unknown": (
        Scenario(programmes=(P,)),
        Scenario(add=(NewProject("New", (Support(A),), territories=("nuts:XX",)),)),
        Scenario(add=(NewProject("New", (Support(A),), programme=A),)),
    ),
    "what-if-objective-unknown": (Scenario(add=(NewProject("New", (Support("sdg:99"),)),)),),
    "what-if-statement-unknown": (Scenario(accept=(P,)),),
}
IMPOSSIBLE = {
    "what-if-statement-void": Scenario(accept=(statement("gone"),)),
    "what-if-undated": Scenario(delay=(Delay(IDLE, date(2020, 1, 1)),)),
    "what-if-no-delay": Scenario(delay=(Delay(P, date(2016, 1, 1)),)),
    "what-if-too-far": Scenario(delay=(Delay(P, date(9999, 12, 1)),)),
    "what-if-delayed-twice": Scenario(delay=(Delay(P, date(2020, 1, 1)), Delay(ONE, date(2020, 1, 1)))),
}


@pytest.mark.parametrize("key", UNKNOWN)
def test_what_the_graph_does_not_hold_is_named(effects: Effects, key: str) -> None:
    for scenario in UNKNOWN[key]:
        error = refused(partial(effects.effect, scenario))
        assert (type(error), error.key) == (UnknownName, key)
        assert error.values["name"]


@pytest.mark.parametrize("key", IMPOSSIBLE)
def test_what_cannot_be_done_to_a_thing_is_refused(effects: Effects, key: str) -> None:
    error = refused(lambda: effects.effect(IMPOSSIBLE[key]))
    assert (type(error), error.key) == (InputError, key)


def test_a_scenario_that_contradicts_itself_is_refused(effects: Effects) -> None:
    delay = Delay(P, date(2020, 1, 1))
    made: list[tuple[str, Callable[[], object]]] = [
        ("what-if-removed-and-delayed", lambda: Scenario(remove=(P,), delay=(delay,))),
        ("what-if-accepted-and-rejected", lambda: Scenario(accept=("x:y",), reject=("x:y",))),
        ("what-if-delayed-twice", lambda: Scenario(delay=(delay, delay))),
        ("what-if-untitled", lambda: NewProject(" ", (Support(A),))),
        ("what-if-serves-nothing", lambda: NewProject("New", ())),
        ("confidence-range", lambda: Support(A, Decimal("1.1"))),
        ("what-if-money", lambda: NewProject("New", (Support(A),), money=(Money(Decimal(-1), "SEK"),))),
        (
            "what-if-ends-before",
            lambda: NewProject("New", (Support(A),), start=date(2020, 1, 2), end=date(2020, 1, 1)),
        ),
        ("what-if-orders", lambda: effects.effect(Scenario(), orders=4)),
    ]
    assert [refused(action).key for _, action in made] == [key for key, _ in made]


def test_a_project_goes_with_its_programme_even_where_that_is_delayed_too(effects: Effects) -> None:
    told = effects.effect(Scenario(remove=(P,), delay=(Delay(ONE, date(2020, 1, 1)),)))
    assert (told.removed, {each.objective for each in told.windows}) == (1, {SDG + "9", SDG + "9.5"})


def test_an_answer_shows_the_commit_that_it_rests_on_and_moves_on(writer: Writer) -> None:
    portfolio = Portfolio(writer.store)
    effects = Effects(writer.store, lambda: portfolio)
    assert effects.effect(Scenario()).basis.sequence == portfolio.sequence
    writer.commit(
        Changes(added=alignment("b", "<id/project/t/q>", "<id/objective/x/b>")), agent=ALICE, reason=""
    )
    portfolio.catch_up()
    effect = effects.effect(Scenario(remove=(Q,)))
    assert (effect.basis.sequence, kinds(effect.shifts)[B]) == (portfolio.sequence, "uncovered")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 255), max_size=9))
def test_a_cover_is_smallest_and_its_bound_is_one(sets: list[int]) -> None:
    cover = smallest_cover(sets)
    everything = union(sets)
    assert union(sets[number] for number in cover.chosen) == everything
    sizes = (
        size
        for size in range(len(sets) + 1)
        if any(union(chosen) == everything for chosen in combinations(sets, size))
    )
    least = next(sizes)
    assert (len(cover.chosen), cover.at_least, cover.is_smallest) == (least, least, True)
    assert lower_bound([each for each in set(sets) if each], everything) <= least


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 2**12 - 1), min_size=1, max_size=12))
def test_a_search_that_gives_up_says_so_and_keeps_its_bounds(sets: list[int]) -> None:
    quick, whole = smallest_cover(sets, most_looks=0), smallest_cover(sets)
    assert union(sets[number] for number in quick.chosen) == union(sets)
    assert quick.at_least <= len(whole.chosen) <= len(quick.chosen)
    largest = max(mask.bit_count() for mask in sets)
    harmonic = sum(Fraction(1, n) for n in range(1, largest + 1))
    assert len(quick.chosen) <= harmonic * len(whole.chosen)


def union(masks: Iterable[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole
