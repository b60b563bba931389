"""A real `policygraph serve` on a loaded store, from its start to its first answer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from bench.process import Figures

FIRST_PAGE = "api/v1/projects?goal=sdg:9&limit=20"
_TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(directory: Path) -> Iterator[tuple[str, int]]:
    """Runs a server on a loaded store; yields its address and the number of its process, and ends it."""
    program = str(Path(sys.executable).parent / "policygraph")
    command = [program, "--store", str(directory), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
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
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / _TICK


def processes_of(process: int) -> int:
    """Returns how many processes there are of a server: itself, and those that it has started."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return 1 + sum(len((task / "children").read_text(encoding="ascii").split()) for task in tasks)


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.search(r"http://[^\s]+/", line):
            return found[0]
    raise RuntimeError("the server ended before it listened")
