"""What a commit did, counted: statements made, reviewed and withdrawn, things added and taken away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from graph.ledger.words import (
    AGREEMENT,
    ALIGNMENT,
    CREATOR,
    PROJECT,
    REVIEWS,
    SOURCE,
    SUPERSEDES,
    TARGET,
    TYPE,
    WITHDRAWS,
)
from graph.since.gone import Gone
from graph.since.homes import CLASSES, Homes
from graph.since.pieces import AREA, INDICATOR, SPATIAL, Piece, hinders, pieces_of
from graph.store import Store
from graph.terms import Quad

# In the order in which people read them: what is said, what became of it, then things.
KINDS = (
    "statement",
    "hindrance",
    "proposal",
    "accepting",
    "rejecting",
    "undecided",
    "withdrawal",
    "supersession",
    "retraction",
    "project",
    "objective",
    "document",
    "observation",
    "described",
)
NAMED = 3
_OF_CLASS = {node.value: kind for node, kind in CLASSES.items()}
_POLICY = ("objective", "document")


class Sign(NamedTuple):
    """Is what several doings of one commit have in common; empty where it does not apply.

    `target` is what they are about, of a statement what it leads to; `source` is an objective or a document
    that leads there, and empty for a project.
    """

    kind: str
    is_gone: bool
    target: str = ""
    source: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Is how often a commit did the same, with the first of the things that it did it to, by IRI.

    `events` are the reviews, withdrawals and supersessions that did it to these, which say why.
    """

    sign: Sign
    count: int
    things: tuple[str, ...]
    events: tuple[str, ...] = ()


def parts_of(store: Store, gone: Gone, sequence: int) -> tuple[Part, ...] | None:
    """Returns what a commit did; None where the journal holds too little of it, or too much to be read.

    `gone` has what later commits took away, and then what this one did.
    """
    pieces = pieces_of(store, sequence)
    if pieces is None:
        return None
    homes = Homes(gone, sequence)
    removed: list[Quad] = []
    counts: Counter[Sign] = Counter()
    named: dict[Sign, list[tuple[str, ...]]] = defaultdict(list)
    for piece in pieces:
        removed += piece.gone
        for sign, *done in _Counting(piece, homes).all():
            counts[sign] += 1
            if counts[sign] <= NAMED:
                named[sign].append(tuple(done))
    gone.take(removed)
    return tuple(_part(sign, count, named[sign]) for sign, count in counts.items())


def _part(sign: Sign, count: int, named: Iterable[tuple[str, ...]]) -> Part:
    things, events = tuple(each[0] for each in named), tuple(each[1] for each in named if len(each) > 1)
    return Part(sign, count, things, events)


class _Counting:
    """Tells what one piece of a commit does, each doing with the thing that it is done to."""

    def __init__(self, piece: Piece, homes: Homes) -> None:
        self._piece = piece
        self._homes = homes
        self._typed = frozenset((*piece.added.get(TYPE.value, ()), *piece.removed.get(TYPE.value, ())))
        self._where = _places_in(piece)
        things = {thing for thing, kind in self._typed if _OF_CLASS.get(kind, "statement") != "statement"}
        self._elsewhere = frozenset(filter(homes.is_told_elsewhere, things))

    def all(self) -> Iterator[tuple[Sign, str] | tuple[Sign, str, str]]:
        """Yields all of it, each with what it is done to and, of events, by which."""
        for gone in (False, True):
            pairs = sorted(set((self._piece.removed if gone else self._piece.added).get(TYPE.value, ())))
            yield from self._things(pairs, gone)
            yield from self._statements([each for each, kind in pairs if kind == ALIGNMENT.value], gone)
            yield from self._events(gone)
        yield from self._described()

    def _things(self, pairs: Iterable[tuple[str, str]], gone: bool) -> Iterator[tuple[Sign, str]]:
        measured = self._piece.values(INDICATOR, gone=gone)
        for thing, kind in dict.fromkeys((thing, _OF_CLASS.get(kind, "")) for thing, kind in pairs):
            if kind and kind != "statement" and thing not in self._elsewhere:
                target = "" if kind == "project" else measured.get(thing, thing)
                yield Sign(kind, gone, target, places=self._places(thing)), thing

    def _statements(self, statements: Iterable[str], gone: bool) -> Iterator[tuple[Sign, str]]:
        sources, targets, creators = (
            self._piece.values(name, gone=gone) for name in (SOURCE, TARGET, CREATOR)
        )
        hindering = hinders(self._piece, gone=gone)
        for each in statements:
            by_machine = each in creators and self._homes.is_machine(creators[each])
            kind = "proposal" if by_machine else "hindrance" if each in hindering else "statement"
            yield self._sign(kind, gone, sources.get(each, ""), targets.get(each, "")), each

    def _events(self, gone: bool) -> Iterator[tuple[Sign, str, str]]:
        agreed = self._piece.values(AGREEMENT, gone=gone)
        for name, kind in ((REVIEWS, ""), (WITHDRAWS, "withdrawal"), (SUPERSEDES, "supersession")):
            for event, on in sorted(self._piece.values(name, gone=gone).items()):
                ends = self._homes.ends(on)
                if ends:  # a statement that was taken away itself has none
                    alignment, source, target = ends
                    told = (kind or _verdict(agreed.get(event))) if alignment == on else "retraction"
                    yield self._sign(told, gone, source, target), alignment, event

    def _described(self) -> Iterator[tuple[Sign, str]]:
        """Yields what was there and is told otherwise now, be it of a part of it, such as its grant."""
        new = {thing for thing, _ in self._typed} - self._elsewhere
        owners = {self._homes.owner(thing) for thing in self._piece.touched - new} - new
        for thing in sorted(each for each in owners if each):
            kind = self._homes.kind(thing)
            if kind != "statement":
                yield (
                    Sign("described", False, "" if kind == "project" else thing, "", self._places(thing)),
                    thing,
                )

    def _sign(self, kind: str, gone: bool, source: str, target: str) -> Sign:
        is_project = (source, PROJECT.value) in self._typed
        is_policy = bool(source) and not is_project and self._homes.kind(source) in _POLICY
        return Sign(kind, gone, target, source if is_policy else "", self._places(source) if source else ())

    def _places(self, thing: str) -> tuple[str, ...]:
        own = self._where.get(thing)
        return self._homes.places(thing) if own is None else own


def _places_in(piece: Piece) -> dict[str, tuple[str, ...]]:
    """Returns where things are, as a piece says it: the store need not be asked, nor know it any more."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in (SPATIAL.value, AREA.value):
        for thing, place in (*piece.added.get(name, ()), *piece.removed.get(name, ())):
            found[thing].add(place)
    return {thing: tuple(sorted(places)) for thing, places in found.items()}


def _verdict(agreement: str | None) -> str:
    sign = Decimal(agreement or 0)
    return "accepting" if sign > 0 else "rejecting" if sign < 0 else "undecided"
