"""What a scenario would change, as frozen dataclasses; things are named by their IRIs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from graph.alignment.portfolio import Basis, Figure

Kind = Literal["uncovered", "covered", "changed"]


@dataclass(frozen=True, slots=True)
class Shift:
    """Is what changes for one objective: its figures, and the regions that lose or win their last project."""

    objective: str
    is_prioritised: bool
    before: Figure
    after: Figure
    lost: tuple[str, ...] = ()
    won: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """Returns whether the objective becomes uncovered, covered, or merely changes."""
        if bool(self.before.projects) == bool(self.after.projects):
            return "changed"
        return "uncovered" if self.before.projects else "covered"


@dataclass(frozen=True, slots=True)
class Window:
    """Is a span of days in which an objective is covered only before, or only after; None is an open end."""

    objective: str
    since: date | None
    until: date | None
    is_covered: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Is a statement that one objective contributes to (strength 1 to 3) or hinders (-1 to -3) another."""

    alignment: str
    source: str
    target: str
    strength: int


@dataclass(frozen=True, slots=True)
class Pathway:
    """Is a way on which a change reaches an objective, with what it adds, on the scale from -3 to 3."""

    steps: tuple[Step, ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Ripple:
    """Is the net effect that reaches an objective through others, and the pathways that make it."""

    objective: str
    net: Fraction
    pathways: tuple[Pathway, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """Is all that a scenario would change: answers after it less answers before it.

    `shifts` come with what falls first, the prioritised ones before others: all of them or the first, of
    `found` that there are. `total_before` and
    `total_after` count the projects that serve any objective, each once. `windows` are there for delays.
    `shared` of the `removed` projects have a funder left.
    """

    shifts: tuple[Shift, ...]
    total_before: Figure
    total_after: Figure
    windows: tuple[Window, ...]
    ripples: tuple[Ripple, ...]
    removed: int
    shared: int
    basis: Basis
    found: int


@dataclass(frozen=True, slots=True)
class Bearer:
    """Is a statement that carries an objective alone: who says it does not matter, what it joins does."""

    alignment: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """Is an objective that one project, one organisation or one statement carries alone.

    Without any one of them nothing would serve it; a step in a document's own tree is no statement.
    """

    objective: str
    is_prioritised: bool
    projects: int
    project: str | None
    organisations: tuple[str, ...]
    statements: tuple[Bearer, ...]


@dataclass(frozen=True, slots=True)
class SinglePoints:
    """Is objectives that hang on one thing: all that were `found`, or the first, and how many are covered."""

    points: tuple[SinglePoint, ...]
    found: int
    covered: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Chosen:
    """Is a project of a small set, and the wanted objectives that it serves."""

    project: str
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SmallestSet:
    """Is projects that cover all of the wanted objectives that any project covers.

    No set can have fewer than `at_least`; `is_smallest` says whether none has fewer than this one. `open`
    are wanted objectives that no project serves.
    """

    projects: tuple[Chosen, ...]
    open: tuple[str, ...]
    wanted: int
    at_least: int
    is_smallest: bool
    basis: Basis
