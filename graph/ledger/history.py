"""The history of an alignment: every event that concerns it, in order, and the version that they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from graph.errors import NotFound
from graph.ledger.voices import author_of, is_by_machine, moment_of, voices_of
from graph.ledger.words import (
    AGREEMENT,
    ALIGNMENT,
    BY,
    COMMENT,
    REVIEW,
    REVIEWS,
    SUPERSEDES,
    SUPERSESSION,
    TYPE,
    WITHDRAWAL,
    WITHDRAWS,
)
from graph.model import Name
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Term, iri

_KINDS: dict[Term, str] = {
    ALIGNMENT: "statement",
    REVIEW: "review",
    WITHDRAWAL: "withdrawal",
    SUPERSESSION: "supersession",
}
_ABOUT = (REVIEWS, WITHDRAWS, SUPERSEDES)


@dataclass(frozen=True, slots=True)
class Happening:
    """Is one event: of which kind, on what, by whom, when and why.

    `state` is "holds", "withdrawn", or, of a review, "replaced" by a newer one of the same reviewer. `by` is
    what stands in the place of what was superseded.
    """

    iri: str
    kind: str
    on: str
    agent: str
    by_machine: bool
    at: datetime
    reasons: tuple[Name, ...]
    agreement: Decimal | None
    by: str | None
    state: str


def history_of(store: Readable, alignment: str) -> tuple[Happening, ...]:
    """Returns all events that concern an alignment, the first one first; an unknown one raises NotFound."""
    node = known_alignment(store, alignment)
    counting = {voice.review for voice in voices_of(store, node)}
    told = (_told(store, event, counting) for event in _concerning(store, node))
    return tuple(sorted(told, key=lambda each: (each.at, each.kind != "statement", each.iri)))


def version_of(store: Readable, alignment: str) -> str:
    """Returns what changes with every event on an alignment, and with nothing else."""
    events = sorted(node.value for node in _concerning(store, known_alignment(store, alignment)))
    return sha256("\n".join(events).encode()).hexdigest()[:20]


def known_alignment(store: Readable, alignment: str) -> NamedNode:
    """Returns the node of an alignment; raises NotFound if the graph holds none of that IRI."""
    node = iri(alignment)
    if not any(store.quads(node, TYPE, ALIGNMENT)):
        raise NotFound("alignment-unknown", iri=alignment)
    return node


def _concerning(store: Readable, alignment: NamedNode) -> set[NamedNode]:
    """Returns an alignment, the events on it, and the events on those."""
    found: set[NamedNode] = set()
    waiting = [alignment, *_subjects(store, BY, alignment)]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += [event for predicate in _ABOUT for event in _subjects(store, predicate, node)]
    return found


def _subjects(store: Readable, predicate: NamedNode, node: NamedNode) -> Iterator[NamedNode]:
    subjects = (quad.subject for quad in store.quads(None, predicate, node))
    yield from (subject for subject in subjects if isinstance(subject, NamedNode))


def _told(store: Readable, node: NamedNode, counting: set[str]) -> Happening:
    kind = next((_KINDS[q.object] for q in store.quads(node, TYPE) if q.object in _KINDS), "statement")
    on = next((name for predicate in _ABOUT for name in _objects(store, node, predicate)), node.value)
    return Happening(
        iri=node.value,
        kind=kind,
        on=on,
        agent=author_of(store, node) or "",
        by_machine=is_by_machine(store, node),
        at=moment_of(store, node),
        reasons=tuple(sorted(_texts(store, node), key=lambda name: (name.lang, name.text))),
        agreement=_agreement(store, node),
        by=next(iter(_objects(store, node, BY)), None),
        state=_state(store, node, kind, counting),
    )


def _state(store: Readable, node: NamedNode, kind: str, counting: set[str]) -> str:
    if any(not any(_subjects(store, WITHDRAWS, event)) for event in _subjects(store, WITHDRAWS, node)):
        return "withdrawn"
    if kind != "statement" and any(_subjects(store, WITHDRAWS, node)):
        return "withdrawn"  # what takes back an event is final: what is said again is a new event
    is_idle = kind == "review" and node.value not in counting and not is_by_machine(store, node)
    return "replaced" if is_idle else "holds"


def _objects(store: Readable, node: NamedNode, predicate: NamedNode) -> list[str]:
    found = (quad.object for quad in store.quads(node, predicate))
    return sorted(each.value for each in found if isinstance(each, NamedNode))


def _texts(store: Readable, node: NamedNode) -> Iterator[Name]:
    for quad in store.quads(node, COMMENT):
        if isinstance(quad.object, Literal):
            yield Name(quad.object.value, quad.object.language or "")


def _agreement(store: Readable, node: NamedNode) -> Decimal | None:
    values = (quad.object for quad in store.quads(node, AGREEMENT))
    return min((Decimal(each.value) for each in values if isinstance(each, Literal)), default=None)
