"""What the portfolio is asked and what it answers, as frozen dataclasses; things are named by their IRIs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from graph.days import has_come
from graph.errors import InputError
from graph.model import Money

Counting = Literal["full", "parts"]

ACCEPTED, PROPOSED, MACHINE = "accepted", "proposed", "machine"
MOST_MAGNITUDE = 12
STATUSES = (ACCEPTED, PROPOSED, MACHINE)
DEFAULT_STATUSES = frozenset((ACCEPTED, PROPOSED))


@dataclass(frozen=True, slots=True)
class Filters:
    """Says which projects count and which chains make them serve; all that is given holds at once.

    `region` and `municipality` are territories: a project counts that names a place within both. `programme`
    and `fund` leave only the money that they gave. A project without dates lies in no period; where it lacks
    one end, that end is open. `statuses` are those of every statement of a chain: accepted, proposed (by
    people), machine (proposed by a program). `minimum` is the least confidence of the best chain, 0 to 1.
    """

    region: str | None = None
    municipality: str | None = None
    programme: str | None = None
    fund: str | None = None
    since: date | None = None
    until: date | None = None
    statuses: frozenset[str] = DEFAULT_STATUSES
    minimum: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if not 0 <= self.minimum <= 1:
            raise InputError("confidence-range", value=self.minimum)
        for unknown in sorted(self.statuses - set(STATUSES)):
            raise InputError("status-unknown", name=unknown, known=", ".join(STATUSES))
        if self.since and self.until and self.since > self.until:
            raise InputError("period-reversed", since=self.since, until=self.until)


def _usable(rate: Decimal) -> bool:
    # Sums are exact, so a rate such as 1E+999999 would be reckoned with a million digits.
    return rate.is_finite() and rate > 0 and abs(rate.adjusted()) <= MOST_MAGNITUDE


@dataclass(frozen=True, slots=True)
class Rate:
    """Is what one unit of the currency `of` was worth in the currency `to` on a day, and who says so."""

    of: str
    to: str
    value: Decimal
    day: date
    source: str

    def __post_init__(self) -> None:
        if self.of == self.to or not _usable(self.value) or not self.source.strip():
            raise InputError("rate-invalid", of=self.of, to=self.to, value=self.value)
        if not has_come(self.day):
            raise InputError("rate-later", of=self.of, to=self.to, day=self.day)


@dataclass(frozen=True, slots=True)
class Sum:
    """Is money in one currency: of how many projects, and how much of it rests on accepted statements."""

    currency: str
    value: Decimal
    accepted: Decimal
    projects: int


@dataclass(frozen=True, slots=True)
class Figure:
    """Is a number of projects and their money; `accepted` of them serve by a statement that someone accepted.

    That is the project's own statement, the first hop of the chain. For chains that are accepted
    throughout, ask with the status accepted alone.
    """

    projects: int = 0
    accepted: int = 0
    money: tuple[Sum, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """Is what an answer rests on: the commit that it shows, the filters, how money counts, at which rates.

    In `full` a project's money counts whole in each row and column that it reaches; in `parts` it is divided
    equally over the rows that it reaches in the table and over the regions that it names, so that the
    figures add up to the total. A total counts each project once.
    """

    sequence: int
    filters: Filters
    counting: Counting = "full"
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Is a figure for each row that was asked for, those without projects included."""

    rows: Mapping[str, Figure]
    total: Figure
    basis: Basis


@dataclass(frozen=True, slots=True)
class Granted:
    """Is money in one currency, and to how many projects it is known to have been granted."""

    currency: str
    value: Decimal
    projects: int


@dataclass(frozen=True, slots=True)
class Share:
    """Is a number of projects and their money, by currency."""

    projects: int
    money: tuple[Granted, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Is what is held of one project.

    `serves` is what it is stated to serve, by statements that count by default, with their confidence.
    `organisations` take part, `places` are named and lie in the `regions`, each once, and `amounts` is what
    each programme gave; all in no order. `start` and `end` are its first and its last day, None where not
    known.
    """

    serves: tuple[tuple[str, Decimal], ...]
    organisations: tuple[str, ...]
    places: tuple[str, ...]
    regions: tuple[str, ...]
    amounts: tuple[Money, ...]
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Apart:
    """Is the projects that are left, and what each region and each programme that has any has of them.

    `accepted` of them serve by a statement of their own that somebody accepted, as in a Figure.
    """

    whole: Share
    accepted: int
    regions: Mapping[str, Share]
    programmes: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class Grid:
    """Is rows by columns; `cells` holds (row, column), what is absent has no project."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Figure]
    total: Figure
    basis: Basis


@dataclass(frozen=True, slots=True)
class Flow:
    """Is what leads from level to level: columns of things, and a figure for each pair that a project joins.

    A project that takes several ways counts in each of them; `total` counts it once.
    """

    columns: tuple[tuple[str, ...], ...]
    links: Mapping[tuple[str, str], Figure]
    total: Figure
    basis: Basis


@dataclass(frozen=True, slots=True)
class Gaps:
    """Is which objectives no project serves, which no money reaches, and which have no indicator."""

    without_project: tuple[str, ...]
    without_money: tuple[str, ...]
    without_indicator: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Overlap:
    """Is what two documents share: the projects that serve each and both, and the goals that both reach."""

    first: Figure
    second: Figure
    both: Figure
    goals: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Carrier:
    """Is who carries an objective: its only project, and organisations that take part in all its projects.

    `largest` is the organisation with most of the projects, and `share` how many those are.
    """

    objective: str
    projects: int
    only_project: str | None
    carried_by: tuple[str, ...]
    largest: str | None
    share: int


@dataclass(frozen=True, slots=True)
class Concentration:
    """Is who carries each objective that has a project."""

    carriers: tuple[Carrier, ...]
    basis: Basis
