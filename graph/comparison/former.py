"""What a document set at an earlier revision, read back from the journal: only what concerns it is undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.commits.facts import read_back
from graph.comparison.sides import DEFINITION, NOTATION, PRIORITISED, schemes_of
from graph.errors import InputError
from graph.ledger.words import BROADER, DCT_SOURCE, IN_SCHEME, LABEL
from graph.model import Commit
from graph.store.base import Changes, Store
from graph.store.given_up import refuse_given_up
from graph.store.overlay import Overlay
from graph.terms import NamedNode, Quad, iri

# A record of the journal is looked through for some dozens of IRIs, so less is read than for the feed of one.
MOST_BYTES = 1 << 26
_SETTING = frozenset((LABEL, DEFINITION, NOTATION, PRIORITISED, BROADER, IN_SCHEME))


@dataclass(frozen=True, slots=True)
class Former:
    """Is a revision after which the objectives were changed, and the commit that changed them."""

    revision: int
    commit: Commit


def state_at(store: Store, document: str, revision: int) -> Overlay:
    """Returns the store as it was at a revision, as far as a document and its objectives are concerned.

    A revision that is none, or that the journal does not reach back to, raises InputError, one that a restore
    gave up Gone.
    """
    if not 1 <= revision <= store.sequence:
        raise InputError("revision-unknown", revision=revision, newest=store.sequence)
    refuse_given_up(store, revision)
    walk = _walked(store, document, revision)
    if walk.reached > revision:
        raise InputError("revision-too-far", revision=revision, oldest=walk.reached)
    return walk.state()


def former_states(store: Store, document: str, limit: int = 20) -> tuple[Former, ...]:
    """Returns the newest revisions after which the objectives were changed, as far as the journal is read."""
    found = _walked(store, document, 1, limit).setting[:limit]
    return tuple(Former(number - 1, read_back(number, store.about(number) or {})) for number in found)


def _walked(store: Store, document: str, revision: int, limit: int | None = None) -> _Walk:
    """Goes back to a revision, or through so many commits that set an objective.

    What belonged to the document then and does not now is met on the way, and what later commits did to it
    has been passed over by then: so the way is gone again until nothing new is met.
    """
    walk = _Walk(store, document, frozenset())
    while True:
        for sequence in _back(store, revision):
            if not walk.undo(sequence) or len(walk.setting) == limit:
                break
        if walk.known == walk.began_with:
            return walk
        walk = _Walk(store, document, walk.known)


def _back(store: Store, revision: int) -> Iterator[int]:
    """Yields the commits after a revision, the newest first, until more would be read than is allowed."""
    weight = 0
    for sequence in range(store.sequence, revision, -1):
        weight += store.weight(sequence)
        if weight > MOST_BYTES:
            return
        yield sequence


class _Walk:
    """Goes back commit by commit, and undoes of each what concerns the document.

    `reached` is the revision that it has come to, `setting` are the commits met that set an objective.
    """

    def __init__(self, store: Store, document: str, known: frozenset[str]) -> None:
        self._store = store
        self._document = document
        self._added: set[Quad] = set()
        self._removed: set[Quad] = set()
        self._known = {document, *known}
        self._meet_all()
        self.began_with = self.known
        self.reached = store.sequence
        self.setting: list[int] = []

    @property
    def known(self) -> frozenset[str]:
        """Returns the document, its schemes, and what they hold or once held."""
        return frozenset(self._known)

    def undo(self, sequence: int) -> bool:
        """Undoes a commit, and says whether the journal holds it."""
        if self._store.names(sequence, *self._known):
            record = self._store.recorded(sequence)
            if record is None or record.is_bulk:
                return False
            self._take_back(record.changes, sequence)
        elif self._store.about(sequence) is None:
            return False
        self.reached = sequence - 1
        return True

    def state(self) -> Overlay:
        """Returns the store without what was undone."""
        return Overlay(self._store, Changes(frozenset(self._removed), frozenset(self._added)))

    def _take_back(self, changes: Changes, sequence: int) -> None:
        added, removed = (set(self._concerning(each)) for each in (changes.added, changes.removed))
        if any(quad.predicate in _SETTING for quad in added | removed):
            self.setting.append(sequence)
        self._removed |= added - self._added
        self._added -= added
        self._added |= removed - self._removed
        self._removed -= removed
        self._meet_all()

    def _meet_all(self) -> None:
        """Gets to know the schemes that are of the document in the present state, and what they hold."""
        state = self.state()
        schemes = schemes_of(state, self._document)
        held = (quad.subject for each in schemes for quad in state.quads(None, IN_SCHEME, iri(each)))
        self._known |= schemes | {node.value for node in held if isinstance(node, NamedNode)}

    def _concerning(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yields what says something of what is known, or puts something into a scheme of the document."""
        for quad in quads:
            is_known = isinstance(quad.subject, NamedNode) and quad.subject.value in self._known
            if is_known or _value(quad) in self._holders(quad.predicate):
                yield quad

    def _holders(self, predicate: NamedNode) -> set[str]:
        """Returns what makes a thing belong to the document when a statement of this kind names it."""
        if predicate == IN_SCHEME:
            return self._known
        return {self._document} if predicate == DCT_SOURCE else set()


def _value(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, NamedNode) else ""
