"""What later commits made of what a commit changed: where that still stands, it cannot be taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set

from graph.commits.kinds import is_ledger, stated
from graph.errors import Conflict
from graph.ledger.status import events_on, is_in_force
from graph.ledger.words import (
    BY,
    REVIEWS,
    SOURCE,
    SUPERSEDES,
    SUPERSESSION,
    TARGET,
    TYPE,
    WITHDRAWAL,
    WITHDRAWS,
)
from graph.store.base import Changes, Record, Store
from graph.terms import DefaultGraph, NamedNode, Quad, Term

_SHOWN = 5
_Place = tuple[Term, Term | DefaultGraph]
"""Is a subject, and a graph that says something of it."""


def refuse_later(store: Store, record: Record, inverse: Changes, lasting: Collection[Quad]) -> None:
    """Raises Conflict where commits after one are in the way of its inverse.

    They touch in the same graph what would be taken out or put back, have replaced or withdrawn a statement
    whose former version would be in force again, or refer to a thing of which nothing would be left: in a
    graph, or by a statement of the same list. `lasting` is what the commit added to ledgers.
    """
    later = dict(_later(store, record))
    made = {number: stated(store.base, found.changes) for number, found in later.items()}
    touched = _net(made.values()) & _places(inverse)
    _refuse(record, {subject for subject, _ in touched}, [n for n in made if _places(made[n]) & touched])
    counted_on = frozenset(_counted_on(store, lasting))
    _refuse_by(record, {n: _ended(store, made[n], counted_on) for n in made})
    gone = _gone(store, inverse)
    rest = {n: each.added - inverse.removed for n, each in made.items()}
    _refuse_by(record, {n: _resting(store, rest[n], gone, _is_of_one(record, later[n])) for n in made})


def said_again(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    """Yields an event and those that say it again, as far as they are not withdrawn."""
    for predicate in (WITHDRAWS, REVIEWS, SUPERSEDES):
        for on in _values(store, node, predicate):
            for event in events_on(store, on, predicate):
                if isinstance(event, NamedNode) and f"{event.value}.".startswith(f"{node.value}."):
                    yield event


def withdrawn_by(store: Store, withdrawal: Term) -> Iterator[NamedNode]:
    """Yields what a withdrawal takes back."""
    yield from _values(store, withdrawal, WITHDRAWS)


def _refuse_by(record: Record, found: Mapping[int, Set[Term]]) -> None:
    subjects = frozenset().union(*found.values())
    _refuse(record, subjects, [number for number, own in found.items() if own])


def _refuse(record: Record, subjects: Set[Term], commits: Iterable[int]) -> None:
    if subjects:
        shown = sorted(str(subject) for subject in subjects)
        raise Conflict(
            "undo-later-changes",
            sequence=record.sequence,
            commits=", ".join(map(str, commits)),
            count=len(shown),
            subjects=", ".join(shown[:_SHOWN]),
        )


def _later(store: Store, record: Record) -> Iterator[tuple[int, Record]]:
    for number in range(record.sequence + 1, store.sequence + 1):
        found = store.recorded(number)
        if found:
            yield number, found


def _net(made: Iterable[Changes]) -> set[_Place]:
    """Returns what changes touch together: a quad that comes and goes stands as before."""
    net: frozenset[Quad] = frozenset()
    for each in made:
        net = net ^ each.added ^ each.removed
    return {(quad.subject, quad.graph_name) for quad in net}


def _places(changes: Changes) -> set[_Place]:
    return {(quad.subject, quad.graph_name) for quad in (*changes.removed, *changes.added)}


def _counted_on(store: Store, lasting: Collection[Quad]) -> Iterator[NamedNode]:
    """Yields statements that an undoing takes to be as the commit left them.

    Were one replaced or withdrawn since, its former version would count again beside what replaced it, or
    though that was withdrawn.
    """
    for told in lasting:
        if told.predicate != TYPE or not isinstance(told.subject, NamedNode):
            continue
        if told.object == SUPERSESSION and any(said_again(store, told.subject)):
            yield from _values(store, told.subject, BY)
        elif told.object == WITHDRAWAL:
            for event in withdrawn_by(store, told.subject):
                if any(store.quads(event, TYPE, SUPERSESSION)) and not any(said_again(store, event)):
                    yield from _values(store, event, SUPERSEDES)


def _ended(store: Store, made: Changes, statements: Set[Term]) -> frozenset[Term]:
    """Returns which of the statements changes took out of force, by an event that holds."""
    return frozenset(
        quad.object
        for quad in made.added
        if quad.predicate in (WITHDRAWS, SUPERSEDES)
        and quad.object in statements
        and quad.subject in set(events_on(store, quad.object, quad.predicate))
    )


def _gone(store: Store, inverse: Changes) -> set[Term]:
    """Returns the things of which nothing tells any more what they are."""
    typed = {quad.subject for quad in inverse.removed if quad.predicate == TYPE}
    nodes = (node for node in typed if isinstance(node, NamedNode))
    return {node for node in nodes if inverse.removed.issuperset(store.quads(node, TYPE))}


def _is_of_one(first: Record, second: Record) -> bool:
    """Says whether two commits are about the same graph, such as that of a list."""
    return first.about.get("graph") == second.about.get("graph")


def _resting(store: Store, told: Set[Quad], gone: Set[Term], is_of_list: bool) -> frozenset[Term]:
    """Returns the things that would be gone and that what was told later refers to.

    What others state of a thing of a list outlives it, as where the list itself takes it away.
    """
    named = (quad for quad in told if quad.object in gone)
    return frozenset(quad.object for quad in named if _stands(store, quad, is_of_list))


def _stands(store: Store, quad: Quad, is_of_list: bool) -> bool:
    """Says whether a reference still holds; one by a statement counts if it is of the same list."""
    if not is_ledger(store, quad.graph_name):
        return next(store.quads(*quad), None) is not None
    is_end = is_of_list and quad.predicate in (SOURCE, TARGET)
    return is_end and isinstance(quad.subject, NamedNode) and is_in_force(store, quad.subject)


def _values(store: Store, subject: Term, predicate: NamedNode) -> Iterator[NamedNode]:
    found = store.quads(subject, predicate) if isinstance(subject, NamedNode) else ()
    yield from (quad.object for quad in found if isinstance(quad.object, NamedNode))
