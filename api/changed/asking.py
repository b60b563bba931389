"""What an account of changes is asked: from which day on, until which, and of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pydantic import Field

from api.iris import from_base
from api.parameters import ListParameters
from api.services import Services
from api.wording.words import ZONE
from graph.commits import sequence_in
from graph.errors import InputError
from graph.since import Account, Act, account_of, act_of, scope_of


class ChangeParameters(ListParameters):
    """Says of which time the changes are asked for, and of what."""

    since: date = Field(
        description="The first day, as it begins in Stockholm and Copenhagen.", examples=["2026-04-01"]
    )
    until: date | None = Field(None, description="The last day; without it, today.", examples=["2026-06-30"])
    of: str | None = Field(
        None,
        max_length=2000,
        description="What they concern: a goal or objective, a document or programme, or an area.",
        examples=["sdg:9"],
    )
    territory: str | None = Field(None, description="An area to narrow them to.", examples=["nuts:SE331"])


@dataclass(frozen=True, slots=True)
class Span:
    """Is the days of an account, both included; None ends today."""

    since: date
    until: date | None = None

    def moments(self) -> tuple[datetime, datetime | None]:
        """Returns when the first day begins, and when the day after the last one does."""
        after = self.until + timedelta(days=1) if self.until and self.until < date.max else None
        return _begin(self.since), _begin(after) if after else None


def account(services: Services, span: Span, of: str | None = None, territory: str | None = None) -> Account:
    """Returns the account of a span, made once until the next commit; paths of IRIs count from the base.

    Raises UnknownName for what the graph knows nothing of, InputError for a kind of thing that nothing leads
    to, and for days in the wrong order.
    """
    if span.until and span.until < span.since:
        raise InputError("changes-turned", since=span.since, until=span.until)
    reading, store = services.repository.reading, services.store
    thing, area = (
        reading.known(name, from_base(value, services.base)) if value else None
        for name, value in (("of", of), ("territory", territory))
    )

    def made() -> Account:
        return account_of(store, services.since, scope_of(store, thing, area), *span.moments())

    # What was not read whole is asked again, and more is known then.
    key = ("account", span, thing, area)
    known: dict[str, Account] = reading.remembered(key, dict)
    if "account" not in known:
        found = made()
        if found.reached is not None:
            return found
        known["account"] = found
    return known["account"]


def act(services: Services, commit: str) -> Act | None:
    """Returns what the commit of an IRI did; None for any other IRI, and where no account tells of it."""
    sequence = sequence_in(services.base, commit)
    if sequence is None:
        return None
    return act_of(services.store, services.since, scope_of(services.store), sequence)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
