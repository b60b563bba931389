"""A row whose cells have been read: what rules look at, and what statements are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph.importers.metadata import ROW
from graph.importers.tabular_cells import Value

Given = Mapping[str, tuple[Value, ...]]


class Values(dict[str, tuple[Value, ...]]):
    """Is the values of a row by column; those that all rows are given are held once for all of them.

    >>> Values({"a": ()}, {"b": ()})["a"]
    ()
    """

    __slots__ = ("given",)

    def __init__(self, given: Given, own: Given | Iterable[tuple[str, tuple[Value, ...]]] = ()) -> None:
        super().__init__(own)
        self.given = given

    def __missing__(self, name: str) -> tuple[Value, ...]:
        return self.given[name]


@dataclass(frozen=True, slots=True)
class Row:
    """Is one row that may become statements: its values by column, its key among them."""

    number: int
    values: Values
    sheet: str | None = None

    @property
    def key(self) -> str:
        """Returns the key of the row."""
        return self.values[ROW][0].key

    def replaced(self, name: str, values: tuple[Value, ...]) -> Row:
        """Returns the row with other values in a column."""
        changed = Values(self.values.given, self.values)
        changed[name] = values
        return replace(self, values=changed)
