"""Proposals in the ledger: a machine's statements that count for nothing until people have accepted them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from api.shapes import by_shapes
from graph.commits import Writer
from graph.derived import derived_graph
from graph.errors import NotPermitted
from graph.ledger.history import history_of
from graph.model import Alignment, Name
from graph.proposals import Asked, Outcome, Proposals, agent_of, propose, state_proposals
from graph.recording import Agent, Correction, Decision, Draft, Proof, Recorder
from graph.repository import Repository
from graph.terms import expand, iri
from graph_facts import BASE, Clock
from small_graph import full, small_store

PROJECT = full("project/x/p4")
ANNA = Agent(BASE + "id/agent/local/anna", "Anna Ängström")
WHY = Name("Så är det.", "sv")
LAB = "Forskare vid universitetet bygger en testbädd för ny teknik tillsammans med ett forskningsinstitut."
GOAL, TARGET = expand("sdg:9").value, expand("sdg:9.5").value


@pytest.fixture
def writer() -> Writer:
    return Writer(small_store(), by_shapes, clock=Clock())


def proposed(writer: Writer) -> Proposals:
    return propose(Repository(writer.store), Asked("Testbädd", LAB), "sv")


def stated(writer: Writer, found: Proposals | None = None) -> Outcome:
    return state_proposals(writer, Repository(writer.store), PROJECT, found or proposed(writer))


def only(found: Proposals, target: str) -> Proposals:
    return replace(found, items=tuple(item for item in found.items if item.target == target))


def of(writer: Writer, name: str) -> Alignment:
    return Repository(writer.store).alignment(name, "sv")


def test_they_are_stated_by_a_machine_in_one_commit(writer: Writer) -> None:
    before = writer.store.sequence
    outcome = stated(writer)
    assert writer.store.sequence == before + 1
    assert (len(outcome.stated), outcome.renewed, outcome.left) == (2, (), ())
    found = of(writer, outcome.stated[0])
    assert (found.by_machine, found.status, found.target) == (True, "proposed", GOAL)
    assert found.author.iri == agent_of(BASE).iri
    assert found.justification.endswith("LexicalMatching")
    assert [each.source.iri for each in found.evidence] == [PROJECT] * 3
    assert found.evidence[0].quote is not None
    assert found.tool == "Policygraph proposals (lexicon) 1.1"
    node = iri(found.iri)
    [tool] = writer.store.quads(node, expand("sssom:mapping_tool"))
    [version] = writer.store.quads(node, expand("sssom:mapping_tool_version"))
    assert (tool.object.value, version.object.value) == ("Policygraph proposals (lexicon)", "1.1")


def test_those_of_an_objective_quote_its_own_text(writer: Writer) -> None:
    objective = full("objective/x/b")
    outcome = state_proposals(writer, Repository(writer.store), objective, only(proposed(writer), TARGET))
    [name] = outcome.stated

    assert (of(writer, name).source, of(writer, name).target) == (objective, TARGET)
    assert {each.source.iri for each in of(writer, name).evidence} == {objective}


def test_they_count_for_nothing_until_a_person_accepts(writer: Writer) -> None:
    [name, _] = stated(writer).stated
    contributes = expand("pg:contributesTo")

    def counts() -> bool:
        graphs = (derived_graph(BASE, kind) for kind in ("accepted", "proposed"))
        return any(any(writer.store.quads(iri(PROJECT), contributes, iri(GOAL), graph)) for graph in graphs)

    assert not counts()
    Recorder(writer, ANNA).decide([Decision(name, Decimal(1), WHY)])
    assert counts()
    assert of(writer, name).status == "accepted"


def test_the_machine_cannot_accept_its_own(writer: Writer) -> None:
    [name, _] = stated(writer).stated
    with pytest.raises(NotPermitted, match="review-by-machine"):
        Recorder(writer, agent_of(BASE)).decide([Decision(name, Decimal(1), WHY)])


def test_the_same_again_changes_nothing(writer: Writer) -> None:
    first = stated(writer)
    before = writer.store.sequence
    again = stated(writer)
    assert (again.unchanged, again.stated, again.renewed) == (first.stated, (), ())
    assert writer.store.sequence == before


def test_what_is_read_differently_is_renewed_and_what_is_gone_is_withdrawn(writer: Writer) -> None:
    found = proposed(writer)
    first = stated(writer, found)
    surer = replace(
        only(found, GOAL), items=(replace(found.items[0], confidence=Decimal("0.99")),), version="1.2"
    )
    outcome = stated(writer, surer)
    assert (len(outcome.renewed), outcome.withdrawn) == (1, (first.stated[1],))
    assert of(writer, first.stated[0]).status == "superseded"
    assert of(writer, first.stated[1]).status == "withdrawn"
    assert of(writer, outcome.renewed[0]).confidence == Decimal("0.99")


def test_what_the_machine_itself_withdrew_is_stated_again(writer: Writer) -> None:
    found = only(proposed(writer), GOAL)
    surer = replace(found, items=(replace(found.items[0], confidence=Decimal("0.99")),))
    nothing = replace(found, items=())
    [first] = stated(writer, found).stated
    [second] = stated(writer, surer).renewed
    assert stated(writer, nothing).withdrawn == (second,)
    again = stated(writer, surer)
    assert (len(again.stated), again.left) == (1, ())
    assert len({first, second, *again.stated}) == 3
    assert stated(writer, surer).unchanged == again.stated
    assert stated(writer, nothing).withdrawn == again.stated
    Recorder(writer, ANNA).decide([Decision(stated(writer, found).stated[0], Decimal(-1), WHY)])
    assert stated(writer, surer).left == (GOAL,)


@pytest.mark.parametrize("agreement", ["1", "-1"])
def test_what_people_reviewed_is_left_alone(writer: Writer, agreement: str) -> None:
    found = only(proposed(writer), GOAL)
    [name] = stated(writer, found).stated
    Recorder(writer, ANNA).decide([Decision(name, Decimal(agreement), WHY)])
    surer = replace(found, items=(replace(found.items[0], confidence=Decimal("0.99")),))
    assert stated(writer, surer).left == (GOAL,)
    assert stated(writer, replace(found, items=())).withdrawn == ()


def test_what_people_corrected_or_state_themselves_is_left_alone(writer: Writer) -> None:
    [goal, target] = stated(writer).stated
    other = Draft(PROJECT, expand("sdg:6").value, 2, Decimal("0.7"), (Proof(full("document/x/list")),))
    recorder = Recorder(writer, ANNA)
    recorder.decide([Correction(goal, other, WHY), Decision(target, Decimal(1), WHY)])
    outcome = stated(writer)
    assert (outcome.stated, set(outcome.left)) == ((), {GOAL, TARGET})
    assert [each.kind for each in history_of(writer.store, goal)] == ["statement", "supersession"]


def test_a_withdrawn_one_is_not_stated_again(writer: Writer) -> None:
    [goal, _] = stated(writer).stated
    Recorder(writer, ANNA).withdraw(goal, WHY)
    assert GOAL in stated(writer).left
