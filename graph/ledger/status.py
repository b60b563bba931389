"""What the events on an alignment amount to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from graph.ledger.voices import Voice, is_by_machine, score_of, voices_of
from graph.ledger.words import ALIGNMENT, CREATOR, GRADED_BY, SUPERSEDES, TYPE, WITHDRAWS
from graph.store.overlay import Readable
from graph.terms import NamedNode, Subject, Term, Triple


@dataclass(frozen=True, slots=True)
class Standing:
    """Is where an alignment stands: its status, whether a machine proposed it, and whose reviews count."""

    status: str
    by_machine: bool
    voices: tuple[Voice, ...] = field(default=(), compare=False)

    @property
    def is_admitted(self) -> bool:
        """Says whether it counts by default: accepted, or proposed by people."""
        return self.status == "accepted" or (self.status == "proposed" and not self.by_machine)

    @property
    def score(self) -> Decimal | None:
        """Returns how far its reviewers agree, None where there are none."""
        return score_of(voice.agreement for voice in self.voices)

    @property
    def supporters(self) -> int:
        """Returns how many reviewers agree."""
        return sum(voice.agreement > 0 for voice in self.voices)

    @property
    def opponents(self) -> int:
        """Returns how many reviewers disagree."""
        return sum(voice.agreement < 0 for voice in self.voices)


def status_of(agreements: Iterable[Decimal], *, withdrawn: bool = False, superseded: bool = False) -> str:
    """Returns the status that the events of an alignment amount to; agreements range from -1 to 1.

    >>> status_of([Decimal(1), Decimal(-1)]), status_of([]), status_of([Decimal(1)], withdrawn=True)
    ('contested', 'proposed', 'withdrawn')
    """
    if withdrawn or superseded:
        return "withdrawn" if withdrawn else "superseded"
    signs = {agreement > 0 for agreement in agreements if agreement}
    if len(signs) == 2:
        return "contested"
    return {True: "accepted", False: "rejected"}[signs.pop()] if signs else "proposed"


def standing_of(store: Readable, alignment: Subject) -> Standing:
    """Returns where an alignment stands by the events that the store holds; to most nothing has happened."""
    if not any(store.quads(object_=alignment)):
        return Standing(status_of(()), is_by_machine(store, alignment))
    voices = voices_of(store, alignment)
    status = status_of(
        (voice.agreement for voice in voices),
        withdrawn=bool(withdrawals_of(store, alignment)),
        superseded=any(events_on(store, alignment, SUPERSEDES)),
    )
    return Standing(status, is_by_machine(store, alignment), voices)


def grader_of(store: Readable, alignment: NamedNode) -> NamedNode | None:
    """Returns who set strength and confidence of an alignment, None where its author did so."""
    stated = {quad.graph_name for quad in store.quads(alignment, TYPE, ALIGNMENT)}
    authors = {quad.object for quad in store.quads(alignment, CREATOR)}
    ledgers = (each for each in stated if isinstance(each, NamedNode))
    found = (quad.object for ledger in ledgers for quad in store.quads(ledger, GRADED_BY))
    graders = (node for node in found if isinstance(node, NamedNode) and node not in authors)
    return min(graders, key=lambda node: node.value, default=None)


def is_in_force(store: Readable, alignment: Subject) -> bool:
    """Says whether an alignment is neither withdrawn nor superseded."""
    return not withdrawals_of(store, alignment) and not any(events_on(store, alignment, SUPERSEDES))


def events_on(store: Readable, node: Term, predicate: NamedNode) -> Iterator[Subject]:
    """Yields the events on an alignment that are not withdrawn themselves: what is withdrawn stays void."""
    for event in {quad.subject for quad in store.quads(predicate=predicate, object_=node)}:
        if not isinstance(event, Triple) and not any(store.quads(predicate=WITHDRAWS, object_=event)):
            yield event


def withdrawals_of(store: Readable, node: Subject) -> list[Subject]:
    """Returns the withdrawals of an alignment that hold: a withdrawal is taken back by another one of it."""
    return sorted(events_on(store, node, WITHDRAWS), key=str)
