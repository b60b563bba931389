"""Filters of chains: what each lets through, that they agree with brute force, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chain_worlds import (
    AGENDA,
    AUTHORS,
    GOALS,
    OBJECTIVES,
    OLD,
    PROJECTS,
    Told,
    World,
    chains_by_force,
    fewest_to_cut,
    filters,
    most_disjoint_by_force,
    steps_of,
    world_store,
    worlds,
)
from graph.alignment.chains import Chains
from graph.alignment.descent import KINDS
from graph.alignment.filters import ANY, Filters, day_of, moment_of, number_of, period_of
from graph.alignment.recent import Recent
from graph.alignment.views import KEPT
from graph.errors import InputError, UnknownName
from graph.model import Chain, Period
from graph.repository import Repository
from graph.store import Changes, Store
from graph_facts import LEDGER, PEOPLE, in_graph
from small_graph import full, short, small_store

P1 = full("project/x/p1")
PLENTY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
STARTS = [*PROJECTS, *OBJECTIVES, OLD]
ENDS = [*GOALS, full("objective/w/a"), full("document/w/new"), AGENDA]


def routes(found: tuple[Chain, ...]) -> set[tuple[tuple[str, bool, Decimal], ...]]:
    return {
        tuple(
            (hop.target.iri, bool(hop.alignment and hop.alignment.hinders), hop.confidence)
            for hop in each.hops
        )
        for each in found
    }


def forced(
    world: World, start: str, goal: str, given: Filters, *, undated: bool
) -> set[tuple[tuple[str, bool, Decimal], ...]]:
    found = chains_by_force(world, start, goal, given, undated=undated)
    return {tuple((step.target, step.hinders, step.confidence) for step in path) for path in found}


@PLENTY
@given(worlds(), filters(), st.sampled_from(STARTS), st.sampled_from(ENDS))
def test_filtered_chains_are_those_of_brute_force(
    world: World, chosen: Filters, start: str, goal: str
) -> None:
    assume(start != goal)
    trace = Chains(Repository(world_store(world))).trace(start, goal, filters=chosen, limit=1000)
    dated = chosen.of_undated in ("include", "only")
    assert not trace.more
    assert routes(trace.chains) == forced(world, start, goal, chosen, undated=dated)
    assert all(
        each.serves != any(hop[1] for hop in route) for each in trace.chains for route in routes((each,))
    )


@PLENTY
@given(worlds(), filters(apart=True), st.sampled_from(STARTS), st.sampled_from(ENDS))
def test_undated_statements_stand_apart(world: World, chosen: Filters, start: str, goal: str) -> None:
    assert chosen.of_undated == "apart"
    assume(start != goal)
    trace = Chains(Repository(world_store(world))).trace(start, goal, filters=chosen, limit=1000)
    found = chains_by_force(world, start, goal, chosen, undated=True)
    apart = [path for path in found if not all(step.is_dated for step in path)]
    assert routes(trace.undated) == {
        tuple((step.target, step.hinders, step.confidence) for step in path) for path in apart
    }
    assert all(hop.alignment.said for each in trace.chains for hop in each.hops if hop.alignment)


@PLENTY
@given(worlds(), filters(), st.sampled_from(STARTS), st.sampled_from(ENDS))
def test_independent_chains_are_counted_exactly(world: World, chosen: Filters, start: str, goal: str) -> None:
    assume(start != goal)
    chains = Chains(Repository(world_store(world)))
    plain = Filters(machines=chosen.machines, authors=chosen.authors)
    steps = steps_of(world, plain, undated=True)
    assert chains.independent(start, goal, filters=plain) == fewest_to_cut(steps, start, goal)
    dated = chosen.of_undated in ("include", "only")
    serving = [
        path
        for path in chains_by_force(world, start, goal, chosen, undated=dated)
        if not any(step.hinders for step in path)
    ]
    assume(len(serving) <= 12)
    assert chains.independent(start, goal, filters=chosen) == most_disjoint_by_force(serving)


@PLENTY
@given(worlds(), filters(), st.sampled_from(ENDS))
def test_going_down_finds_what_going_up_finds(world: World, chosen: Filters, goal: str) -> None:
    chains = Chains(Repository(world_store(world)))
    down = chains.down(goal, filters=chosen, limit=100).chains
    found = {(each.hops[0].source.iri, each.serves) for each in down}
    assert len(found) == len(down)
    for start in STARTS:
        if start == goal or (start not in PROJECTS and chosen.judges_documents):
            continue
        up = chains.up(start, goal, filters=chosen, limit=1000)
        own = {(start, True)} if start in parts(world, goal) else set()
        assert {(start, each.serves) for each in up} - own == {each for each in found if each[0] == start}


def parts(world: World, whole: str) -> set[str]:
    below = {step.source for step in world.tree() if step.target == whole}
    return below.union(*(parts(world, each) for each in below))


@PLENTY
@given(worlds(), filters(), st.sampled_from(ENDS))
def test_pages_of_going_down_hold_the_whole_list_once(world: World, chosen: Filters, goal: str) -> None:
    chains = Chains(Repository(world_store(world)))
    whole = chains.down(goal, filters=chosen, limit=100)
    assert whole.next is None
    paged: list[Chain] = []
    offset: int | None = 0
    while offset is not None:
        page = chains.down(goal, filters=chosen, limit=2, offset=offset)
        paged += page.chains
        offset = page.next
    assert tuple(paged) == whole.chains
    kinds = [chains.down(goal, filters=chosen, only=kind, limit=100).chains for kind in KINDS]
    assert sorted(map(str, whole.chains)) == sorted(map(str, (*kinds[0], *kinds[1])))
    assert all(each.hops[0].source.iri in PROJECTS for each in kinds[1])


def test_a_document_that_filters_keep_out_is_no_project() -> None:
    goal = next(iter(GOALS))
    told = Told("0", OLD, goal, Decimal("0.9"), False, AUTHORS[0], None, None, 1, ())
    later = Filters(period=Period(date(2021, 1, 1)))
    chains = Chains(Repository(world_store(World((told,)))))
    assert OLD in {each.hops[0].source.iri for each in chains.down(goal, only="objectives").chains}
    for only in KINDS:
        assert chains.down(goal, filters=later, only=only).chains == ()


@pytest.fixture(scope="module")
def store() -> Store:
    made = small_store()
    later = """<id/review/x/late> a pg:Review ; pg:reviews <id/alignment/x/a-9.5> ;
        sssom:reviewer_agreement -1.0 ; dct:creator <id/agent/x/critic> ;
        dct:created "2026-11-24T09:00:00Z"^^xsd:dateTime ."""
    made.apply(Changes(added=in_graph(PEOPLE, later)), 3)
    return made


@pytest.fixture
def chains(store: Store) -> Chains:
    return Chains(Repository(store))


def told(found: tuple[Chain, ...]) -> list[str]:
    return [" > ".join(short(hop.target.iri) for hop in chain.hops) for chain in found]


def test_the_ledger_is_read_as_it_was_recorded(chains: Chains) -> None:
    through = "objective/x/a1 > objective/x/a > sdg:9.5 > sdg:9"
    assert through not in told(chains.up(P1, "sdg:9"))
    before = chains.up(P1, "sdg:9", filters=Filters(recorded=moment_of("2026-11-23")))
    assert through in told(before)
    statuses = {hop.alignment.status for chain in before for hop in chain.hops if hop.alignment}
    assert statuses == {"proposed"}
    assert chains.up(P1, "sdg:9", filters=Filters(recorded=moment_of("2026-11-21"))) == ()


def test_what_was_known_on_a_day_keeps_undated_sources_apart(chains: Chains) -> None:
    known = Filters(said=date(2019, 12, 11), statuses=frozenset({"proposed", "accepted", "rejected"}))
    trace = chains.trace(P1, "sdg:9", filters=known)
    assert trace.chains == ()
    assert told(trace.undated) == [
        "objective/x/a1 > objective/x/a > sdg:9.5 > sdg:9",
        "objective/x/a1 > sdg:9",
    ]


def test_a_default_trace_has_nothing_apart(chains: Chains) -> None:
    assert chains.trace(P1).undated == ()
    assert chains.trace(P1).chains == chains.trace(P1, filters=Filters()).chains


def test_networks_are_kept_up_to_a_bound(store: Store) -> None:
    repository = Repository(store)
    chains = Chains(repository)
    for day in range(1, 2 * KEPT):
        chains.up(P1, "sdg:9", filters=Filters(said=date(2019, 1, day)))
    kept = repository.reading.remembered("filtered networks", lambda: Recent(0))
    assert len(kept) == KEPT


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"statuses": frozenset({"accepted"}), "machines": True}, "chain-machines-unproposed"),
        ({"said": date(2020, 1, 1), "undated": "only"}, "chain-said-undated"),
        ({"forces": frozenset({"governing"})}, "chain-force-unaddressed"),
        ({"recorded": datetime(2020, 1, 1)}, "chain-moment-zoneless"),
        ({"period": Period(date(2021, 1, 1), date(2020, 1, 1))}, "chain-period-backward"),
        ({"confidence": Decimal("1.1")}, "confidence-range"),
        ({"confidence": Decimal("NaN")}, "confidence-range"),
        ({"statuses": frozenset({"true"})}, "chain-filter-unknown"),
        ({"undated": "maybe"}, "chain-filter-unknown"),
        ({"forces": frozenset({"binding"}), "addressee": "sdg:9"}, "chain-filter-unknown"),
    ],
)
def test_filters_that_contradict_or_mean_nothing_are_refused(given: dict[str, object], key: str) -> None:
    with pytest.raises(InputError) as raised:
        Filters(**given)  # type: ignore[arg-type]
    assert raised.value.key == key


@pytest.mark.parametrize("name", ["authors", "addressee"])
def test_whom_the_graph_does_not_know_is_refused(chains: Chains, name: str) -> None:
    nobody = full("agent/x/nobody")
    asked = Filters(authors=frozenset({nobody})) if name == "authors" else Filters(addressee=nobody)
    with pytest.raises(UnknownName) as raised:
        chains.up(P1, "sdg:9", filters=asked)
    assert raised.value.key == "iri-unknown"


def test_an_author_who_can_be_behind_nothing_is_refused(chains: Chains) -> None:
    for asked in (
        Filters(authors=frozenset({"sdg:9"})),
        Filters(authors=frozenset({full("agent/x/editors"), P1})),
    ):
        with pytest.raises(InputError, match="filter-unfit-author"):
            chains.up(P1, "sdg:9", filters=asked)


def test_a_goal_that_is_unknown_or_the_start_itself_is_refused(chains: Chains) -> None:
    with pytest.raises(UnknownName):
        chains.up(P1, "sdg:99")
    with pytest.raises(InputError) as raised:
        chains.up("sdg:9", "sdg:9")
    assert raised.value.key == "chain-ends-equal"


@pytest.mark.parametrize("text", ["2014-13", "x/2020", "2020-01-01/", "20140101/x", "/2020"])
def test_a_period_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        period_of(text)


def test_days_moments_and_numbers_are_read_or_refused() -> None:
    assert day_of("2019-12-11") == date(2019, 12, 11)
    assert moment_of("2019-12-11T10:00:00+02:00") == datetime(2019, 12, 11, 8, tzinfo=UTC)
    assert number_of("0.5") == Decimal("0.5")
    for read in (day_of, moment_of, number_of):
        with pytest.raises(InputError):
            read("11/12 2019")


def test_the_filters_that_are_set_have_names() -> None:
    assert ANY.given == ()
    assert Filters(said=date(2020, 1, 1), confidence=Decimal("0.5")).given == ("confidence", "said")


def test_a_statement_of_one_author_counts_alone(chains: Chains) -> None:
    editors, critic = full("agent/x/editors"), full("agent/x/critic")
    assert told(chains.up(P1, "sdg:9", filters=Filters(authors=frozenset({editors})))) == [
        "objective/x/a1 > sdg:9"
    ]
    assert chains.up(P1, "sdg:9", filters=Filters(authors=frozenset({critic}))) == ()
    assert told(chains.up(P1, "sdg:6", filters=Filters(authors=frozenset({critic})))) == ["sdg:6"]


def test_a_new_commit_is_seen_through_filters() -> None:
    store = small_store()
    chains = Chains(Repository(store))
    sure = Filters(confidence=Decimal("0.9"))
    assert chains.up(P1, "sdg:9", filters=sure) == ()
    stated = """<id/alignment/x/new> a pg:Alignment ; owl:annotatedSource <id/project/x/p1> ; pg:strength 3 ;
        owl:annotatedProperty pg:contributesTo ; owl:annotatedTarget sdg:9 ; sssom:confidence 0.95 ;
        dct:creator <id/agent/x/editors> ; dct:created "2026-11-24T09:00:00Z"^^xsd:dateTime ."""
    store.apply(Changes(added=in_graph(LEDGER, stated)), 3)
    assert told(chains.up(P1, "sdg:9", filters=sure)) == ["sdg:9"]
