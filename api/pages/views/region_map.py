"""The map: the same figures as the matrix, by region, with a table beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote

from api.pages.reader import Link, Reader
from api.pages.views.abroad import order_of_areas
from api.pages.views.granted import resting
from api.pages.views.listing import goal_links
from api.pages.views.matrix import PROJECTS, UNKNOWN, Measure, measures, shade
from data import OUTLINES
from graph.alignment.portfolio import Figure, Table
from graph.terms import compact
from ontology import PREFIXES


@dataclass(frozen=True, slots=True)
class Area:
    """Is a region: the path of its outline, empty for one without, and its figure in words."""

    region: Link
    path: str
    projects: int
    shade: int
    shown: str
    title: str
    href: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class Shade:
    """Is one shade of a map, and which numbers have it, in words."""

    shade: int
    shown: str


@dataclass(frozen=True, slots=True)
class MapView:
    """Is the page; `areas` are None while figures are gathered. `goal` is the chosen one, None for all."""

    goals: tuple[Link, ...]
    goal: Link | None
    shows: str
    measures: tuple[tuple[str, str], ...]
    counting: str
    unit: str
    note: str
    head: str
    total: str
    reviewed: str
    width: int
    height: int
    areas: tuple[Area, ...] | None
    legend: tuple[Shade, ...]
    is_empty: bool


@cache
def outlines() -> dict[str, Any]:
    """Returns the outlines that ship: `width`, `height`, and `paths` by NUTS code."""
    read: dict[str, Any] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return read


def map_view(reader: Reader, goal: str | None, table: Table | None, *, shows: str, counting: str) -> MapView:
    """Returns the page of a goal, or of all; a currency that nothing is in shows projects."""
    currencies = [each.currency for each in table.total.money] if table else []
    held = shows if shows in currencies else PROJECTS
    measure = Measure.of(reader, held, table.rows.values() if table else ())
    chosen = reader.link(goal) if goal else None
    goals = goal_links(reader)
    drawn = outlines()
    return MapView(
        goals=goals if chosen is None or chosen in goals else (chosen, *goals),
        goal=chosen,
        shows=held,
        measures=measures(reader, currencies),
        counting=counting,
        unit=measure.unit if held != PROJECTS else "",
        head=measure.head,
        note=measure.note(table.rows.values()) if table else "",
        total=Measure(reader, held, in_millions=False).words(table.total) if table else "",
        reviewed=resting(reader, table.total, held) if table else "",
        width=drawn["width"],
        height=drawn["height"],
        areas=_areas(reader, measure, table, goal) if table else None,
        legend=_legend(measure, table) if table else (),
        is_empty=table is not None and not table.total.projects,
    )


def legend_of(numbers: Iterable[tuple[int, Decimal, str]]) -> tuple[Shade, ...]:
    """Returns which numbers each shade stands for, of those that are there, from none to the most.

    `numbers` are the shade of each region with its number, alone and as the picture shows it.

    >>> [step.shown for step in legend_of([(1, Decimal(4), "4"), (0, Decimal(0), "0"), (1, Decimal(1), "1")])]
    ['0', '1–4']
    """
    held: dict[int, list[str]] = {}
    for place, _, shown in sorted(numbers):
        held.setdefault(place, []).append(shown)
    return tuple(Shade(place, _between(shown)) for place, shown in held.items())


def _between(shown: Sequence[str]) -> str:
    """Returns from where to where numbers go, which are in order; unknown ones are none of them."""
    known = [each for each in shown if each != UNKNOWN] or [UNKNOWN]
    return known[0] if known[0] == known[-1] else f"{known[0]}–{known[-1]}"


def _legend(measure: Measure, table: Table) -> tuple[Shade, ...]:
    """Returns the legend of the regions that are drawn."""
    most, drawn = _most(measure, table), outlines()["paths"]
    figures = (each for code, each in table.rows.items() if code.removeprefix(PREFIXES["nuts"]) in drawn)
    numbers = ((measure.amount(each), measure.short(each)) for each in figures)
    return legend_of((shade(amount, most), amount, shown) for amount, shown in numbers)


def _most(measure: Measure, table: Table) -> Decimal:
    return max(map(measure.amount, table.rows.values()), default=Decimal(0))


def _areas(reader: Reader, measure: Measure, table: Table, goal: str | None) -> tuple[Area, ...]:
    most = _most(measure, table)
    links = sorted(map(reader.link, table.rows), key=lambda link: order_of_areas(link, reader.lang))
    return tuple(_area(reader, measure, link, table.rows[link.iri], most, goal) for link in links)


def _area(
    reader: Reader, measure: Measure, region: Link, figure: Figure, most: Decimal, goal: str | None
) -> Area:
    code = region.iri.removeprefix(PREFIXES["nuts"])
    place = quote(compact(region.iri), safe=":")
    page = reader.link(goal).href if goal else f"/{reader.lang}/coverage"
    return Area(
        region=region,
        path=outlines()["paths"].get(code, ""),
        projects=figure.projects,
        shade=shade(measure.amount(figure), most),
        shown=measure.short(figure),
        title=f"{region.label.text}: {measure.words(figure)}",
        href=f"{page}?{'territory' if goal else 'region'}={place}",
        reviewed="" if (share := measure.reviewed(figure)) is None else reader.words.percent(share),
    )
