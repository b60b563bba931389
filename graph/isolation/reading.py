"""Answers of workers read as terms, never beyond a bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import IO, cast

import pyoxigraph as ox

from graph.errors import PolicygraphError, QueryProblem
from graph.store.base import Row
from graph.terms import Quad


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


def read_verdict(chunks: Iterator[bytes], limit: int) -> bool:
    """Returns what an answer in SPARQL JSON to an ASK query says; raises what reading it raises."""
    return bool(ox.parse_query_results(_stream(chunks, limit), ox.QueryResultsFormat.JSON))


def read_table(chunks: Iterator[bytes], most: int, limit: int) -> tuple[list[str], list[Row]]:
    """Returns the columns, and at most so many solutions, of an answer in SPARQL JSON, and reads no further.

    A column in which no solution has a value is among them. Raises QueryProblem where the solutions take
    more than `limit` bytes, and whatever the answer raises.
    """
    names: list[str] = []
    return names, _taken(partial(_solutions, names=names), _stream(chunks, limit), most)


def read_triples(chunks: Iterator[bytes], most: int, limit: int) -> list[Row]:
    """Returns at most so many triples of an answer in N-Triples, as rows of subject, predicate and object.

    Raises QueryProblem where they take more than `limit` bytes, and whatever the answer raises.
    """
    return _taken(_triples, _stream(chunks, limit), most)


def read_quads(chunks: Iterator[bytes], limit: int) -> tuple[Quad, ...]:
    """Returns all quads of an answer in N-Quads.

    Raises QueryProblem where they take more than `limit` bytes, and whatever the answer raises.
    """
    quads = ox.parse(_stream(chunks, limit), ox.RdfFormat.N_QUADS)
    try:
        return tuple(quads)
    except PolicygraphError as error:
        raise error.with_traceback(None) from None  # as below
    finally:
        del quads


def _stream(chunks: Iterator[bytes], limit: int) -> IO[bytes]:
    return cast(IO[bytes], _Bounded(chunks, limit))


def _taken(read: Callable[[IO[bytes]], Iterator[Row]], stream: IO[bytes], most: int) -> list[Row]:
    rows = read(stream)
    try:
        return list(islice(rows, most))
    except PolicygraphError as error:
        # The engine's objects must end in this thread, and the error, which may not, would hold them.
        raise error.with_traceback(None) from None
    finally:
        del rows


def _solutions(stream: IO[bytes], names: list[str]) -> Iterator[Row]:
    """Yields the solutions, and puts the names of their columns into the list."""
    found = ox.parse_query_results(stream, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    names += [variable.value for variable in found.variables]
    for row in found:
        yield {n: t for n, t in zip(names, row, strict=True) if t is not None}


def _triples(stream: IO[bytes]) -> Iterator[Row]:
    for quad in ox.parse(stream, ox.RdfFormat.N_TRIPLES, lenient=True):
        yield {"subject": quad.subject, "predicate": quad.predicate, "object": quad.object}
