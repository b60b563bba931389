"""A list that nobody has described: which mapping fits it, or what its columns seem to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from graph.errors import FileProblem, Place
from graph.importers.matching import Matcher
from graph.importers.reading import Objects, ReadFile, read_file
from graph.importers.recognising_headings import columns_of, is_granted, is_otherwise
from graph.importers.sheets import DEFAULT, Cell, Dialect, Limits, Table
from graph.importers.sheets.reading import fold
from graph.importers.sheets.table import Line
from graph.importers.tabular_cells import CellError, split, value_of
from graph.importers.tabular_headings import find_head, missing
from graph.importers.tabular_mapping import Column, ListMapping, load_mapping, mapping_names
from graph.importers.tabular_numbers import CURRENCIES
from graph.importers.tabular_rereading import read_otherwise
from graph.importers.tabular_units import without_currency
from graph.store import Store

OWN = "projects"
_SEARCHED, _SAMPLE = 40, 200
_ENOUGH, _MOST = 0.5, 0.8
_WHOLE = re.compile(r"\d{1,2}(?:\.0)?")
How = Literal["name", "content"]
_Matchers = Mapping[str, Sequence[Matcher]]


@dataclass(frozen=True, slots=True)
class Seen:
    """Is what a column seems to be: `column` of our own spreadsheet, None for nothing known.

    `how` says whether its heading or its cells told it, `share` how many of its cells fit.
    """

    heading: str
    column: str | None
    how: How | None
    share: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Is how a list may be read; nothing of it is done.

    `fitting` are mappings that ship and have all they need, the best first. Where none fits, `seen` are its
    columns, and `lacking` the headings of our own spreadsheet without which nothing can be imported;
    `defaults` are what its headings say of columns that it lacks: a currency.
    """

    file: str
    fitting: tuple[str, ...]
    seen: tuple[Seen, ...]
    lacking: tuple[str, ...]
    defaults: Mapping[str, str] = field(default_factory=dict)


def recognise(
    path: Path, content: bytes, store: Store, limits: Limits = DEFAULT, read: ReadFile = read_file
) -> Proposal:
    """Returns how a list may be read; a file that is none raises FileProblem."""
    tables = _tables(str(path), content, limits, read)
    if not any(not line.is_blank for table in tables for line in table.lines):
        raise FileProblem("file-empty", Place(file=str(path)), file=str(path))
    fitting = _fitting(path, tables)
    table = max(tables, key=lambda each: len(each.lines))
    seen = () if fitting else tuple(_Columns(load_mapping(OWN), store).seen(table))
    return Proposal(str(path), fitting, seen, () if fitting else _lacking(seen), _defaults(seen))


def _fitting(path: Path, tables: Sequence[Table]) -> tuple[str, ...]:
    """Returns the mappings that have all they need in a table and know at least half of its headings."""
    found = []
    for mapping in map(load_mapping, mapping_names()):
        if mapping.file_name and not re.fullmatch(mapping.file_name, path.name):
            continue
        known = max((_known(table, mapping) for table in tables), default=0.0)
        if known >= _ENOUGH:
            found.append((known, mapping.name))
    return tuple(name for _, name in sorted(found, reverse=True))


def _known(table: Table, mapping: ListMapping) -> float:
    """Returns which share of the headings a mapping knows, 0 if one that it needs is not among them."""
    head = find_head(table, mapping)
    if head is None or missing(head, mapping):
        return 0.0
    titles = {title for column in mapping.titled() for title in column.titles}
    return sum(title in titles for title in head.columns.values()) / len(head.columns)


def _lacking(seen: Iterable[Seen]) -> tuple[str, ...]:
    mapping, found = load_mapping(OWN), {each.column for each in seen}
    needed = [column for column in mapping.titled() if mapping.needs(column)]
    return tuple(column.titles[0] for column in needed if column.name not in found)


def _defaults(seen: Iterable[Seen]) -> Mapping[str, str]:
    """Returns the currency that the heading of the amounts names, where the list has no column for it."""
    heading = {each.column: each.heading for each in seen}
    _, codes = without_currency(heading.get("amount", ""))
    return {"currency": codes[0]} if len(codes) == 1 and "currency" not in heading else {}


