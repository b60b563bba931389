"""The indicators of an objective: their values by area over time, as a table and as a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from api.iris import page_url
from api.pages.reader import Link, Reader
from graph.model import Observation
from graph.repository.observations import observations_of
from graph.terms import NamedNode, expand, iri

MOST_VALUES, MOST_SERIES = 300, 12
MEASURED = ("baseline", "midterm", "actual")
WIDTH, HEIGHT = 640, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 40, 16, 30


@dataclass(frozen=True, slots=True)
class Value:
    """Is one value: its period, number and role in words, and the page of the observation."""

    period: str
    number: str
    role: str
    href: str


@dataclass(frozen=True, slots=True)
class Dot:
    """Is a value in a picture, in pixels; one that is planned was not measured."""

    x: float
    y: float
    is_planned: bool
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """Is a picture of a series, in pixels; `path` joins what was measured, `marks` are its axes in words."""

    path: str
    dots: tuple[Dot, ...]
    marks: tuple[tuple[float, float, str, str], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Is the values of one area in one unit, the oldest first."""

    place: Link | None
    unit: str | None
    values: tuple[Value, ...]
    line: Line | None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """Is an indicator with its series; `more` says that it has more than are shown."""

    thing: Link
    series: tuple[Series, ...]
    more: bool


def indicators_of(reader: Reader, objective: str, place: str | None = None) -> tuple[IndicatorView, ...]:
    """Returns what measures an objective; the series of the chosen place come first."""
    named = {*reader.nodes(objective, "pg:measuredBy"), *reader.subjects("sdgo:isIndicatorOf", objective)}
    links = sorted(map(reader.link, named), key=lambda link: (link.code or "", link.label.text))
    return tuple(_indicator(reader, link, place) for link in links)


def indicator_of(reader: Reader, indicator: str) -> tuple[IndicatorView, ...]:
    """Returns an indicator with its series, () for what has no values."""
    found = _indicator(reader, reader.link(indicator), None)
    return (found,) if found.series else ()


def _indicator(reader: Reader, link: Link, place: str | None) -> IndicatorView:
    quads = reader.store.quads(None, expand("pg:indicator"), iri(link.iri))
    names = (quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
    found = list(islice(dict.fromkeys(names), MOST_VALUES + 1))
    told = observations_of(reader.repository.reading, found[:MOST_VALUES], reader.lang)
    groups: dict[tuple[str, str], list[Observation]] = {}
    for each in told:
        groups.setdefault((each.territory.iri if each.territory else "", each.unit or ""), []).append(each)
    ordered = sorted(groups, key=lambda key: (key[0] != place, reader.label(key[0]).text if key[0] else ""))
    series = tuple(_series(reader, key, groups[key]) for key in ordered[:MOST_SERIES])
    return IndicatorView(link, series, len(found) > MOST_VALUES or len(ordered) > MOST_SERIES)


def _series(reader: Reader, key: tuple[str, str], found: Iterable[Observation]) -> Series:
    place, unit = key
    dated = sorted(((_when(reader, each), each) for each in found), key=lambda pair: (pair[0], pair[1].role))
    return Series(
        place=reader.link(place) if place else None,
        unit=(reader.label(unit).text if ":" in unit else unit) or None,
        values=tuple(_value(reader, when, each) for when, each in dated),
        line=line_of(
            [
                (when, each.value, each.role not in MEASURED)
                for when, each in dated
                if each.value is not None and place_in_time(when) is not None
            ],
            reader.words.number,
        ),
    )


def _when(reader: Reader, observation: Observation) -> str:
    """Returns the period of a value as it is written; of one with a start and an end the start."""
    if observation.period:
        return observation.period
    node = reader.node(observation.iri, "sdmx-dimension:refPeriod")
    return (reader.value(node, "dcat:startDate") or "") if node else ""


def _value(reader: Reader, when: str, observation: Observation) -> Value:
    key = f"entry.role.{observation.role}"
    number = observation.value
    return Value(
        period=when or reader.words("proof.undated"),
        number=reader.words.number(number) if number is not None else "–",
        role=reader.words(key) if reader.words.has(key) else observation.role,
        href=page_url(observation.iri, reader.store.base, reader.lang),
    )


def place_in_time(when: str) -> float | None:
    """Returns a year, a month or a day as a year with its fraction, None for anything else.

    >>> place_in_time("2024"), place_in_time("2024-07"), place_in_time("lately")
    (2024.0, 2024.5, None)
    """
    parts = when.split("-")
    if not all(part.isdecimal() for part in parts) or len(parts[0]) != 4 or len(parts) > 3:
        return None
    try:
        day = date(int(parts[0]), *(int(part) for part in (*parts[1:], "1", "1")[:2]))
    except ValueError:
        return None
    return day.year + round((day.timetuple().tm_yday - 1) / 365, 1)


def _scale(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    """Returns what maps the least of the values to one end of a picture and the greatest to the other."""
    least, most = min(values), max(values)
    if most == least:
        return lambda _: round((start + end) / 2, 1)
    return lambda value: round(start + (value - least) / (most - least) * (end - start), 1)


def line_of(points: Sequence[tuple[str, Decimal, bool]], words: Callable[[Decimal], str]) -> Line | None:
    """Returns the picture of at least two measured values at different times, None where there are fewer.

    A point is its period, its number, and whether it is planned; `words` writes a number.
    """
    times = [place_in_time(when) or 0.0 for when, _, _ in points]
    measured = {time for time, (_, _, planned) in zip(times, points, strict=True) if not planned}
    if len(measured) < 2:
        return None
    numbers = [number for _, number, _ in points]
    across, up = (
        _scale(times, _LEFT, WIDTH - _RIGHT),
        _scale([float(n) for n in numbers], HEIGHT - _BOTTOM, _TOP),
    )
    dots = tuple(
        Dot(across(time), up(float(number)), planned, f"{when}: {words(number)}")
        for time, (when, number, planned) in zip(times, points, strict=True)
    )
    joined = " L".join(f"{dot.x} {dot.y}" for dot in dots if not dot.is_planned)
    highest, lowest = max(numbers), min(numbers)
    marks = [
        (_LEFT - 12.0, up(float(each)) + 5, "end", words(each)) for each in dict.fromkeys((highest, lowest))
    ]
    ends = dict.fromkeys((times.index(min(times)), times.index(max(times))))
    marks += [(across(times[each]), HEIGHT - 6.0, "middle", points[each][0]) for each in ends]
    return Line(f"M{joined}", dots, tuple(marks))
