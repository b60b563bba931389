"""What a reader admits into chains: whose statements, how sure, and as things stood at which times."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from graph.errors import InputError, UnknownName
from graph.model import Period

STATUSES = ("proposed", "accepted", "rejected", "contested", "withdrawn", "superseded")
FORCES = ("governing", "guiding", "inspiring")
UNDATED = ("include", "apart", "exclude", "only")


@dataclass(frozen=True, slots=True)
class Filters:
    """Says which statements and documents chains may rest on; what is not given does not limit them.

    `statuses` empty means what counts by default: accepted, or proposed by people, or by machines too if
    `machines`. `confidence` is the least of a whole chain, 0 to 1. `held` is a day on which the statements
    hold (one that names no period holds always), `said` the last day by which their source had said them,
    `undated` what becomes of those whose source gives no day, `recorded` the moment as of which the ledger
    is read. `period` and `forces` on `addressee` concern the documents that a chain runs through between its
    start and its goal; with an addressee it has to run through one. Filters that contradict each other or
    are out of range raise InputError.
    """

    statuses: frozenset[str] = frozenset()
    machines: bool = False
    authors: frozenset[str] = frozenset()
    confidence: Decimal = Decimal(0)
    held: date | None = None
    said: date | None = None
    undated: str | None = None
    recorded: datetime | None = None
    period: Period | None = None
    forces: frozenset[str] = frozenset()
    addressee: str | None = None

    def __post_init__(self) -> None:
        _check_known("status", self.statuses, STATUSES)
        _check_known("force", self.forces, FORCES)
        _check_known("undated", (self.undated,) if self.undated else (), UNDATED)
        if not self.confidence.is_finite() or not 0 <= self.confidence <= 1:
            raise InputError("confidence-range", value=self.confidence)
        self._check_together()

    def _check_together(self) -> None:
        if self.machines and self.statuses and "proposed" not in self.statuses:
            raise InputError("chain-machines-unproposed", statuses=", ".join(sorted(self.statuses)))
        if self.said and self.undated == "only":
            raise InputError("chain-said-undated", said=self.said)
        if self.forces and self.addressee is None:
            raise InputError("chain-force-unaddressed", force=", ".join(sorted(self.forces)))
        if self.recorded and self.recorded.tzinfo is None:
            raise InputError("chain-moment-zoneless", value=self.recorded.isoformat())
        if self.period and _is_backward(self.period):
            raise InputError("chain-period-backward", start=self.period.start, end=self.period.end)

    @property
    def given(self) -> tuple[str, ...]:
        """Returns the names of the filters that are set, in the order of their declaration."""
        return tuple(each.name for each in fields(self) if getattr(self, each.name) != each.default)

    @property
    def of_undated(self) -> str:
        """Returns what becomes of undated statements: apart where a day of saying is asked for."""
        return self.undated or ("apart" if self.said else "include")

    @property
    def judges_documents(self) -> bool:
        """Says whether documents that a chain runs through are judged."""
        return self.period is not None or self.addressee is not None

    @property
    def judges_whole_chains(self) -> bool:
        """Says whether a chain may fall though each of its hops is let through."""
        return self.confidence > 0 or self.addressee is not None


def moment_of(text: str) -> datetime:
    """Returns a moment; a day alone is the end of that day in UTC, so that what was recorded on it counts.

    >>> moment_of("2026-11-22").isoformat(), moment_of("2026-11-22T09:00:00Z").isoformat()
    ('2026-11-22T23:59:59.999999+00:00', '2026-11-22T09:00:00+00:00')
    """
    try:
        whole = f"{text}T23:59:59.999999Z" if len(text) == len("2026-11-22") else text
        return datetime.fromisoformat(whole)
    except ValueError as error:
        raise InputError("chain-moment-invalid", value=text) from error


def day_of(text: str) -> date:
    """Returns a day written YYYY-MM-DD; anything else raises InputError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError("date-invalid", value=text) from error


def period_of(text: str) -> Period:
    """Returns a span written as ISO 8601 has it, of days or of years; an end may be left open by two dots.

    >>> period_of("2021/2027") == Period(date(2021, 1, 1), date(2027, 12, 31))
    True
    >>> period_of("2021"), period_of("../2020-06-30").end
    (Period(start=datetime.date(2021, 1, 1), end=datetime.date(2021, 12, 31)), datetime.date(2020, 6, 30))
    """
    first, slash, last = text.partition("/")
    try:
        return Period(_end(first, "-01-01"), _end(last if slash else first, "-12-31"))
    except ValueError as error:
        raise InputError("chain-period-invalid", value=text) from error


def number_of(text: str) -> Decimal:
    """Returns a confidence written as a decimal number; anything else raises InputError."""
    try:
        return Decimal(text)
    except ArithmeticError as error:
        raise InputError("confidence-range", value=text) from error


def _end(text: str, whole: str) -> date | None:
    if text == "..":
        return None
    return date.fromisoformat(text + whole if len(text) == 4 else text)


def _is_backward(period: Period) -> bool:
    return period.start is not None and period.end is not None and period.end < period.start


def _check_known(name: str, given: Collection[str], known: Collection[str]) -> None:
    for value in given:
        if value not in known:
            raise UnknownName("chain-filter-unknown", name=name, value=value, known=", ".join(known))


ANY = Filters()
"""Is no filter at all."""
