"""What changed since a day, as its page shows it: sums, who, and what each commit did, with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from api.changed.asking import Span
from api.changed.telling import named_of, reasons_of
from api.pages.reader import Label, Link, Reader
from api.pages.views.changes import Change, changes_told
from api.wording.words import ZONE
from graph.since import Account, Act

SIZE = 25
_QUARTER = 3
_AUTHORS = 5


@dataclass(frozen=True, slots=True)
class Sum:
    """Is how often something was done, and what."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Done:
    """Is what one commit did of one kind: how often, in words, the first things, how many more there are.

    `because` are the reasons that reviewers gave, or those who withdrew.
    """

    text: str
    things: tuple[Link, ...]
    more: str | None
    because: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Is one commit with what it did."""

    change: Change
    done: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class By:
    """Is somebody with the number of their changes, in words."""

    author: Link
    changes: str


@dataclass(frozen=True, slots=True)
class SinceView:
    """Is the account of a time; `title` says which, and where.

    `reached` says from when on all was looked at, `filled` when the graph was filled, if that lies within.
    """

    title: str
    sums: tuple[Sum, ...]
    by: tuple[By, ...]
    told: tuple[Told, ...]
    unread: tuple[Change, ...]
    reached: str | None
    filled: str | None
    changes: str
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Asking:
    """Is the form: the days as it holds them, what it keeps, areas to choose from, and days to begin with."""

    since: str
    until: str
    of: str
    territory: str
    areas: tuple[Link, ...]
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """Is the page; `thing` is what the changes concern, None for the whole graph.

    `asking` is the form for an account from a day on, None for a thing of which there is none; `since` is
    that account, where it is asked for.
    """

    thing: Link | None
    changes: tuple[Change, ...]
    is_cut: bool
    asking: Asking | None = None
    since: SinceView | None = None


def since_view(reader: Reader, found: Account, span: Span, given: dict[str, str], offset: int) -> SinceView:
    """Returns the account; `given` is what its address holds, `offset` the first commit shown."""
    acts = found.acts[offset : offset + SIZE]
    things = [each for act in acts for part in act.parts for each in part.things]
    reader.read_ahead(things)
    return SinceView(
        title=_title(reader, span, given.get("territory")),
        sums=tuple(_sum(reader, *key, count) for key, count in found.sums.items()),
        by=tuple(_by(reader, found.acts)),
        told=tuple(act_told(reader, act) for act in acts),
        unread=changes_told(reader, found.unread),
        reached=reader.words.moment(found.reached.at) if found.reached else None,
        filled=reader.words.moment(found.filling.at) if found.filling else None,
        changes=reader.words.count("changes.count", len(found.acts)),
        previous=_turned(reader, given, offset - SIZE) if offset else None,
        next=_turned(reader, given, offset + SIZE) if offset + SIZE < len(found.acts) else None,
    )


def _title(reader: Reader, span: Span, territory: str | None) -> str:
    until = reader.words.day(span.until) if span.until else None
    key = "changes.between" if until else "changes.since"
    told = reader.words(key, since=reader.words.day(span.since), until=until)
    return f"{told}, {reader.label(territory).text}" if territory else told


def asking_view(
    reader: Reader,
    today: date,
    span: Span | None,
    of: str | None,
    territory: str | None,
    areas: Iterable[Link],
) -> Asking:
    """Returns the form, with days to begin with."""
    kept = {name: value for name, value in (("of", of), ("territory", territory)) if value}
    ways = tuple(
        (
            reader.words(f"changes.from.{name}", day=reader.words.day(day)),
            since_href(reader.lang, day, **kept),
        )
        for name, day in beginnings(today)
    )
    since = span.since if span else months_before(today, _QUARTER)
    until = span.until.isoformat() if span and span.until else ""
    return Asking(since.isoformat(), until, of or "", territory or "", tuple(areas), ways)


def beginnings(today: date) -> tuple[tuple[str, date], ...]:
    """Returns days to begin with, by name: the newest first.

    >>> [str(day) for _, day in beginnings(date(2026, 3, 31))]
    ['2026-02-28', '2026-01-01', '2025-12-31', '2025-04-01']
    """
    spring = date(today.year if today >= date(today.year, 4, 1) else today.year - 1, 4, 1)
    found = {
        "month": months_before(today, 1),
        "quarter": months_before(today, _QUARTER),
        "spring": spring,
        "year": date(today.year, 1, 1),
    }
    return tuple(sorted(found.items(), key=lambda each: each[1], reverse=True))


def months_before(day: date, months: int) -> date:
    """Returns the same day some months earlier, or the last one of its month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def recent_href(lang: str, **given: str) -> str:
    """Returns the address of what changed in the last three months."""
    return since_href(lang, months_before(datetime.now(ZONE).date(), _QUARTER), **given)


def since_href(lang: str, since: date, **given: str) -> str:
    """Returns the address of the page."""
    return f"/{lang}/changes?{urlencode({**given, 'since': since.isoformat()})}"


def _sum(reader: Reader, kind: str, gone: bool, count: int) -> Sum:
    name = reader.words.count(f"changes.{'gone' if gone else 'sum'}.{kind}", count)
    return Sum(reader.words.number(count), name)


def _by(reader: Reader, acts: Iterable[Act]) -> Iterable[By]:
    authors = Counter(act.commit.agent for act in acts if act.commit.agent)
    for author, count in sorted(authors.items(), key=lambda each: (-each[1], each[0]))[:_AUTHORS]:
        yield By(reader.link(author), reader.words.count("changes.count", count))


def act_told(reader: Reader, act: Act) -> Told:
    """Returns one commit with what it did."""
    [change] = changes_told(reader, (act.commit,))
    return Told(change, tuple(_done(reader, act, *key, count) for key, count in act.sums.items()))


def _done(reader: Reader, act: Act, kind: str, gone: bool, count: int) -> Done:
    named = named_of(reader, act, kind, gone)
    more = count - len(named)
    told = reader.words.count("changes.more", more) if more and named else None
    number = reader.words.number(count)
    name = reader.words.count(f"changes.{'gone' if gone else 'sum'}.{kind}", count)
    because = tuple(reasons_of(reader, act, kind, gone))
    return Done(f"{number} {name}", tuple(map(reader.link, named)), told, because)


def _turned(reader: Reader, given: dict[str, str], offset: int) -> str:
    place = {"offset": str(offset)} if offset > 0 else {}
    return f"/{reader.lang}/changes?{urlencode(given | place)}"
