"""The installed console script, run as people run it: in a process of its own, on a store on disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.store import open_store
from shipped_stores import shipped_store

COMMAND = Path(sys.executable).with_name("policygraph")


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


@dataclass(frozen=True)
class CommandLine:
    """Runs commands on one store."""

    store: Path | str

    def __call__(self, *arguments: object, given: str = "", **environment: str) -> Ran:
        """Returns what a command did; it speaks English unless told otherwise, and never with a trace."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICYGRAPH_")}
        own = {"STORE": str(self.store), "LANG": "en", "TOKENS": os.environ["POLICYGRAPH_TOKENS"]}
        done = subprocess.run(
            [COMMAND, *map(str, arguments)],
            env=kept | {f"POLICYGRAPH_{name}": value for name, value in own.items()} | environment,
            input=given,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

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
