"""The matrix of goals and regions: how many projects of each region serve each goal, or how much money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from api.pages.reader import Link, Reader
from api.pages.views.abroad import order_of_areas
from api.pages.views.chains import goal_number
from api.pages.views.granted import holders, resting
from graph.alignment.portfolio import Counting, Figure, Grid, Sum
from graph.terms import compact

SHADES = 5
PROJECTS = "projects"
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Cell:
    """Is what a region has for a goal; `shade` is 0 for none to 5 for the most."""

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
    """Is the whole table; `hidden` counts the regions without projects that are not shown.

    `shows` is what the cells hold: projects, or money in a currency; `choices` are what they may hold;
    `unit` is that of the numbers, in words, and `note` says what stands in place of a number.
    `reviewed` says how much of the total rests on accepted statements, `projects` are those in it, each once,
    and `behind` counts the commits that the figures lack.
    """

    regions: tuple[Link, ...]
    rows: tuple[MatrixRow, ...]
    hidden: int
    is_empty: bool
    shows: str
    counting: Counting
    choices: tuple[tuple[str, str], ...]
    total: str
    unit: str
    note: str
    reviewed: str
    projects: int
    behind: int


def matrix(reader: Reader, grid: Grid, *, whole: bool, shows: str = PROJECTS) -> Matrix:
    """Returns the matrix; unless it is to be whole, regions without projects are left out.

    A currency that nothing is in shows projects.
    """
    currencies = [each.currency for each in grid.total.money]
    held = shows if shows in currencies else PROJECTS
    measure = Measure.of(reader, held, grid.cells.values())
    active = {region for _, region in grid.cells}
    known = sorted(map(reader.link, grid.columns), key=lambda link: order_of_areas(link, reader.lang))
    shown = [region for region in known if whole or region.iri in active]
    most = max(map(measure.amount, grid.cells.values()), default=Decimal(0))
    return Matrix(
        regions=tuple(shown),
        rows=tuple(_row(measure, goal, shown, grid.cells, most) for goal in grid.rows),
        hidden=len(known) - len(shown),
        is_empty=not grid.cells,
        shows=held,
        counting=grid.basis.counting,
        choices=measures(reader, currencies),
        total=Measure(reader, held, in_millions=False).words(grid.total),
        unit=measure.unit,
        note=measure.note(grid.cells.values()),
        reviewed=resting(reader, grid.total, held),
        projects=grid.total.projects,
        behind=max(0, reader.store.sequence - grid.basis.sequence),
    )


def regions(reader: Reader) -> tuple[Link, ...]:
    """Returns all regions as links, those of the reader's country first; read once until the next commit."""
    return _places(reader, "RegionalLevel")


def countries(reader: Reader) -> tuple[Link, ...]:
    """Returns all countries that the graph knows as links, that of the reader first."""
    return _places(reader, "NationalLevel")


def regions_and(reader: Reader, chosen: str | None) -> tuple[Link, ...]:
    """Returns all regions, and first the area that an address names beside them, for its form."""
    links, other = regions(reader), reader.link(chosen) if chosen else None
    return links if other is None or other in links else (other, *links)


def _places(reader: Reader, level: str) -> tuple[Link, ...]:
    """Returns the areas of a level in the order in which readers look for them."""

    def read() -> tuple[Link, ...]:
        held = reader.subjects("pg:level", f"https://w3id.org/policygraph#{level}")
        places = (reader.link(iri) for iri in held if reader.is_a(iri, "dct:Location"))
        return tuple(sorted(places, key=lambda link: order_of_areas(link, reader.lang)))

    return reader.repository.reading.remembered(("page-places", level, reader.lang), read)


def shade(amount: Decimal, most: Decimal) -> int:
    """Returns the shade of a number: 0 for none, else 1 to 5 by its share of the largest.

    >>> [shade(Decimal(n), Decimal(10)) for n in (0, 1, 5, 10)]
    [0, 1, 3, 5]
    """
    if amount <= 0:
        return 0
    share = (amount - 1) / (most - 1) if most > 1 else Decimal(0)
    return 1 + round((SHADES - 1) * max(share, Decimal(0)))


