"""What is allowed but unlikely: dates and areas outside the programme, amounts out of the list's scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from statistics import median

from graph.errors import Finding, Place
from graph.importers.tabular_cells import Value
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_row import Row
from graph.store import Store
from graph.terms import Literal, NamedNode, Term, expand

_START, _END, _AREA, _VALUE = "eurio:startDate", "eurio:endDate", "dct:spatial", "eurio:value"
_PROGRAMME = "eurio:hasFundingSchemeProgramme"
# Money of a programme may be spent some years after its last; Regulations 1303/2013 and 2021/1060 give three.
_YEARS_AFTER = 3
_LEAST_ROWS, _SCALE = 10, 500
# A project that began before Sweden was in the EU, or that ends a generation from now, is mostly a slip.
_FIRST_YEAR, _YEARS_AHEAD = 1990, 25


@dataclass(frozen=True, slots=True)
class _Cell:
    row: Row
    column: Column
    value: Value


def doubts(file: str, mapping: ListMapping, rows: Iterable[Row], store: Store) -> tuple[Finding, ...]:
    """Returns a warning for each cell that is allowed but unlikely."""
    rows = tuple(rows)
    programmes, columns = _Programmes(store), _Columns(mapping)
    found = [*_amounts(file, mapping, rows)]
    for row in rows:
        for programme in _cells(columns.programmes, row):
            found.extend(_of_dates(file, columns.days, row, programmes, programme.value.term))
            found.extend(_of_areas(file, columns.areas, row, programmes, programme.value.term))
        if not any(programmes.period(each.value.term)[0] for each in _cells(columns.programmes, row)):
            found.extend(_of_years(file, columns.days, row))
    return tuple(found)


class _Columns:
    """Is the columns of a file that are looked at."""

    def __init__(self, mapping: ListMapping) -> None:
        told = [each for each in mapping.columns if each.titles and not each.suppressed]
        self.programmes, self.areas, starts, ends = (
            tuple(each for each in told if each.property == predicate)
            for predicate in (_PROGRAMME, _AREA, _START, _END)
        )
        self.days = starts + ends


class _Programmes:
    """Knows when programmes run and where, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.period = lru_cache(maxsize=None)(self._period)
        self.areas = lru_cache(maxsize=None)(self._areas)
        self.within = lru_cache(maxsize=None)(self._within)

    def _objects(self, subject: Term, predicate: str) -> list[Term]:
        found = self._store.quads(subject, expand(predicate)) if isinstance(subject, NamedNode) else ()
        return [quad.object for quad in found]

    def _period(self, programme: Term) -> tuple[str, str]:
        """Returns the first day and the last on which its money may be spent; empty where not known."""
        for period in self._objects(programme, "dct:temporal"):
            first, last = (
                next((o.value for o in self._objects(period, name) if isinstance(o, Literal)), "")
                for name in ("dcat:startDate", "dcat:endDate")
            )
            return first, f"{int(last[:4]) + _YEARS_AFTER}{last[4:]}" if last else ""
        return "", ""

    def _areas(self, programme: Term) -> frozenset[Term]:
        return frozenset(self._objects(programme, "eli:relevant_for"))

    def _within(self, area: Term) -> frozenset[Term]:
        return frozenset(self._objects(area, "geo:sfWithin"))


def _cells(columns: Iterable[Column], row: Row) -> Iterator[_Cell]:
    return (_Cell(row, column, value) for column in columns for value in row.values[column.name])


def _of_dates(
    file: str, columns: Iterable[Column], row: Row, programmes: _Programmes, programme: Term
) -> Iterator[Finding]:
    first, last = programmes.period(programme)
    for cell in _cells(columns, row):
        day = cell.value.lexical
        if (first and day < first) or (last and day > last):
            yield _finding("doubt-date", file, cell, first=first, last=last)


def _of_years(file: str, columns: Iterable[Column], row: Row) -> Iterator[Finding]:
    """Yields days of a year in which hardly any project runs, where no programme says when it may."""
    last = datetime.now(UTC).year + _YEARS_AHEAD
    for cell in _cells(columns, row):
        if not _FIRST_YEAR <= int(cell.value.lexical[:4]) <= last:
            yield _finding("doubt-year", file, cell, first=str(_FIRST_YEAR), last=str(last))


def _of_areas(
    file: str, columns: Iterable[Column], row: Row, programmes: _Programmes, programme: Term
) -> Iterator[Finding]:
    covered = programmes.areas(programme)
    outside: dict[str, list[_Cell]] = {}
    for cell in _cells(columns, row):
        area = cell.value.term
        # An area that the programme lies within, such as the country, is wider, not another.
        is_wider = any(area in programmes.within(each) for each in covered)
        if covered and not is_wider and not covered & programmes.within(area):
            outside.setdefault(cell.column.name, []).append(cell)
    for cells in outside.values():
        yield _finding("doubt-area", file, cells[0], ", ".join(cell.value.text for cell in cells))


def _amounts(file: str, mapping: ListMapping, rows: tuple[Row, ...]) -> Iterator[Finding]:
    """Yields amounts hundreds of times above or below the list's middle one: often a slip of a thousand."""
    for column in mapping.columns:
        if column.property != _VALUE or not column.titles:
            continue
        cells = [_Cell(row, column, value) for row in rows for value in row.values[column.name]]
        values = [Decimal(cell.value.lexical) for cell in cells]
        if len(values) < _LEAST_ROWS or not (middle := median(values)):
            continue
        for cell, value in zip(cells, values, strict=True):
            if value > middle * _SCALE or 0 < value < middle / _SCALE:
                yield _finding("doubt-amount", file, cell, middle=f"{middle:f}")


def _finding(key: str, file: str, cell: _Cell, text: str = "", **values: str) -> Finding:
    shown = text or cell.value.text
    place = Place(file, cell.row.sheet, cell.row.number, cell.column.titles[0], shown)
    return Finding(key, place, (("value", shown), *values.items()))
