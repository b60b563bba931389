"""Proposals for texts and projects: what the graph knows, how sure, by which words, and when none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError, NotFound
from graph.proposals import Asked, Proposals, propose, propose_for
from graph.repository import Repository
from graph.store import Changes
from graph.terms import Literal, Quad, expand, graph_iri, iri
from graph_facts import BASE
from small_graph import full, small_store

NORTH = "http://data.europa.eu/nuts/code/SE331"
LAB = "Forskare vid universitetet bygger en testbädd för ny teknik tillsammans med ett forskningsinstitut."
GOAL, TARGET = expand("sdg:9").value, expand("sdg:9.5").value


@pytest.fixture(scope="module")
def repository() -> Repository:
    return Repository(small_store())


def targets(found: Proposals) -> dict[str, list[str]]:
    """Returns the targets of each kind, in their order."""
    told: dict[str, list[str]] = {}
    for item in found.items:
        told.setdefault(item.kind, []).append(item.target)
    return told


def test_a_text_is_proposed_what_the_graph_knows_and_marked(repository: Repository) -> None:
    found = propose(repository, Asked("Testbädd i norr", LAB), "sv")
    assert targets(found) == {"goal": [GOAL], "target": [TARGET]}
    goal = found.items[0]
    assert (goal.thing.name.text, goal.thing.code) == ("Industri", "9")
    assert Decimal("0.5") < goal.confidence <= 1
    assert {"Testbädd", "Forskare", "universitetet"} <= {word.text for word in goal.words}
    for word in goal.words:
        assert {"title": "Testbädd i norr", "text": LAB}[word.field][word.start : word.end] == word.text
    assert (found.lang, found.abstained, found.method) == ("sv", "", "lexicon")


def test_a_target_is_no_surer_than_its_goal(repository: Repository) -> None:
    goal, target = propose(repository, Asked("", LAB)).items
    assert target.confidence <= goal.confidence


def test_the_strategies_of_the_area_are_tried(repository: Repository) -> None:
    there = propose(repository, Asked("", LAB, territories=(NORTH,), day=date(2025, 1, 1)), least=Decimal(0))
    assert targets(there)["sub-goal"][0] == full("objective/x/a")  # it is aligned with 9.5
    before = propose(repository, Asked("", LAB, territories=(NORTH,), day=date(2019, 1, 1)), least=Decimal(0))
    elsewhere = propose(repository, Asked("", LAB), least=Decimal(0))
    assert "sub-goal" not in targets(before) | targets(elsewhere)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (Asked(), "too-short"),
        (Asked("Projekt två"), "too-short"),
        (Asked("", "Qwx zzv kkj ppw"), "language-unknown"),
        (Asked("", "Det här är bara några ord som inte säger det."), "no-words"),
        (Asked("", "Det här är ett projekt som ska växa på ett fint sätt för alla."), "unsure"),
    ],
)
def test_it_abstains_and_says_why(repository: Repository, asked: Asked, why: str) -> None:
    found = propose(repository, asked)
    assert (found.items, found.abstained) == ((), why)


def test_a_project_is_read_by_its_own_words() -> None:
    store = small_store()
    description = Literal(LAB, language="sv")
    quad = Quad(
        iri(full("project/x/p2")), expand("dct:description"), description, graph_iri(BASE, "list", "x")
    )
    store.apply(Changes(added=frozenset([quad])), store.sequence + 1)
    found = propose_for(Repository(store), full("project/x/p2"), "sv")
    assert targets(found)["target"] == [TARGET]
    assert {word.field for word in found.items[0].words} == {"title", "text"}


MEASURE = "Forskare bygger en testbädd för ny teknik i kommunen tillsammans med ett forskningsinstitut."


def with_a_plan() -> Repository:
    """Returns a store with a municipality's plan beside the small graph, and a measure in it."""
    store, told = small_store(), graph_iri(BASE, "source", "plan")
    plan, scheme, measure = (
        iri(full(name)) for name in ("document/y/plan", "scheme/y/plan", "objective/y/m")
    )
    facts = (
        (plan, "rdf:type", expand("eli:Work")),
        (plan, "skos:prefLabel", Literal("Plan för forskning och testbäddar i Umeå", language="sv")),
        (plan, "eli:work_type", expand("pg:MunicipalPlan")),
        (plan, "eli:relevant_for", iri(full("area/se-kommun/2480"))),
        (scheme, "rdf:type", expand("skos:ConceptScheme")),
        (scheme, "dct:source", plan),
        (measure, "rdf:type", expand("pg:Objective")),
        (measure, "rdf:type", expand("pg:Measure")),
        (measure, "skos:prefLabel", Literal("Testbädd", language="sv")),
        (measure, "skos:definition", Literal(MEASURE, language="sv")),
        (measure, "skos:inScheme", scheme),
    )
    quads = frozenset(Quad(subject, expand(name), value, told) for subject, name, value in facts)
    store.apply(Changes(added=quads), 3)
    return Repository(store)


def test_a_measure_of_a_plan_is_read_by_its_own_words_for_the_strategies_of_its_area() -> None:
    repository = with_a_plan()
    found = propose_for(repository, full("objective/y/m"), "sv", least=Decimal(0))

    assert targets(found)["goal"][0] == GOAL
    assert targets(found)["sub-goal"][0] == full("objective/x/a")
    assert full("objective/y/m") not in targets(found)["sub-goal"], "nothing serves itself"
    assert {word.field for word in found.items[0].words} == {"title", "text"}


def test_a_plan_is_read_by_its_name_and_a_strategy_is_not_proposed_its_own_objectives() -> None:
    repository = with_a_plan()
    plan = propose_for(repository, full("document/y/plan"), "sv", least=Decimal(0))
    sub_goal = propose_for(repository, full("objective/x/a1"), "sv", least=Decimal(0))

    assert targets(plan)["goal"][0] == GOAL
    assert full("objective/x/a") in targets(plan)["sub-goal"]
    assert not {full("objective/x/a"), full("objective/x/a1")} & set(targets(sub_goal).get("sub-goal", ()))


@pytest.mark.parametrize("name", ["sdg:9", "organisation/x/umea"])
def test_what_serves_nothing_is_refused(repository: Repository, name: str) -> None:
    with pytest.raises(InputError) as caught:
        propose_for(repository, expand(full(name)).value)
    assert caught.value.key == "proposals-of-nothing"


def test_an_unknown_project_is_said(repository: Repository) -> None:
    with pytest.raises(NotFound, match="resource-unknown"):
        propose_for(repository, full("project/x/none"))


def test_nothing_is_written(repository: Repository) -> None:
    store = repository.store
    before = sorted(map(str, store.quads()))
    propose(repository, Asked("", LAB, territories=(NORTH,)))
    assert sorted(map(str, store.quads())) == before


@given(st.text(max_size=300), st.text(max_size=2000), st.decimals(0, 1, places=2))
@settings(max_examples=40, deadline=None)
def test_any_text_has_an_answer_in_order(
    repository: Repository, title: str, text: str, least: Decimal
) -> None:
    found = propose(repository, Asked(title, text), least=least)
    assert bool(found.items) != bool(found.abstained)
    for kind in ("goal", "target"):
        sure = [item.confidence for item in found.items if item.kind == kind]
        assert sure == sorted(sure, reverse=True)
        assert all(least - Decimal("0.01") <= each <= 1 for each in sure)
