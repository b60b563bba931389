"""Finds in the index: by code, by whole name, by words; filtered and put in order over arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.repository.lists import natural
from graph.search.columns import Columns, Mask, Numbers
from graph.search.entries import LEVEL, PLACE, PROGRAMME, SERVES
from graph.search.kinds import KINDS
from graph.search.matching import WAYS, Code, codes_of, expression, normal, terms_of
from graph.search.tables import CODE, NAME, Tables
from graph.search.words import name_key

MOST_CODES = 1000
_LAST = "\U0010ffff"
_VALUES = (("territory", PLACE), ("programme", PROGRAMME), ("level", LEVEL), ("goal", SERVES))


@dataclass(frozen=True, slots=True)
class Asked:
    """Is what is searched for: a text, the IRIs that it may be itself, and filters resolved to sets of IRIs.

    `values` holds, by the name of a filter, the values of which a find must have one. `among` are the only
    things wanted, `graphs` the only graphs that are read; None means any.
    """

    text: str
    iris: tuple[str, ...]
    kind: str | None
    year: int | None
    values: Mapping[str, frozenset[str]]
    among: frozenset[str] | None = None
    graphs: frozenset[str] | None = None


class Finding:
    """Finds what one question asks for; `base` holds all finds before the filters."""

    def __init__(self, tables: Tables, columns: Columns, asked: Asked) -> None:
        self._tables = tables
        self._columns = columns
        self._asked = asked
        self._graphs = None if asked.graphs is None else np.array(tables.known(asked.graphs), np.int64)
        self._terms = terms_of(asked.text)
        self._codes = list(dict.fromkeys(self._coded()))
        self._named = self._called(begins=False)
        # Of one word, names that begin so are no better than those that hold it.
        self._begun = self._called(begins=True) if len(self._terms) > 1 else self._named
        self.base = self._words(len(WAYS) - 1) | self._begun | columns.mask(self._codes)
        self._passing: Mapping[str, Mask] = dict(self._filters())

    def chosen(self, but: str = "") -> Mask:
        """Returns the finds that pass all filters, or all but one."""
        mask = self.base.copy()
        for name, passes in self._passing.items():
            if name != but:
                mask &= passes
        return mask

    def page(self, limit: int, offset: int) -> list[int]:
        """Returns the numbers of the finds of a page, the best first.

        Codes come first, then whole names, then names that begin so, then names by how they match, and texts.
        Among equals the order is that of kinds, then short names first: it depends on the graph alone.
        """
        left, wanted, found = self.chosen(), offset + limit, list[int]()
        coded = [thing for thing in self._codes if left[thing]]
        left[coded] = False
        found += coded
        for rank in range(-2, len(WAYS)):
            if len(found) >= wanted:
                break
            mine = np.flatnonzero(left & self._ranked(rank))
            found += self._best(mine, wanted - len(found)).tolist()
            left[mine] = False
        return found[offset:wanted]

    def _ranked(self, rank: int) -> Mask:
        """Returns the finds of a rank: whole names before words; the last rank has all that are left."""
        if rank < 0:
            return self._named if rank == -2 else self._begun
        return self._words(rank) if rank < len(WAYS) - 1 else self.base

    def _best(self, things: Numbers, most: int) -> Numbers:
        order = self._columns.order[things]
        if len(things) > most:
            things = things[np.argpartition(order, most)[: most + 1]]
            order = self._columns.order[things]
        return things[np.argsort(order)][:most]

    def _called(self, *, begins: bool) -> Mask:
        found = self._keyed(NAME, name_key(normal(self._asked.text)), begins=begins)
        return self._columns.mask([thing for _, thing in found])

    def _words(self, way: int) -> Mask:
        """Returns the finds whose names (for the last way: or texts) hold all the words."""
        if not self._terms:
            return self._columns.mask(())
        query = "SELECT group_concat(rowid) FROM word WHERE word MATCH ?"
        (rows,) = self._tables.db.execute(query, (expression(WAYS[way], self._terms),)).fetchone()
        entries = np.fromstring(rows or "", np.int64, sep=",")
        return self._columns.things(entries, self._graphs)

    def _coded(self) -> Iterator[int]:
        """Yields what is meant by its IRI or code, then what has a code that begins so, in their order."""
        yield from (thing for thing in self._tables.known(self._asked.iris) if self._is_thing(thing))
        codes = codes_of(self._asked.text)
        for code in codes:
            yield from self._ordered([thing for _, thing in self._keyed(CODE, code.key)], code)
        for code in codes:
            if len(code.key) > 1 and any(char.isdigit() for char in code.key):
                begun = sorted(self._keyed(CODE, code.key, begins=True), key=lambda pair: natural(pair[0]))
                yield from (thing for _, thing in begun if self._is_of(thing, code))

    def _ordered(self, things: Sequence[int], code: Code) -> list[int]:
        kept = (thing for thing in things if self._is_of(thing, code))
        return sorted(kept, key=lambda thing: int(self._columns.order[thing]))

    def _is_of(self, thing: int, code: Code) -> bool:
        return not code.kinds or self._columns.kind[thing] in code.kinds

    def _is_thing(self, node: int) -> bool:
        return node < len(self._columns) and self._columns.kind[node] >= 0

    def _keyed(self, what: int, key: str, *, begins: bool = False) -> list[tuple[str, int]]:
        """Returns the things of a code or whole name, or of codes that begin so, with that key."""
        if not key:
            return []
        rows = self._tables.db.execute(
            "SELECT text, thing, graph FROM key WHERE what = ? AND text BETWEEN ? AND ? LIMIT ?",
            (what, key, key + _LAST if begins else key, MOST_CODES),
        )
        graphs = None if self._graphs is None else set(self._graphs.tolist())
        return [(text, thing) for text, thing, graph in rows if graphs is None or graph in graphs]

    def _filters(self) -> Iterator[tuple[str, Mask]]:
        asked, columns = self._asked, self._columns
        if asked.kind is not None:
            yield "kind", columns.kind == KINDS.index(asked.kind)
        if asked.year is not None:
            yield "year", (columns.first > 0) & (columns.first <= asked.year) & (asked.year <= columns.last)
        for name, facet in _VALUES:
            if name in asked.values:
                values = self._tables.known(asked.values[name])
                yield name, columns.with_value(facet, values, self._graphs)
        if asked.among is not None:
            yield "among", self._columns.mask(self._tables.known(asked.among))
