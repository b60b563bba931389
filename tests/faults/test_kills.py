"""Kills while writing: no acknowledged commit is lost, and none is half applied."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from faults_writing import WRITER
from graph.store import open_store


@pytest.mark.soak
def test_killed_writers_lose_nothing_and_leave_nothing_half_done(tmp_path: Path, full_length: bool) -> None:
    path, last = tmp_path / "store", 0
    for lines in (1, 7, 20, 50, 3) * (100 if full_length else 6):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(lines):
            last = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        last = max([last, *(int(line) for line in process.communicate()[0].splitlines() if line)])
        store = open_store(str(path))
        assert store.sequence >= last
        assert sorted(found.object.value for found in store.quads()) == [str(store.sequence)] * 3
        last = store.sequence
        store.close()
