"""The one way from the bytes of a list to what it holds, in this process or in another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from graph.importers.sheets import DEFAULT, Dialect, Limits, Table, as_utf8, kind_of, read_tables
from graph.importers.tabular_cells import CellText
from graph.importers.tabular_json import read_objects

Objects = tuple[Mapping[str, CellText], ...]
_USUAL = Dialect()


@dataclass(frozen=True, slots=True)
class Held:
    """Is what a file holds: tables, or, where it is a JSON array, its objects."""

    tables: tuple[Table, ...] = ()
    objects: Objects | None = None


class ReadFile(Protocol):
    """Is how a list's bytes are read: by `read_file` here, or by a worker."""

    def __call__(
        self,
        name: str,
        content: bytes,
        dialect: Dialect = _USUAL,
        headings: Collection[str] = (),
        limits: Limits = DEFAULT,
    ) -> Held:
        """Returns what a file of that name holds, or raises FileProblem."""


def read_file(
    name: str,
    content: bytes,
    dialect: Dialect = _USUAL,
    headings: Collection[str] = (),
    limits: Limits = DEFAULT,
) -> Held:
    """Returns what a file of that name holds, or raises FileProblem; `headings` are as for `read_tables`."""
    limits.check_bytes(name, len(content))
    if kind_of(name, content) != "json":
        return Held(read_tables(name, content, dialect, headings, limits))
    objects = read_objects(name, as_utf8(name, content))  # RFC 8259
    titles = {title for cells in objects for title in cells}
    limits.check_extent(name, None, len(objects), len(titles))
    return Held(objects=objects)
