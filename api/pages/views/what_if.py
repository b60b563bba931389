"""The What-if page: projects that can be switched off, and what falls with them, told in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from api.effects.telling import rounded
from api.pages.reader import Link, Reader
from api.pages.views.granted import amounts_of
from api.pages.views.homes import placed
from api.pages.views.projects import granted, project_period, written_sums

if TYPE_CHECKING:
    from graph.alignment.effects import Effect, Pathway, Ripple, Shift, SinglePoint, SinglePoints, SmallestSet
    from graph.alignment.portfolio import Figure, Held

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """Is one list to choose from, with what is chosen."""

    name: str
    options: tuple[Link, ...]
    chosen: Link | None


@dataclass(frozen=True, slots=True)
class Switch:
    """Is a project with its check box; `value` names it in the address."""

    thing: Link
    value: str
    is_off: bool
    about: str


@dataclass(frozen=True, slots=True)
class Switches:
    """Is the projects of one page of a list, with how many it has in words, and where others begin."""

    switches: tuple[Switch, ...]
    found: str | None = None
    offset: int = 0
    former: int | None = None
    next: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Is one objective that falls, is won or changes."""

    thing: Link
    is_prioritised: bool
    projects: str
    money: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RippleView:
    """Is what reaches an objective through others, in words, with its strongest ways."""

    thing: Link
    verb: str
    strength: str
    ways: tuple[tuple[Link | str, ...], ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    """Is what the projects that are switched off take with them."""

    summary: str
    total: str
    fallen: tuple[ChangeView, ...]
    changed: tuple[ChangeView, ...]
    more_changed: str | None
    ripples: tuple[RippleView, ...]


@dataclass(frozen=True, slots=True)
class PointView:
    """Is an objective with what carries it alone; a statement is what it joins."""

    thing: Link
    is_prioritised: bool
    project: Link | None
    organisations: tuple[Link, ...]
    statements: tuple[tuple[str, Link, Link], ...]


@dataclass(frozen=True, slots=True)
class PointsView:
    """Is the first of the objectives that hang on one thing, and how many are not shown."""

    summary: str
    points: tuple[PointView, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class SetView:
    """Is the fewest projects that cover what is wanted, with how sure that is."""

    summary: str
    proof: str | None
    projects: tuple[tuple[Link, tuple[Link, ...]], ...]
    open: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """Is the page; before anything is chosen it has only its lists."""

    choices: tuple[Choice, ...]
    listed: Switches
    programme: Link | None
    is_whole: bool
    result: ResultView | None
    points: PointsView | None
    smallest: SetView | None


def switch_of(reader: Reader, project: str, held: Held | None, *, is_off: bool) -> Switch:
    """Returns a project with its check box; what is `held` of it is not read, but several amounts are."""
    sums = held.amounts if held else ()
    money = written_sums(reader, sums) if len(sums) == 1 else granted(reader, project)
    period = reader.words.period(held.start, held.end) if held else project_period(reader, project)
    about = [*money, *([period] if period else [])]
    return Switch(reader.link(project), project.removeprefix(reader.store.base), is_off, ", ".join(about))


def result_of(reader: Reader, effect: Effect) -> ResultView:
    """Returns an effect in words."""
    fallen = [each for each in effect.shifts if each.kind == "uncovered"]
    changed = [each for each in effect.shifts if each.kind != "uncovered"][:SHOWN]
    words, more = reader.words, effect.found - len(fallen) - len(changed)
    return ResultView(
        summary=_summary(reader, effect, fallen),
        total=words(
            "what-if.total",
            before=_figure(reader, effect.total_before),
            after=_figure(reader, effect.total_after),
        ),
        fallen=tuple(_change(reader, each) for each in fallen),
        changed=tuple(_change(reader, each) for each in changed),
        more_changed=words.count("what-if.more", more) if more else None,
        ripples=tuple(_ripple(reader, each) for each in effect.ripples[:SHOWN]),
    )


def points_of(reader: Reader, told: SinglePoints) -> PointsView:
    """Returns the first single points of failure, and how many there are."""
    words = reader.words
    summary = words.count("what-if.points", told.found) + " " + words.count("what-if.of", told.covered)
    rest = told.found - len(told.points)
    more = words.count("what-if.points-more", rest) if rest else None
    return PointsView(summary, tuple(_point(reader, each) for each in told.points), more)


def set_of(reader: Reader, told: SmallestSet) -> SetView:
    """Returns a smallest set; where it is not proven smallest, `proof` says how few any must have."""
    words, count = reader.words, len(told.projects)
    summary = words.count("what-if.set", count) + " " + words.count("what-if.set-of", told.wanted)
    summary = summary if told.wanted else words("what-if.set-none")
    proof = None if told.is_smallest else words("what-if.not-proven", least=words.number(told.at_least))
    return SetView(
        summary=summary,
        proof=proof,
        projects=tuple(
            (reader.link(each.project), tuple(map(partial(placed, reader), each.serves)))
            for each in told.projects
        ),
        open=tuple(map(partial(placed, reader), told.open)),
    )


def _summary(reader: Reader, effect: Effect, fallen: Sequence[Shift]) -> str:
    words = reader.words
    told = [words.count("what-if.removed", effect.removed), words.count("what-if.fall", len(fallen))]
    if prioritised := sum(each.is_prioritised for each in fallen):
        told.append(words.count("what-if.fall-prioritised", prioritised))
    if effect.shared:
        told.append(words.count("what-if.shared", effect.shared))
    return " ".join(told)


def _change(reader: Reader, shift: Shift) -> ChangeView:
    number = reader.words.number
    regions = [reader.link(each).label.text for each in (*shift.lost, *shift.won)]
    return ChangeView(
        thing=placed(reader, shift.objective),
        is_prioritised=shift.is_prioritised,
        projects=f"{number(shift.before.projects)} → {number(shift.after.projects)}",
        money=" → ".join(_money(reader, each) for each in (shift.before, shift.after)),
        regions=tuple(regions),
    )


def _money(reader: Reader, figure: Figure) -> str:
    known = "; ".join(amounts_of(reader, figure.money, figure.projects))
    return known or (reader.words("objective.unknown-money") if figure.projects and not figure.money else "0")


def _figure(reader: Reader, figure: Figure) -> str:
    return f"{reader.words.count('count.projects', figure.projects)} ({_money(reader, figure)})"


def _ripple(reader: Reader, ripple: Ripple) -> RippleView:
    return RippleView(
        thing=placed(reader, ripple.objective),
        verb=reader.words("what-if.weakens" if ripple.net < 0 else "what-if.strengthens"),
        strength=_signed(reader, ripple),
        ways=tuple(tuple(_way(reader, each)) for each in ripple.pathways[:3]),
    )


def _signed(reader: Reader, ripple: Ripple) -> str:
    text = reader.words.number(rounded(ripple.net).normalize())
    return f"+{text}" if ripple.net > 0 else text.replace("-", "−")


def _way(reader: Reader, pathway: Pathway) -> Iterator[Link | str]:
    """Yields an objective, then what it does to the next one, in turn."""
    yield reader.link(pathway.steps[0].source)
    for step in pathway.steps:
        yield reader.words(
            "what-if.helps" if step.strength > 0 else "what-if.hinders", strength=abs(step.strength)
        )
        yield reader.link(step.target)


def _point(reader: Reader, point: SinglePoint) -> PointView:
    return PointView(
        thing=placed(reader, point.objective),
        is_prioritised=point.is_prioritised,
        project=reader.link(point.project) if point.project else None,
        organisations=tuple(map(reader.link, point.organisations)),
        statements=tuple(_statements(reader, point)),
    )


def _statements(reader: Reader, point: SinglePoint) -> Iterator[tuple[str, Link, Link]]:
    for each in point.statements:
        yield reader.link(each.alignment).href, reader.link(each.source), placed(reader, each.target)
