"""Say, fund, do: whether a strategy of an area names a goal, money stands behind it, an indicator moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from graph.alignment.portfolio.answers import Basis, Figure
from graph.alignment.portfolio.measured import Movement, state_of


class Naming(NamedTuple):
    """Is a document of an area and the part of it that reaches the goal, the document itself included.

    It is accepted where a statement of the part that leads there is, or where the part is the goal itself.
    """

    document: str
    part: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """Is what is said, funded and done for a goal or target in an area, with what each rests on.

    `named` says which documents of the area name it; `money` are the projects of the area that reach it;
    `indicators` are all that measure it or what reaches it, and `movements` those with two measured values
    in the area.
    """

    named: tuple[Naming, ...]
    money: Figure
    indicators: tuple[str, ...]
    movements: tuple[Movement, ...]

    @property
    def is_said(self) -> bool:
        """Says whether a document of the area names it."""
        return bool(self.named)

    @property
    def is_said_surely(self) -> bool:
        """Says whether a document of the area names it by a statement that somebody accepted."""
        return any(each.accepted for each in self.named)

    @property
    def is_funded(self) -> bool:
        """Says whether more than nothing was granted."""
        return any(each.value > 0 for each in self.money.money)

    @property
    def is_unknown(self) -> bool:
        """Says whether projects reach it and no money is known, while of some nobody knows what they got.

        What is not known is not nothing: a list may tell of projects and not of their grants.
        """
        known = max((each.projects for each in self.money.money), default=0)
        return not self.is_funded and known < self.money.projects

    @property
    def is_done(self) -> str:
        """Returns how its indicators move; `unknown` where fewer than two values were measured."""
        return state_of(self.movements)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Is what is said, funded and done in an area, by goal or target; `total` counts each project once.

    `is_silent` where nobody has said of any document of the area, or of a part of one, what it contributes
    to: then it is not known what they name, and that they do not name a goal may not be told.
    """

    area: str
    rows: Mapping[str, Covered]
    total: Figure
    basis: Basis
    is_silent: bool = False
