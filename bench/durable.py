"""What is measured of our own at the endpoint: look-ups in a worker, and commits that are on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import count

from bench.engines.over_http import RESULTS
from bench.process import Figures, answer, seconds
from bench.submissions import submission
from bench.turns import in_turns
from graph.commits import Writer
from graph.isolation import QueryPool
from graph.store import Changes, Store, open_store
from graph.store.oxigraph import OxigraphStore
from graph.terms import DEFAULT_BASE, Literal, Quad, expand

TRIPLES = 50
ROUNDS = 101
AGENT = "id/agent/bench/analysts"


def look_ups(directory: str) -> Figures:
    """Returns the seconds of a look-up in a worker process, and of the same in this one."""
    store = open_store(directory, create=False)
    assert isinstance(store, OxigraphStore)
    numbers = count(1)
    with QueryPool(store) as pool:
        figures = in_turns(
            {
                "in a worker": lambda: seconds(_asked, pool, _query(next(numbers))),
                "in the process": lambda: seconds(
                    store.write_answer, _query(next(numbers)), RESULTS, BytesIO()
                ),
            },
            ROUNDS,
        )
    store.close()
    return figures


def commits(directory: str, beside: str) -> Figures:
    """Returns the seconds of a commit of 50 triples, and of appending the same bytes to a file beside."""
    store = open_store(directory, create=False)
    writer, numbers = Writer(store), count(1)
    file = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    figures = in_turns(
        {
            "commit": lambda: _committed(writer, fifty(store, next(numbers))),
            "append": lambda: seconds(_appended, file, _written(fifty(store, next(numbers)))),
            "apply": lambda: _applied(store, fifty(store, next(numbers))),
        },
        ROUNDS,
    )
    os.close(file)
    store.close()
    return figures


def fifty(store: Store, number: int) -> Changes:
    """Returns a new project with what belongs to it, and more names until it is 50 triples."""
    given = sorted(submission(store, number % 300 + 1, number).added, key=str)
    [project] = {quad.subject for quad in given if quad.object == expand("pg:Project")}
    graph = next(quad.graph_name for quad in given if quad.subject == project)
    names = (Literal(f"Namn {number}-{n}", language="sv") for n in count())
    more = (Quad(project, expand("skos:altLabel"), name, graph) for name in names)
    return Changes(added=frozenset([*given, *_first(more, TRIPLES - len(given))]))


def _first(quads: Iterator[Quad], number: int) -> list[Quad]:
    return [next(quads) for _ in range(number)]


def _committed(writer: Writer, changes: Changes) -> float:
    agent = writer.store.base + AGENT
    return seconds(partial(writer.commit, changes, agent=agent, reason="A submission"))


def _applied(store: Store, changes: Changes) -> float:
    return seconds(store.apply, changes, store.sequence + 1)


def _written(changes: Changes) -> bytes:
    return "".join(f"{quad} .\n" for quad in changes.added).encode()


def _appended(file: int, record: bytes) -> None:
    os.write(file, record)
    os.fdatasync(file)


def _asked(pool: QueryPool, query: str) -> None:
    with pool.answer(query, RESULTS) as answered:
        for _ in answered:
            pass


def _query(number: int) -> str:
    project = f"{DEFAULT_BASE}id/project/bench/{number}"
    return f"SELECT ?name {{ <{project}> <{expand('skos:prefLabel').value}> ?name }}"


if __name__ == "__main__":
    answer({"look_ups": look_ups, "commits": commits})
