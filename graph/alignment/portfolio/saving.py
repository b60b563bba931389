"""Keeps the portfolio's arrays in a file of the store, so that a start reads them instead of the graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from graph.alignment.portfolio.frame_json import frame_as_json, frame_from_json
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Array, Numbers
from graph.alignment.portfolio.snapshot import Snapshot
from graph.store import Store

VERSION = 2
_NUMBERS = ("nodes", "projects", "places", "programmes", "organisations", "currencies", "authors")
_UNREADABLE = (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile)


def save(path: Path, store: Store, state: Snapshot) -> None:
    """Writes a state of the portfolio; the file is whole or not there."""
    arrays = {f"names.{name}": _packed(getattr(state.holdings, name).names) for name in _NUMBERS}
    arrays |= {f"held.{name}": values for name, values in state.holdings.arrays().items()}
    arrays["head"] = _packed([json.dumps(_head(store, state.sequence))])
    arrays["frame"] = _packed([json.dumps(frame_as_json(state.frame))])
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    part.replace(path)


def load(path: Path, store: Store) -> Snapshot | None:
    """Returns what a file holds if it is a former state of this very store, None otherwise."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            head = json.loads(_unpacked(arrays["head"])[0])
            if head["sequence"] > store.sequence or head != _head(store, head["sequence"]):
                return None
            frame = frame_from_json(json.loads(_unpacked(arrays["frame"])[0]))
            return Snapshot(head["sequence"], _holdings_of(arrays), frame)
    except _UNREADABLE:
        return None


def _head(store: Store, sequence: int) -> Any:
    """Returns what tells a state from all others: another store may have a commit of the same number."""
    about = dict(store.about(sequence) or {})
    told = {"version": VERSION, "base": store.base, "sequence": sequence, "about": about}
    return json.loads(json.dumps(told, default=str))


def _holdings_of(arrays: Mapping[str, Array]) -> Holdings:
    held = Holdings(_numbers(arrays["names.nodes"]))
    for name in _NUMBERS[1:]:
        setattr(held, name, _numbers(arrays[f"names.{name}"]))
    found = {name.removeprefix("held."): arrays[name] for name in arrays if name.startswith("held.")}
    held.take_arrays(found)
    return held


def _packed(texts: Iterable[str]) -> Array:
    # No IRI and no currency holds a line break.
    return np.frombuffer("".join(f"{text}\n" for text in texts).encode(), np.uint8)


def _unpacked(packed: Array) -> list[str]:
    return packed.tobytes().decode().split("\n")[:-1]


def _numbers(packed: Array) -> Numbers:
    numbers = Numbers()
    numbers.names = _unpacked(packed)
    numbers.of = dict(zip(numbers.names, range(len(numbers.names)), strict=True))
    return numbers
