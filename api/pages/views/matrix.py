"""The matrix of goals and regions: how many projects of each region serve each goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from api.pages.reader import Link, Reader
from api.pages.views.chains import goal_number
from graph.model import Cell as Counted
from graph.terms import compact

Counts = Mapping[tuple[str, str], Counted]
SHADES = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """Is how many projects of a region serve a goal; `shade` is 0 for none to 5 for the most."""

    projects: int
    shown: str
    shade: int
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Is a goal with a cell for each region."""

    goal: Link
    number: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Is the whole table; `hidden` counts the regions without projects that are not shown."""

    regions: tuple[Link, ...]
    rows: tuple[MatrixRow, ...]
    hidden: int
    is_empty: bool


def matrix(reader: Reader, *, whole: bool) -> Matrix:
    """Returns the matrix; unless it is to be whole, regions without projects are left out."""
    counted = reader.repository.matrix(reader.lang)
    active = {region for _, region in counted.cells}
    known = sorted(
        (reader.link(region.iri) for region in counted.regions),
        key=lambda link: region_order(link, reader.lang),
    )
    shown = [region for region in known if whole or region.iri in active]
    most = max((cell.projects for cell in counted.cells.values()), default=0)
    return Matrix(
        regions=tuple(shown),
        rows=tuple(_row(reader, goal.iri, shown, counted.cells, most) for goal in counted.goals),
        hidden=len(known) - len(shown),
        is_empty=not counted.cells,
    )


def region_order(region: Link, lang: str) -> tuple[bool, str]:
    """Returns how regions are ordered: those of the reader's country first, in English the Swedish ones."""
    first = "DK" if lang == "da" else "SE"
    return (not (region.code or "").startswith(first), region.label.text)


def shade(projects: int, most: int) -> int:
    """Returns the shade of a number: 0 for none, else 1 to 5 by its share of the largest.

    >>> [shade(n, 10) for n in (0, 1, 5, 10)]
    [0, 1, 3, 5]
    """
    return 0 if projects <= 0 else 1 + round((SHADES - 1) * (projects - 1) / max(1, most - 1))


def _row(reader: Reader, goal: str, shown: Sequence[Link], counts: Counts, most: int) -> MatrixRow:
    link = reader.link(goal)
    nothing = Counted(0, 0)
    cells = (_cell(reader, link, region, counts.get((goal, region.iri), nothing), most) for region in shown)
    return MatrixRow(link, goal_number(goal) or "", tuple(cells))


def _cell(reader: Reader, goal: Link, region: Link, counted: Counted, most: int) -> Cell:
    said = reader.words.count("count.projects", counted.projects)
    return Cell(
        projects=counted.projects,
        shown=reader.words.number(counted.projects),
        shade=shade(counted.projects, most),
        href=f"{goal.href}?territory={quote(compact(region.iri), safe=':')}",
        title=f"{goal.code} {goal.label.text}, {region.label.text}: {said}",
    )
