"""Rows of a long list parted: those of which the store knows nothing go through as text, in batches.

A row of a dozen cells makes forty statements. As objects those of 100,000 rows would take gigabytes, and each
step a pass over them. What a new row says stands alone, but for what other rows say of the same things: that,
and whatever the store knows, is taken together as it always was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from graph.derived.reaching import POLICY
from graph.importers.tabular_making import Made, Making, Statement
from graph.importers.tabular_mapping import ListMapping
from graph.importers.tabular_naming import Named, Naming
from graph.importers.tabular_row import Row
from graph.importers.tabular_writing import Runs, Things, Writing
from graph.ledger.events import timestamp
from graph.ledger.words import (
    AGREEMENT,
    ALIGNMENT,
    BROADER,
    DCT_SOURCE,
    IN_SCHEME,
    REVIEWS,
    SOFTWARE_AGENT,
    SOURCE,
    SUPERSEDES,
    TYPE,
    WITHDRAWS,
)
from graph.store import Batch
from graph.store.base import Store
from graph.store.canonical import are_stored
from graph.terms import NamedNode, Quad, expand

MANY = 500
BATCH = 4_000
_AT_ONCE = 1_000
# What these state may move what other things are, reach or count for.
_MOVING = (REVIEWS, WITHDRAWS, SUPERSEDES, AGREEMENT, BROADER, IN_SCHEME)
_ASKED = (*map(expand, ("pg:isPrioritised", "pg:reaches", "rdfs:subClassOf", "sdgo:isIndicatorOf")),)
_PREDICATES = frozenset(each.value for each in (*_MOVING, *_ASKED))
_CLASSES = frozenset(each.value for each in (*POLICY, SOFTWARE_AGENT, expand("pg:LocalTarget")))


class Parted:
    """Is the rows of a list, parted by what a store knows: what must be taken together, and batches.

    Things are told apart by their hashes: two of the same one are taken together, which harms nothing.
    """

    def __init__(self, mapping: ListMapping, rows: Sequence[Row], store: Store, at: datetime) -> None:
        self._mapping, self._rows, self._store = mapping, rows, store
        self._making = Making(mapping, store.base)
        self._moment = timestamp(at.replace(microsecond=0))
        self._seen: set[int] = set()
        self._shared: set[int] = set()
        self._templates_of_shared: set[str] = set()
        self._is_new = bytearray(len(rows))
        if len(rows) >= MANY and all(map(_stands_alone, self._making.columns)):
            self._look_up()

    def quads(self) -> Iterator[Quad]:
        """Yields what is not in the batches: rows about known things, and what several rows are about."""
        shared = self._making_of(lambda made: made.about.text in self._templates_of_shared)
        for number, row in enumerate(self._rows):
            if self._is_new[number]:
                yield from (quad for quad in shared.quads(row) if hash(quad.subject) in self._shared)
            else:
                yield from self._making.quads(row)

    def batches(self) -> Iterator[Batch]:
        """Yields the statements about things that the store does not know, of some thousands of rows each."""
        writing = Writing(self._making, self._moment)
        new = (row for number, row in enumerate(self._rows) if self._is_new[number])
        while some := list(islice(new, BATCH)):
            yield self._batch(writing, some)

    def _batch(self, writing: Writing, rows: Iterable[Row]) -> Batch:
        things, runs = Things(), Runs()
        writing.write(rows, self._is_own, things, runs)
        lines, lengths = runs.joined()
        is_stored = are_stored(things.literals | {self._moment})
        sample = writing.sample(things.likeness, self._is_own, things)
        return Batch(self._store.base, things.own, things.referred, lines, is_stored, lengths, sample)

    def _is_own(self, node: NamedNode) -> bool:
        return hash(node) not in self._shared

    def _making_of(self, is_wanted: Callable[[Made], bool]) -> Making:
        return Making(self._mapping, self._store.base, is_wanted)

    def _look_up(self) -> None:
        """Finds the rows about things that neither the store nor another row knows."""
        telling = _telling_apart(self._making.columns)
        naming = Naming(self._making_of(lambda made: made.column.name in telling))
        names = {made.about.text for made in self._making.columns if _is_named_elsewhere(made)}
        elsewhere = {hash(NamedNode(made.constant)) for made in self._making.columns if made.constant}
        for start in range(0, len(self._rows), _AT_ONCE):
            rows = self._rows[start : start + _AT_ONCE]
            own = [self._noted(named, elsewhere) for named in naming.of(rows)]
            known = self._known(own, names)
            for number, things in enumerate(own, start):
                self._is_new[number] = known.isdisjoint(things)
        if elsewhere & self._seen:  # rows refer to one another
            self._is_new = bytearray(len(self._rows))
            return
        self._join()
        self._seen.clear()

    def _join(self) -> None:
        """Takes together with the rest the rows that join what several rows are about to what is theirs."""
        joining = self._making_of(self._may_join)
        for number, row in enumerate(self._rows):
            if self._is_new[number]:
                self._is_new[number] = all(map(self._is_apart, joining.statements(row)))

    def _noted(self, named: Named, elsewhere: set[int]) -> Mapping[NamedNode, str]:
        """Returns the things of a row that no former row is about, and notes what it names."""
        things, others = named
        keys = {hash(node): node for node in things}
        elsewhere |= {*map(hash, others)} - keys.keys()
        for key in keys.keys() & self._seen:
            self._shared.add(key)
            self._templates_of_shared.add(things.pop(keys.pop(key)))
        self._seen.update(keys)
        return things

    def _known(self, rows: Iterable[Mapping[NamedNode, str]], named: set[str]) -> frozenset[NamedNode]:
        """Returns the things of which the store says anything, or which, where that matters, it names."""
        things = {node: text for own in rows for node, text in own.items()}
        may_be_named = (node for node, text in things.items() if text in named)
        return self._store.about_any(things) | self._store.naming_any(may_be_named)

    def _may_join(self, made: Made) -> bool:
        return made.predicate == SOURCE or made.about.text in self._templates_of_shared

    def _is_apart(self, statement: Statement) -> bool:
        """Says whether a statement does not join what several rows are about to what one row is."""
        made, subject, value = statement
        is_of_one = isinstance(value, NamedNode) and self._is_of_one(hash(value))
        if made.predicate == SOURCE:
            return is_of_one
        return not is_of_one or hash(subject) not in self._shared

    def _is_of_one(self, key: int) -> bool:
        return key in self._seen and key not in self._shared


def _telling_apart(columns: Sequence[Made]) -> frozenset[str]:
    """Returns the names of columns that between them name all that a row is about, or names besides."""
    kept: list[Made] = []
    for made in sorted(columns, key=lambda each: len(each.names)):
        if not _is_covered(made.about.text, made.names, kept) or _may_name_others(made, columns):
            kept.append(made)
    return frozenset(made.column.name for made in kept)


def _is_covered(text: str, names: Iterable[str], columns: Iterable[Made]) -> bool:
    """Says whether another column states something of a thing wherever there are these values."""
    return any(each.about.text == text and {*each.names} <= {*names} for each in columns)


def _may_name_others(made: Made, columns: Iterable[Made]) -> bool:
    """Says whether a column may state a thing of which its row says nothing; constants are not counted."""
    if made.value is None:
        return bool(made.column.matches)
    return made.constant is None and not _is_covered(made.value.text, made.names, columns)


def _stands_alone(made: Made) -> bool:
    """Says whether what a column states can be taken batch by batch."""
    if made.predicate.value in _PREDICATES:
        return False
    if made.predicate != TYPE:
        return True
    return made.value is not None and not made.value.names and made.constant not in _CLASSES


def _is_named_elsewhere(made: Made) -> bool:
    """Says whether it matters that something names what a column states something of."""
    return made.predicate == DCT_SOURCE or (made.predicate == TYPE and made.constant == ALIGNMENT.value)
