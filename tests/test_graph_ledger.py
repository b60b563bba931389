"""The ledger: status by events, reading, and what the builders write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFound, TermInvalid
from graph.ledger import Statement, restore, review, state, status_of, supersede, withdraw
from graph.ledger.events import Event
from graph.ledger.status import is_in_force, standing_of, withdrawals_of
from graph.model import Name, Quote
from graph.store import Changes, Store, open_store
from graph.terms import Quad, expand
from graph_facts import ALICE, BASE, LEDGER, PEOPLE, Clock, alignment, in_graph, node, trig
from ledger_reading import Ledger

A = node("id/alignment/test/a")
BOB = BASE + "id/agent/test/bob"
AGREEMENTS = st.lists(st.decimals(-1, 1, places=2))


def stored(*parts: frozenset[Quad]) -> Store:
    store = open_store("memory:")
    store.apply(Changes(added=frozenset().union(*parts)), 1)
    return store


def event(reason: str = "") -> Event:
    return Event(PEOPLE, ALICE, Clock()(), reason)


@pytest.mark.parametrize(
    ("agreements", "expected"),
    [((), "proposed"), ((1,), "accepted"), ((-1,), "rejected"), ((1, -1), "contested"), ((0,), "proposed")],
)
def test_status_follows_the_signs_of_the_reviews(agreements: tuple[int, ...], expected: str) -> None:
    assert status_of([Decimal(value) for value in agreements]) == expected


@given(AGREEMENTS)
def test_status_does_not_depend_on_the_order_of_reviews_nor_on_their_number(
    agreements: list[Decimal],
) -> None:
    assert status_of(agreements) == status_of(agreements[::-1]) == status_of(agreements * 2)


@given(AGREEMENTS)
def test_withdrawal_comes_before_supersession_and_both_before_reviews(agreements: list[Decimal]) -> None:
    assert status_of(agreements, withdrawn=True, superseded=True) == "withdrawn"
    assert status_of(agreements, superseded=True) == "superseded"


def test_events_make_the_status_that_the_ledger_tells() -> None:
    said = alignment("a", "<id/project/p/a>", "sdg:9")
    good, bad = review(BASE, A, Decimal(1), event("yes")), review(BASE, A, Decimal("-0.5"), event("no"))
    withdrawal = withdraw(BASE, A, event())
    [withdrawn] = {quad.subject for quad in withdrawal}
    for events, expected in (
        ((), "proposed"),
        ((good,), "accepted"),
        ((withdrawal,), "withdrawn"),
        ((withdrawal, restore(BASE, withdrawn, event())), "proposed"),
        ((supersede(BASE, A, node("id/alignment/test/b"), event()),), "superseded"),
    ):
        assert Ledger(stored(said, *events)).alignment(A.value).status == expected
    other = Event(PEOPLE, BASE + "id/agent/test/bob", Clock()())
    both = review(BASE, A, Decimal(-1), other)
    assert Ledger(stored(said, good, both)).alignment(A.value).status == "contested"
    assert bad != good


def test_an_undecided_voice_is_neither_for_nor_against() -> None:
    said = alignment("a", "<id/project/p/a>", "sdg:9")
    undecided = review(BASE, A, Decimal(0), event("I cannot say"))
    against = review(BASE, A, Decimal(-1), Event(PEOPLE, BOB, Clock()(), "no"))
    alone, both = standing_of(stored(said, undecided), A), standing_of(stored(said, undecided, against), A)

    assert (alone.status, alone.supporters, alone.opponents, len(alone.voices)) == ("proposed", 0, 0, 1)
    assert (both.status, both.supporters, both.opponents, len(both.voices)) == ("rejected", 0, 1, 2)


def test_an_alignment_is_in_force_until_it_is_withdrawn_or_superseded() -> None:
    said, withdrawal = alignment("a", "<id/project/p/a>", "sdg:9"), withdraw(BASE, A, event())
    [withdrawn] = {quad.subject for quad in withdrawal}
    superseded = supersede(BASE, A, node("id/alignment/test/b"), event())

    assert is_in_force(stored(said), A)
    assert is_in_force(stored(said, withdrawal, restore(BASE, withdrawn, event())), A)
    assert not is_in_force(stored(said, withdrawal), A)
    assert not is_in_force(stored(said, superseded), A)


def test_withdrawals_that_withdraw_each_other_end_somewhere() -> None:
    one, two = node("id/withdrawal/x/1"), node("id/withdrawal/x/2")
    said = in_graph(PEOPLE, f"{one} pg:withdraws {two}, {A} . {two} pg:withdraws {one} .")
    assert withdrawals_of(stored(said), A) in ([], [one])


def test_what_a_machine_proposes_is_not_admitted_until_it_is_accepted() -> None:
    said = alignment("a", "<id/project/p/a>", "sdg:9")
    machine = in_graph(PEOPLE, f"<{ALICE}> a prov:SoftwareAgent .")
    assert standing_of(stored(said), A).is_admitted
    assert not standing_of(stored(said, machine), A).is_admitted
    by_itself = review(BASE, A, Decimal(1), event("I am sure"))
    by_bob = review(BASE, A, Decimal(1), Event(PEOPLE, BOB, Clock()(), "so it is"))
    assert not standing_of(stored(said, machine, by_itself), A).is_admitted
    assert standing_of(stored(said, machine, by_itself, by_bob), A).is_admitted


def test_a_statement_is_read_back_as_it_was_made() -> None:
    statement = Statement(
        iri=A.value,
        source=BASE + "id/project/p/a",
        target="http://metadata.un.org/sdg/9",
        strength=3,
        confidence=Decimal("0.25"),
        author=ALICE,
        reasoning=Name("Därför", "sv"),
        hinders=True,
        evidence=(BASE + "id/evidence/x/1",),
        said=date(2018, 9, 28),
    )
    evidence = in_graph(
        LEDGER,
        """<id/evidence/x/1> oa:hasTarget <id/evidence/x/1#t> .
        <id/evidence/x/1#t> oa:hasSource <id/document/x/1> ;
        oa:hasSelector <id/evidence/x/1#q> . <id/evidence/x/1#q> oa:exact "några ord"@sv .""",
    )
    named = trig(f"<graph/x> {{ <{ALICE}> skos:prefLabel 'Alice'@en, 'Alicia'@sv }}")
    found = Ledger(stored(state(statement, event()), evidence, named), "sv").alignment(A.value)
    assert (found.source, found.target, found.strength) == (statement.source, statement.target, 3)
    assert (found.confidence, found.hinders, found.said) == (Decimal("0.25"), True, date(2018, 9, 28))
    assert (found.author.name, found.reasoning) == (Name("Alicia", "sv"), Name("Därför", "sv"))
    assert (found.justification, found.by_machine) == ("semapv:ManualMappingCuration", False)
    assert found.recorded == Clock()()
    [proof] = found.evidence
    assert (proof.source.iri, proof.quote) == (BASE + "id/document/x/1", Quote("några ord", "sv"))


