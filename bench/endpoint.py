"""The endpoint over HTTP: small answers, a large one, what a worker costs; and durable commits."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode, urlsplit

from bench.engines.over_http import RESULTS
from bench.engines.oxigraph import oxigraph
from bench.engines.rdflib_endpoint import rdflib_endpoint
from bench.engines.wrk import seconds_each
from bench.generate import KEPT
from bench.process import Figures, measured
from bench.report import Line
from bench.server import processes_of, serving
from bench.stores import copied, kept, loaded, triples
from bench.turns import in_turns
from graph.terms import DEFAULT_BASE, expand

PROJECTS = int(os.environ.get("POLICYGRAPH_BENCH_PROJECTS", "10000"))
MANY_ROWS = 100_000
DEADLINE = 60
ROUNDS = 5
# Rates of the issue, as seconds: at least 0.35 of a peer's rate is at most 1 / 0.35 of its time.
ALONE = {"look-up": 1 / 0.35, "100 rows": 1 / 0.7}
BESIDE = {"look-up": 1 / 2, "100 rows": 1 / 3}
_LABEL = expand("skos:prefLabel").value
_AT_MOST = {"first byte": 0.050, "in a worker": 0.0002}


def lines() -> Iterator[Line]:
    """Yields each measurement as soon as it is made."""
    whole = triples(PROJECTS)
    with ExitStack() as stack:
        address, process = stack.enter_context(serving(copied(loaded(PROJECTS), "endpoint")))
        engine = stack.enter_context(oxigraph(whole, kept("oxigraph", PROJECTS), None))
        ours, theirs = f"{address}sparql", engine.address
        yield from _alone(ours, theirs, engine.name)
        relative = stack.enter_context(rdflib_endpoint(whole))
        yield from _beside(ours, relative, process)
        yield from _large(ours, theirs, engine.name)
    yield from _worker()
    yield from _durable()


def queries() -> Mapping[str, Sequence[str]]:
    """Returns many queries of each size, so that nobody answers one from memory."""
    named = (f"{DEFAULT_BASE}id/project/bench/{number}" for number in range(1, min(PROJECTS, 1000)))
    return {
        "look-up": [f"SELECT ?name {{ <{each}> <{_LABEL}> ?name }}" for each in named],
        "100 rows": [f"SELECT ?s{n} ?name {{ ?s{n} <{_LABEL}> ?name }} LIMIT 100" for n in range(500)],
    }


def _alone(ours: str, theirs: str, name: str) -> Iterator[Line]:
    for size, asked in queries().items():
        found = _rates({"ours": ours, "theirs": theirs}, asked, 1)
        yield Line(f"{size}, 1 connection", found["ours"], name, found["theirs"], ALONE[size])


def _beside(ours: str, theirs: str, process: int) -> Iterator[Line]:
    for size, asked in queries().items():
        found = _rates({"ours": ours, "theirs": theirs}, asked, 8)
        what = f"{size}, 8 connections, {processes_of(process)} processes"
        yield Line(what, found["ours"], "rdflib-endpoint, 1 process", found["theirs"], BESIDE[size])


def _rates(addresses: Mapping[str, str], asked: Sequence[str], connections: int) -> dict[str, float]:
    measures = {name: partial(seconds_each, each, asked, connections) for name, each in addresses.items()}
    return in_turns(measures, ROUNDS)


def _large(ours: str, theirs: str, name: str) -> Iterator[Line]:
    query = f"SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {MANY_ROWS}"
    firsts: list[float] = []
    found = in_turns(
        {"ours": partial(_whole, ours, query, firsts), "theirs": partial(_whole, theirs, query, [])}, ROUNDS
    )
    what = f"{MANY_ROWS:,} rows"
    first = sorted(firsts)[len(firsts) // 2]
    yield Line(f"{what}, first byte", first, "bound of the issue", _AT_MOST["first byte"], 1.0)
    yield Line(f"{what}, whole", found["ours"], name, found["theirs"], 1.2)


def _whole(address: str, query: str, firsts: list[float]) -> float:
    """Returns the seconds until the last byte, and puts aside those until the first of the body."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=DEADLINE)
    start = perf_counter()
    connection.request("GET", f"{parts.path}?{urlencode({'query': query})}", headers={"Accept": RESULTS})
    response = connection.getresponse()
    size = len(response.read(1))
    firsts.append(perf_counter() - start)
    size += len(response.read())
    taken = perf_counter() - start
    connection.close()
    if response.status != 200 or size < MANY_ROWS:
        raise RuntimeError(f"{address} answered {response.status} with {size} bytes")
    return taken


def _worker() -> Iterator[Line]:
    found = measured("durable", "look_ups", loaded(PROJECTS))
    taken = found["in a worker"] - found["in the process"]
    what = "look-up in a worker, beyond the time in the process"
    yield Line(what, taken, "bound of the issue", _AT_MOST["in a worker"], 1.0)


def _durable() -> Iterator[Line]:
    found = _commits(copied(loaded(PROJECTS), "written"))
    peer, appended = "fdatasync'ed append of the same bytes", found["append"]
    yield Line("durable commit of 50 triples", found["commit"], peer, appended, 1 / 0.3)
    yield Line("journal and transaction of it alone", found["apply"], peer, appended)


def _commits(directory: Path) -> Figures:
    return measured("durable", "commits", directory, KEPT / "appended")
