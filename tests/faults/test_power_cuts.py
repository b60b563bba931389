"""Power cuts: the file system is shut down in the middle of commits, and no acknowledged one is lost or half.

That each commit is synced before it is acknowledged is shown by strace too, where nobody may mount a disk.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from faults_writing import WRITER
from graph.store import open_store
from graph.terms import Literal
from small_disks import cut, make_disk, mounted

LINES = (1, 7, 20, 50, 3)
"""After how many acknowledged commits the power is cut, in turn."""


def written_until_cut(place: Path, lines: int) -> int:
    """Has another process commit, cuts the power after so many commits; returns the last acknowledged one."""
    command = [sys.executable, "-c", WRITER, str(place / "store")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(lines)]
        cut(place)
        told += [int(line) for line in writer.stdout if line.endswith("\n")]
        assert writer.wait(60) != 0, "the writer should have met an error"
    return told[-1]


def held(path: Path) -> tuple[int, list[str]]:
    """Returns the number of a store's last commit, and the values that it holds."""
    store = open_store(str(path))
    try:
        values = [quad.object.value for quad in store.quads() if isinstance(quad.object, Literal)]
        return store.sequence, sorted(values)
    finally:
        store.close()


@pytest.mark.soak
@pytest.mark.powercut
def test_a_power_cut_loses_no_acknowledged_commit_and_leaves_none_half_done(
    tmp_path: Path, full_length: bool, measured: Callable[[str], None]
) -> None:
    image, place, kept = tmp_path / "disk", tmp_path / "mounted", []
    make_disk(image)
    for lines in LINES * 4 if full_length else LINES[2:3]:
        with mounted(image, place):
            last = written_until_cut(place, lines)
        with mounted(image, place):
            sequence, values = held(place / "store")
        assert sequence >= last, "an acknowledged commit is lost"
        assert values == [str(sequence)] * 3, "a commit is half applied"
        kept.append(sequence - last)
    measured(f"power cuts: {len(kept)}, after which {sum(kept)} commits were there that nobody was told of")
