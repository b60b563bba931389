"""A row whose cells have been read: what rules look at, and what statements are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.importers.tabular_cells import Value
from graph.importers.tabular_mapping import ROW


@dataclass(frozen=True, slots=True)
class Row:
    """Is one row that may become statements: its values by column, its key among them."""

    number: int
    values: Mapping[str, tuple[Value, ...]]
    sheet: str | None = None

    @property
    def key(self) -> str:
        """Returns the key of the row."""
        return self.values[ROW][0].key
