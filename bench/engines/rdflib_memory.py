"""rdflib in memory, in a process of its own that times each query inside."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter_ns

from rdflib import Graph, __version__
from rdflib.plugins.sparql import prepareQuery

from bench.engines.child import Library


class _TooLate(Exception):
    """Is raised within a query at its deadline."""


@contextmanager
def rdflib_memory(triples: Path, deadline: int) -> Iterator[Library]:
    """Reads the triples into rdflib's fastest store in a process of its own."""
    command = [sys.executable, "-m", "bench.engines.rdflib_memory", str(triples), str(deadline)]
    engine = Library(f"rdflib {__version__}", command)
    try:
        yield engine
    finally:
        engine.close()


def serve(triples: str, deadline: int) -> None:
    """Answers queries: a path a line, answered by nanoseconds, bytes, and the rows as JSON."""
    signal.signal(signal.SIGALRM, _stop)
    graph = Graph("SimpleMemory")
    graph.parse(triples, format="nt")
    print("ready", flush=True)
    for line in sys.stdin:
        nanoseconds, body = _answered(graph, Path(line.rstrip()).read_text(encoding="utf-8"), deadline)
        sys.stdout.buffer.write(f"{nanoseconds} {len(body)}\n".encode() + body)
        sys.stdout.buffer.flush()


def _answered(graph: Graph, text: str, deadline: int) -> tuple[int, bytes]:
    query = prepareQuery(text)
    signal.alarm(deadline)
    try:
        start = perf_counter_ns()
        body = graph.query(query).serialize(format="json") or b""
        return perf_counter_ns() - start, body
    except _TooLate:
        return -1, f"no answer within {deadline} seconds".encode()
    finally:
        signal.alarm(0)


def _stop(*_: object) -> None:
    raise _TooLate


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
