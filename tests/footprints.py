"""What a server process and its workers take of the machine, as Linux tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PROC = Path("/proc")


@dataclass(frozen=True)
class Footprint:
    """Is the memory, in bytes, and the number of open files, pipes and sockets of some processes."""

    memory: int
    handles: int


def footprint(pid: int) -> Footprint:
    """Returns the footprint of a process and of all that it has started and that still go."""
    memory, handles = 0, 0
    for each in _with_children(pid):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            status = (PROC / str(each) / "status").read_text(encoding="utf-8")
            resident = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
            memory += int(resident[0]) * 1024 if resident else 0
            handles += sum(1 for _ in (PROC / str(each) / "fd").iterdir())
    return Footprint(memory, handles)


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in (PROC / str(pid) / "task").iterdir():
            for child in (task / "children").read_text(encoding="utf-8").split():
                yield from _with_children(int(child))


def tenth(samples: list[Footprint], which: int) -> Footprint:
    """Returns the medians of one tenth of the samples, counted from 0."""
    size = len(samples) / 10
    part = samples[round(which * size) : max(round((which + 1) * size), round(which * size) + 1)]
    return Footprint(
        round(median(each.memory for each in part)), round(median(each.handles for each in part))
    )
