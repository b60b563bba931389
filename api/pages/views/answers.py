"""Answers as tables: what each cell shows, in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.formats.heads import column_head
from api.pages.reader import Label, Reader, as_day, as_decimal, plain
from graph.store import Row
from graph.terms import Literal, NamedNode, Term, compact

NUMBERS = ("integer", "decimal", "double", "float")
_YEARS = ("start", "end", "year")
_SHORT = 12
_CODE = re.compile("[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """Is one value of an answer: a link, a number or a text; a short one needs no width of its own."""

    label: Label
    href: str | None
    is_number: bool
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Is the head of a column; that of numbers stands above them, to the right."""

    name: str
    is_number: bool
    is_short: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Is an answer: the heads of its columns and its rows; `more` says that there are further rows."""

    columns: tuple[Head, ...]
    rows: tuple[tuple[AnswerCell, ...], ...]
    more: bool


def table_of(
    reader: Reader,
    rows: Sequence[Mapping[str, Term | None]],
    columns: Sequence[str],
    *,
    question: str = "",
    more: bool = False,
) -> Table:
    """Returns rows as a table; IRIs become links that carry their labels, amounts carry their currency."""
    shown = [column for column in columns if column != "currency" or "granted" not in columns]
    reader.read_ahead(term.value for row in rows for term in row.values() if isinstance(term, NamedNode))
    cells = tuple(tuple(_cell(reader, column, row) for column in shown) for row in rows)
    names = (column_head(column, reader.lang, question) for column in shown)
    heads = (_head(name, [row[place] for row in cells]) for place, name in enumerate(names))
    return Table(columns=tuple(heads), rows=cells, more=more)


def columns_of(rows: Iterable[Row]) -> list[str]:
    """Returns the names of the columns in the order in which the rows give them."""
    return list(dict.fromkeys(name for row in rows for name in row))


def literal_label(reader: Reader, literal: Literal) -> Label:
    """Returns a literal in words: days, moments and truth as the reader's language writes them."""
    words = reader.words
    match _kind(literal):
        case "boolean":
            return Label(words("yes" if literal.value in ("true", "1") else "no"))
        case "date" if day := as_day(literal.value):
            return Label(words.day(day))
        case "dateTime" if moment := _moment(literal.value):
            return Label(words.moment(moment))
    return reader.labelled(literal)


def _head(name: str, cells: Sequence[AnswerCell]) -> Head:
    filled = [cell for cell in cells if cell.label.text]
    return Head(
        name,
        is_number=bool(filled) and all(cell.is_number for cell in filled),
        is_short=all(cell.is_short for cell in cells),
    )


def _cell(reader: Reader, column: str, row: Mapping[str, Term | None]) -> AnswerCell:
    term = row.get(column)
    if isinstance(term, NamedNode):
        return _linked(reader, column, term.value)
    if isinstance(term, Literal):
        is_number = _kind(term) in NUMBERS
        label = _number(reader, column, term, row) if is_number else _text(reader, column, term)
        return AnswerCell(label, None, is_number, len(label.text) <= _SHORT)
    text = "" if term is None else str(term)
    return AnswerCell(Label(text), None, is_number=False, is_short=not text)


def _linked(reader: Reader, column: str, iri: str) -> AnswerCell:
    """Returns a link; a statement is not named again beside the columns that say what it links."""
    link = reader.link(iri)
    if column == "alignment":
        return AnswerCell(Label(reader.words("proof.statement")), link.href, is_number=False)
    code = f"{link.code} " if link.code and link.code not in link.label.text else ""
    text = code + link.label.text
    return AnswerCell(Label(text, link.label.lang), link.href, is_number=False, is_short=len(text) <= _SHORT)


def _number(reader: Reader, column: str, literal: Literal, row: Mapping[str, Term | None]) -> Label:
    number, currency = as_decimal(literal.value), plain(row.get("currency"))
    if number is None or column in _YEARS or not number.is_finite():
        return Label(literal.value)
    if column == "granted" and _CODE.fullmatch(currency):
        return Label(reader.words.money(number, currency))
    return Label(reader.words.percent(number) if column == "confidence" else reader.words.number(number))


def _text(reader: Reader, column: str, literal: Literal) -> Label:
    """Returns a text; the few that a question itself writes have words of their own."""
    key = f"value.{column}.{literal.value}"
    return Label(reader.words(key)) if reader.words.has(key) else literal_label(reader, literal)


def _kind(literal: Literal) -> str:
    return compact(literal.datatype.value).removeprefix("xsd:")


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
