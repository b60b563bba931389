"""Cells read as values: CSVW datatypes and formats to RDF literals in their canonical form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain

from graph.importers.sheets import Cell, Unread
from graph.importers.tabular_dates import from_serial, read_date, written
from graph.importers.tabular_mapping import Column, Datatype
from graph.importers.tabular_numbers import read_number, split_currency, thousands_of
from graph.importers.tabular_scales import in_full
from graph.terms import UNWRITABLE, Literal, NamedNode, Term, slug
from ontology import PREFIXES

CellText = Cell | tuple[str, ...]

_XSD = PREFIXES["xsd"]
_TEXTS = frozenset({"string", "normalizedString", "token"})
_NUMBERS = frozenset({"decimal", "integer"})
_LONGEST = 60  # digits of a number
_SLIP = 0.85


@dataclass(frozen=True, slots=True)
class Value:
    """Is one value of a cell: its text, the term it becomes, and the key it gives to an IRI.

    The key is made of the text where `named` is not given. `note` names what its reader should be told: that
    it was written otherwise than the list has it.
    """

    text: str
    term: Term
    named: str | None = None
    note: str = ""

    @property
    def key(self) -> str:
        """Returns the key, empty where no letter of the text can stand in one."""
        return key_of(self.text if self.named is None else self.named)

    @property
    def lexical(self) -> str:
        """Returns the lexical form of a literal, or an IRI."""
        return self.term.value if isinstance(self.term, Literal | NamedNode) else ""


key_of = lru_cache(maxsize=65_536)(slug)  # most keys are needed for several IRIs of a row


class CellError(Exception):
    """Says that a cell breaks a rule: the rule's message key, and what the message needs to know."""

    def __init__(self, key: str, value: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.value = value
        self.values = tuple(values.items())


def split(column: Column, cell: CellText) -> tuple[str, ...]:
    """Returns the texts of a cell, one for a plain column; null ones are left out (CSVW, parsing cells)."""
    if cell is None or cell == "":
        cell = column.default or ""
    if isinstance(cell, str) and not column.separator:
        text = _tidied(column, cell)
        return (text,) if text and text not in column.null else ()
    parts = list(cell) if isinstance(cell, tuple) else [_spelt(cell, column.datatype)]
    if column.separator:
        parts = [part for whole in parts for part in _separated(whole, column.separator)]
    tidy = (_tidied(column, part) for part in parts)
    return tuple(dict.fromkeys(text for text in tidy if text and text not in column.null))


def value_of(column: Column, text: str) -> Value:
    """Returns the value that a text is in a column, or raises CellError with the rule that it breaks."""
    if UNWRITABLE.search(text):
        raise CellError("cell-unwritable", ascii(text))
    meant = column.names.get(text) or column.names.get(text.casefold(), text)
    if column.datatype.base == "date":
        return _date_value(meant, column.datatype)
    if column.datatype.base in _NUMBERS:
        return _number_value(column, text, _without_currency(column, meant))
    if column.names and not _follows(meant, column.datatype):
        raise _not_offered(column, text)
    return Value(meant, _formed(column, meant))


def _formed(column: Column, text: str) -> Literal:
    """Returns a literal; of a column with examples one of them says what is wanted, not a pattern."""
    try:
        return literal(text, column.datatype, column.lang)
    except CellError as error:
        example = next(filter(None, chain(*column.examples.values())), "")
        if error.key == "cell-pattern" and example:
            raise CellError("cell-form", text, example=example) from error
        raise


def _not_offered(column: Column, text: str) -> CellError:
    """Returns what is wrong with a word that is none of those that a column has names for."""
    suggested = nearly(text.casefold(), {name: name for name in column.names})
    return CellError("cell-not-offered", text, known=", ".join(column.names), **suggested)


def nearly(text: str, names: Mapping[str, str]) -> dict[str, str]:
    """Returns as `suggested` the name, by its key, of which a text is a slip of the pen, not just one alike.

    It goes into the list that is given back, from where it may come again unread.

    >>> nearly("malmostad", {"halmstad": "Halmstad"}), nearly("vasteras", {"vasteras": "Västerås"})
    ({}, {'suggested': 'Västerås'})
    """
    near = get_close_matches(text, names, 1, _SLIP)
    return {"suggested": names[near[0]]} if near else {}


def literal(text: str, datatype: Datatype, lang: str | None = None) -> Literal:
    """Returns the literal that a text stands for; a text that is none raises CellError."""
    if datatype.base in _TEXTS:
        _check_pattern(text, datatype)
        return Literal(text, language=lang) if lang else Literal(text)
    if datatype.base == "date":
        return _date_literal(text, read_date(text, datatype.format)[0], datatype)
    lexical = {"decimal": _decimal, "integer": _integer}.get(datatype.base, _other)
    return Literal(lexical(text, datatype), datatype=NamedNode(_XSD + datatype.base))


def _date_value(text: str, datatype: Datatype) -> Value:
    """Returns a day; its text is always that of the pattern, so that keys do not hang on a spelling."""
    day, is_other = read_date(text, datatype.format)
    term = _date_literal(text, day, datatype)
    spelt = written(day or date.min, datatype.format)
    return Value(spelt, term, note="cell-date-other" if is_other else "")


def _number_value(column: Column, text: str, plain: str) -> Value:
    """Returns a number; of an amount with three decimals it is said, since most have none: 1,250."""
    try:
        number = literal(plain, column.datatype)
    except CellError as error:  # the reader looks for the cell as it stands, with its currency
        if _is_amount(column) and (whole := in_full(text)):
            raise CellError("cell-number-scaled", text, whole=whole, suggested=whole) from error
        raise CellError(error.key, text, **dict(error.values)) from error
    point = re.escape(column.datatype.point)
    may_be_small = _is_amount(column) and column.datatype.point in plain
    is_small = may_be_small and re.fullmatch(rf"[-+]?[1-9]\d{{0,2}}{point}\d{{3}}", plain)
    return Value(text, number, number.value, note="cell-number-small" if is_small else "")


def _is_amount(column: Column) -> bool:
    return bool(column.currency or column.currency_of)


def _spelt(cell: Cell, datatype: Datatype) -> str:
    """Returns the text that a cell of a workbook would have in a list of text."""
    if isinstance(cell, Unread):
        raise CellError(cell.key, cell.text)
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, Decimal) and datatype.base == "date" and (day := from_serial(float(cell))):
        cell = day
    if isinstance(cell, date):
        if datatype.base == "gYear":
            return str(cell.year)
        return written(cell, datatype.format if datatype.base == "date" else None)
    if isinstance(cell, Decimal):
        plain = f"{cell:f}"
        return plain.replace(".", datatype.point) if datatype.base in _NUMBERS else plain
    return cell or ""


