"""Why not: what stands in the way, how far chains reach, and that the hop named as missing makes a chain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chain_worlds import AGENDA, GOALS, OBJECTIVES, PROJECTS, World, filters, world_store, worlds
from graph.alignment.chains import Chains
from graph.alignment.filters import ANY, Filters
from graph.alignment.whynot import WhyNot, why_not
from graph.errors import InputError, NotFound, UnknownName
from graph.repository import Repository
from graph.store import Changes, Store
from graph.terms import Quad, expand
from graph_facts import LEDGER, in_graph
from small_graph import full, short, small_store

PLENTY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
STARTS = [*PROJECTS, *OBJECTIVES]
ENDS = [*GOALS, full("objective/w/a"), AGENDA]


def asked(store: Store, start: str, goal: str, given: Filters = ANY, limit: int = 5) -> WhyNot:
    repository = Repository(store)
    return why_not(repository, Chains(repository), start, goal, filters=given, limit=limit, lang="sv")


def stated(source: str, target: str) -> Changes:
    text = f"""<id/alignment/w/added> a pg:Alignment ; owl:annotatedSource <{source}> ; pg:strength 2 ;
        owl:annotatedProperty pg:contributesTo ; owl:annotatedTarget <{target}> ; sssom:confidence 1.0 ;
        pg:saidAt "2000-01-01"^^xsd:date ; dct:creator <id/agent/w/x> ;
        dct:created "2026-11-01T00:00:00Z"^^xsd:dateTime ."""
    return Changes(added=in_graph(LEDGER, text))


def serves(store: Store, start: str, goal: str, given: Filters = ANY) -> bool:
    return any(each.serves for each in Chains(Repository(store)).up(start, goal, filters=given))


@PLENTY
@given(worlds(), st.sampled_from(STARTS), st.sampled_from(ENDS))
def test_each_missing_hop_makes_a_chain_once_it_is_stated(world: World, start: str, goal: str) -> None:
    assume(start != goal)
    told = asked(world_store(world), start, goal, limit=50)
    assert (told.verdict == "serves") == bool(told.chains) == (not told.candidates)
    for each in told.candidates:
        store = world_store(world)
        assert not serves(store, start, goal)
        store.apply(stated(each.source.iri, each.target.iri), 3)
        assert serves(store, start, goal)


@PLENTY
@given(worlds(), filters(), st.sampled_from(STARTS), st.sampled_from(ENDS))
def test_the_same_holds_under_filters(world: World, chosen: Filters, start: str, goal: str) -> None:
    proposes = not chosen.statuses or "proposed" in chosen.statuses
    assume(start != goal and proposes and chosen.undated != "only")
    told = asked(world_store(world), start, goal, chosen)
    assert (told.verdict == "serves") == serves(world_store(world), start, goal, chosen)
    for each in told.candidates:
        store = world_store(world)
        store.apply(stated(each.source.iri, each.target.iri), 3)
        assert serves(store, start, goal, chosen)


@PLENTY
@given(worlds(), filters(), st.sampled_from(STARTS), st.sampled_from(ENDS))
def test_the_verdict_says_what_is_so(world: World, chosen: Filters, start: str, goal: str) -> None:
    assume(start != goal)
    store = world_store(world)
    told, plain = asked(store, start, goal, chosen), serves(store, start, goal)
    found = Chains(Repository(store)).up(start, goal, filters=chosen)
    if told.verdict == "filtered":
        assert set(told.in_the_way) <= set(chosen.given)
        assert told.chains or not plain
    if told.verdict == "missing":
        assert not found
    if told.verdict == "hinders":
        assert found
        assert not any(each.serves for each in found)
    if plain and told.verdict != "serves":
        assert told.verdict == "filtered"


@PLENTY
@given(worlds(), st.sampled_from(STARTS), st.sampled_from(ENDS))
def test_partial_chains_begin_at_the_start_and_end_at_the_goal(world: World, start: str, goal: str) -> None:
    assume(start != goal)
    told = asked(world_store(world), start, goal)
    assert all(each.hops[0].source.iri == start and each.serves for each in told.up)
    assert all(each.hops[-1].target.iri == goal and each.serves for each in told.down)


@pytest.fixture(scope="module")
def store() -> Store:
    return small_store()


def pairs(told: WhyNot) -> list[tuple[str, str, str]]:
    return [(short(each.source.iri), short(each.target.iri), each.because) for each in told.candidates]


def test_a_statement_that_does_not_count_is_the_nearest(store: Store) -> None:
    told = asked(store, full("project/x/p3"), "sdg:9")
    assert told.verdict == "missing"
    first = told.candidates[0]
    assert pairs(told)[0] == ("project/x/p3", "sdg:9.5", "statement")
    assert first.missing.kept_out == "statuses"
    assert first.statement is not None
    assert (first.statement.status, first.statement.by_machine) == ("proposed", True)
    assert first.missing.score == Decimal("2.9")
    assert [short(each.hops[-1].target.iri) for each in told.up] == ["document/un/agenda"]


def test_neighbours_come_next(store: Store) -> None:
    told = asked(store, full("objective/x/b"), "sdg:9")
    assert pairs(told)[:2] == [
        ("objective/x/b", "sdg:9", "neighbours"),
        ("objective/x/b", "sdg:9.5", "neighbours"),
    ]
    assert [each.neighbours[0].name.text for each in told.candidates[:2]] == ["Delmål A1", "Område A"]
    assert told.candidates[0].missing.score == Decimal("1.5")


def test_shared_words_are_named(store: Store) -> None:
    told = asked(store, full("project/x/p2"), "sdg:9.5", limit=20)
    assert told.verdict == "serves"
    alone = small_store()
    alone.apply(Changes(removed=_statements_of_p2(alone)), 3)
    told = asked(alone, full("project/x/p2"), "sdg:9.5", limit=20)
    words = next(each for each in told.candidates if each.because == "words")
    assert words.missing.evidence == ("forskning",)


def test_a_new_name_is_seen_though_names_are_kept() -> None:
    alone = small_store()
    alone.apply(Changes(removed=_statements_of_p2(alone)), 3)
    repository = Repository(alone)

    def shared() -> set[str]:
        told = why_not(repository, Chains(repository), full("project/x/p2"), "sdg:9.5", limit=20, lang="sv")
        return {word for each in told.candidates for word in each.missing.evidence if each.because == "words"}

    assert shared() == {"forskning"}
    named = frozenset(alone.quads(expand("sdg:9.5"), expand("skos:prefLabel")))
    alone.apply(Changes(removed=named), 4)
    assert shared() == set()


def _statements_of_p2(store: Store) -> frozenset[Quad]:
    named = {f"{full('alignment/x/p2-a1')}", f"{full('alignment/x/p2-b')}"}
    return frozenset(quad for quad in store.quads() if getattr(quad.subject, "value", "") in named)


def test_where_only_hindering_chains_lead_they_are_shown(store: Store) -> None:
    told = asked(store, full("project/x/p1"), "sdg:6")
    assert told.verdict == "hinders"
    assert [each.serves for each in told.hindering] == [False]
    assert told.chains == ()


def test_filters_that_stand_in_the_way_are_named_with_the_chain_behind_them(store: Store) -> None:
    told = asked(store, full("project/x/p1"), "sdg:9", Filters(confidence=Decimal("0.9")))
    assert (told.verdict, told.in_the_way) == ("filtered", ("confidence",))
    assert told.chains
    both = Filters(confidence=Decimal("0.9"), authors=frozenset({full("agent/x/critic")}))
    assert asked(store, full("project/x/p1"), "sdg:9", both).in_the_way == ("authors", "confidence")
    known = Filters(said=date(2000, 1, 1))
    assert asked(store, full("project/x/p1"), "sdg:9", known).in_the_way == ("said",)


def test_what_is_unknown_is_refused(store: Store) -> None:
    with pytest.raises(NotFound):
        asked(store, full("project/x/none"), "sdg:9")
    with pytest.raises(UnknownName):
        asked(store, full("project/x/p1"), "sdg:99")
    with pytest.raises(InputError):
        asked(store, "sdg:9", "sdg:9")


def test_the_answer_is_the_same_each_time(store: Store) -> None:
    first, again = (asked(store, full("project/x/p4"), "sdg:9", limit=20) for _ in range(2))
    assert pairs(first) == pairs(again)
    assert first.candidates
