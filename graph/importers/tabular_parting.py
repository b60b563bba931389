"""Rows of a long list parted: those of which the store knows nothing go through as text, in batches.

A row of a dozen cells makes forty statements. As objects those of 100,000 rows would take gigabytes, and each
step a pass over them. What a new row says stands alone, but for what other rows say of the same things: that,
and whatever the store knows, is taken together as it always was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from graph.derived.reaching import POLICY
from graph.importers.tabular_making import Made, Making
from graph.importers.tabular_mapping import ListMapping
from graph.importers.tabular_quads import one_label_each
from graph.importers.tabular_row import Row
from graph.ledger.events import timestamp
from graph.ledger.words import (
    AGREEMENT,
    ALIGNMENT,
    BROADER,
    CREATED,
    DCT_SOURCE,
    IN_SCHEME,
    LABEL,
    REVIEWS,
    SOFTWARE_AGENT,
    SOURCE,
    SUPERSEDES,
    TYPE,
    WITHDRAWS,
)
from graph.store import Batch
from graph.store.base import Store
from graph.terms import NamedNode, Quad, Term, expand

MANY = 500
BATCH = 2_000
# What these state may move what other things are, reach or count for.
_MOVING = (REVIEWS, WITHDRAWS, SUPERSEDES, AGREEMENT, BROADER, IN_SCHEME)
_ASKED = (*map(expand, ("pg:isPrioritised", "pg:reaches", "rdfs:subClassOf", "sdgo:isIndicatorOf")),)
_PREDICATES = frozenset(each.value for each in (*_MOVING, *_ASKED))
_CLASSES = frozenset(each.value for each in (*POLICY, SOFTWARE_AGENT, expand("pg:LocalTarget")))


class Parted:
    """Is the rows of a list, parted by what a store knows: what must be taken together, and batches."""

    def __init__(self, mapping: ListMapping, rows: Sequence[Row], store: Store, at: datetime) -> None:
        self._making = Making(mapping, store.base)
        self._rows, self._store = rows, store
        self._moment = timestamp(at.replace(microsecond=0))
        self._seen: set[int] = set()
        self._shared: set[int] = set()
        self._is_new = bytearray(len(rows))
        if len(rows) >= MANY and all(map(_stands_alone, self._making.columns)):
            self._look_up()

    def quads(self) -> Iterator[Quad]:
        """Yields what is not in the batches: rows about known things, and what several rows are about."""
        for number, row in enumerate(self._rows):
            if not self._is_new[number]:
                yield from self._making.quads(row)
                continue
            for made, subject, value in self._making.statements(row):
                if hash(subject) in self._shared:
                    yield Quad(subject, made.predicate, value, made.graph)

    def batches(self) -> Iterator[Batch]:
        """Yields the statements about things that the store does not know, of some thousands of rows each."""
        new = (row for number, row in enumerate(self._rows) if self._is_new[number])
        while some := list(islice(new, BATCH)):
            subjects: set[NamedNode] = set()
            lines = "".join(line for row in some for line in self._lines(row, subjects))
            yield Batch(self._store.base, subjects, lines.encode())

    def _look_up(self) -> None:
        """Finds the rows about things that neither the store nor another row knows."""
        elsewhere: set[int] = set()
        for number, row in enumerate(self._rows):
            self._is_new[number] = self._are_new(row, elsewhere)
        if elsewhere & self._seen:  # rows refer to one another
            self._is_new = bytearray(len(self._rows))
            return
        for number, row in enumerate(self._rows):
            if self._is_new[number]:
                self._is_new[number] = all(map(self._is_apart, self._making.statements(row)))

    def _are_new(self, row: Row, elsewhere: set[int]) -> bool:
        """Says whether the store knows none of the things of a row that no former row is about.

        Things are told apart by their hashes: two of the same one are taken together, which harms nothing.
        """
        own: dict[NamedNode, bool] = {}
        values: set[Term] = set()
        for made, subject, value in self._making.statements(row):
            own[subject] = own.get(subject, False) or _is_named_elsewhere(made)
            values.add(value)
        hashes = {hash(subject): subject for subject in own}
        elsewhere.update({hash(value) for value in values if isinstance(value, NamedNode)} - hashes.keys())
        self._shared.update(hashes.keys() & self._seen)
        first = [subject for key, subject in hashes.items() if key not in self._seen]
        self._seen.update(hashes)
        return not any(self._knows(subject, own[subject]) for subject in first)

    def _knows(self, node: NamedNode, may_be_named: bool) -> bool:
        """Says whether the store says anything of a thing, or, where that matters, names it."""
        if next(self._store.quads(node), None) is not None:
            return True
        return may_be_named and next(self._store.quads(object_=node), None) is not None

    def _is_apart(self, statement: tuple[Made, NamedNode, Term]) -> bool:
        """Says whether a statement does not join what several rows are about to what one row is."""
        made, subject, value = statement
        is_of_one = (
            isinstance(value, NamedNode) and (key := hash(value)) in self._seen and key not in self._shared
        )
        if made.predicate == SOURCE:
            return is_of_one
        return not is_of_one or hash(subject) not in self._shared

    def _lines(self, row: Row, subjects: set[NamedNode]) -> Iterator[str]:
        """Yields the statements of a new row about its own things, as N-Quads, and notes these."""
        texts: dict[NamedNode, str] = {}
        labels: list[Quad] = []
        for made, subject, value in self._making.statements(row):
            text = texts.get(subject)
            if text is None:
                text = texts[subject] = "" if hash(subject) in self._shared else str(subject)
            if not text:
                continue
            predicate, graph = made.form
            if made.is_label:
                labels.append(Quad(subject, LABEL, value, made.graph))
            else:
                yield f"{text}{predicate}{value}{graph}"
            if made.constant == ALIGNMENT.value and made.predicate == TYPE:
                yield f"{text} {CREATED} {self._moment}{graph}"
        subjects.update(node for node, text in texts.items() if text)
        yield from (f"{quad} .\n" for quad in one_label_each(labels))


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
