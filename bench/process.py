"""Each measurement in a process of its own, so that none warms or burdens the next."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

Figures = dict[str, float]
ROOT = Path(__file__).parent.parent


def measured(module: str, task: str, *arguments: object) -> Figures:
    """Returns the figures that one task of a module of bench prints, run in a new process."""
    command = [sys.executable, "-m", f"bench.{module}", task, *(str(each) for each in arguments)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def answer(tasks: Mapping[str, Callable[..., Figures]]) -> None:
    """Runs the task that the command line names and prints its figures, for `measured` to read."""
    print(json.dumps(tasks[sys.argv[1]](*sys.argv[2:])))


def peak_memory() -> float:
    """Returns the most bytes that this process has held at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def seconds(do: Callable[..., object], *given: object, **named: object) -> float:
    """Returns the seconds by the clock that a call takes."""
    start = perf_counter()
    do(*given, **named)
    return perf_counter() - start


def cpu_seconds(do: Callable[..., object], *given: object, times: int = 1) -> float:
    """Returns the median of the seconds of work that a call costs, whatever else the machine does."""
    taken = []
    for _ in range(times):
        start = process_time()
        do(*given)
        taken.append(process_time() - start)
    return median(taken)
