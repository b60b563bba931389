"""Acts on the ledger: each whole and checked by the shapes that ship, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from threading import Thread

import pytest

from api.shapes import by_shapes
from graph.commits import Writer
from graph.derived import derived_graph
from graph.errors import (
    Conflict,
    InputError,
    NotFound,
    NotPermitted,
    PolicygraphError,
    Stale,
    SubmissionRefused,
)
from graph.ledger.history import history_of, version_of
from graph.ledger.status import standing_of
from graph.model import Name, Quote
from graph.recording import Agent, Correction, Decision, Draft, Proof, Recorder
from graph.recording.agents import key_of, ledger_of
from graph.store import Store
from graph.terms import expand, iri
from graph_facts import BASE, Clock
from small_graph import full, small_store

ANNA = Agent(BASE + "id/agent/local/anna", "Anna Ängström")
BO = Agent(full("agent/x/critic"), "another name")
BOT = Agent(BASE + "id/agent/local/bot", "Bot", is_machine=True)
WHY = Name("Det står i planen.", "sv")
P4 = Draft(
    source=full("project/x/p4"),
    target=expand("sdg:6").value,
    strength=2,
    confidence=Decimal("0.7"),
    evidence=(Proof(full("document/x/list"), Quote("rent vatten", "sv")),),
    reasoning=Name("Vatten.", "sv"),
)
P2B, P1A1, MACHINE = full("alignment/x/p2-b"), full("alignment/x/p1-a1"), full("alignment/x/p3-9.5")


@pytest.fixture(scope="module")
def writer() -> Writer:
    """Returns a writer whose store the tests of this module share: each works on statements of its own."""
    return Writer(small_store(), by_shapes, clock=Clock())


def fresh(writer: Writer, agent: Agent, **changes: object) -> str:
    """States a new alignment, to a target that the agent has stated nothing of yet."""
    return Recorder(writer, agent).state(replace(P4, **changes))  # type: ignore[arg-type]


def status(store: Store, name: str) -> str:
    return standing_of(store, iri(name)).status


def is_link(store: Store, name: str, source: str, target: str) -> bool:
    graph = derived_graph(BASE, name)
    return any(store.quads(iri(source), expand("pg:contributesTo"), iri(target), graph))


def test_a_statement_is_one_commit_in_the_ledger_of_its_author(writer: Writer) -> None:
    before = writer.store.sequence
    name = fresh(writer, ANNA)
    [commit] = writer.history()[-1:] if writer.store.sequence == before + 1 else []
    assert (commit.agent, commit.graph) == (ANNA.iri, f"{BASE}graph/ledger/by-local-anna")
    assert commit.reason == "Statement of an alignment"
    assert name.startswith(f"{BASE}id/alignment/local-anna/")
    assert {str(quad.object) for quad in writer.store.quads(iri(ANNA.iri), expand("rdf:type"))} == {
        str(expand("prov:Agent")),
        str(expand("prov:Person")),
    }
    assert is_link(writer.store, "proposed", P4.source, P4.target)
    assert status(writer.store, name) == "proposed"


def test_the_same_again_is_refused_and_the_other_sense_is_not(writer: Writer) -> None:
    target = expand("sdg:9").value
    name = fresh(writer, ANNA, target=target)
    with pytest.raises(Conflict, match="stated-already") as caught:
        fresh(writer, ANNA, target=target, strength=3)
    assert caught.value.values["iri"] == name
    assert fresh(writer, ANNA, target=target, hinders=True) != name
    assert fresh(writer, BO, target=target) != name


@pytest.mark.parametrize(
    ("changes", "field", "key"),
    [
        ({"strength": 4}, "strength", "strength-range"),
        ({"strength": 0}, "strength", "strength-range"),
        ({"confidence": Decimal("1.1")}, "confidence", "confidence-range"),
        ({"confidence": Decimal("1E-30000")}, "confidence", "confidence-decimals"),
        ({"source": full("project/x/nothing")}, "source", "named-unknown"),
        ({"target": "http://metadata.un.org/sdg/99"}, "target", "named-unknown"),
        ({"target": P4.source}, "target", "aligned-with-itself"),
        ({"evidence": ()}, "evidence", "evidence-missing"),
        ({"evidence": (Proof(full("document/x/nothing")),)}, "evidence", "named-unknown"),
        ({"reasoning": Name("utan språk")}, "reasoning", "language-missing"),
        ({"evidence": (Proof(full("document/x/list"), Quote("ord")),)}, "evidence", "language-missing"),
        # what only the shapes know: an area is nothing that can contribute
        ({"source": expand("nuts:SE331").value}, "owl:annotatedSource", "shape-violated"),
        ({"evidence": (Proof(expand("nuts:SE331").value),)}, "oa:hasSource", "shape-violated"),
        ({"justification": "pg:Alignment"}, "sssom:mapping_justification", "shape-violated"),
    ],
)
def test_a_statement_that_cannot_stand_is_refused_by_field_and_leaves_nothing(
    writer: Writer, changes: dict[str, object], field: str, key: str
) -> None:
    before = set(map(str, writer.store.quads()))
    with pytest.raises(SubmissionRefused) as caught:
        fresh(writer, BO, **changes)
    places = [
        (finding.key, expand(finding.place.column or "").value if ":" in field else finding.place.column)
        for finding in caught.value.findings
    ]
    assert (key, expand(field).value if ":" in field else field) in places
    assert set(map(str, writer.store.quads())) == before


def test_all_that_is_wrong_is_told_at_once(writer: Writer) -> None:
    with pytest.raises(SubmissionRefused) as caught:
        fresh(writer, BO, strength=9, confidence=Decimal(-1), target="urn:nothing")
    assert [finding.place.column for finding in caught.value.findings] == ["strength", "confidence", "target"]


def test_a_person_decides_and_the_derived_edge_follows(writer: Writer) -> None:
    name = fresh(writer, ANNA, source=full("project/x/p1"), target=expand("sdg:9.10").value)
    Recorder(writer, BO).review(Decision(name, Decimal("0.5"), WHY))
    assert status(writer.store, name) == "accepted"
    assert is_link(writer.store, "accepted", full("project/x/p1"), expand("sdg:9.10").value)
    Recorder(writer, BO).review(Decision(name, Decimal(-1), WHY))
    assert status(writer.store, name) == "rejected"
    assert not is_link(writer.store, "accepted", full("project/x/p1"), expand("sdg:9.10").value)
    assert [each.state for each in history_of(writer.store, name)] == ["holds", "replaced", "holds"]


def test_a_machine_proposes_and_only_a_person_accepts(writer: Writer) -> None:
    name = fresh(writer, BOT, source=full("project/x/p1"), target=expand("sdg:9").value)
    assert not is_link(writer.store, "proposed", full("project/x/p1"), expand("sdg:9").value)
    same_again = Agent(BOT.iri, "says it is a person now")
    for agent in (BOT, same_again, Agent(full("agent/x/bot"), "known to the graph as a machine")):
        for agreement in (1, -1):
            with pytest.raises(NotPermitted, match="review-by-machine"):
                Recorder(writer, agent).review(Decision(name, Decimal(agreement), WHY))
    assert status(writer.store, name) == "proposed"
    Recorder(writer, ANNA).review(Decision(name, Decimal(1), WHY))
    assert is_link(writer.store, "accepted", full("project/x/p1"), expand("sdg:9").value)


def test_a_machine_supersedes_machines_alone(writer: Writer) -> None:
    with pytest.raises(NotPermitted, match="correction-by-machine"):
        Recorder(writer, BOT).supersede(Correction(P1A1, P4, WHY))
    new = Recorder(writer, BOT).supersede(
        Correction(MACHINE, replace(P4, target=expand("sdg:9.5").value), WHY)
    )
    assert (status(writer.store, MACHINE), status(writer.store, new)) == ("superseded", "proposed")


def test_what_is_withdrawn_can_neither_be_reviewed_nor_superseded_nor_withdrawn(writer: Writer) -> None:
    name = fresh(writer, ANNA, source=full("project/x/p2"))
    recorder = Recorder(writer, ANNA)
    withdrawal = recorder.withdraw(name, WHY)
    before = writer.store.sequence
    draft = replace(P4, strength=1)
    refused: list[Callable[[], object]] = [
        lambda: recorder.review(Decision(name, Decimal(1), WHY)),
        lambda: recorder.supersede(Correction(name, draft, WHY)),
        lambda: recorder.withdraw(name, WHY),
    ]
    for act in refused:
        with pytest.raises(Conflict, match="not-in-force"):
            act()
    assert writer.store.sequence == before
    recorder.withdraw(name, Name("Jag tog fel.", "sv"), of=withdrawal)
    assert status(writer.store, name) == "proposed"
    with pytest.raises(Conflict, match="event-not-in-force"):
        recorder.withdraw(name, WHY, of=withdrawal)


def test_a_review_can_be_withdrawn_and_only_from_its_own_alignment(writer: Writer) -> None:
    name = fresh(writer, ANNA, source=full("project/x/p3"), target=expand("sdg:9").value)
    recorder = Recorder(writer, BO)
    made = recorder.review(Decision(name, Decimal(-1), WHY))
    with pytest.raises(Conflict, match="event-foreign"):
        recorder.withdraw(P1A1, WHY, of=made)
    recorder.withdraw(name, WHY, of=made)
    assert status(writer.store, name) == "proposed"
    assert recorder.is_author(made)
    assert not Recorder(writer, ANNA).is_author(made)


def test_a_correction_stands_in_the_place_of_the_old_and_both_are_kept(writer: Writer) -> None:
    name = fresh(writer, ANNA, source=full("objective/x/b"), target=expand("sdg:9").value)
    draft = replace(P4, source=full("objective/x/b"), target=expand("sdg:9.5").value, strength=3)
    new = Recorder(writer, BO).supersede(Correction(name, draft, WHY))
    assert (status(writer.store, name), status(writer.store, new)) == ("superseded", "proposed")
    assert [(each.kind, each.by) for each in history_of(writer.store, name)] == [
        ("statement", None),
        ("supersession", new),
    ]
    # the author's own may be said anew with the same ends
    again = Recorder(writer, BO).supersede(Correction(new, replace(draft, strength=1), WHY))
    assert status(writer.store, again) == "proposed"


def test_many_decisions_are_one_commit_or_none(writer: Writer) -> None:
    names = [
        fresh(writer, BOT, source=full("objective/x/a1"), target=expand(code).value)
        for code in ("sdg:6", "sdg:9.5", "sdg:9.10")
    ]
    recorder = Recorder(writer, ANNA)
    draft = replace(P4, source=full("objective/x/a1"), target=expand("sdg:9.10").value)
    acts = [
        Decision(names[0], Decimal(1), WHY),
        Decision(names[1], Decimal(-1), WHY),
        Correction(names[2], draft, WHY),
    ]
    before = writer.store.sequence
    for broken in (
        Decision(P2B, Decimal(2), WHY),
        Decision(full("alignment/x/nothing"), Decimal(1), WHY),
        Decision(P2B, Decimal(1), Name(" ", "sv")),
        Decision(P2B, Decimal(1), Name("utan språk")),
        Decision(full("alignment/x/p3-6"), Decimal(1), WHY),
        Decision(P2B, Decimal(1), WHY, version="stale"),
        acts[0],
    ):
        with pytest.raises(PolicygraphError):
            recorder.decide([*acts, broken])
    assert writer.store.sequence == before
    made = recorder.decide(acts)
    assert writer.store.sequence == before + 1
    assert [status(writer.store, name) for name in names] == ["accepted", "rejected", "superseded"]
    assert status(writer.store, made[2]) == "proposed"
    assert writer.history()[-1].reason == "Decisions on 3 alignments"


def test_an_act_on_an_older_version_is_stale(writer: Writer) -> None:
    name = fresh(writer, ANNA, source=full("objective/x/a"), target=expand("sdg:6").value)
    seen = version_of(writer.store, name)
    Recorder(writer, BO).review(Decision(name, Decimal(1), WHY, seen))
    with pytest.raises(Stale) as caught:
        Recorder(writer, ANNA).review(Decision(name, Decimal(1), WHY, seen))
    assert caught.value.status == 412
    with pytest.raises(Stale):
        Recorder(writer, ANNA).withdraw(name, WHY, version=seen)


def test_of_many_who_act_on_the_same_version_one_wins(writer: Writer) -> None:
    name = fresh(writer, ANNA, source=full("objective/x/a"), target=expand("sdg:9.10").value)
    seen, won = version_of(writer.store, name), []

    def decide(number: int) -> None:
        agent = Agent(f"{BASE}id/agent/local/r{number}", f"R {number}")
        try:
            won.append(Recorder(writer, agent).review(Decision(name, Decimal(1), WHY, seen)))
        except Stale:
            return

    threads = [Thread(target=decide, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_reasons_are_needed_and_unknown_alignments_are_not_found(writer: Writer) -> None:
    recorder = Recorder(writer, ANNA)
    with pytest.raises(InputError, match="reason-missing"):
        recorder.review(Decision(P2B, Decimal(1), Name("", "sv")))
    with pytest.raises(InputError, match="reason-language-missing"):
        recorder.withdraw(P2B, Name("varför"))
    with pytest.raises(NotFound, match="alignment-unknown"):
        recorder.withdraw(full("project/x/p1"), WHY)


def test_undo_takes_an_act_back(writer: Writer) -> None:
    name = fresh(writer, ANNA, source=full("objective/x/b"), target=expand("sdg:6").value)
    Recorder(writer, BO).review(Decision(name, Decimal(1), WHY))
    writer.undo(writer.store.sequence, ANNA.iri, "undo")
    assert status(writer.store, name) == "proposed"


def test_agents_have_a_ledger_by_their_key() -> None:
    assert (
        ledger_of(BASE, "https://orcid.org/0000-0001").value == f"{BASE}graph/ledger/by-orcid.org-0000-0001"
    )
    assert key_of(BASE, BASE + "id/agent/local/anna") == "local-anna"
