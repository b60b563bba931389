"""Graphs of any size in the pattern of our own, from 17 goals down to P projects, the same on every run."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bench.levels import MUNICIPALITIES, write_levels
from bench.nquads import Output
from bench.projects import write_projects

KEPT = Path(__file__).parent.parent / "var" / "bench"
_SOURCES = ("levels.py", "nquads.py", "projects.py", "wording.py")


def generator_version() -> str:
    """Returns eight digits that change whenever the generator does."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:8]


def generated(projects: int, folder: Path = KEPT) -> Path:
    """Returns the N-Quads file of a graph with that many projects, made now if it is not there yet."""
    path = folder / f"projects-{projects}-{generator_version()}.nq"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        write_graph(part, projects)
        part.rename(path)
    return path


def write_graph(path: Path, projects: int, municipalities: int = MUNICIPALITIES) -> int:
    """Writes a graph with that many projects as N-Quads and returns the number of its quads."""
    with path.open("w", encoding="utf-8") as file:
        out = Output(file)
        write_projects(out, write_levels(out, municipalities), projects)
    return out.count
