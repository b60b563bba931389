"""Lists and shapes: imports against morph-kgc, one submission, and whole graphs against Jena and pySHACL.

What the machine does besides falls on seconds, so all but whole graphs are measured in seconds of work.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bench.engines.jena_shacl import validated
from bench.engines.morph import mapped
from bench.process import Figures, measured
from bench.report import Line
from bench.rows import list_of
from bench.stores import copied, loaded, stated

PROJECTS = int(os.environ.get("POLICYGRAPH_BENCH_PROJECTS", "100000"))
ROWS = int(os.environ.get("POLICYGRAPH_BENCH_ROWS", "10000"))
FEW, TIMES_AS_MANY = 1_000, 10
FOR_PYSHACL = min(
    PROJECTS, 10_000
)  # an hour and many gigabytes at 100,000: this asks for more than the issue
GIGABYTE = 1e9


def lines() -> Iterator[Line]:
    """Yields each measurement as soon as it is made."""
    yield from _lists()
    yield from _submissions()
    yield from _graphs()


def _lists() -> Iterator[Line]:
    """Yields imports into a store of a thousand projects: the rows are what should count."""
    peer, many = mapped(ROWS), ROWS * TIMES_AS_MANY
    name = "morph-kgc, the mapping alone"
    for ending in ("csv", "xlsx"):
        what = f"{ROWS:,} rows, {ending}"
        rehearsed, done = _imported(ROWS, ending)
        yield Line(f"preview of {what}", rehearsed["work"], name, peer["work"], 3.0)
        yield Line(f"commit of {what}", done["work"], name, peer["work"], 3.0)
    _, more = _imported(many, "csv")
    _, less = _imported(ROWS, "csv")
    yield Line(
        f"commit of {many:,} rows",
        more["work"],
        f"{TIMES_AS_MANY} times {ROWS:,}",
        less["work"] * TIMES_AS_MANY,
        1.3,
    )
    peak = more["peak"] / GIGABYTE
    yield Line(f"most memory, commit of {many:,} rows", peak, "bound of the issue", 1.5, 1.0, unit="GB")


def _imported(rows: int, ending: str) -> tuple[Figures, Figures]:
    """Returns what the preview and the commit of a list take, in a fresh copy of the store."""
    path, store = list_of(rows, ending), copied(loaded(FEW), "importing")
    return measured("lists", "rehearse", store, path), measured("lists", "commit", store, path)


def _submissions() -> Iterator[Line]:
    few, many = _submitted(FEW), _submitted(PROJECTS)
    what = f"validation of a submission among {PROJECTS:,}"
    yield Line(what, many["work"], f"among {FEW:,}", few["work"], 1.5)
    alone = measured("lists", "pyshacl_alone", stated(FOR_PYSHACL))
    yield Line(what, many["work"], f"pySHACL on all of {FOR_PYSHACL:,}", alone["work"], 0.005)


def _submitted(projects: int) -> Figures:
    return measured("lists", "submit", _copy(projects))


def _graphs() -> Iterator[Line]:
    """Yields whole graphs; both engines must come to the same number of results."""
    ours, theirs = measured("lists", "whole", _copy(PROJECTS)), validated(stated(PROJECTS))
    seconds = theirs["load"] + theirs["validate"]
    if ours["results"] != theirs["results"]:
        raise ValueError(f"{ours['results']:.0f} results are ours, {theirs['results']:.0f} Jena's")
    what = f"whole graph of {PROJECTS:,} projects by shapes"
    yield Line(what, ours["seconds"], "Jena SHACL, load and validate", seconds, 0.5)
    yield Line(what, ours["seconds"], "Jena SHACL, validate alone", theirs["validate"])


def _copy(projects: int) -> Path:
    return copied(loaded(projects), "validating")
