"""Rows checked against their mapping: each cell read or matched, each key unique; each fault a finding."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.errors import Finding, Place
from graph.importers.contacts import Contacts, is_contact
from graph.importers.known_codes import is_listed, where_known
from graph.importers.matching import UNKNOWN, UNKNOWN_OF_FILE, Matcher, found_by
from graph.importers.metadata import KEY, ROW, VARIABLE
from graph.importers.sheets import Unread
from graph.importers.tabular_agreement import agreed_rows, alike, key_title, key_words
from graph.importers.tabular_cells import CellError, Value, key_of, split, value_of
from graph.importers.tabular_currencies import Currencies, given_beside, in_other_currencies
from graph.importers.tabular_mapping import Column, ListMapping, Rule
from graph.importers.tabular_raw import RawList, RawRow
from graph.importers.tabular_rereading import read_otherwise
from graph.importers.tabular_row import Row, Values
from graph.importers.tabular_rules import by_rules, out_of_order, rules_for
from graph.importers.tabular_signs import in_signs_of
from graph.importers.watching import Watch, silent, watched
from graph.store.base import Store
from graph.terms import Literal

_LONGEST_KEY = 40
_PROSE = 80  # signs; longer texts seldom come twice
_REMEMBERED = 30_000  # of a column: rows that share what was read take less memory than it takes
_Key = str | tuple[type, str]


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """Is what became of every row: those that may be written, and the findings that refuse or warn.

    `refused` are the rows at fault that have a key, with what of their cells could be read.
    """

    rows: tuple[Row, ...]
    refusals: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    refused: tuple[Row, ...] = ()


class RowChecker:
    """Reads the rows of one list by its mapping, and matches names against the store."""

    def __init__(self, mapping: ListMapping, store: Store, file: str) -> None:
        self._mapping = mapping
        self._file = file
        self._matchers = {
            column.name: tuple(Matcher(store, match) for match in column.matches)
            for column in mapping.columns
        }
        templates = (f"{column.about} {column.value}" for column in mapping.columns)
        self._in_templates = frozenset(name for text in templates for name in VARIABLE.findall(text))
        self._used = frozenset(column.name for column in mapping.used())
        self._given: dict[str, tuple[Value, ...]] = {}
        self._columns = mapping.columns
        self._contacts = Contacts()
        self._currencies = Currencies(file, mapping, RawList((), ()))
        self._read_cells: dict[str, dict[_Key, tuple[Value, ...]]] = defaultdict(dict)
        self._refused: list[Row] = []
        self._refusals: list[Finding] = []
        self._warnings: list[Finding] = []

    def check(self, raw: RawList, watch: Watch = silent) -> CheckedRows:
        """Returns every row that may be written, and a finding for each thing that is wrong."""
        self._warnings.extend(raw.warnings)
        self._mapping, told = in_signs_of(self._file, self._mapping, raw)
        self._columns = self._mapping.columns
        self._currencies = Currencies(self._file, self._mapping, raw)
        self._warnings.extend((*told, *self._currencies.findings))
        self._warn_of_unknown_columns(raw)
        self._give(raw)
        read = [row for row in map(self._row, watched(raw.rows, watch)) if row is not None]
        rules = rules_for(self._mapping, frozenset(raw.headings))
        for each in tuple(self._refused):
            self._take(out_of_order(self._file, self._mapping, each, rules))
        rows = [row for each in read if (row := self._ruled(each, rules))]
        unique, findings = agreed_rows(self._file, self._mapping, tuple(self._unique(rows)))
        self._take(findings)
        self._warnings.extend(self._contacts.findings(self._file))
        sheets = {
            sheet: number for number, sheet in enumerate(dict.fromkeys(each.sheet for each in raw.rows))
        }
        refusals = sorted(
            self._refusals, key=lambda each: (sheets.get(each.place.sheet, -1), each.place.row or 0)
        )
        return CheckedRows(unique, tuple(refusals), tuple(self._warnings), tuple(self._refused))

    def _row(self, raw: RawRow) -> Row | None:
        before = len(self._refusals)
        values = Values(self._given)
        for column in self._columns:
            values[column.name] = self._cell(column, raw)
        values.update(given_beside(self._mapping, values))
        key = self._key(values, self._mapping.key)
        subject = self._key(values, self._mapping.subject) if self._mapping.subject else key
        asked = () if key and subject else dict.fromkeys((*self._mapping.key, *self._mapping.subject))
        empty = [name for name in asked if self._is_blank(name, raw, values[name])]
        if empty:
            self._refuse("key-empty", self._place(raw, key_title(self._mapping, empty), ""))
        for name, each in ((ROW, key), (KEY, subject)):
            values[name] = (Value(each, Literal(each), each),)
        if not (key and subject):
            return None
        row = Row(raw.number, values, raw.sheet)
        if len(self._refusals) == before:
            return row
        self._refused.append(row)
        return None

    def _give(self, raw: RawList) -> None:
        """Reads once what columns give to every row that stand in none."""
        headings = {heading for row in raw.rows[:1] for heading in row.cells}.union(raw.headings)
        absent = [column for column in self._mapping.columns if _is_absent(column, headings)]
        before = self._told()
        given = {column.name: self._cell(column, RawRow(0, {})) for column in absent}
        if self._told() == before:
            self._given = given
            self._columns = tuple(column for column in self._mapping.columns if column.name not in given)
        else:  # what is wrong with them is told of each row
            del self._refusals[before[0] :], self._warnings[before[1] :]
            self._contacts = Contacts()

    def _cell(self, column: Column, raw: RawRow) -> tuple[Value, ...]:
        """Returns the values of a cell; one of which nothing is to be told is read once for all its rows."""
        title = _title(column, raw)
        cell = raw.cells.get(title)
        # Of 1, 1.0 and true, which are equal, each is read as it is written.
        key = cell if isinstance(cell, str) else (type(cell), str(cell))
        known = self._read_cells[column.name].get(key)
        return self._read(column, raw, title, key) if known is None else known

    def _read(self, column: Column, raw: RawRow, title: str, key: _Key) -> tuple[Value, ...]:
        before, read = self._told(), self._read_cells[column.name]
        values = tuple(self._values(column, raw, title))
        text = key if isinstance(key, str) else key[1]
        if self._told() == before and len(text) <= _PROSE and len(read) < _REMEMBERED:
            read[key] = values
        return values

    def _told(self) -> tuple[int, int, int]:
        return len(self._refusals), len(self._warnings), self._contacts.dropped

    def _values(self, column: Column, raw: RawRow, title: str) -> Iterator[Value]:
        try:
            texts = split(column, raw.cells.get(title))
        except CellError as problem:
            if column.name in self._used:
                self._report(column, problem, self._place(raw, title, problem.value))
            return
        if column.required and not texts and column.name not in self._mapping.key:
            self._refuse("cell-required", self._place(raw, title, ""))
        for text in texts:
            try:
                value = self._value(column, text)
            except CellError as problem:
                yield from self._otherwise(column, problem, self._place(raw, title, problem.value))
                continue
            if value.note:
                self._warn(
                    value.note, self._place(raw, title, text), value=text, read=value.named or value.text
                )
            yield value

    def _otherwise(self, column: Column, problem: CellError, place: Place) -> tuple[Value, ...]:
        """Returns what a text may be read as all the same, which is warned of; else reports what is wrong."""
        matchers = self._matchers[column.name]
        is_unknown = problem.key in UNKNOWN
        values = read_otherwise(matchers, column.separator, problem.value) if is_unknown else ()
        if not values:
            self._report(column, problem, place)
            return ()
        read = f"{(column.separator or '').strip()} ".join(value.text for value in values)
        self._warn("cell-read-otherwise", place, value=problem.value, read=read, suggested=read)
        return values

    def _value(self, column: Column, text: str) -> Value:
        matchers, meant = self._matchers[column.name], self._currencies.meant(column.name, text)
        value = (
            found_by(matchers, text) if matchers else value_of(column, self._contacts.without(column, meant))
        )
        if column.name in self._in_templates and not value.key:
            raise CellError("cell-no-key", text)
        return value

    def _report(self, column: Column, problem: CellError, place: Place) -> None:
        if problem.key in UNKNOWN:
            is_lenient = any(match.missing == "warn" for match in column.matches)
        else:
            is_lenient = column.invalid == "warn"
        report = self._warn if is_lenient else self._refuse
        key, told = problem.key, {}
        if key in UNKNOWN:
            told = {"known": where_known(self._mapping, column)}
            key = key if is_listed(self._mapping, column) else UNKNOWN_OF_FILE[key]
        report(key, place, value=problem.value, **dict(problem.values), **told)

    def _key(self, values: Mapping[str, tuple[Value, ...]], names: Iterable[str]) -> str:
        parts = [" ".join(value.text for value in values[name]) for name in names]
        slugs = [key_of(part) for part in parts]
        return _joined(parts, slugs[0]) if all(slugs) else ""

    def _ruled(self, row: Row, rules: tuple[Rule, ...]) -> Row | None:
        ruled, findings = by_rules(self._file, self._mapping, row, rules)
        findings += in_other_currencies(self._file, self._mapping, row)
        self._take(findings)
        if any(otherwise == "refuse" for otherwise, _ in findings):
            ruled = None
        if ruled is None:
            self._refused.append(row)
        return ruled

    def _take(self, findings: Iterable[tuple[str, Finding]]) -> None:
        for otherwise, finding in findings:
            (self._warnings if otherwise == "warn" else self._refusals).append(finding)

    def _is_blank(self, name: str, raw: RawRow, values: tuple[Value, ...]) -> bool:
        """Says whether a part of the key is empty: one that is there but cannot be read is said to be so."""
        column = next(column for column in self._mapping.columns if column.name == name)
        if values:
            return not key_of(" ".join(value.text for value in values))
        cell = raw.cells.get(_title(column, raw))
        return not isinstance(cell, Unread) and not split(column, cell)

    def _unique(self, rows: Iterable[Row]) -> Iterator[Row]:
        first: dict[str, Row] = {}
        for row in rows:
            if first.setdefault(row.key, row) is row:
                yield row
                continue
            names, source = self._mapping.key, first[row.key]
            if fault := alike(self._file, self._mapping, names, row, source):
                self._refusals.append(fault)
                continue
            column = key_title(self._mapping, names)
            place = Place(self._file, row.sheet, row.number, column, key_words(row, names))
            self._refuse("key-twice", place, first=str(source.number))

    def _warn_of_unknown_columns(self, raw: RawList) -> None:
        if any(column.rest for column in self._mapping.columns):
            return
        known = {title for column in self._mapping.columns for title in column.titles}
        for heading in raw.headings:
            if heading not in known:
                key = "column-contact" if is_contact(heading) else "column-unknown"
                self._warn(key, Place(file=self._file, column=heading))

    def _place(self, raw: RawRow, column: str, value: str) -> Place:
        return Place(self._file, raw.sheet, raw.number, column, value)

    def _refuse(self, key: str, place: Place, **values: str) -> None:
        self._refusals.append(Finding(key, place, tuple(values.items())))

    def _warn(self, key: str, place: Place, **values: str) -> None:
        self._warnings.append(Finding(key, place, tuple(values.items())))


def _is_absent(column: Column, headings: Container[str]) -> bool:
    return column.virtual and not any(title in headings for title in (*column.titles, column.name))


def _title(column: Column, raw: RawRow) -> str:
    for title in column.titles:
        if title in raw.cells:
            return title
    return (*column.titles, column.name)[0]


def _joined(parts: list[str], first: str) -> str:
    """Returns the key of a row: the first part's slug, and where that is not all, a digest of all parts."""
    if len(parts) == 1 and len(first) <= _LONGEST_KEY:
        return first
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
    return f"{first[:_LONGEST_KEY].rstrip('-.')}-{digest}"
