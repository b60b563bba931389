"""A million projects: it loads, it answers, in how much memory, and how that grew from 100,000.

Growth is judged by seconds of processor: the two sizes are measured many minutes apart, and what else the
machine does in between is not growth.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bench.engines.virtuoso import virtuoso
from bench.floor import edge_pass
from bench.formulations import best
from bench.generate import KEPT, generated
from bench.growth import read_edges
from bench.process import Figures, answer, cpu_seconds, measured, peak_memory
from bench.report import Line
from bench.stores import freshly_loaded, kept, loaded, triples
from bench.subjects import Ours
from bench.turns import in_turns

MANY = int(os.environ.get("POLICYGRAPH_BENCH_PROJECTS", "1000000"))
TENTH = MANY // 10
DEADLINE = 300
MEMORY = 5 * 1024**3
GROWING = (
    "goal x region matrix",
    "counts and money of goals",
    "first 20 projects of a goal",
)
FLAT = "all chains of a project"


def lines() -> Iterator[Line]:
    """Yields each measurement as soon as it is made."""
    small, large = freshly_loaded(TENTH), freshly_loaded(MANY)
    more = large["quads"] / small["quads"]
    yield from _loading(small, large, more)
    yield _memory("peak memory of loading", large, small, more)
    small, ours = measured("million", "answers", loaded(TENTH)), Ours(loaded(MANY))
    large = built_anew(ours)
    floor = in_turns({"floor": lambda: edge_pass(ours.portfolio)})["floor"]
    yield from _building(ours, small, large, more, floor)
    yield _memory("peak memory of answering", large, small, more)
    yield from _answering(ours, Ours(loaded(TENTH)), more, floor)
    yield from _against_virtuoso(ours, floor)


def _loading(small: Figures, large: Figures, more: float) -> Iterator[Line]:
    """Yields how loading grew, and beside it how the engine's own did (decision 0041)."""
    peer, what = f"in proportion to {TENTH:,} projects", f"load of {large['quads']:,.0f} quads"
    yield Line(f"{what}, processor time", large["work"], peer, small["work"] * more, 1.0)
    yield Line(f"{what}, by the clock", large["seconds"], peer, small["seconds"] * more)
    few, many = (
        measured("peers", "pyoxigraph_load", generated(size), KEPT / "peer")["work"] for size in (TENTH, MANY)
    )
    grown = "pyoxigraph's bulk load of the file"
    yield Line("growth of loading's work", large["work"] / small["work"], grown, many / few, unit="times")


def answers(directory: str) -> Figures:
    """Returns the work of building over a loaded store, and the most memory of that and of each question."""
    return built_anew(Ours(Path(directory)))


def built_anew(ours: Ours) -> Figures:
    """Returns the same over what is open already; the portfolio is built once more for it."""
    built = cpu_seconds(ours.portfolio.rebuild)
    for subject in ours.subjects():
        subject.work()
    return {"portfolio built": built, "peak": peak_memory()}


def _building(ours: Ours, small: Figures, large: Figures, more: float, floor: float) -> Iterator[Line]:
    """Yields how building grew, and beside it what one query for the same takes (decision 0041)."""
    what, peer = "portfolio built", f"in proportion to {TENTH:,} projects"
    yield Line(what, large[what], peer, small[what] * more, 1.0, floor=floor)
    yield Line(what, large[what], "one query for the same", cpu_seconds(read_edges, ours.store), floor=floor)


def _answering(ours: Ours, few: Ours, more: float, floor: float) -> Iterator[Line]:
    """Yields how each answer grew, both sizes asked in turns: what else the machine does falls on both."""
    large, small = ({subject.name: subject.work for subject in each.subjects()} for each in (ours, few))
    peer = f"in proportion to {TENTH:,} projects"
    for name in GROWING:
        found = in_turns({"large": large[name], "small": small[name]})
        yield Line(name, found["large"], peer, found["small"] * more, 1.0, floor=floor)
    found = in_turns({"large": large[FLAT], "small": small[FLAT]})
    yield Line(FLAT, found["large"], f"at {TENTH:,} projects", found["small"], 1.5, floor=floor)


def _memory(what: str, large: Figures, small: Figures, more: float) -> Line:
    peer = f"in proportion to {TENTH:,} projects"
    return Line(what, large["peak"] / 1e9, peer, small["peak"] * more / 1e9, 1.0, unit="GB")


def _against_virtuoso(ours: Ours, floor: float) -> Iterator[Line]:
    subject = ours.matrix()
    with virtuoso(triples(MANY), kept("virtuoso", MANY), DEADLINE, MEMORY) as engine:
        way = best(engine, subject.questions[0])
        if way is None:
            raise RuntimeError("Virtuoso answers no formulation of the matrix")
        found = in_turns({"ours": subject.seconds, "theirs": lambda: way.seconds(engine)})
        peer = f"{engine.name} ({way.name})"
        yield Line(subject.name, found["ours"], peer, found["theirs"], 0.25, floor=floor)


if __name__ == "__main__":
    answer({"answers": answers})
