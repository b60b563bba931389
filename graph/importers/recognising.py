"""A list that nobody has described: which mapping fits it, or what its columns seem to be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

from graph.errors import FileProblem, Finding, Place
from graph.importers.matching import Matcher
from graph.importers.reading import ReadFile, read_file
from graph.importers.recognising_headings import columns_of, is_granted, is_otherwise, is_sure
from graph.importers.recognising_tables import below, head_of, heading_of, is_alike, tables_of, unread_of
from graph.importers.sheets import DEFAULT, Cell, Limits, Table
from graph.importers.tabular_cells import CellError, split, value_of
from graph.importers.tabular_headings import find_head, missing
from graph.importers.tabular_mapping import Column, ListMapping, load_mapping, mapping_names
from graph.importers.tabular_numbers import CURRENCIES, split_currency
from graph.importers.tabular_rereading import read_otherwise
from graph.importers.tabular_signs import in_signs_of_cells
from graph.importers.tabular_units import without_currency
from graph.store import Store

OWN = "projects"
CURRENCY = "currency"
_ENOUGH, _MOST = 0.5, 0.8
_OFTEN_OTHERS = ("programme", "goal")  # of which lists have names of their own
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
    columns, and `lacking` the columns of our own spreadsheet without which nothing, or no amount, can be
    imported: a currency may also come as a default. `defaults` are what its headings say of columns that it
    lacks, `findings` what is told of its sheets: above all which of them are not read.
    """

    file: str
    fitting: tuple[str, ...]
    seen: tuple[Seen, ...]
    lacking: tuple[str, ...]
    defaults: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def needed(self) -> tuple[str, ...]:
        """Returns the lacking columns that no default can stand for."""
        return tuple(name for name in self.lacking if name != CURRENCY)

    @property
    def poor(self) -> tuple[str, ...]:
        """Returns the headings that are believed against most of the cells below them."""
        return tuple(each.heading for each in self.seen if each.column and each.share < _ENOUGH)


def recognise(
    path: Path, content: bytes, store: Store, limits: Limits = DEFAULT, read: ReadFile = read_file
) -> Proposal:
    """Returns how a list may be read; a file that is none raises FileProblem."""
    file = str(path)
    tables = tables_of(file, content, limits, read)
    if not any(not line.is_blank for table in tables for line in table.lines):
        raise FileProblem("file-empty", Place(file=file), file=file)
    fitting = _fitting(path, tables)
    return Proposal(file, fitting, (), ()) if fitting else _proposed(file, tables, store)


def _proposed(file: str, tables: Sequence[Table], store: Store) -> Proposal:
    """Returns how a list is read that no mapping fits: its longest table, and all with the same headings."""
    own = load_mapping(OWN)
    first = max(tables, key=lambda each: sum(not line.is_blank for line in each.lines))
    columns = _Columns(own, store)
    seen = columns.seen([first])
    headings = {each.column: each.heading for each in seen}
    needed = [headings.get(each.name, each.titles[0]) for each in own.titled() if own.needs(each)]
    read = [each for each in tables if each is first or is_alike(each, needed)]
    if len(read) > 1:
        seen = columns.seen(read)
    lacking, defaults = _lacking(own, seen), _defaults(seen)
    if columns.lacks_currency and not defaults and all(each.column != CURRENCY for each in seen):
        lacking = (*lacking, CURRENCY)
    findings = (*unread_of(file, tables, read, ", ".join(needed)), *_unmatched(file, columns.unmatched))
    return Proposal(file, (), seen, lacking, defaults, findings)


def _unmatched(file: str, headings: Iterable[tuple[str, Column]]) -> Iterator[Finding]:
    """Yields what is told of headings that are not believed, since most names below them are not known."""
    for heading, column in headings:
        place, known = Place(file=file, column=heading), f"{OWN}/{column.name}"
        yield Finding("column-unmatched", place, (("known", known),))


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
    headings = set(head.columns.values())
    if mapping.name == OWN and _says_more(headings - titles, headings, mapping):
        return 0.0
    return sum(title in titles for title in head.columns.values()) / len(head.columns)


def _says_more(others: Iterable[str], headings: Collection[str], own: ListMapping) -> bool:
    """Says whether other headings than our spreadsheet's name columns of it that the list seems to lack.

    Read as our spreadsheet, a list with "Projektnummer" and "Beviljat stöd" would come without its amounts.
    """
    lacking = {column.name for column in own.titled() if not set(column.titles) & set(headings)}
    return any(name in lacking for heading in others for name in columns_of(heading))


