"""Say, fund, do in an area: for each goal which strategy names it, what money backs it, what moves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from api.pages.reader import Link, Reader
from api.pages.views.chains import goal_number
from api.pages.views.gaps import short
from api.pages.views.granted import holders
from api.pages.views.matrix import regions
from graph.alignment.portfolio import Coverage, Covered, Figure, Movement, Observed


@dataclass(frozen=True, slots=True)
class Naming:
    """Is a document that names a goal, with the parts of it that do; none where it does so as a whole."""

    document: Link
    parts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Is an indicator with its two latest measured values, in words, and links to both."""

    indicator: Link
    unit: str
    state: str
    before: tuple[str, str]
    after: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """Is a goal or target: `state` is that of its indicators, `done` the same in words.

    `money` are the amounts, each with how many projects it was granted to; `unpaid` says why there is none,
    `projects` how many there are, empty for none.
    """

    thing: Link
    number: str
    said: tuple[Naming, ...]
    money: tuple[tuple[str, str], ...]
    unpaid: str
    projects: str
    is_unknown: bool
    is_funded: bool
    href: str
    state: str
    done: str
    moved: tuple[Moved, ...]
    indicators: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Is the page: without an area only what one may choose; `gathering` says that figures come soon.

    `currency` is that of most projects, empty where no money is known.
    """

    areas: tuple[Link, ...]
    area: Link | None
    short: str
    rows: str
    lines: tuple[Line, ...]
    summary: str
    currency: str
    gathering: bool


def coverage_view(reader: Reader, area: str | None, coverage: Coverage | None, *, rows: str) -> CoverageView:
    """Returns the page of an area, or that on which one is chosen."""
    lines = tuple(_line(reader, iri, each, area or "") for iri, each in _rows(coverage))
    return CoverageView(
        areas=regions(reader),
        area=reader.link(area) if area else None,
        short=short(area) if area else "",
        rows=rows,
        lines=lines,
        summary=_summary(reader, lines),
        currency=_currency(coverage),
        gathering=bool(area) and coverage is None,
    )


def _rows(coverage: Coverage | None) -> Iterable[tuple[str, Covered]]:
    return coverage.rows.items() if coverage else ()


def _summary(reader: Reader, lines: tuple[Line, ...]) -> str:
    number, unknown = reader.words.number, sum(1 for line in lines if line.is_unknown)
    told = reader.words(
        "coverage.summary",
        all=number(len(lines)),
        said=number(sum(1 for line in lines if line.said)),
        funded=number(sum(1 for line in lines if line.is_funded)),
        forward=number(sum(1 for line in lines if line.state == "forward")),
        unknown=number(sum(1 for line in lines if line.state == "unknown")),
    )
    return f"{told} {reader.words.count('coverage.unknown-money', unknown)}" if unknown else told


def _line(reader: Reader, iri: str, covered: Covered, area: str) -> Line:
    link, state = reader.link(iri), covered.is_done
    number = goal_number(iri) or (link.code or "").partition(".")[0]
    return Line(
        thing=link,
        number=number,
        said=_said(reader, covered),
        money=_money(reader, covered.money),
        unpaid=reader.words(f"coverage.{_unpaid(covered)}"),
        is_unknown=covered.is_unknown,
        projects=reader.words.count("count.projects", covered.money.projects)
        if covered.money.projects
        else "",
        is_funded=covered.is_funded,
        href=f"{link.href}?territory={short(area)}",
        state=state,
        done=reader.words(f"coverage.state-{state}"),
        moved=tuple(_moved(reader, each) for each in covered.movements),
        indicators=tuple(map(reader.link, covered.indicators)),
    )


def _unpaid(covered: Covered) -> str:
    """Returns which words say why there is no money: of no project nothing more needs to be said."""
    if not covered.money.projects:
        return "no-project"
    return "money-unknown" if covered.is_unknown else "not-funded"


def _money(reader: Reader, figure: Figure) -> tuple[tuple[str, str], ...]:
    """Returns each amount in words, and to how many of the projects it is known to have been granted."""
    return tuple(
        (reader.words.money(each.value, each.currency), holders(reader, each.projects, figure.projects))
        for each in figure.money
        if each.value
    )


def _currency(coverage: Coverage | None) -> str:
    """Returns the currency that most projects were granted money in, empty where there is none."""
    held: Counter[str] = Counter()
    for _, covered in _rows(coverage):
        held.update({each.currency: each.projects for each in covered.money.money})
    return held.most_common(1)[0][0] if held else ""


def _said(reader: Reader, covered: Covered) -> tuple[Naming, ...]:
    parts: dict[str, list[Link]] = defaultdict(list)
    for document, part in covered.named:
        parts[document] += [] if part == document else [reader.link(part)]
    return tuple(Naming(reader.link(document), tuple(own)) for document, own in parts.items())


def _moved(reader: Reader, movement: Movement) -> Moved:
    unit = movement.unit
    return Moved(
        indicator=reader.link(movement.indicator),
        unit=reader.label(unit).text if ":" in unit else unit,
        state=reader.words(f"coverage.state-{movement.state}"),
        before=_observed(reader, movement.before),
        after=_observed(reader, movement.after),
    )


def _observed(reader: Reader, observed: Observed) -> tuple[str, str]:
    return f"{reader.words.number(observed.value)} ({observed.when})", reader.link(observed.observation).href
