"""The mark of the last commit in the database, and the one update that moves it together with the quads.

The mark is the name of an empty graph, `{base}graph/system/sequence/{n}`: it moves in the same transaction as
the quads, yet no query, count or dump meets a quad that nobody stated. It holds the store's base IRI too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from graph.store.base import Changes
from graph.terms import Quad

_MARK = re.compile(r"(.*/)graph/system/sequence/(\d+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """Is what the database itself says of its base IRI and its last commit."""

    base: str
    sequence: int


def stored_mark(db: ox.Store) -> Mark | None:
    """Returns the mark in the database, None if it has none."""
    found = [match for name in db.named_graphs() if (match := _MARK.fullmatch(name.value))]
    return max((Mark(match[1], int(match[2])) for match in found), key=lambda m: m.sequence, default=None)


def operations(base: str, changes: Changes, old: int | None, new: int) -> str:
    """Returns the update that applies the changes and moves the mark: one transaction, all or nothing."""
    return ";\n".join(_operations(f"{base}graph/system/sequence/", changes, old, new))


def _operations(mark: str, changes: Changes, old: int | None, new: int) -> Iterator[str]:
    if old is not None:
        yield f"DROP SILENT GRAPH <{mark}{old}>"
    yield f"CREATE SILENT GRAPH <{mark}{new}>"
    if changes.removed:
        yield f"DELETE DATA {{\n{_data(changes.removed)}}}"
    if changes.added:
        yield f"INSERT DATA {{\n{_data(changes.added)}}}"


def _data(quads: Iterable[Quad]) -> str:
    parted: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        parted[str(quad.graph_name)].append(f"{quad.triple} .\n")
    return "".join(_block(name, parted[name]) for name in sorted(parted))


def _block(graph: str, told: Iterable[str]) -> str:
    # In order, neighbours in the database are met together: a quarter of the time for 80,000 quads.
    lines = "".join(sorted(told))
    return lines if graph == "DEFAULT" else f"GRAPH {graph} {{\n{lines}}}\n"