def _lacking(mapping: ListMapping, seen: Iterable[Seen]) -> tuple[str, ...]:
    found = {each.column for each in seen}
    needed = (column for column in mapping.titled() if mapping.needs(column))
    return tuple(column.name for column in needed if column.name not in found)


def _defaults(seen: Iterable[Seen]) -> Mapping[str, str]:
    """Returns the currency that the heading of the amounts names, where the list has no column for it."""
    heading = {each.column: each.heading for each in seen}
    _, codes = without_currency(heading.get("amount", ""))
    return {CURRENCY: codes[0]} if len(codes) == 1 and CURRENCY not in heading else {}


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
        self.lacks_currency = False
        self.unmatched: list[tuple[str, Column]] = []

    def seen(self, tables: Sequence[Table]) -> tuple[Seen, ...]:
        """Returns what each heading of the tables is, told by all that stands below it.

        First come those whose heading says it and whose cells bear it out, then those whose heading leaves no
        doubt, then those whose cells say it.
        """
        self._taken.clear()
        cells = _cells_of(tables)
        surest = sorted(cells, key=lambda heading: not is_granted(heading))
        told = {heading: self._by_name(heading, cells[heading]) for heading in surest}
        for heading in surest:
            told[heading] = told[heading] or self._by_sure_name(heading, cells[heading])
        for heading, own in cells.items():
            told[heading] = told[heading] or self._by_content(heading, own)
        amounts = (
            own for heading, own in cells.items() if (made := told[heading]) and made.column == "amount"
        )
        self.lacks_currency = any(not _says_currency(cell) for own in amounts for cell in own)
        self.unmatched = [*self._unmatched(heading for heading in cells if told[heading] is None)]
        return tuple(_seen(heading, told[heading]) for heading in cells)

    def _unmatched(self, headings: Iterable[str]) -> Iterator[tuple[str, Column]]:
        """Yields the headings that name programmes or goals, where most names below them are not known."""
        for heading in headings:
            names = (
                name for name in columns_of(heading) if name in _OFTEN_OTHERS and name not in self._taken
            )
            yield from ((heading, self._columns[name]) for name in islice(names, 1))

    def _by_name(self, heading: str, cells: Sequence[Cell]) -> _Made | None:
        for name in columns_of(heading):
            if name not in self._taken:
                share = self._share(name, cells, self._matchers)
                if share >= _ENOUGH or not cells:
                    self._taken.add(name)
                    return _Made(name, "name", share if cells else 1.0)
        return None

    def _by_sure_name(self, heading: str, cells: Sequence[Cell]) -> _Made | None:
        """Returns what a heading says against its cells: their faults are told where they stand."""
        for name in columns_of(heading):
            if name not in self._taken and is_sure(heading, name, cells):
                self._taken.add(name)
                return _Made(name, "name", self._share(name, cells, self._matchers))
        return None

    def _by_content(self, heading: str, cells: Sequence[Cell]) -> _Made | None:
        """Returns the first column whose cells are told from any other's: dates, areas, goals, currencies."""
        for name in ("start", "end", "areas", "goal", "programme", CURRENCY):
            if name in self._taken or is_otherwise(heading, name) or not _is_telling(name, cells):
                continue
            if (share := self._share(name, cells, self._telling)) >= _MOST:
                self._taken.add(name)
                return _Made(name, "content", share)
        return None

    def _share(self, name: str, cells: Sequence[Cell], matchers: _Matchers) -> float:
        """Returns which share of the cells can be read as a column of our own spreadsheet."""
        column = in_signs_of_cells(self._columns[name], cells)
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


def _seen(heading: str, made: _Made | None) -> Seen:
    return (
        Seen(heading, made.column, made.how, round(made.share, 2)) if made else Seen(heading, None, None, 0.0)
    )


def _cells_of(tables: Iterable[Table]) -> Mapping[str, list[Cell]]:
    """Returns the first cells below each heading, those of all tables together."""
    cells: dict[str, list[Cell]] = {}
    for table in tables:
        head = head_of(table)
        for index, cell in enumerate(head.cells):
            if cell and (heading := heading_of(cell)):
                cells.setdefault(heading, []).extend(below(table, head, index))
    return cells


def _says_currency(cell: Cell) -> bool:
    """Says whether a currency that can mean one only stands beside an amount."""
    return isinstance(cell, str) and len(split_currency(cell.strip())[1]) == 1


def _is_telling(name: str, cells: Iterable[Cell]) -> bool:
    """Says whether cells can tell by themselves what they are: small numbers are counts, if not goals."""
    texts = [str(cell) for cell in cells]
    if name == CURRENCY:
        return not CURRENCIES.isdisjoint(texts)
    return bool(texts) and (name != "goal" or not all(map(_WHOLE.fullmatch, texts)))