def test_alignments_are_found_by_source_target_or_both() -> None:
    store = stored(
        alignment("a", "<id/project/p/a>", "sdg:9"),
        alignment("b", "<id/project/p/a>", "sdg:13"),
        alignment("c", "<id/project/p/b>", "sdg:9"),
    )

    def found(**wanted: str) -> list[str]:
        return [each.iri[-1] for each in Ledger(store).alignments(**wanted)]

    source, target = BASE + "id/project/p/a", expand("sdg:9").value
    assert found() == ["a", "b", "c"]
    assert found(source=source) == ["a", "b"]
    assert found(target=target) == ["a", "c"]
    assert found(source=source, target=target) == ["a"]


def test_what_is_not_there_or_not_a_degree_of_agreement_is_refused() -> None:
    with pytest.raises(NotFound, match="alignment-unknown"):
        Ledger(stored()).alignment(A.value)
    with pytest.raises(TermInvalid, match="agreement-range"):
        review(BASE, A, Decimal(2), event())


def test_two_reviewers_make_two_events_and_one_moment_makes_one() -> None:
    one, other = event(), Event(PEOPLE, BASE + "id/agent/test/bob", event().at)
    assert review(BASE, A, Decimal(1), one) == review(BASE, A, Decimal(1), one)
    subjects = {quad.subject for each in (one, other) for quad in review(BASE, A, Decimal(1), each)}
    assert len(subjects) == 2
