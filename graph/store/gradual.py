"""A store in memory that takes up its lines when it is asked of them: most of a long list no shape reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.store.base import UNION, Row, Scope
from graph.store.mentioning import TYPE, Mentioned, mentioned
from graph.store.oxigraph import OxigraphStore
from graph.store.told import Told
from graph.terms import DefaultGraph, NamedNode, Quad, Subject, Term, iri

_Place = tuple[str, str]


class Gradual:
    """Is lines in runs of one predicate and graph, those of rdf:type also of one class; no run comes twice.

    It answers as a store of all of them.
    """

    def __init__(self, base: str, told: Told) -> None:
        self._store = OxigraphStore.in_memory(base)
        self._waiting: dict[_Place, list[memoryview]] = {}
        self._graphs: set[str] = set()
        lines, at = memoryview(told.lines), 0
        for length, (predicate, graph, value) in zip(told.runs, told.heads(), strict=True):
            place = predicate, value if predicate == TYPE else ""
            self._waiting.setdefault(place, []).append(lines[at : at + length])
            self._graphs.add(graph)
            at += length
        self.take(told.lines[at:])

    @property
    def base(self) -> str:
        """Returns the base IRI."""
        return self._store.base

    def select(self, query: str, scope: Scope = UNION) -> Iterator[Row]:
        """Returns the solutions of a SELECT query; a malformed one raises QueryProblem."""
        found = mentioned(query)
        self._take_up(self._waiting if found is None else filter(_bearing(found), self._waiting))
        return self._store.select(query, scope)

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Returns the quads that match; None matches anything."""
        wanted, value = predicate and str(predicate), object_ and str(object_)
        self._take_up(
            place
            for place in self._waiting
            if wanted in (None, place[0]) and (place[0] != TYPE or value in (None, place[1]))
        )
        return self._store.quads(subject, predicate, object_, graph)

    def classes(self) -> set[Term]:
        """Returns the classes of which it says that something is one."""
        waiting = {iri(value[1:-1]) for predicate, value in self._waiting if predicate == TYPE}
        rows = self._store.select(f"SELECT DISTINCT ?class WHERE {{ ?any {TYPE} ?class }}")
        return {row["class"] for row in rows} | waiting

    def graphs(self) -> Sequence[NamedNode]:
        """Returns the named graphs that hold at least one quad, in the order of their IRIs."""
        names = {iri(graph[1:-1]) for graph in self._graphs} | {*self._store.graphs()}
        return sorted(names, key=lambda name: name.value)

    def take(self, lines: bytes) -> None:
        """Adds quads in N-Quads that this program has written."""
        self._store.take(lines)

    def _take_up(self, places: Iterable[_Place]) -> None:
        if lines := [line for place in list(places) for line in self._waiting.pop(place)]:
            self._store.take(b"".join(lines))


def _bearing(found: Mentioned) -> Callable[[_Place], bool]:
    return lambda place: place[1] in found.classes if place[0] == TYPE else place[0] in found.predicates
