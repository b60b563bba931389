"""Asks a store our own questions, and remembers what holds until the next commit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, Protocol, TypeVar

from graph.errors import UnknownName
from graph.questions import Question, bind, count_of, load_lookups, page_of
from graph.repository.fitting import check_fit
from graph.repository.lasting import Lasting, Recorded
from graph.repository.tally import Counts, Tally
from graph.store.base import Changes, Row, Scope
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Quad, Term, expand, written

T = TypeVar("T")
Values = Mapping[str, str | Sequence[str]]

CHUNK = 500
MEMORIES = 256
NOTES = 8192


class Queryable(Readable, Recorded, Protocol):
    """Is what the repository needs of a store."""

    def select(self, query: str, scope: Scope = ...) -> Iterator[Row]:
        """Returns the solutions of a SELECT query."""

    def ask(self, query: str, scope: Scope = ...) -> bool:
        """Returns the answer of an ASK query."""

    def construct(self, query: str, scope: Scope = ...) -> Iterator[Quad]:
        """Returns the triples of a CONSTRUCT query."""


class Reading:
    """Binds lookups, runs them, and caches results for as long as the store's sequence stays the same."""

    def __init__(self, store: Queryable) -> None:
        self.store = store
        self._memory: OrderedDict[Hashable, Any] = OrderedDict()
        self._notes: OrderedDict[Hashable, Any] = OrderedDict()
        self._lasting: dict[str, Lasting] = {}
        self._tallies: dict[str, Tally] = {}
        self._at = -1
        self._lock = Lock()

    def rows(self, lookup: str, values: Values | None = None) -> Iterator[Row]:
        """Returns the solutions of a lookup."""
        return self.store.select(self.bound(load_lookups()[lookup], values or {}))

    def page(self, query: str, limit: int | None, offset: int = 0) -> Iterator[Row]:
        """Returns the solutions of one page of a SELECT query."""
        return self.store.select(page_of(query, limit, offset))

    def bound(self, question: Question, values: Values) -> str:
        """Returns the text of a question with its values, under the base of the store."""
        return bind(question, values, self.store.base)

    def asked(self, question: Question, values: Values) -> str:
        """Returns the same for what people ask; an IRI of which the graph holds nothing raises UnknownName.

        An answer that is empty because a code was misspelt must not look like one that is empty in truth.
        """
        query = self.bound(question, values)
        for name, value in _iris_in(question, values):
            self.check_known(name, value)
        return query

    def filtered(self, question: Question, values: Values) -> str:
        """Returns the same; a filter that names a thing of another kind raises InputError."""
        query = self.asked(question, values)
        for name, value in _iris_in(question, values):
            check_fit(self.store, name, value)
        return query

    def check_known(self, name: str, value: str) -> None:
        """Raises UnknownName if the graph holds nothing of the IRI that a parameter names."""
        if not self._holds(expand(value)):
            raise UnknownName("iri-unknown", name=name, value=value)

    def known(self, name: str, value: str) -> str:
        """Returns the whole IRI that a parameter names; an unknown one raises UnknownName."""
        self.check_known(name, value)
        return expand(value).value

    def _holds(self, node: NamedNode) -> bool:
        """Says whether any quad names the IRI, the commonest place first."""
        store = self.store
        found = (store.quads(node), store.quads(None, None, node), store.quads(graph=node))
        return any(next(quads, None) is not None for quads in found)

    def of_many(self, lookup: str, parameter: str, iris: Sequence[str]) -> Iterator[Row]:
        """Yields the solutions for many IRIs, a chunk of them at a time; no IRI means no question."""
        for start in range(0, len(iris), CHUNK):
            yield from self.rows(lookup, {parameter: iris[start : start + CHUNK]})

    def total(self, query: str) -> int:
        """Returns how many solutions a SELECT query has."""
        return self.remembered(("total", query), lambda: self._counted(query))

    def _counted(self, query: str) -> int:
        return int(text_of(next(iter(self.store.select(count_of(query))))["total"]))

    def remembered(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Returns what was computed under the key since the last commit, or computes it now."""
        return self._recalled(self._memory, MEMORIES, key, compute)

    def noted(self, key: Hashable, read: Callable[[], T]) -> T:
        """Returns what was read of one thing since the last commit, or reads it now.

        An answer comes back to the same statement more than once, and the next answer to the same sources and
        first projects; the many things of which that is not true do not push out what took long to compute.
        """
        return self._recalled(self._notes, NOTES, key, read)

    def note(self, key: Hashable) -> Any | None:
        """Returns what was noted under the key since the last commit, None if nothing was."""
        with self._lock:
            return self._notes.get(key) if self._at == self.store.sequence else None

    def lasting(self, name: str, moves: Callable[[Changes], bool]) -> Lasting:
        """Returns the memory of a name, which outlives all commits but those that move what it holds."""
        with self._lock:
            if name not in self._lasting:
                self._lasting[name] = Lasting(self.store, moves)
            return self._lasting[name]

    def tallied(self, lookup: str) -> Counts:
        """Returns the counts of a lookup: made once, then moved on by what commits touch (see Tally)."""
        with self._lock:
            if lookup not in self._tallies:
                self._tallies[lookup] = Tally(self.store, lambda: self._counts(lookup))
            tally = self._tallies[lookup]
        return tally.counts()

    def _counts(self, lookup: str) -> Counts:
        row = next(self.rows(lookup))
        return {name: int(text_of(term)) for name, term in row.items()}

    def _recalled(
        self, memory: OrderedDict[Hashable, Any], most: int, key: Hashable, compute: Callable[[], T]
    ) -> T:
        sequence = self.store.sequence
        with self._lock:
            if self._at != sequence:
                self._memory.clear()
                self._notes.clear()
                self._at = sequence
            if key in memory:
                memory.move_to_end(key)
                known: T = memory[key]
                return known
        value = compute()
        with self._lock:
            if self._at == sequence:
                memory[key] = value
                while len(memory) > most:
                    memory.popitem(last=False)
        return value


def _iris_in(question: Question, values: Values) -> Iterator[tuple[str, str]]:
    """Yields the IRIs that are given, each with the parameter that it is given for."""
    for parameter in question.parameters:
        given = values.get(parameter.name) or ()
        for value in (given,) if isinstance(given, str) else given:
            if value and parameter.kind == "iri":
                yield parameter.name, value


def text_of(term: Term | None) -> str:
    """Returns the IRI or the text of a term, empty for none."""
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else written(term)
