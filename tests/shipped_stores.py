"""Stores on disk that hold what ships: filled once in each process, and copied for whoever wants one."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from data import shipped_files
from graph.loading import load_shipped
from graph.store import Store, open_store
from graph.terms import DEFAULT_BASE


def shipped_store(path: Path) -> Store:
    """Returns a store on disk that holds all that ships, examples included."""
    shutil.copytree(Path(_filled().name) / "store", path, dirs_exist_ok=True)
    return open_store(str(path), base=DEFAULT_BASE)


@cache
def _filled() -> TemporaryDirectory[str]:
    """Returns the folder of a store that was filled and closed; it goes with the process."""
    folder = TemporaryDirectory(prefix="shipped-")
    store = open_store(str(Path(folder.name) / "store"), base=DEFAULT_BASE)
    load_shipped(store, shipped_files(examples=True))
    store.close()
    return folder
