"""What people had judged and a list now says otherwise: what comes in its place is judged by nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.errors import Finding, Place
from graph.importers.losing import first_of
from graph.ledger import status_of
from graph.ledger.events import timestamp
from graph.ledger.status import events_on, is_in_force
from graph.ledger.voices import voices_of
from graph.ledger.words import ALIGNMENT, BY, CREATED, SOURCE, SUPERSEDES, TYPE, WITHDRAWS
from graph.model import Commit
from graph.store.base import Store
from graph.terms import NamedNode, Quad, Term

_SHOWN = 3
_REVIEWED, _REFUSED, _CORRECTED = _WAYS = ("list-reviewed-anew", "list-refused-anew", "list-corrected-anew")


def superseded_by(commit: Commit | None, ledger: NamedNode | None, store: Store) -> Iterator[NamedNode]:
    """Yields what a commit of a list superseded in the list's ledger."""
    if commit is None or ledger is None:
        return
    for event in store.quads(None, CREATED, timestamp(commit.at), ledger):
        if isinstance(event.subject, NamedNode):
            yield from superseded_in(store.quads(event.subject), store)


def superseded_in(quads: Iterable[Quad], store: Store) -> Iterator[NamedNode]:
    """Yields what events put something else in the place of, but for what people have judged already.

    Such is a version that an undoing withdrew and that the list brings back.
    """
    told = [quad for quad in quads if quad.predicate in (SUPERSEDES, BY)]
    judged = {quad.subject for quad in told if quad.predicate == BY and _has_voices(store, quad.object)}
    for quad in told:
        if quad.predicate == SUPERSEDES and isinstance(quad.object, NamedNode) and quad.subject not in judged:
            yield quad.object


def _has_voices(store: Store, node: Term) -> bool:
    return isinstance(node, NamedNode) and bool(voices_of(store, node))


def judged_anew(
    file: str, store: Store, superseded: Iterable[NamedNode], ledger: NamedNode | None
) -> Iterator[Finding]:
    """Yields a warning for each way in which people had judged what a list with that ledger superseded.

    What they had rejected or withdrawn counts again in its new version, and what they had corrected counts
    beside the correction.
    """
    judged: dict[str, list[NamedNode]] = {key: [] for key in _WAYS}
    for node in sorted(set(superseded), key=lambda each: each.value):
        if key := _judged(store, node, ledger):
            judged[key].append(node)
    for key, found in judged.items():
        if found:
            names = first_of((_source(store, node) for node in found), store, _SHOWN)
            yield Finding(key, Place(file=file), (("count", str(len(found))), ("names", names)))


def _judged(store: Store, node: NamedNode, ledger: NamedNode | None) -> str | None:
    """Returns what is warned of where people had judged a statement, None where nobody has."""
    voices = voices_of(store, node)
    withdrawn = _by_people(store, node, WITHDRAWS, ledger)
    if withdrawn or status_of(each.agreement for each in voices) == "rejected":
        return _REFUSED
    corrected = (
        told.object for each in _by_people(store, node, SUPERSEDES, ledger) for told in store.quads(each, BY)
    )
    if any(is_in_force(store, each) for each in corrected if isinstance(each, NamedNode)):
        return _CORRECTED
    return _REVIEWED if voices else None


def _by_people(store: Store, node: NamedNode, doing: NamedNode, ledger: NamedNode | None) -> list[NamedNode]:
    """Returns the events on a statement that hold and stand in another ledger than it, or than the list's.

    A list has its events where it states, but for those on what was selected from it beforehand.
    """
    lists = {quad.graph_name for quad in store.quads(node, TYPE, ALIGNMENT)} | {ledger}
    return [
        event
        for event in events_on(store, node, doing)
        if isinstance(event, NamedNode)
        and lists.isdisjoint(quad.graph_name for quad in store.quads(event, doing))
    ]


def _source(store: Store, node: NamedNode) -> NamedNode:
    """Returns what a statement is of."""
    sources = (quad.object for quad in store.quads(node, SOURCE))
    return next((each for each in sources if isinstance(each, NamedNode)), node)