@dataclass(frozen=True, slots=True)
class Measure:
    """Is what the figures of a view show: projects, or money in a currency, in millions where it is much."""

    reader: Reader
    shows: str
    in_millions: bool

    @classmethod
    def of(cls, reader: Reader, shows: str, figures: Iterable[Figure]) -> Measure:
        """Returns the measure of these figures."""
        sums = (each.value for figure in figures for each in figure.money if each.currency == shows)
        return cls(reader, shows, max(sums, default=Decimal(0)) >= 1_000_000)

    @property
    def unit(self) -> str:
        """Returns the unit of the numbers in words."""
        key = "matrix.millions" if self.in_millions else "matrix.whole"
        return self.reader.words(key, currency=self.shows)

    @property
    def head(self) -> str:
        """Returns what stands above a column of the numbers."""
        words = self.reader.words
        if self.shows == PROJECTS:
            return words("column.projects")
        return words("matrix.head-millions", currency=self.shows) if self.in_millions else self.shows

    def amount(self, figure: Figure) -> Decimal:
        """Returns the number of a figure."""
        if self.shows == PROJECTS:
            return Decimal(figure.projects)
        return next((each.value for each in figure.money if each.currency == self.shows), Decimal(0))

    def short(self, figure: Figure) -> str:
        """Returns it as a cell shows it: millions with one decimal, and what is less than that said so.

        A question mark stands where there are projects of which no list tells any money in the currency.
        """
        number, amount = self.reader.words.number, self.amount(figure)
        if self.is_unknown(figure):
            return UNKNOWN
        if not self.in_millions or not amount:
            return number(int(amount))
        millions = round(amount / 1_000_000, 1)
        return number(millions) if millions else f"<{number(Decimal('0.1'))}"

    def words(self, figure: Figure) -> str:
        """Returns it in words."""
        words, projects = self.reader.words, self.reader.words.count("count.projects", figure.projects)
        if self.shows == PROJECTS:
            return projects
        if self.is_unknown(figure):
            return words("matrix.unknown", currency=self.shows, projects=projects)
        amount = self._amount(figure)
        known = sum(each.projects for each in figure.money if self._is_shown(each))
        if known == figure.projects:
            return f"{amount}, {projects}"
        return f"{amount} {holders(self.reader, known, figure.projects)}"

    def reviewed(self, figure: Figure) -> Decimal | None:
        """Returns the share of the number that rests on accepted statements, None where there is none."""
        amount = self.amount(figure)
        own = (each.accepted for each in figure.money if self._is_shown(each))
        accepted = Decimal(figure.accepted) if self.shows == PROJECTS else next(own, Decimal(0))
        return accepted / amount if amount else None

    def is_unknown(self, figure: Figure) -> bool:
        """Says whether money is to be shown of projects of which no list tells any in the currency."""
        shown = self.shows == PROJECTS or any(map(self._is_shown, figure.money))
        return bool(figure.projects) and not shown

    def _is_shown(self, own: Sum) -> bool:
        return own.currency == self.shows

    def _amount(self, figure: Figure) -> str:
        words = self.reader.words
        if self.in_millions and figure.projects:
            return words("matrix.cell-millions", amount=self.short(figure), currency=self.shows)
        return words.money(self.amount(figure), self.shows)

    def note(self, figures: Iterable[Figure]) -> str:
        """Returns in words what the question mark means, empty where none of the figures shows it."""
        is_there = any(map(self.is_unknown, figures))
        return self.reader.words("matrix.note", currency=self.shows) if is_there else ""


def measures(reader: Reader, currencies: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Returns what figures may show, each with its name."""
    return tuple((each, _choice(reader, each)) for each in (PROJECTS, *currencies))


def _choice(reader: Reader, shows: str) -> str:
    words = reader.words
    return words("matrix.projects") if shows == PROJECTS else words("matrix.money", currency=shows)


def _row(
    measure: Measure,
    goal: str,
    shown: Sequence[Link],
    figures: Mapping[tuple[str, str], Figure],
    most: Decimal,
) -> MatrixRow:
    link = measure.reader.link(goal)
    cells = (
        _cell(measure, link, region, figures.get((goal, region.iri), Figure()), most) for region in shown
    )
    return MatrixRow(link, goal_number(goal) or "", tuple(cells))


def _cell(measure: Measure, goal: Link, region: Link, figure: Figure, most: Decimal) -> Cell:
    return Cell(
        projects=figure.projects,
        shown=measure.short(figure),
        shade=shade(measure.amount(figure), most),
        href=f"{goal.href}?territory={quote(compact(region.iri), safe=':')}",
        title=f"{goal.code} {goal.label.text}, {region.label.text}: {_said(measure, figure)}",
    )


def _said(measure: Measure, figure: Figure) -> str:
    """Returns a cell in words, with how much of it rests on accepted statements where any does."""
    share, words = measure.reviewed(figure), measure.reader.words
    told = measure.words(figure)
    return f"{told} ({words('resting.share', share=words.percent(share))})" if share else told
