"""Draws a flow: bands as broad as what flows, between bars in a column for each level; labels wrap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from api.pages.reader import Link

WIDTH = 1080
_BAR, _LABEL, _LINE, _GAP, _TOP = 14, 250, 17, 14, 8
_TALL = 520
_UNKNOWN = 2.0
_CHARACTERS = 32
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """Is a thing in its column; `goal` is the number of a goal, `anchor` says where its label ends."""

    x: float
    y: float
    height: float
    goal: str
    text_x: float
    anchor: str
    lines: tuple[tuple[float, str], ...]
    lang: str | None


@dataclass(frozen=True, slots=True)
class Band:
    """Is what flows from one thing to another: the path of its middle, and how broad it is.

    How much an unknown one is nobody tells: its breadth means nothing.
    """

    path: str
    width: float
    goal: str
    title: str
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Sankey:
    """Is the picture, in pixels."""

    width: int
    height: int
    bar: int
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]


def sankey(
    columns: Sequence[Sequence[Link]],
    amounts: Mapping[Pair, Decimal],
    goals: Mapping[str, str],
    titles: Mapping[Pair, str],
) -> Sankey:
    """Returns the picture of amounts that flow from things to things of the next column.

    A bar is as high as the more of what comes and what goes. `goals` holds the number of what is a goal. What
    has no amount flows too, nobody knows how much.
    """
    weights = _weights(amounts)
    most = max((sum(weights[link.iri] for link in column) for column in columns), default=Decimal(0))
    scale = _TALL / float(most) if most else 0.0
    heights = _heights(amounts, weights, scale)
    bars: dict[str, Bar] = {}
    for number, column in enumerate(columns):
        bars |= _column(column, number, len(columns), heights, goals)
    bottom = max((bar.y + max(bar.height, _LINE * len(bar.lines)) for bar in bars.values()), default=0)
    bands = _bands(columns, amounts, bars, scale, titles)
    return Sankey(WIDTH, round(bottom) + _TOP, _BAR, tuple(bars.values()), bands)


def _weights(amounts: Mapping[Pair, Decimal]) -> Mapping[str, Decimal]:
    going: dict[str, Decimal] = defaultdict(Decimal)
    coming: dict[str, Decimal] = defaultdict(Decimal)
    for (source, target), amount in amounts.items():
        going[source] += amount
        coming[target] += amount
    return {end: max(going[end], coming[end]) for end in {*going, *coming}}


def _heights(
    amounts: Mapping[Pair, Decimal], weights: Mapping[str, Decimal], scale: float
) -> Mapping[str, float]:
    """Returns how high each bar is, with room for what has no amount."""
    unknown = [Counter(pair[end] for pair, amount in amounts.items() if not amount) for end in (0, 1)]
    return {
        end: max(1.0, float(weight) * scale) + _UNKNOWN * max(each[end] for each in unknown)
        for end, weight in weights.items()
    }


def _column(
    column: Sequence[Link], number: int, count: int, heights: Mapping[str, float], goals: Mapping[str, str]
) -> dict[str, Bar]:
    """Returns the bars of a column, each below the last one and its label."""
    x = _LABEL + (WIDTH - 2 * _LABEL - _BAR) * number / max(count - 1, 1)
    is_first = number == 0
    text_x = x - 8 if is_first else x + _BAR + 8
    bars, y = {}, float(_TOP)
    for link in column:
        name = f"{link.code} {link.label.text}" if link.code else link.label.text
        lines = wrap(name, _CHARACTERS) or [name]
        height = heights[link.iri]
        first = y + max(0.0, (height - _LINE * len(lines)) / 2) + _LINE - 4
        placed = tuple((round(first + _LINE * n, 1), line) for n, line in enumerate(lines))
        anchor = "end" if is_first else "start"
        bars[link.iri] = Bar(
            round(x, 1),
            round(y, 1),
            round(height, 1),
            goals.get(link.iri, ""),
            round(text_x, 1),
            anchor,
            placed,
            link.label.lang,
        )
        y += max(height, _LINE * len(lines)) + _GAP
    return bars


def _bands(
    columns: Sequence[Sequence[Link]],
    amounts: Mapping[Pair, Decimal],
    bars: Mapping[str, Bar],
    scale: float,
    titles: Mapping[Pair, str],
) -> tuple[Band, ...]:
    """Returns the bands, those that leave and reach a bar in the order of the things at their other ends."""
    place = {
        link.iri: (number, row) for number, column in enumerate(columns) for row, link in enumerate(column)
    }
    pairs = sorted(amounts, key=lambda pair: (place[pair[0]], place[pair[1]]))
    left: dict[str, float] = defaultdict(float)
    right: dict[str, float] = defaultdict(float)
    bands = []
    for source, target in pairs:
        amount = float(amounts[source, target])
        width = max(1.0, amount * scale) if amount else _UNKNOWN
        start, end = bars[source], bars[target]
        y0, y1 = start.y + left[source] + width / 2, end.y + right[target] + width / 2
        left[source] += width
        right[target] += width
        x0, x1 = start.x + _BAR, end.x
        middle = (x0 + x1) / 2
        path = f"M{x0:.1f},{y0:.1f}C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {x1:.1f},{y1:.1f}"
        bands.append(Band(path, round(width, 1), end.goal, titles[source, target], not amount))
    return tuple(bands)
