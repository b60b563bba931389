"""A real `policygraph serve` on a loaded store, from its start to its first answer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

from bench.process import Figures

FIRST_PAGE = "api/v1/projects?goal=sdg:9&limit=20"
_TICK = os.sysconf("SC_CLK_TCK")
_SCHEDULED = 2  # CPUCLOCK_SCHED, which clock_getcpuclockid(3) gives for a process


@contextmanager
def serving(directory: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """Runs a server on a loaded store; yields its address and the number of its process, and ends it."""
    program = str(Path(sys.executable).parent / "policygraph")
    command = [program, "--store", str(directory), "serve", "--port", "0"]
    told = os.environ | {f"POLICYGRAPH_{name.upper()}": value for name, value in settings.items()}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=told
    ) as server:
        try:
            yield _address(server), server.pid
        finally:
            server.terminate()


def first_answer(directory: Path) -> Figures:
    """Returns the seconds of work of the process of the server up to its first answered page of projects."""
    with serving(directory) as (address, process):
        with urlopen(address + FIRST_PAGE, timeout=600) as answer:
            answer.read()
        return {"work": work_of(process)}


def work_of(process: int) -> float:
    """Returns the seconds of work, user and system, of a process and of its children that have ended."""
    return sum(_ticks(process)) / _TICK


def clock_of(process: int) -> float:
    """Returns the seconds of work of a process and of all that it has started.

    It is the clock of POSIX that another process may read too, in nanoseconds where `work_of` counts ticks;
    those that have ended are counted in ticks.
    """
    taken = 0.0
    with suppress(OSError):  # it has ended meanwhile
        taken += sum(_ticks(process)[2:]) / _TICK
    for each in (process, *_below(process)):
        with suppress(OSError):  # it has ended meanwhile
            taken += time.clock_gettime((~each << 3) | _SCHEDULED)
    return taken


def processes_of(process: int) -> int:
    """Returns how many processes there are of a server: itself, and those that it has started."""
    return 1 + len(_started_by(process))


def _ticks(process: int) -> list[int]:
    """Returns the ticks of a process, user and system, and those of its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return [int(ticks) for ticks in fields[11:15]]


def _below(process: int) -> Iterator[int]:
    for child in _started_by(process):
        yield child
        yield from _below(child)


def _started_by(process: int) -> list[int]:
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):  # a thread that has ended meanwhile
                found += (task / "children").read_text(encoding="ascii").split()
    return [int(number) for number in found]


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.search(r"http://[^\s]+/", line):
            return found[0]
    raise RuntimeError("the server ended before it listened")
