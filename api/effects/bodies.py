"""A scenario as it is sent in JSON; IRIs may be prefixed names or paths from the base."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from api.bodies import Body, Whole
from api.iris import from_base
from graph.alignment.effects import ORDERS, Delay, NewProject, Scenario, Support
from graph.model import Money

MOST_NAMED = 10_000
MOST_NEW = 1_000
MOST_PARTS = 100
MOST_MONEY = 10**15
MOST_DECIMALS = 6
Iri = Annotated[str, Field(min_length=1, max_length=2000)]
Named = Annotated[list[Iri], Field(max_length=MOST_NAMED)]


class DelayBody(Body):
    """Is a project, or a programme as a whole, and the day on which it would begin instead."""

    what: Iri = Field(examples=["id/project/tillvaxtverket-2014/20200639"])
    start: date = Field(examples=["2028-01-01"])


class SupportBody(Body):
    """Is an objective or document that a new project would serve, and how sure that is."""

    objective: Iri = Field(examples=["sdg:9.5"])
    confidence: Decimal = Field(Decimal(1), description="0 to 1.", examples=["0.7"])


class MoneyBody(Body):
    """Is an amount in one currency."""

    value: Decimal = Field(ge=0, le=MOST_MONEY, decimal_places=MOST_DECIMALS, examples=["250000"])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["SEK"])


class NewProjectBody(Body):
    """Is a project that does not exist; what it serves counts as proposed by people."""

    title: str = Field(min_length=1, max_length=500, examples=["Fiber till fjällbyarna"])
    serves: list[SupportBody] = Field(max_length=MOST_PARTS)
    territories: list[Iri] = Field([], max_length=MOST_PARTS, examples=[["nuts:SE331"]])
    programme: Iri | None = None
    money: list[MoneyBody] = Field([], max_length=MOST_PARTS)
    start: date | None = None
    end: date | None = None

    def project(self, base: str) -> NewProject:
        """Returns it as the core has it; what cannot be a project raises InputError."""
        return NewProject(
            self.title,
            tuple(Support(from_base(each.objective, base), each.confidence) for each in self.serves),
            _full(self.territories, base),
            from_base(self.programme, base) if self.programme else None,
            tuple(Money(each.value, each.currency) for each in self.money),
            self.start,
            self.end,
        )


class ScenarioBody(Body):
    """Is all that is supposed at once; nothing of it is written."""

    remove: Named = Field([], description="Projects that go.")
    programmes: Named = Field([], description="Programmes that go, with all projects that they fund.")
    delay: list[DelayBody] = Field([], max_length=MOST_NAMED, description="What begins later.")
    add: list[NewProjectBody] = Field([], max_length=MOST_NEW, description="Projects that come.")
    accept: Named = Field([], description="Alignments that somebody new accepts.")
    reject: Named = Field([], description="Alignments that somebody new rejects.")
    orders: Whole = Field(ORDERS, description="Through how many statements a change is followed, 1 to 3.")

    def scenario(self, base: str) -> Scenario:
        """Returns it as the core has it; a contradiction raises InputError."""
        return Scenario(
            _full(self.remove, base),
            _full(self.programmes, base),
            tuple(Delay(from_base(each.what, base), each.start) for each in self.delay),
            tuple(each.project(base) for each in self.add),
            _full(self.accept, base),
            _full(self.reject, base),
        )


def _full(names: Iterable[str], base: str) -> tuple[str, ...]:
    return tuple(from_base(name, base) for name in names)
