"""The first values of many rows, a column at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.importers.tabular_cells import Value
from graph.importers.tabular_row import Row


class Columns:
    """Reads columns of rows that have a value in each of those that are asked for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._values: dict[str, list[Value]] = {}
        self._keys: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def values(self, name: str) -> list[Value]:
        """Returns the first value of a column in each row."""
        if name not in self._values:
            self._values[name] = [row.values[name][0] for row in self._rows]
        return self._values[name]

    def keys(self, name: str) -> list[str]:
        """Returns the keys of these values."""
        if name not in self._keys:
            self._keys[name] = [value.key for value in self.values(name)]
        return self._keys[name]

    def bindings(self, names: Sequence[str]) -> Iterator[Mapping[str, Value]]:
        """Yields the first values of some columns, a row after the other."""
        own = zip(*map(self.values, names), strict=True) if names else iter([()] * len(self))
        return (dict(zip(names, values, strict=True)) for values in own)
