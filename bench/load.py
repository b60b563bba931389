"""Loading, starting, and reading at 100,000 projects, against rdflib, pyoxigraph and ourselves at 1,000."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.generate import KEPT, generated
from bench.process import Figures, measured
from bench.report import Line
from bench.server import first_answer

PROJECTS = int(os.environ.get("POLICYGRAPH_BENCH_PROJECTS", "100000"))
FEW = 1_000
TIMES = 3


def lines() -> Iterator[Line]:
    """Yields each measurement as soon as it is made."""
    few, many = KEPT / f"store-{FEW}", KEPT / f"store-{PROJECTS}"
    measured("ours", "load_whole", generated(FEW), few)
    yield from _loading(generated(PROJECTS), many)
    yield from _starting(many)
    yield from _reading(few, many)


def _loading(file: Path, directory: Path) -> Iterator[Line]:
    ours, theirs = [], []
    for _ in range(TIMES):
        ours.append(measured("ours", "load_file", file, directory)["seconds"])
        theirs.append(measured("peers", "pyoxigraph_load", file, KEPT / "peer")["seconds"])
    alone = median(ours)
    yield Line("load of the file alone", alone, "pyoxigraph's bulk load", median(theirs), 1.2)
    whole = measured("ours", "load_whole", file, directory)
    yield Line(
        f"load of {whole['quads']:,.0f} quads, derived ones too", whole["seconds"], "file alone", alone
    )
    rdflib = measured("peers", "rdflib_load", file)["seconds"]
    yield Line("load, derived graphs too", whole["seconds"], "rdflib, the file alone", rdflib, 0.35)


def _starting(directory: Path) -> Iterator[Line]:
    before = measured("ours", "sequence", directory)["sequence"]
    work = median(first_answer(directory)["work"] for _ in range(TIMES))
    yield Line("work from start to first page", work, "bound of the issue", 3.0, 1.0)
    after = measured("ours", "sequence", directory)["sequence"]
    yield Line("commits after the starts", after, "commits before", before, 1.0, unit="")


def _reading(few: Path, many: Path) -> Iterator[Line]:
    small, large = measured("ours", "read", few), measured("ours", "read", many)
    for what in ("warm page", "chains"):
        yield Line(what, large[what], f"at {FEW:,} projects", small[what], 2.0)
    for what in ("cold page", "first chains", "chains again"):
        yield Line(what, large[what], f"at {FEW:,} projects", small[what])
    yield from _against_rdflib(large, measured("peers", "rdflib_read", many))


def _against_rdflib(ours: Figures, rdflib: Figures) -> Iterator[Line]:
    yield Line("warm page", ours["warm page"], "rdflib, page and total", rdflib["page"], 0.1)
    yield Line("chains", ours["chains"], "rdflib, hops and paths", rdflib["chains"], 0.1)
    yield Line("cold page", ours["cold page"], "rdflib, page and total", rdflib["page"])
    yield Line("warm page", ours["warm page"], "rdflib, page, no total", rdflib["page without total"])
