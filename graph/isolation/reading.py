"""Answers of workers read as terms, for those who show a few rows of them; never beyond a bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, cast

import pyoxigraph as ox

from graph.errors import QueryProblem
from graph.store.base import Row


class _Bounded:
    """Is the file from which the engine's parser reads an answer, as far as it is asked for rows."""

    def __init__(self, chunks: Iterator[bytes], limit: int) -> None:
        self._chunks = chunks
        self._limit = limit
        self._left = limit
        self._gathered = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """Returns the next bytes, none at the end; raises QueryProblem beyond the limit."""
        if not self._gathered:
            self._gathered = memoryview(next(self._chunks, b""))
        wanted = len(self._gathered) if size < 0 else size
        data, self._gathered = bytes(self._gathered[:wanted]), self._gathered[wanted:]
        self._left -= len(data)
        if self._left < 0:
            raise QueryProblem("query-answer-too-large", limit=self._limit)
        return data


def read_rows(chunks: Iterator[bytes], limit: int) -> Iterator[Row] | bool:
    """Returns what an answer in SPARQL JSON says: solutions, read as they are asked for, or yes or no.

    Raises QueryProblem where that would take more than `limit` bytes, and whatever the answer raises.
    """
    found = ox.parse_query_results(cast(IO[bytes], _Bounded(chunks, limit)), ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return ({n: t for n, t in zip(names, row, strict=True) if t is not None} for row in found)


def read_triples(chunks: Iterator[bytes], limit: int) -> Iterator[Row]:
    """Returns the triples of an answer in N-Triples as rows of subject, predicate and object.

    Raises QueryProblem where that would take more than `limit` bytes, and whatever the answer raises.
    """
    stream = cast(IO[bytes], _Bounded(chunks, limit))
    for quad in ox.parse(stream, ox.RdfFormat.N_TRIPLES, lenient=True):
        yield {"subject": quad.subject, "predicate": quad.predicate, "object": quad.object}
