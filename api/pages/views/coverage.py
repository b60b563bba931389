"""Say, fund, do in an area: for each goal which strategy names it, what money backs it, what moves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from api.pages.reader import Link, Reader
from api.pages.views.chains import goal_number
from api.pages.views.gaps import short
from api.pages.views.granted import amounts_of, holders, resting_share, resting_whole
from api.pages.views.matrix import regions_and
from graph.alignment.portfolio import Coverage, Covered, Figure, Movement, Observed, Sum


@dataclass(frozen=True, slots=True)
class Naming:
    """Is a document that names a goal, with the parts of it that do; none where it does so as a whole.

    `reviewed` says how many of these ways a person accepted, empty for none.
    """

    document: Link
    parts: tuple[Link, ...]
    reviewed: str


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

    `money` are the amounts, each with how many projects it was granted to and how much of it is accepted;
    `unpaid` says why there is none, `projects` how many there are, and how many of them are accepted, empty
    for none. `is_surely` says that a person accepted one of the ways in which it is named.
    """

    thing: Link
    number: str
    said: tuple[Naming, ...]
    is_surely: bool
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

    `is_silent` where nobody has said what the strategies of the area contribute to. `figures` are how many of
    the rows are named, funded and moving as desired, each with what that is; `summary` says what is unknown
    of them, empty for nothing. `total` is the sum of all
    rows, and `reviewed` how much of it, and of what is named, rests on accepted statements. `currency` is
    that of most projects, empty where no money is known.
    """

    areas: tuple[Link, ...]
    area: Link | None
    short: str
    rows: str
    lines: tuple[Line, ...]
    is_silent: bool
    figures: tuple[tuple[str, str], ...]
    summary: str
    total: str
    reviewed: str
    currency: str
    gathering: bool


def coverage_view(reader: Reader, area: str | None, coverage: Coverage | None, *, rows: str) -> CoverageView:
    """Returns the page of an area, or that on which one is chosen."""
    lines = tuple(_line(reader, iri, each, area or "") for iri, each in _rows(coverage))
    is_silent = coverage is not None and coverage.is_silent
    return CoverageView(
        areas=regions_and(reader, area),
        area=reader.link(area) if area else None,
        short=short(area) if area else "",
        rows=rows,
        lines=lines,
        is_silent=is_silent,
        figures=_figures(reader, lines, rows, is_silent=is_silent),
        summary=_unknown(reader, lines, rows, is_silent=is_silent),
        total=_total(reader, coverage.total) if coverage else "",
        reviewed=_reviewed(reader, coverage.total, lines, rows) if coverage else "",
        currency=_currency(coverage),
        gathering=bool(area) and coverage is None,
    )


def _rows(coverage: Coverage | None) -> Iterable[tuple[str, Covered]]:
    return coverage.rows.items() if coverage else ()


def _figures(
    reader: Reader, lines: tuple[Line, ...], rows: str, *, is_silent: bool
) -> tuple[tuple[str, str], ...]:
    words, every = reader.words, _rows_counted(reader, rows, len(lines))
    unmoved = words.number(sum(1 for line in lines if line.state == "unknown"))
    named = sum(1 for line in lines if line.said)
    funded = sum(1 for line in lines if line.is_funded)
    forward = sum(1 for line in lines if line.state == "forward")

    def of(count: int) -> str:
        return words("coverage.out-of", count=words.number(count), all=every)

    return (
        (words("coverage.state-unknown") if is_silent else of(named), words("coverage.figure-said")),
        (of(funded), words("coverage.figure-funded")),
        (of(forward), words("coverage.figure-done", unknown=unmoved)),
    )


def _unknown(reader: Reader, lines: tuple[Line, ...], rows: str, *, is_silent: bool) -> str:
    """Returns that nobody says what the strategies contribute to, and of how many rows no money was told."""
    unknown = sum(1 for line in lines if line.is_unknown)
    silent = reader.words("coverage.silent") if is_silent else ""
    every = _rows_counted(reader, rows, unknown)
    unpaid = reader.words.count("coverage.unknown-money", unknown, all=every) if unknown else ""
    return " ".join(filter(None, (silent, unpaid)))


def _rows_counted(reader: Reader, rows: str, number: int) -> str:
    """Returns how many goals, or targets, there are, in words."""
    return reader.words.count(f"coverage.count-{rows}", number)


def _total(reader: Reader, total: Figure) -> str:
    """Returns the money of all rows, each project once, or how many projects where no money is known."""
    if not total.projects:
        return ""
    known = ", ".join(amounts_of(reader, total.money, total.projects))
    return reader.words("coverage.total", total=known or reader.words.count("count.projects", total.projects))


def _reviewed(reader: Reader, total: Figure, lines: tuple[Line, ...], rows: str) -> str:
    named = [line for line in lines if line.said]
    surely = reader.words.number(sum(1 for line in named if line.is_surely))
    every = reader.words.count(f"coverage.named-{rows}", len(named))
    said = reader.words("coverage.said-accepted", accepted=surely, all=every) if named else ""
    return " ".join(filter(None, (said, resting_whole(reader, total))))


def _line(reader: Reader, iri: str, covered: Covered, area: str) -> Line:
    link, state = reader.link(iri), covered.is_done
    number = goal_number(iri) or (link.code or "").partition(".")[0]
    return Line(
        thing=link,
        number=number,
        said=_said(reader, covered),
        is_surely=covered.is_said_surely,
        money=_money(reader, covered.money),
        unpaid=reader.words(f"coverage.{_unpaid(covered)}"),
        is_unknown=covered.is_unknown,
        projects=_projects(reader, covered.money),
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
        (reader.words.money(each.value, each.currency), _granted(reader, each, figure.projects))
        for each in figure.money
        if each.value
    )


def _granted(reader: Reader, own: Sum, projects: int) -> str:
    return f"{holders(reader, own.projects, projects)}, {resting_share(reader, own.accepted, own.value)}"


def _projects(reader: Reader, figure: Figure) -> str:
    if not figure.projects:
        return ""
    share = resting_share(reader, figure.accepted, figure.projects)
    return f"{reader.words.count('count.projects', figure.projects)}, {share}"


def _currency(coverage: Coverage | None) -> str:
    """Returns the currency that most projects were granted money in, empty where there is none."""
    held: Counter[str] = Counter()
    for _, covered in _rows(coverage):
        held.update({each.currency: each.projects for each in covered.money.money})
    return held.most_common(1)[0][0] if held else ""


def _said(reader: Reader, covered: Covered) -> tuple[Naming, ...]:
    parts: dict[str, list[Link]] = defaultdict(list)
    surely: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    for document, part, accepted in covered.named:
        parts[document] += [] if part == document else [reader.link(part)]
        surely[document] += accepted
        ways[document] += 1
    return tuple(
        Naming(reader.link(each), tuple(own), _accepted(reader, surely[each], ways[each]))
        for each, own in parts.items()
    )


def _accepted(reader: Reader, surely: int, ways: int) -> str:
    if surely == ways:
        return reader.words("status.accepted")
    number = reader.words.number
    return reader.words("coverage.accepted", accepted=number(surely), all=number(ways)) if surely else ""


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
