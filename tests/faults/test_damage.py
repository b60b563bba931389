"""Damage to a store's files is noticed or repaired, and never served silently."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from faults_writing import made

COMMITS = 12

# A process of its own: whatever a broken file does to the engine, the test goes on.
OPENING = """
import json, sys
sys.path.insert(0, sys.argv[2])
from faults_writing import content
from graph.errors import PolicygraphError
from graph.store import open_store
try:
    store = open_store(sys.argv[1], create=False)
    told = ["served", store.sequence, sorted(content(store)), store.size()]
except PolicygraphError as error:
    told = ["refused", error.key]
except OSError as error:
    told = ["failed", str(error)]
print(json.dumps(told))
"""


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def truncate(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def delete(path: Path, _: random.Random) -> None:
    path.unlink()


HARMS: Sequence[Callable[[Path, random.Random], None]] = (flip, truncate, delete)
KINDS = ("*.sst", "MANIFEST-*", "CURRENT", "*.log", "journal")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, set[str]]]:
    """Returns a store whose quads lie in tables and in a log, with what it held after each commit."""
    path = tmp_path_factory.mktemp("damage") / "store"
    states = made(path, COMMITS)
    command = [sys.executable, "-c", ADDING, str(path), str(Path(__file__).parent.parent), str(COMMITS + 1)]
    subprocess.run(command, check=False, capture_output=True)
    shutil.copytree(path, path.with_name("opened"))  # to open it would empty the engine's log
    after = opened(path.with_name("opened"))
    assert after[0] == "served"
    states[int(after[1])] = set(after[2])
    return path, states


# Ends without closing, so that the last commits lie in the engine's log.
ADDING = """
import os, sys
sys.path.insert(0, sys.argv[2])
from faults_writing import commit, writer_of
from graph.store import open_store
store = open_store(sys.argv[1])
commit(writer_of(store), int(sys.argv[3]))
os._exit(0)
"""


def opened(path: Path) -> list[Any]:
    command = [sys.executable, "-c", OPENING, str(path), str(Path(__file__).parent.parent)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    told: list[Any] = json.loads(done.stdout or "null") or ["died", done.stderr[-300:]]
    return told


def harmed(whole: Path, copy: Path, kind: str, harm: Callable[[Path, random.Random], None], seed: int) -> str:
    shutil.copytree(whole, copy)
    chance = random.Random(seed)
    files = sorted(copy.rglob(kind))
    files = [path for path in files if path.stat().st_size]
    if not files:
        return "nothing"
    harm(chance.choice(files), chance)
    return "harmed"


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_noticed_or_repaired(
    whole: tuple[Path, dict[int, set[str]]], tmp_path: Path, kind: str, full_length: bool
) -> None:
    path, states = whole
    last = max(states)
    for number, harm in enumerate(HARMS * 7 if full_length else (*HARMS, flip)):
        copy = tmp_path / str(number)
        assert harmed(path, copy, kind, harm, number) == "harmed", kind
        told = opened(copy)
        if told[0] == "served":
            assert told[1] == last, (kind, harm.__name__, number, "rolled back")
            assert set(told[2]) == states[last], (kind, harm.__name__, number, "served silently")
        shutil.rmtree(copy)
