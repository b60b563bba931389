"""What people had judged and a list now says otherwise: what comes in its place is judged by nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.errors import Finding, Place
from graph.importers.losing import called
from graph.ledger import status_of
from graph.ledger.events import timestamp
from graph.ledger.status import withdrawals_of
from graph.ledger.voices import voices_of
from graph.ledger.words import ALIGNMENT, CREATED, SOURCE, SUPERSEDES, TYPE, WITHDRAWAL
from graph.model import Commit
from graph.store.base import Store
from graph.terms import NamedNode, Quad, Term

_SHOWN = 3


def superseded_by(commit: Commit | None, ledger: NamedNode | None, store: Store) -> Iterator[NamedNode]:
    """Yields what a commit of a list superseded in the list's ledger."""
    if commit is None or ledger is None:
        return
    for event in store.quads(None, CREATED, timestamp(commit.at), ledger):
        if isinstance(event.subject, NamedNode):
            yield from superseded_in(store.quads(event.subject, SUPERSEDES))


def superseded_in(quads: Iterable[Quad]) -> Iterator[NamedNode]:
    """Yields what events put something else in the place of."""
    for quad in quads:
        if quad.predicate == SUPERSEDES and isinstance(quad.object, NamedNode):
            yield quad.object


def judged_anew(file: str, store: Store, superseded: Iterable[NamedNode]) -> Iterator[Finding]:
    """Yields a warning for statements that people had reviewed, and one for those that they had turned down.

    The latter, rejected or withdrawn by people, count again in their new version.
    """
    reviewed: list[NamedNode] = []
    refused: list[NamedNode] = []
    for node in sorted(set(superseded), key=lambda each: each.value):
        voices = voices_of(store, node)
        if _withdrawn_by_people(store, node) or status_of(each.agreement for each in voices) == "rejected":
            refused.append(node)
        elif voices:
            reviewed.append(node)
    for key, found in (("list-reviewed-anew", reviewed), ("list-refused-anew", refused)):
        if found:
            names = ", ".join(_called(store, node) for node in found[:_SHOWN])
            more = ", …" if len(found) > _SHOWN else ""
            yield Finding(key, Place(file=file), (("count", str(len(found))), ("names", names + more)))


def _withdrawn_by_people(store: Store, node: NamedNode) -> bool:
    """Says whether a withdrawal stands elsewhere than what it is of; lists and undoings do it there."""
    own = _graphs(store, node, ALIGNMENT)
    return any(not own & _graphs(store, each, WITHDRAWAL) for each in withdrawals_of(store, node))


def _graphs(store: Store, subject: Term, kind: NamedNode) -> set[object]:
    return (
        {quad.graph_name for quad in store.quads(subject, TYPE, kind)}
        if isinstance(subject, NamedNode)
        else set()
    )


def _called(store: Store, node: NamedNode) -> str:
    sources = (quad.object for quad in store.quads(node, SOURCE))
    return next((called(store, each) for each in sources if isinstance(each, NamedNode)), node.value)
