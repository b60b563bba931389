"""A mapping set read: metadata, rows, and cells turned into terms; faults are told by row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TypeVar

import yaml

from graph.errors import Cause, FileProblem, Finding, Place, TermInvalid
from graph.sssom.slots import REQUIRED
from graph.terms import day, decimal, expand, integer
from ontology import PREFIXES

T = TypeVar("T")
Cells = Mapping[str, str]
_MOST_HEADER = 20_000


class _Loader(yaml.SafeLoader):
    """Loads YAML without aliases: a few lines of them, merged into each other, fill any memory."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


@dataclass(slots=True)
class Row:
    """Is one row: where it begins in the file, its cells, and what is found to be wrong with them."""

    file: str
    number: int
    cells: Cells
    prefixes: Mapping[str, str]
    base: str
    findings: list[Finding] = field(default_factory=list)

    def fault(self, key: str, column: str, **values: object) -> None:
        """Notes that a cell is wrong."""
        self.findings.append(self.finding(key, column, **values))

    def finding(self, key: str, column: str, **values: object) -> Finding:
        """Returns what is to be told of a cell."""
        place = Place(file=self.file, row=self.number, column=column, value=self.cells.get(column, ""))
        told = tuple((n, value if isinstance(value, Cause) else str(value)) for n, value in values.items())
        return Finding(key, place, (("value", place.value or ""), *told))

    def text(self, column: str) -> str:
        """Returns what stands in a cell, empty where nothing does."""
        return self.cells.get(column, "").strip()

    def iri(self, column: str) -> str:
        """Returns the IRI of a cell, empty where nothing stands or it is none."""
        text = self.text(column)
        return self.read(column, self.full, text) or "" if text else ""

    def full(self, text: str) -> str:
        """Returns the IRI that a text stands for: itself, a prefixed name, or a path from the base."""
        own = self.base + text if text.startswith(("id/", "graph/")) else text
        return expand(own, self.prefixes).value

    def whole(self, column: str) -> int:
        """Returns the whole number of a cell, 0 where it is none."""
        return int(self.read(column, lambda text: integer(text).value, self.text(column)) or 0)

    def number_of(self, column: str) -> Decimal:
        """Returns the decimal number of a cell, 0 where it is none."""
        return Decimal(self.read(column, lambda text: decimal(text).value, self.text(column)) or 0)

    def day(self, column: str) -> date | None:
        """Returns the day of a cell, None where nothing stands or it is none."""
        text = self.text(column)
        return self.read(column, lambda told: date.fromisoformat(day(told).value), text) if text else None

    def moment(self, exact: str, by_day: str, otherwise: datetime) -> datetime:
        """Returns the moment of a cell, else the beginning of the day of another, else what is given."""
        text = self.text(exact)
        if text:
            return self.read(exact, _moment, text) or otherwise
        found = self.day(by_day)
        return datetime.combine(found, time(), UTC) if found else otherwise

    def read(self, column: str, make: Callable[[str], T], text: str) -> T | None:
        """Returns what a cell is read as; what it cannot be read as is noted as wrong."""
        try:
            return make(text)
        except TermInvalid as error:
            values = {name: value for name, value in error.values.items() if name != "value"}
            self.fault(error.key, column, **values)
            return None


def read_rows(content: bytes, file: str, base: str) -> tuple[Row, ...]:
    """Returns the rows of SSSOM/TSV; what is none, or lacks a column that is needed, raises FileProblem."""
    lines = _decoded(content, file).splitlines(keepends=True)
    head = 0
    while head < len(lines) and lines[head].startswith("#"):
        head += 1
    metadata = _metadata("".join(line.lstrip("#") for line in lines[:head]), file)
    prefixes = dict(PREFIXES) | _prefixes(metadata, file)
    shared = {name: str(value) for name, value in metadata.items() if isinstance(value, str | date)}
    return tuple(
        Row(file, number, shared | cells, prefixes, base)
        for number, cells in _cells("".join(lines[head:]), head, file, shared)
    )


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileProblem("set-not-utf8", Place(file=file), file=file, byte=error.start) from error


def _metadata(text: str, file: str) -> Mapping[str, object]:
    if len(text) > _MOST_HEADER:
        raise FileProblem("set-header-broken", Place(file=file), file=file, why=Cause("set-header-long"))
    try:
        told = yaml.load(text, _Loader) or {}
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        why = Cause("set-header-yaml", words=" ".join(str(error).split())[:200])
        raise FileProblem("set-header-broken", Place(file=file), file=file, why=why) from error
    if not isinstance(told, dict):
        raise FileProblem("set-header-broken", Place(file=file), file=file, why=Cause("set-header-yaml"))
    return {str(name): value for name, value in told.items()}


def _prefixes(metadata: Mapping[str, object], file: str) -> dict[str, str]:
    told = metadata.get("curie_map") or {}
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise FileProblem("set-header-broken", Place(file=file), file=file, why=Cause("set-header-prefixes"))
    return {str(name): value for name, value in told.items()}


def _cells(text: str, head: int, file: str, shared: Cells) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    try:
        columns = [name.strip() for name in next(reader, [])]
        _check_columns(columns, file, shared)
        before = reader.line_num
        for values in reader:
            number, before = head + before + 1, reader.line_num
            if any(value.strip() for value in values):
                yield number, _row(columns, values, number, file)
    except csv.Error as error:
        place = Place(file=file, row=head + reader.line_num)
        why = Cause("set-row-quotes", words=str(error))
        raise FileProblem("set-row-broken", place, file=file, row=place.row, why=why) from error


def _row(columns: list[str], values: list[str], number: int, file: str) -> dict[str, str]:
    if len(values) > len(columns):
        why = Cause("set-row-long", (("cells", str(len(values))), ("columns", str(len(columns)))))
        raise FileProblem("set-row-broken", Place(file=file, row=number), file=file, row=number, why=why)
    return {name: value for name, value in zip(columns, values, strict=False) if value.strip()}


def _check_columns(columns: list[str], file: str, shared: Cells) -> None:
    missing = [name for name in REQUIRED if name not in columns and name not in shared]
    if missing:
        raise FileProblem("set-columns-missing", Place(file=file), file=file, names=", ".join(missing))
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise FileProblem("set-columns-twice", Place(file=file), file=file, names=", ".join(twice))


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise TermInvalid("moment-invalid", value=text) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
