"""What somebody wants the graph to hold of one thing, before anything is checked; all IRIs in full."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar

from graph.model import Name

MEASURED = ("baseline", "midterm", "actual")
ROLES = (*MEASURED, "target", "forecast")
KINDS = (
    "pg:Vision",
    "pg:Priority",
    "pg:TargetArea",
    "pg:SubGoal",
    "pg:StrategicChoice",
    "pg:GoalImage",
    "pg:Measure",
    "pg:LocalTarget",
    "pg:PolicyObjective",
    "pg:SpecificObjective",
    "pg:EnvironmentalObjective",
    "pg:Dimension",
    "pg:Theme",
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Is a sum of money in a currency (ISO 4217)."""

    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Party:
    """Is who takes part in a project: an organisation that the graph knows, or the name of a new one."""

    role: str = "beneficiary"
    organisation: str | None = None
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Implementer:
    """Is who carries an objective out: an organisation that the graph knows, or the name of a new one."""

    organisation: str | None = None
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class GrantEntry:
    """Is money that a project got: from which programme, how much, either of which may be unknown."""

    programme: str | None = None
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """Is a project as somebody enters it."""

    kind: ClassVar[str] = "project"

    names: tuple[Name, ...]
    identifier: str | None = None
    descriptions: tuple[Name, ...] = ()
    start: date | None = None
    end: date | None = None
    territories: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    grants: tuple[GrantEntry, ...] = ()
    cost: Amount | None = None
    source: str | None = None

    def code(self) -> str:
        """Returns what the project is told from others by, empty where it has no number."""
        return self.identifier or ""


@dataclass(frozen=True, slots=True)
class ObjectiveEntry:
    """Is an objective as somebody enters it: of a document, or under a broader objective.

    `objective_kind` is one of KINDS; its level is that of its document; `scheme` is which tree of that,
    where it has several. A measure mostly has days and
    somebody who carries it out, which any objective may have.
    """

    kind: ClassVar[str] = "objective"

    objective_kind: str
    names: tuple[Name, ...]
    document: str | None = None
    broader: str | None = None
    code_text: str | None = None
    definitions: tuple[Name, ...] = ()
    is_prioritised: bool | None = None
    indicators: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    implementers: tuple[Implementer, ...] = ()
    scheme: str | None = None

    def code(self) -> str:
        """Returns where it stands, and its code or first name: two documents may have a code in common."""
        place = (self.broader or self.document or "").rpartition("/")[2]
        return f"{place} {self.code_text or next((name.text for name in self.names), '')}"


@dataclass(frozen=True, slots=True)
class ObservationEntry:
    """Is a value of an indicator in one of ROLES; its period is a year, a month or a day."""

    kind: ClassVar[str] = "observation"

    indicator: str
    role: str
    value: Decimal
    period: str
    territory: str | None = None
    unit: str | None = None
    said: date | None = None
    source: str | None = None
    notes: tuple[Name, ...] = field(default=())

    def code(self) -> str:
        """Returns what it is told from other values of its author by."""
        last = (part.rstrip("/").rpartition("/")[2] for part in (self.indicator, self.territory or ""))
        return " ".join((*last, self.period, self.role)).strip()


Entry = ProjectEntry | ObjectiveEntry | ObservationEntry
