"""Ctrl-C while a command is still loading its libraries: it ends, and no trace of Python is shown."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from command_line import COMMAND, fill

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads what a process has loaded from /proc")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("interrupted") / "store")


def interrupted(
    store: Path, loaded: str, arguments: Sequence[str], ignoring: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Starts a command, and interrupts it as soon as it has loaded a library.

    Whoever runs the tests may have interruption ignored, as a shell has for what runs behind it.
    """
    meant = signal.SIG_IGN if ignoring else signal.SIG_DFL
    environment = os.environ | {"POLICYGRAPH_STORE": str(store), "POLICYGRAPH_PORT": "0"}
    with subprocess.Popen(
        [COMMAND, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, meant),
    ) as process:
        while process.poll() is None and loaded not in Path(f"/proc/{process.pid}/maps").read_text():
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


@pytest.mark.parametrize("command", ["history", "serve"])
@pytest.mark.parametrize("loaded", ["_json", "pydantic_core", "pyoxigraph"])
def test_a_command_that_is_interrupted_while_it_loads_ends_in_silence(
    store: Path, loaded: str, command: str
) -> None:
    done = interrupted(store, loaded, [command])
    assert (done.stdout, done.stderr) == (b"", b"")
    assert done.returncode in (-signal.SIGINT, 130), "which a shell tells as 130 both"


def test_a_command_that_is_not_to_be_interrupted_is_not(store: Path) -> None:
    done = interrupted(store, "pydantic_core", ["history"], ignoring=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout
