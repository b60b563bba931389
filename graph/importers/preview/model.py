"""The report of a list that is not imported yet, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from graph.errors import Finding, rows_of
from graph.model import Thing

State = Literal["new", "changed", "unchanged", "refused"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Way:
    """Is a chain that a project would have: what it leads through, the goal last, and its confidence."""

    through: tuple[Thing, ...]
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class Previewed:
    """Is what would become of one thing of the list: a project, or an indicator, at its first row."""

    iri: str
    name: str
    sheet: str | None
    row: int
    state: State
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """Is how many projects serve an objective before and after.

    `direct` says that rows of the list name it; `overlaps` are the first projects outside the list that serve
    it in the same area, of `overlapping` in all.
    """

    objective: Thing
    before: int
    after: int
    direct: bool
    overlaps: tuple[Thing, ...] = ()
    overlapping: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """Is what an import would do; nothing of it is done.

    `refusals` would keep the whole list out; `warnings` are those that the import says again, `doubts` what
    is allowed but unlikely, which nobody needs to hear twice. Things, gone ones and effects are told of the
    rows that are not refused, `added` and `removed` with what could be read of those that are. `gone` are
    the things that the former list had and this one lacks, of `held` in all. `list_name` is what the list
    is called, and `others` what other lists of its kind in the graph are called, each empty for the one
    without a name; `others` is None where such have no names.
    """

    file: str
    sha256: str
    mapping: str
    list_name: str
    others: tuple[str, ...] | None
    graph: str
    rows: int
    refusals: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    doubts: tuple[Finding, ...]
    missing: tuple[str, ...]
    things: tuple[Previewed, ...]
    gone: tuple[Thing, ...]
    held: int
    effects: tuple[Effect, ...]
    added: int
    removed: int

    @property
    def refused(self) -> int:
        """Returns how many rows are refused."""
        return rows_of(self.refusals)

    @property
    def warned(self) -> int:
        """Returns how many rows have a warning."""
        return rows_of(self.warnings)

    @property
    def doubted(self) -> int:
        """Returns how many rows have something unlikely in them."""
        return rows_of(self.doubts)

    def count(self, state: State) -> int:
        """Returns how many things are in a state."""
        return sum(each.state == state for each in self.things)
