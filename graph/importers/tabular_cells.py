"""Cells read as values: CSVW datatypes and formats to RDF literals in their canonical form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from graph.importers.tabular_mapping import Column, Datatype
from graph.terms import Literal, NamedNode, Term, slug
from ontology import PREFIXES

_XSD = PREFIXES["xsd"]
_DATES = (("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"), ("HH", "%H"), ("mm", "%M"), ("ss", "%S"))
_TEXTS = frozenset({"string", "normalizedString", "token"})
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Value:
    """Is one value of a cell: its text, the term it becomes, and the key it gives to an IRI."""

    text: str
    term: Term
    key: str


class CellError(Exception):
    """Says that a cell breaks a rule: the rule's message key, and what the message needs to know."""

    def __init__(self, key: str, value: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.value = value
        self.values = tuple(values.items())


def split(column: Column, cell: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Returns the texts of a cell, one for a plain column; null ones are left out (CSVW, parsing cells)."""
    if cell is None:
        cell = column.default or ""
    parts = [cell] if isinstance(cell, str) else list(cell)
    if column.separator:
        parts = [part for whole in parts for part in whole.split(column.separator)]
    tidy = (_tidied(column, part) for part in parts)
    return tuple(text for text in tidy if text and text not in column.null)


def value_of(column: Column, text: str) -> Value:
    """Returns the value that a text is in a column, or raises CellError with the rule that it breaks."""
    if _UNWRITABLE.search(text):
        raise CellError("cell-unwritable", ascii(text))
    term = literal(text, column.datatype, column.lang)
    return Value(text, term, slug(text))


def literal(text: str, datatype: Datatype, lang: str | None = None) -> Literal:
    """Returns the literal that a text stands for; a text that is none raises CellError."""
    if datatype.base in _TEXTS:
        _check_pattern(text, datatype)
        return Literal(text, language=lang) if lang else Literal(text)
    lexical = {"date": _date, "decimal": _decimal, "integer": _integer}.get(datatype.base, _other)
    return Literal(lexical(text, datatype), datatype=NamedNode(_XSD + datatype.base))


def _tidied(column: Column, text: str) -> str:
    return text.strip() if column.datatype.base == "string" else " ".join(text.split())


def _check_pattern(text: str, datatype: Datatype) -> None:
    if datatype.format and not re.fullmatch(datatype.format, text):
        raise CellError("cell-pattern", text, pattern=datatype.format)


def _date(text: str, datatype: Datatype) -> str:
    pattern = datatype.format or "yyyy-MM-dd"
    try:
        found = datetime.strptime(text, _strptime(pattern)).date()
    except ValueError:
        raise CellError("cell-date", text, pattern=pattern, example=_example(pattern)) from None
    return found.isoformat()


def _strptime(pattern: str) -> str:
    for letters, directive in _DATES:
        pattern = pattern.replace(letters, directive)
    return pattern


def _example(pattern: str) -> str:
    return date(2020, 12, 31).strftime(_strptime(pattern))


def _number(text: str, datatype: Datatype) -> Decimal:
    plain = text.replace(datatype.group, "") if datatype.group else text
    try:
        number = Decimal(plain.replace(datatype.point, "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
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