class _Columns:
    """Tells what columns seem to be, each of our own spreadsheet's at most once."""

    def __init__(self, mapping: ListMapping, store: Store) -> None:
        self._columns = {column.name: column for column in mapping.titled()}
        self._matchers = {
            name: tuple(Matcher(store, match) for match in column.matches)
            for name, column in self._columns.items()
        }
        # What people call an area is what its administration is called too: "Lunds kommun" tells of neither.
        self._telling = {
            name: tuple(each.without_forms() for each in matchers)
            for name, matchers in self._matchers.items()
        }
        self._taken: set[str] = set()

    def seen(self, table: Table) -> Iterable[Seen]:
        """Yields what each column is: first those whose headings say it, then those whose cells do."""
        head = _head(table)
        cells = {index: list(_below(table, head, index)) for index, cell in enumerate(head.cells) if cell}
        surest = sorted(cells, key=lambda index: not is_granted(str(head.cells[index])))
        told = {index: self._by_name(str(head.cells[index]), cells[index]) for index in surest}
        for index, own in cells.items():
            found = told[index] or self._by_content(str(head.cells[index]), own)
            heading = " ".join(str(head.cells[index]).split())
            yield found(heading) if found else Seen(heading, None, None, 0.0)

    def _by_name(self, heading: str, cells: Sequence[Cell]) -> _Made | None:
        for name in columns_of(heading):
            if name not in self._taken:
                share = self._share(name, cells, self._matchers)
                if share >= _ENOUGH or not cells:
                    self._taken.add(name)
                    return _Made(name, "name", share)
        return None

    def _by_content(self, heading: str, cells: Sequence[Cell]) -> _Made | None:
        """Returns the first column whose cells are told from any other's: dates, areas, goals, currencies."""
        for name in ("start", "end", "areas", "goal", "programme", "currency"):
            if name in self._taken or is_otherwise(heading, name) or not _is_telling(name, cells):
                continue
            if (share := self._share(name, cells, self._telling)) >= _MOST:
                self._taken.add(name)
                return _Made(name, "content", share)
        return None

    def _share(self, name: str, cells: Sequence[Cell], matchers: _Matchers) -> float:
        """Returns which share of the cells can be read as a column of our own spreadsheet."""
        column = self._columns[name]
        return sum(_fits(column, cell, matchers[name]) for cell in cells) / len(cells) if cells else 0.0


def _fits(column: Column, cell: Cell, matchers: Sequence[Matcher]) -> bool:
    try:
        return all(_can_be(column, text, matchers) for text in split(column, cell))
    except CellError:
        return False


def _can_be(column: Column, text: str, matchers: Sequence[Matcher]) -> bool:
    """Says whether a text is a known name; what a column without names cannot hold raises CellError."""
    if matchers:
        return bool(read_otherwise(matchers, column.separator, text))
    return bool(value_of(column, text))


@dataclass(frozen=True, slots=True)
class _Made:
    column: str
    how: How
    share: float

    def __call__(self, heading: str) -> Seen:
        return Seen(heading, self.column, self.how, round(self.share, 2))


def _is_telling(name: str, cells: Iterable[Cell]) -> bool:
    """Says whether cells can tell by themselves what they are: small numbers are counts, if not goals."""
    texts = [str(cell) for cell in cells]
    if name == "currency":
        return not CURRENCIES.isdisjoint(texts)
    return bool(texts) and (name != "goal" or not all(map(_WHOLE.fullmatch, texts)))


def _head(table: Table) -> Line:
    """Returns the line that most looks like headings: the first with most texts, no two alike."""
    lines = [line for line in table.lines[:_SEARCHED] if not line.is_blank]
    return max(lines, key=lambda line: len({cell for cell in line.cells if isinstance(cell, str) and cell}))


def _below(table: Table, head: Line, index: int) -> Iterable[Cell]:
    lines = [line for line in table.lines if line.number > head.number and not line.is_blank][:_SAMPLE]
    cells = (line.cells[index] for line in lines if index < len(line.cells))
    return (cell for cell in cells if cell is not None and cell != "")


def _tables(file: str, content: bytes, limits: Limits, read: ReadFile) -> tuple[Table, ...]:
    titles_known = {
        fold(title)
        for name in mapping_names()
        for column in load_mapping(name).titled()
        for title in column.titles
    }
    held = read(file, content, Dialect(), titles_known, limits)
    return held.tables if held.objects is None else (_of_objects(held.objects),)


def _of_objects(objects: Objects) -> Table:
    titles = tuple(dict.fromkeys(title for cells in objects for title in cells))
    rows = (
        Line(number, tuple(_one(cells.get(title)) for title in titles))
        for number, cells in enumerate(objects, start=2)
    )
    return Table(None, (Line(1, titles), *rows))


def _one(cell: Cell | tuple[str, ...]) -> Cell:
    return "; ".join(cell) if isinstance(cell, tuple) else cell
