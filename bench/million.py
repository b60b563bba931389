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
    "portfolio built",
    "goal x region matrix",
    "counts and money of goals",
    "first 20 projects of a goal",
)


def lines() -> Iterator[Line]:
    """Yields each measurement as soon as it is made."""
    small, large = freshly_loaded(TENTH), freshly_loaded(MANY)
    peer, more = f"in proportion to {TENTH:,} projects", large["quads"] / small["quads"]
    yield from _loading(small, large, more)
    yield _memory("peak memory of loading", large, small, more)
    small = measured("million", "answers", loaded(TENTH))
    ours = Ours(loaded(MANY))
    large = answered(ours)
    for name in GROWING:
        yield Line(name, large[name], peer, small[name] * more, 1.0, floor=large["floor"])
    flat = "all chains of a project"
    yield Line(flat, large[flat], f"at {TENTH:,} projects", small[flat], 1.5, floor=large["floor"])
    yield _memory("peak memory of answering", large, small, more)
    yield from _against_virtuoso(ours, large["floor"])


def _loading(small: Figures, large: Figures, more: float) -> Iterator[Line]:
    """Yields how loading grew, against the engine's own: it sorts, and no order of ours can spare it that."""
    peer, what = f"in proportion to {TENTH:,} projects", f"load of {large['quads']:,.0f} quads"
    yield Line(f"{what}, processor time", large["work"], peer, small["work"] * more)
    yield Line(f"{what}, by the clock", large["seconds"], peer, small["seconds"] * more)
    few, many = (
        measured("peers", "pyoxigraph_load", generated(size), KEPT / "peer")["work"] for size in (TENTH, MANY)
    )
    grown = "pyoxigraph's bulk load of the file"
    yield Line(
        "growth of loading's work", large["work"] / small["work"], grown, many / few, 1.0, unit="times"
    )


def answers(directory: str) -> Figures:
    """Returns the work of building and of each question over a loaded store, and the peak memory."""
    return answered(Ours(Path(directory)))


def answered(ours: Ours) -> Figures:
    """Returns the same over what is open already; the portfolio is built once more for it."""
    built = cpu_seconds(ours.portfolio.rebuild)
    measures = {subject.name: subject.work for subject in ours.subjects()}
    measures["floor"] = lambda: edge_pass(ours.portfolio)
    return {"portfolio built": built, **in_turns(measures), "peak": peak_memory()}


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
