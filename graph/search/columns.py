"""The index in arrays: what all finds are filtered, counted and ordered by, a pass over them at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.distinct import distinct
from graph.search.entries import LEVEL, PLACE, PROGRAMME, SERVES
from graph.search.kinds import KINDS
from graph.search.tables import several

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
NONE = -1
FACETS = (PLACE, PROGRAMME, SERVES, LEVEL)
_SPARE = 1.2
_FEW = 256  # so many numbers are sorted sooner than all things are passed over
_ENTRIES = "SELECT id, thing, graph FROM entry"
# Of several kinds the foremost holds, of several names the shortest, of several periods all their years.
_THINGS = (
    "SELECT thing, min(kind), coalesce(min(nullif(first, 0)), 0), max(last), min(length), tie FROM entry"
)
_LINKS = "SELECT facet, thing, graph, value FROM link"


@dataclass(slots=True)
class Pairs:
    """Is each thing with a value of one facet, and the graph that says so."""

    thing: Numbers
    graph: Numbers
    value: Numbers

    def moved_on(self, touched: Mask | None, new: Pairs) -> Pairs:
        """Returns the pairs without those of things that were touched, and with new ones."""
        stay = slice(None) if touched is None else ~touched[self.thing]
        if touched is None and not len(new.thing):
            return self
        parts = ((self.thing, new.thing), (self.graph, new.graph), (self.value, new.value))
        return Pairs(*(np.concatenate((was[stay], comes)) for was, comes in parts))


class Columns:
    """Holds, by the number of a thing, its kind (NONE for what is none), years and place in the order.

    An entry that is gone is of thing 0, which is none.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.kind, self.first, self.last, self.order = (np.zeros(0, np.int64) for _ in range(4))
        self.thing_of, self.graph_of = np.zeros(0, np.int64), np.zeros(0, np.int64)
        (nodes,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM node").fetchone()
        self._lengthen(nodes)
        self._set_entries(_table(db.execute(_ENTRIES), 3))
        self._set_things(_table(db.execute(f"{_THINGS} GROUP BY thing"), 6))
        self.pairs = dict(_paired(_table(db.execute(_LINKS), 4)))

    def __len__(self) -> int:
        return len(self.kind)

    def update(
        self, db: sqlite3.Connection, things: Sequence[int], gone: Sequence[int]
    ) -> Mapping[int, Pairs]:
        """Reads things anew whose entries changed, and returns their pairs by facet.

        `gone` are the entries that they had before.
        """
        self.thing_of[list(gone)] = 0
        self._lengthen(max(things, default=0) + 1)
        self.kind[list(things)] = NONE
        self._set_entries(_table(several(db, f"{_ENTRIES} WHERE thing IN ({{}})", things), 3))
        self._set_things(_table(several(db, f"{_THINGS} WHERE thing IN ({{}}) GROUP BY thing", things), 6))
        links = dict(_paired(_table(several(db, f"{_LINKS} WHERE thing IN ({{}})", things), 4)))
        touched = self.mask(things) if gone else None
        self.pairs = {facet: self.pairs[facet].moved_on(touched, new) for facet, new in links.items()}
        return links

    def mask(self, things: Sequence[int] | Numbers) -> Mask:
        """Returns the things as a mask over all; 0 is none."""
        mask = np.zeros(len(self), np.bool_)
        mask[np.asarray(things, np.int64)] = True
        mask[:1] = False
        return mask

    def things(self, entries: Numbers, graphs: Numbers | None) -> Numbers:
        """Returns of which thing each entry is, those of other graphs than these left out."""
        if graphs is not None:
            entries = entries[np.isin(self.graph_of.take(entries), graphs)]
        return self.thing_of.take(entries)

    def distinct(self, things: Numbers) -> Numbers:
        """Returns the things, each once, and without 0, which is none."""
        return np.flatnonzero(self.mask(things)) if len(things) > _FEW else distinct(things[things > 0])

    def foremost(self, things: Numbers, most: int) -> Numbers:
        """Returns the first of the things, each once, in the order in which equal finds are shown."""
        near = 2 * most  # few are told more than once, so the first are nearly always among so many
        if near < len(things):
            order = self.order.take(things)
            few = np.flatnonzero(order <= np.partition(order, near)[near])
            first = _ordered(things.take(few), order.take(few))
            if len(first) >= most:
                return first[:most]
        each = self.distinct(things)
        return _ordered(each, self.order.take(each))[:most]

    def with_value(self, facet: int, values: Sequence[int], graphs: Numbers | None) -> Mask:
        """Returns which things have one of the values."""
        pairs = self.pairs[facet]
        chosen = np.isin(pairs.value, list(values))
        if graphs is not None:
            chosen &= np.isin(pairs.graph, graphs)
        found = np.zeros(len(self), np.bool_)
        found[pairs.thing[chosen]] = True
        return found

    def _lengthen(self, nodes: int) -> None:
        if nodes > len(self):
            size = int(nodes * _SPARE)
            self.kind = _longer(self.kind, size, NONE)
            self.first, self.last, self.order = (
                _longer(each, size) for each in (self.first, self.last, self.order)
            )

    def _set_entries(self, rows: Numbers) -> None:
        top = int(rows[:, 0].max(initial=0)) + 1
        if top > len(self.thing_of):
            size = int(top * _SPARE)
            self.thing_of, self.graph_of = _longer(self.thing_of, size), _longer(self.graph_of, size)
        self.thing_of[rows[:, 0]], self.graph_of[rows[:, 0]] = rows[:, 1], rows[:, 2]

    def _set_things(self, rows: Numbers) -> None:
        """Sets things by rows of kind, years, length and tie; equals are in the order of the last two."""
        things, kind, first, last, length, tie = rows.T
        self.kind[things], self.first[things], self.last[things] = kind, first, last
        self.order[things] = (np.minimum(kind, len(KINDS)) << 56) | (length << 40) | tie


def _ordered(things: Numbers, order: Numbers) -> Numbers:
    """Returns things in an order, each once."""
    ordered = things.take(np.lexsort((things, order)))
    is_first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered[is_first]


def _table(rows: Iterable[tuple[int, ...]], columns: int) -> Numbers:
    return np.array(list(rows), np.int64).reshape(-1, columns)


def _paired(table: Numbers) -> Iterator[tuple[int, Pairs]]:
    for facet in FACETS:
        _, things, graphs, values = table[table[:, 0] == facet].T
        yield facet, Pairs(things, graphs, values)


def _longer(column: Numbers, size: int, fill: int = 0) -> Numbers:
    longer = np.full(size, fill, np.int64)
    longer[: len(column)] = column
    return longer