def _separated(text: str, separator: str) -> list[str]:
    """Returns the parts of a cell; a line break parts them too, unless it is a part of the separator."""
    parts = text.split(separator)
    return parts if "\n" in separator else [line for part in parts for line in part.splitlines()]


def _tidied(column: Column, text: str) -> str:
    return text.strip() if column.datatype.base == "string" else " ".join(text.split())


def _follows(text: str, datatype: Datatype) -> bool:
    """Says whether a text follows the pattern of its datatype, if that has one."""
    if datatype.base == "boolean":
        return text in ("true", "false")
    return datatype.base not in _TEXTS or not datatype.format or bool(re.fullmatch(datatype.format, text))


def _check_pattern(text: str, datatype: Datatype) -> None:
    if not _follows(text, datatype):
        raise CellError("cell-pattern", text, pattern=datatype.format or "")


def _date_literal(text: str, day: date | None, datatype: Datatype) -> Literal:
    if day is None:
        pattern = datatype.format or "yyyy-MM-dd"
        raise CellError("cell-date", text, pattern=pattern, example=written(date(2020, 12, 31), pattern))
    return Literal(day.isoformat(), datatype=NamedNode(_XSD + "date"))


def _without_currency(column: Column, text: str) -> str:
    """Returns a number without the currency beside it, which must be the one that the column is in."""
    plain, codes = split_currency(text)
    if codes and column.currency and column.currency not in codes:
        raise CellError("cell-currency", text, found=codes[0], wanted=column.currency)
    return plain if _is_amount(column) else text


def _number(text: str, datatype: Datatype) -> Decimal:
    number = read_number(text, datatype.group, datatype.point)
    if number is None and (whole := thousands_of(text)):
        raise CellError("cell-number-two", text, whole=whole)
    if number is None or len(f"{number:f}") > _LONGEST:
        raise CellError("cell-number", text, example=f"1{datatype.group}234{datatype.point}5")
    return number


def _decimal(text: str, datatype: Datatype) -> str:
    plain = f"{_number(text, datatype):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _integer(text: str, datatype: Datatype) -> str:
    number = _number(text, datatype)
    if number != number.to_integral_value():
        raise CellError("cell-number", text, example="1234")
    return str(int(number))


def _other(text: str, datatype: Datatype) -> str:
    lexical = {"boolean": r"true|false", "gYear": r"\d{4}"}[datatype.base]
    if not re.fullmatch(lexical, text):
        raise CellError("cell-pattern", text, pattern=lexical)
    return text
