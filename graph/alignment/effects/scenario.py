"""What is supposed to happen: projects removed, delayed or added, proposals accepted or rejected."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.errors import InputError
from graph.model import Money

ORDERS = 2
MOST_ORDERS = 3


@dataclass(frozen=True, slots=True)
class Delay:
    """Says on which day a project, or the first project of a programme, would begin instead."""

    what: str
    start: date


@dataclass(frozen=True, slots=True)
class Support:
    """Says which objective or document a project would serve directly, and with what confidence, 0 to 1."""

    objective: str
    confidence: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if not self.confidence.is_finite() or not 0 <= self.confidence <= 1:
            raise InputError("confidence-range", value=self.confidence)


@dataclass(frozen=True, slots=True)
class NewProject:
    """Describes a project that does not exist: what it serves counts as proposed by people."""

    title: str
    serves: tuple[Support, ...]
    territories: tuple[str, ...] = ()
    programme: str | None = None
    money: tuple[Money, ...] = ()
    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InputError("what-if-untitled")
        if not self.serves:
            raise InputError("what-if-serves-nothing", title=self.title)
        if self.start and self.end and self.end < self.start:
            raise InputError("what-if-ends-before", title=self.title, start=self.start, end=self.end)
        for each in self.money:
            if not each.value.is_finite() or each.value < 0:
                raise InputError("what-if-money", title=self.title, value=each.value)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Is all that is supposed at once; things are named by IRIs, in full or with a prefix.

    `programmes` are removed whole, with every project that they fund, those that others fund too included.
    A delay moves a project's last day by as many days as its first. To accept or to reject a statement is to
    review it once more, by somebody new. One thing cannot be both removed and delayed, or accepted and
    rejected: that raises InputError.
    """

    remove: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    delay: tuple[Delay, ...] = ()
    add: tuple[NewProject, ...] = ()
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        delayed = [each.what for each in self.delay]
        refuse_both({*self.remove, *self.programmes}, delayed, "what-if-removed-and-delayed")
        refuse_both(self.accept, self.reject, "what-if-accepted-and-rejected")
        if len(set(delayed)) < len(delayed):
            raise InputError("what-if-delayed-twice", name=max(delayed, key=delayed.count))

    @property
    def only_removes(self) -> bool:
        """Says whether nothing comes, moves or is judged, so that all else stays as it is."""
        return not (self.delay or self.add or self.accept or self.reject)

    @property
    def only_adds(self) -> bool:
        """Says whether nothing but new projects comes, so that all else stays as it is."""
        return not (self.remove or self.programmes or self.delay or self.accept or self.reject)


def refuse_both(first: Collection[str], second: Collection[str], key: str) -> None:
    """Raises InputError for what stands in both."""
    for name in sorted(set(first).intersection(second)):
        raise InputError(key, name=name)
