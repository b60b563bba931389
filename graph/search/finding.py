"""Finds in the index: by code, by whole name, by words; filtered and put in order over arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.repository.lists import natural
from graph.search.codes import Code, codes_of
from graph.search.columns import Columns, Mask, Numbers
from graph.search.entries import LEVEL, PLACE, PROGRAMME, SERVES
from graph.search.kept import Kept
from graph.search.kinds import KINDS
from graph.search.matching import WAYS, Way, anywhere, compounded, terms_of
from graph.search.postings import LAST, entries_with
from graph.search.tables import CODE, NAME, Tables
from graph.search.words import name_key, normal

MOST_CODES = 1000
_GOAL = KINDS.index("goal")
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

    @property
    def is_narrowed(self) -> bool:
        """Says whether any filter is set."""
        return self.kind is not None or self.year is not None or bool(self.values)


class Finding:
    """Finds what one question asks for; `base` holds all finds before the filters."""

    def __init__(self, tables: Tables, columns: Columns, kept: Kept, asked: Asked) -> None:
        self._tables = tables
        self._columns = columns
        self._kept = kept
        self._asked = asked
        self._graphs = None if asked.graphs is None else np.array(tables.known(asked.graphs), np.int64)
        self._read = None if self._graphs is None else frozenset(self._graphs.tolist())
        self._terms = terms_of(asked.text)
        self._is_list = not asked.text.strip() and asked.is_narrowed
        self._codes = np.array(list(dict.fromkeys(self._coded())), np.int64)
        self._named = self._called(begins=False)
        # Of one word, names that begin so are no better than those that hold it.
        self._begun = self._called(begins=True) if len(self._terms) > 1 else self._named
        self.base = columns.mask(self._listed() if self._is_list else self._words(anywhere))
        self.base[self._begun] = self.base[self._codes] = True
        self._passing: Mapping[str, Mask] = dict(self._filters())

    def chosen(self, but: str = "") -> Mask:
        """Returns the finds that pass all filters, or all but one; where none is left out it is `base`."""
        mask = self.base
        for name, passes in self._passing.items():
            if name != but:
                mask = mask & passes
        return mask

    def total(self) -> int:
        """Returns the number of the finds that pass all filters."""
        return int(np.count_nonzero(self.chosen()))

    def page(self, limit: int, offset: int) -> list[int]:
        """Returns the numbers of the finds of a page, the best first.

        Codes come first, then whole names, then names that begin so, then goals that are named so in any way,
        then names by how they match, and texts. Among equals the order is that of kinds, then short names
        first: it depends on the graph alone.
        """
        left, wanted = self.chosen().copy(), offset + limit
        found: list[int] = self._codes[left[self._codes]][:wanted].tolist()
        left[self._codes] = False
        for things in self._by_rank():
            mine = things[left[things]]
            if len(mine):
                found += self._columns.foremost(mine, wanted - len(found)).tolist()
            if len(found) >= wanted:
                break
            left[mine] = False
        return found[offset:wanted]

    def _by_rank(self) -> Iterator[Numbers]:
        """Yields what each rank but that of codes finds; it may hold again what those before it held."""
        yield from (self._named, self._begun)
        yield self._goals()
        yield from map(self._words, WAYS)
        if self._is_list:
            yield self._listed()

    def _goals(self) -> Numbers:
        """Returns the goals with all the words in their names.

        A word that is compounded in Swedish and Danish is meant no less than one that stands alone.
        """
        found = np.flatnonzero(self.base)
        goals: Numbers = found[self._columns.kind.take(found) == _GOAL]
        return goals[self._columns.mask(self._words(compounded))[goals]] if len(goals) else goals

    def _listed(self) -> Numbers:
        """Returns all things that may be read: without words, filters leave what is listed."""
        things = self._columns.things(np.arange(len(self._columns.thing_of)), self._graphs)
        return things[self._columns.kind.take(things) >= 0]

    def _called(self, *, begins: bool) -> Numbers:
        found = self._keyed(NAME, name_key(normal(self._asked.text)), begins=begins)
        return np.array([thing for _, thing in found], np.int64)

    def _words(self, way: Way) -> Numbers:
        """Returns what has all the words in its names (for `anywhere`: or texts), some more than once."""
        if not self._terms:
            return np.zeros(0, np.int64)
        return self._kept.of((way, self._terms, self._read), lambda: self._looked_up(way))

    def _looked_up(self, way: Way) -> Numbers:
        entries = entries_with(self._tables.db, way, self._terms)
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
            (what, key, key + LAST if begins else key, MOST_CODES),
        )
        return [(text, thing) for text, thing, graph in rows if self._read is None or graph in self._read]

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
