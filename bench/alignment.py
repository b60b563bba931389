"""Questions of alignment at 100,000 projects, against Virtuoso, Oxigraph, Jena and rdflib in one run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from functools import partial

from bench.engines.base import Engine
from bench.engines.jena import jena
from bench.engines.oxigraph import oxigraph
from bench.engines.rdflib_memory import rdflib_memory
from bench.engines.virtuoso import virtuoso
from bench.floor import edge_pass
from bench.formulations import Formulation, Question, best
from bench.growth import building, flatness, moving
from bench.over_http import OurHttp
from bench.report import Line
from bench.searching import searching
from bench.server import serving
from bench.stores import copied, kept, loaded, triples
from bench.subjects import Ours, Subject
from bench.turns import Measure, in_turns

PROJECTS = int(os.environ.get("POLICYGRAPH_BENCH_PROJECTS", "100000"))
FEW = 1_000
DEADLINE, DEADLINE_OF_RDFLIB = 30, 5
MEMORY = 2 * 1024**3
# An engine is asked each of some three formulations four times before the best of them is timed.
ASKED_BEFORE = 12


def lines() -> Iterator[Line]:
    """Yields each measurement as soon as it is made."""
    ours, few = Ours(copied(loaded(PROJECTS), "asked")), Ours(copied(loaded(FEW), "asked-few"))
    floor = in_turns({"floor": lambda: edge_pass(ours.portfolio)})["floor"]
    yield from flatness(ours, few, floor)
    yield from building(ours, floor)
    with ExitStack() as stack:
        engines: list[Engine] = [stack.enter_context(each) for each in _engines()]
        address, _ = stack.enter_context(serving(copied(loaded(PROJECTS), "served")))
        http = stack.enter_context(closing(OurHttp(address)))
        for subject in ours.subjects():
            yield from _compared(subject, http, engines, floor)
        yield from searching(ours, http, engines, floor)
    yield from moving(ours, few, floor)


def _engines() -> Iterator[AbstractContextManager[Engine]]:
    whole = triples(PROJECTS)
    yield virtuoso(whole, kept("virtuoso", PROJECTS), DEADLINE, MEMORY)
    yield oxigraph(whole, kept("oxigraph", PROJECTS), DEADLINE)
    yield jena(whole, kept("jena", PROJECTS), DEADLINE)
    yield rdflib_memory(whole, DEADLINE_OF_RDFLIB)


def _compared(subject: Subject, http: OurHttp, engines: Sequence[Engine], floor: float) -> Iterator[Line]:
    ways = {engine: way for engine in engines if (way := _ways(engine, subject.questions))}
    http.warm_up(subject.paths)
    for _ in range(ASKED_BEFORE):
        subject.seconds()
        http.seconds(subject.paths)
    measures: dict[str, Measure] = {
        "ours": subject.seconds,
        "ours over HTTP": lambda: http.seconds(subject.paths),
        "kept": lambda: http.seconds_kept(subject.paths),
    }
    measures |= {engine.name: partial(_seconds, engine, way) for engine, way in ways.items()}
    found = in_turns(measures)
    names = {engine.name: f"{engine.name} ({_named(way)})" for engine, way in ways.items()}
    quickest = min(names, key=found.__getitem__)
    servers = [engine.name for engine in ways if engine.over_http]
    server = min(servers, key=found.__getitem__)
    yield Line(subject.name, found["ours"], names[quickest], found[quickest], subject.bound, floor=floor)
    over, of = f"{subject.name}, HTTP", found["ours over HTTP"]
    yield Line(over, of, names[server], found[server], subject.http_bound, floor=floor)
    if "/portfolio/" in subject.paths[0]:
        yield Line(f"{over}, kept answer", found["kept"], names[server], found[server], floor=floor)
    for name in names.keys() - {quickest}:
        yield Line(subject.name, found["ours"], names[name], found[name], floor=floor)


def _ways(engine: Engine, questions: Sequence[Question]) -> Sequence[Formulation]:
    """Returns the best formulation of each question, none at all where one has none."""
    found = [best(engine, question) for question in questions]
    return [way for way in found if way] if all(found) else []


def _seconds(engine: Engine, ways: Sequence[Formulation]) -> float:
    return sum(way.seconds(engine) for way in ways)


def _named(ways: Sequence[Formulation]) -> str:
    return ", ".join(way.name for way in ways)
