"""Commands run as people run them: each in a process of its own, on a store on disk.

Those that differ in their settings alone are run by copies of one process (forking.py); others, as those in
another language, by the installed console script.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from graph.store import open_store
from shipped_stores import shipped_store

COMMAND = Path(sys.executable).with_name("policygraph")
PATIENCE = 300  # seconds


@dataclass(frozen=True)
class Ran:
    """Is what a command left behind: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """Returns the answer of a command that was asked for JSON."""
        return json.loads(self.out)


def speaks_english(arguments: Sequence[object], environment: Mapping[str, str]) -> bool:
    """Tells whether a command speaks the language of all tests, and no variable but a setting is its own."""
    is_set = all(name.startswith("POLICYGRAPH_") and name != "POLICYGRAPH_LANG" for name in environment)
    return is_set and not any(str(each).startswith("--lang") for each in arguments)


def by_the_script(arguments: Sequence[str], variables: Mapping[str, str], given: str) -> Ran:
    """Returns what the installed console script did."""
    done = subprocess.run(
        [COMMAND, *arguments],
        env=variables,
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def in_a_copy(arguments: Sequence[str], variables: Mapping[str, str], given: str) -> Ran:
    """Returns what a copy of the process that has everything loaded did."""
    with tempfile.TemporaryDirectory() as folder:
        streams = {name: Path(folder, name) for name in ("stdin", "stdout", "stderr")}
        for path in streams.values():
            path.write_text(given if path.name == "stdin" else "", encoding="utf-8")
        asked = {"arguments": arguments, "environment": variables, "directory": str(Path.cwd())}
        code = copies().run(asked | {"folder": folder, "seconds": PATIENCE})
        return Ran(code, *(streams[name].read_text(encoding="utf-8") for name in ("stdout", "stderr")))


class Copies:
    """Is the process that commands are copies of: started once for all tests of this process."""

    def __init__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICYGRAPH_")}
        self._lock = Lock()
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("forking.py")],
            env=kept | {"POLICYGRAPH_LANG": "en"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._process.wait()  # what answers is its child

    def run(self, asked: Mapping[str, object]) -> int:
        """Returns the exit code of a command; it waits for the one before it."""
        assert self._process.stdin
        assert self._process.stdout
        with self._lock:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            code: int = json.loads(self._process.stdout.readline())
        return code


@cache
def copies() -> Copies:
    """Returns the process that commands are copies of; it ends when this one does."""
    return Copies()


@dataclass(frozen=True)
class CommandLine:
    """Runs commands on one store."""

    store: Path | str

    def __call__(self, *arguments: object, given: str = "", **environment: str) -> Ran:
        """Returns what a command did; it speaks English unless told otherwise, and never with a trace."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICYGRAPH_")}
        own = {"STORE": str(self.store), "LANG": "en", "TOKENS": os.environ["POLICYGRAPH_TOKENS"]}
        variables = kept | {f"POLICYGRAPH_{name}": value for name, value in own.items()} | environment
        runs = in_a_copy if speaks_english(arguments, environment) else by_the_script
        ran = runs([str(each) for each in arguments], variables, given)
        assert "Traceback" not in ran.err, ran.err
        return ran

    def quads(self) -> list[str]:
        """Returns every quad of the store, sorted."""
        store = open_store(str(self.store), create=False)
        found = sorted(str(quad) for quad in store.quads())
        store.close()
        return found


def fill(folder: Path) -> Path:
    """Returns the folder of a new store that holds what ships."""
    shipped_store(folder).close()
    return folder
