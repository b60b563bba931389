"""One commit as the journal holds it, in pieces that fit into memory: pairs by predicate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from graph.ledger.words import (
    AGREEMENT,
    ALIGNMENT,
    CREATOR,
    HINDERS,
    PROJECT,
    PROPERTY,
    REVIEWS,
    SOURCE,
    SUPERSEDES,
    TARGET,
    TYPE,
    WITHDRAWS,
)
from graph.store import Store
from graph.store.base import told_size
from graph.store.piling import quads_of
from graph.terms import Literal, NamedNode, Quad, expand

# Quads of one commit beyond which it is read by its batches; without any it is not taken to pieces.
LARGE = 50_000
SPATIAL, AREA, INDICATOR = (
    expand(name) for name in ("dct:spatial", "sdmx-dimension:refArea", "pg:indicator")
)
_EVENTS = (REVIEWS, AGREEMENT, WITHDRAWS, SUPERSEDES)
_READ = frozenset((TYPE, SOURCE, TARGET, PROPERTY, CREATOR, SPATIAL, AREA, INDICATOR, *_EVENTS))
_WANTED = {str(each): each.value for each in _READ}
# The classes of a batch that count; its grants, parties and amounts are parts of its projects.
_CLASSES = frozenset(map(str, (ALIGNMENT, PROJECT)))
Pairs = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Is what a commit states and takes away: subject and value by predicate, IRIs without brackets.

    `touched` are all that anything was stated of, or taken from; of a batch, whose things are new, none.
    `gone` are the links that it takes away.
    """

    added: Pairs
    removed: Pairs = field(default_factory=dict)
    touched: frozenset[str] = frozenset()
    gone: tuple[Quad, ...] = ()

    def values(self, predicate: NamedNode, *, gone: bool = False) -> dict[str, str]:
        """Returns a value of each subject."""
        return dict((self.removed if gone else self.added).get(predicate.value, ()))


def pieces_of(store: Store, sequence: int) -> Iterator[Piece] | None:
    """Returns what a commit did, without what is derived; None where the journal holds none of it."""
    if told_size(store.about(sequence)) > LARGE:
        return _of_batches(store, sequence)
    record = store.recorded(sequence)
    if record is None or record.is_bulk:
        return None
    return iter((_piece(store.base, record.changes.added, record.changes.removed),))


def _of_batches(store: Store, sequence: int) -> Iterator[Piece] | None:
    """Returns what a long list brings; one that takes away as much, as an undoing does, has no batches."""
    beside = list(islice(store.lines(sequence), LARGE + 1))
    if next(store.batches(sequence), None) is None or len(beside) > LARGE:
        return None
    rest = _piece(store.base, quads_of(b"\n".join((*beside, b""))), ())
    batches = (Piece(_columns(batch.columns(_WANTED))) for batch in store.batches(sequence))
    return (piece for pieces in ((rest,), batches) for piece in pieces)


def _columns(columns: Iterable[tuple[str, str, Sequence[str], Sequence[str]]]) -> Pairs:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for predicate, _, subjects, values in columns:
        if predicate != str(TYPE) or not _CLASSES.isdisjoint(values):
            bare = [value[1:-1] if value.startswith("<") else value for value in values]
            found[_WANTED[predicate]] += zip([each[1:-1] for each in subjects], bare, strict=True)
    return found


def _piece(base: str, added: Iterable[Quad], removed: Iterable[Quad]) -> Piece:
    own = (f"{base}graph/derived/", f"{base}graph/commits")
    told = [[quad for quad in quads if not _is_of(quad, own)] for quads in (added, removed)]
    touched = frozenset(
        quad.subject.value for quads in told for quad in quads if isinstance(quad.subject, NamedNode)
    )
    gone = tuple(quad for quad in told[1] if isinstance(quad.object, NamedNode))
    return Piece(_pairs(told[0]), _pairs(told[1]), touched, gone)


def _is_of(quad: Quad, graphs: tuple[str, ...]) -> bool:
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(graphs)


def _pairs(quads: Iterable[Quad]) -> Pairs:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for quad in quads:
        if quad.predicate in _READ and isinstance(quad.subject, NamedNode):
            value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
            found[quad.predicate.value].append((quad.subject.value, value))
    return found


def hinders(piece: Piece, *, gone: bool) -> frozenset[str]:
    """Returns the statements of a piece that say that something hinders."""
    return frozenset(
        each for each, value in piece.values(PROPERTY, gone=gone).items() if value == HINDERS.value
    )
