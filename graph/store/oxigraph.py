"""The embedded store: pyoxigraph in memory or on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from graph.errors import QueryProblem, StoreProblem
from graph.store.answers import GRAPH_TYPES, Answer, evaluate, write
from graph.store.base import UNION, Changes, Row, Scope
from graph.store.syntax import parse_rdf
from graph.terms import NamedNode, Quad, Subject, Term
from ontology import PREFIXES

# The sequence number is the name of an empty graph: it moves in the same transaction as the quads, yet no
# query, count or dump meets a quad that nobody stated.
_MARK = "graph/system/sequence/"


class OxigraphStore:
    """Is the twin of Store that lives in this process; one thread writes at a time, any number read."""

    def __init__(self, db: ox.Store, base: str) -> None:
        self._open: ox.Store | None = db
        self._base = base
        self._sequence = stored_sequence(db, base)

    @property
    def base(self) -> str:
        """Returns the base IRI, fixed when the store was made; it ends with a slash."""
        return self._base

    @property
    def sequence(self) -> int:
        """Returns the number of the last commit, 0 for a store that has none."""
        return self._sequence or 0

    @property
    def _db(self) -> ox.Store:
        if self._open is None:
            raise StoreProblem("store-closed")
        return self._open

    def select(self, query: str, scope: Scope = UNION) -> Iterator[Row]:
        """Returns the solutions of a SELECT query as mappings; unbound variables are left out."""
        answer = self._answer(query, scope)
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryProblem("query-form", wanted="SELECT")
        names = [variable.value for variable in answer.variables]
        return ({n: t for n, t in zip(names, row, strict=True) if t is not None} for row in answer)

    def ask(self, query: str, scope: Scope = UNION) -> bool:
        """Returns the answer of an ASK query."""
        answer = self._answer(query, scope)
        if not isinstance(answer, ox.QueryBoolean):
            raise QueryProblem("query-form", wanted="ASK")
        return bool(answer)

    def construct(self, query: str, scope: Scope = UNION) -> Iterator[Quad]:
        """Returns the triples of a CONSTRUCT or DESCRIBE query, as quads of the default graph."""
        answer = self._answer(query, scope)
        if not isinstance(answer, ox.QueryTriples):
            raise QueryProblem("query-form", wanted="CONSTRUCT, DESCRIBE")
        return (Quad(triple.subject, triple.predicate, triple.object) for triple in answer)

    def write_answer(self, query: str, media_type: str, output: IO[bytes], scope: Scope = UNION) -> None:
        """Writes a query's answer as the engine serialises it; raises QueryProblem if it cannot."""
        write(self._answer(query, scope), media_type, output)

    def _answer(self, query: str, scope: Scope) -> Answer:
        return evaluate(self._db, query, scope, self._base)

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Returns the quads that match; None matches anything."""
        return self._db.quads_for_pattern(subject, predicate, object_, graph)

    def graphs(self) -> Sequence[NamedNode]:
        """Returns the named graphs that hold at least one quad, in the order of their IRIs."""
        names = (name for name in self._db.named_graphs() if isinstance(name, NamedNode))
        return sorted(filter(self._holds, names), key=lambda name: name.value)

    def _holds(self, graph: NamedNode) -> bool:
        return next(self.quads(graph=graph), None) is not None

    def apply(self, changes: Changes, sequence: int) -> None:
        """Applies the changes and the sequence number in one transaction."""
        self._db.update(";\n".join(_operations(self._base, changes, self._sequence, sequence)))
        self._sequence = sequence

    def bulk_load(self, files: Iterable[Path], sequence: int) -> None:
        """Loads files whole, fast and not atomically: for the offline filling of an empty store only."""
        for file in files:
            self.bulk_add(parse_rdf(file, base=self._base))
        self.apply(Changes(), sequence)

    def bulk_add(self, quads: Iterable[Quad]) -> None:
        """Adds quads fast and not atomically: for the offline filling of an empty store only."""
        self._db.bulk_extend(quads)

    def dump(self, output: IO[bytes], media_type: str, graph: NamedNode | None = None) -> None:
        """Writes one graph, or the whole dataset, in an RDF syntax."""
        syntax = GRAPH_TYPES.get(media_type.partition(";")[0].strip().lower())
        if syntax is None or (graph is None and not syntax.supports_datasets):
            raise QueryProblem(
                "media-type-unfit", media_type=media_type, form="RDF", known=", ".join(GRAPH_TYPES)
            )
        self._db.dump(output, syntax, from_graph=graph, prefixes=dict(PREFIXES))

    def size(self) -> int:
        """Returns the number of quads."""
        return len(self._db)

    def close(self) -> None:
        """Releases the store, so that another process may open it."""
        self._open = None


def stored_sequence(db: ox.Store, base: str) -> int | None:
    """Returns the number of the last commit that the database holds, None if it has no mark of ours."""
    mark = base + _MARK
    found = [name.value for name in db.named_graphs() if name.value.startswith(mark)]
    return max((int(name.removeprefix(mark)) for name in found), default=None)


def _operations(base: str, changes: Changes, old: int | None, new: int) -> Iterator[str]:
    if old is not None and old != new:
        yield f"DROP SILENT GRAPH <{base}{_MARK}{old}>"
    yield f"CREATE SILENT GRAPH <{base}{_MARK}{new}>"
    if changes.removed:
        yield f"DELETE DATA {{\n{_data(changes.removed)}}}"
    if changes.added:
        yield f"INSERT DATA {{\n{_data(changes.added)}}}"


def _data(quads: Iterable[Quad]) -> str:
    ordered = sorted(quads, key=lambda quad: str(quad.graph_name))
    return "".join(
        _block(str(name), list(group)) for name, group in groupby(ordered, lambda q: str(q.graph_name))
    )


def _block(graph: str, quads: Sequence[Quad]) -> str:
    lines = "".join(f"{quad.triple} .\n" for quad in quads)
    return lines if graph == "DEFAULT" else f"GRAPH {graph} {{\n{lines}}}\n"
