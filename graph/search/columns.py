"""The index in arrays: what all finds are filtered, counted and ordered by, a pass over them at a time."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.search.entries import LEVEL, PLACE, PROGRAMME, SERVES
from graph.search.kinds import OTHER
from graph.search.tables import LONGEST

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
NONE = -1
FACETS = (PLACE, PROGRAMME, SERVES, LEVEL)
_SPARE = 1.2
_ENTRIES = (
    "SELECT entry.id, thing, graph, kind, first, last, length, iri FROM entry JOIN node ON node.id = thing"
)
_LINKS = "SELECT facet, thing, graph, value FROM link"


@dataclass(slots=True)
class Pairs:
    """Is each thing with a value of one facet, and the graph that says so."""

    thing: Numbers
    graph: Numbers
    value: Numbers


class Columns:
    """Holds, by the number of a thing, its kind (NONE for what is none), years and place in the order."""

    def __init__(self, db: sqlite3.Connection) -> None:
        nodes = db.execute("SELECT coalesce(max(id), 0) FROM node").fetchone()[0] + 1
        entries = db.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()[0] + 1
        self.kind = np.full(nodes, NONE, np.int64)
        self.first, self.last = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
        self.order = np.zeros(nodes, np.int64)
        self.thing_of, self.graph_of = np.zeros(entries, np.int64), np.zeros(entries, np.int64)
        self._set(db.execute(_ENTRIES).fetchall())
        self.pairs = _paired(db.execute(_LINKS).fetchall())

    def __len__(self) -> int:
        return len(self.kind)

    def update(self, db: sqlite3.Connection, things: Sequence[int]) -> None:
        """Reads things anew whose entries changed."""
        self._lengthen(max(things, default=0) + 1)
        self.kind[list(things)] = NONE
        rows = [row for thing in things for row in db.execute(f"{_ENTRIES} WHERE thing = ?", (thing,))]
        self._set(rows)
        links = [row for thing in things for row in db.execute(f"{_LINKS} WHERE thing = ?", (thing,))]
        touched = np.zeros(len(self), np.bool_)
        touched[list(things)] = True
        for facet, new in _paired(links).items():
            old = self.pairs[facet]
            stay = ~touched[old.thing]
            parts = ((old.thing, new.thing), (old.graph, new.graph), (old.value, new.value))
            self.pairs[facet] = Pairs(*(np.concatenate((was[stay], comes)) for was, comes in parts))

    def _lengthen(self, nodes: int) -> None:
        if nodes > len(self):
            size = int(nodes * _SPARE)
            self.kind = _longer(self.kind, size, NONE)
            self.first, self.last, self.order = (
                _longer(each, size) for each in (self.first, self.last, self.order)
            )

    def _set(self, rows: Sequence[Sequence[Any]]) -> None:
        """Sets things by the rows of all their entries: of several kinds the foremost, all their years."""
        seen: dict[int, tuple[int, int, int, int, str]] = {}
        for _, thing, _, kind, first, last, length, iri in rows:
            if thing in seen:
                kind, length = min(kind, seen[thing][0]), min(length, seen[thing][3])
                first = min(filter(None, (first, seen[thing][1])), default=0)
                last = max(last, seen[thing][2])
            seen[thing] = (kind, first, last, length, iri)
        top = max((row[0] for row in rows), default=0)
        if top >= len(self.thing_of):
            size = int((top + 1) * _SPARE)
            self.thing_of, self.graph_of = _longer(self.thing_of, size), _longer(self.graph_of, size)
        ids = [row[0] for row in rows]
        self.thing_of[ids] = [row[1] for row in rows]
        self.graph_of[ids] = [row[2] for row in rows]
        things = list(seen)
        for column, place in ((self.kind, 0), (self.first, 1), (self.last, 2)):
            column[things] = [found[place] for found in seen.values()]
        self.order[things] = [_order(kind, length, iri) for kind, _, _, length, iri in seen.values()]

    def things(self, entries: Numbers, graphs: Numbers | None) -> Mask:
        """Returns which things the entries are of, those of other graphs than these left out."""
        found = np.zeros(len(self), np.bool_)
        if graphs is not None:
            entries = entries[np.isin(self.graph_of[entries], graphs)]
        found[self.thing_of[entries]] = True
        return found

    def with_value(self, facet: int, values: Sequence[int], graphs: Numbers | None) -> Mask:
        """Returns which things have one of the values."""
        pairs, wanted = self.pairs[facet], np.zeros(len(self), np.bool_)
        wanted[[value for value in values if value < len(self)]] = True
        chosen = wanted[np.minimum(pairs.value, len(self) - 1)] & (pairs.value < len(self))
        if graphs is not None:
            chosen &= np.isin(pairs.graph, graphs)
        found = np.zeros(len(self), np.bool_)
        found[pairs.thing[chosen]] = True
        return found


def _order(kind: int, length: int, iri: str) -> int:
    """Returns what equal finds are ordered by: their kind, then short names first, then a hash of the IRI."""
    digest = int.from_bytes(hashlib.blake2b(iri.encode(), digest_size=5).digest())
    return (min(kind, OTHER) << 56) | (min(length, LONGEST) << 40) | digest


def _paired(rows: Sequence[tuple[int, int, int, int]]) -> dict[int, Pairs]:
    table = np.array(rows, np.int64).reshape(-1, 4)
    parts = {facet: table[table[:, 0] == facet] for facet in FACETS}
    return {facet: Pairs(part[:, 1], part[:, 2], part[:, 3]) for facet, part in parts.items()}


def _longer(column: Numbers, size: int, fill: int = 0) -> Numbers:
    longer = np.full(size, fill, np.int64)
    longer[: len(column)] = column
    return longer
