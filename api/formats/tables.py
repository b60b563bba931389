"""Answers as CSV: a column for each plain field, a dotted name for a nested one, lists joined by `; `."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, get_args, get_origin

from pydantic import BaseModel

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


Rows = Iterable[Mapping[str, Any]]


def rows_of(model: type[BaseModel], items: Iterable[BaseModel]) -> tuple[Sequence[str], Rows]:
    """Returns the columns of a model, the same whatever its items hold, and a row for each item."""
    return list(_columns(model)), (_flat(item.model_dump()) for item in items)


def csv_of_rows(columns: Sequence[str], rows: Rows) -> bytes:
    """Returns rows by column as CSV; a column that a row lacks stays empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: inert(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue().encode()


def inert(cell: Any) -> Any:
    """Returns a cell that no spreadsheet runs: a text that begins as a formula gets an apostrophe.

    >>> inert("=1+1"), inert("-5.5")
    ("'=1+1", '-5.5')
    """
    is_formula = isinstance(cell, str) and cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def _columns(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        nested, several = _nested(field.annotation), _several(field.annotation)
        if nested:
            yield from _columns(nested, f"{prefix}{name}.")
        elif several and {"value", "currency"} <= set(several.model_fields):
            yield from (f"{prefix}{name}.value", f"{prefix}{name}.currency")
        elif several and {"iri", "name"} <= set(several.model_fields):
            yield from (f"{prefix}{name}", f"{prefix}{name}.name")
        elif several and {"iri", "author", "status"} <= set(several.model_fields):
            yield from (f"{prefix}{name}", f"{prefix}{name}.author", f"{prefix}{name}.status")
        else:
            yield f"{prefix}{name}"


def _nested(annotation: Any) -> type[BaseModel] | None:
    """Returns the model that a field holds, one of it or none; a list of models is no nested field."""
    for candidate in (annotation, *(get_args(annotation) if type(None) in get_args(annotation) else ())):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


def _several(annotation: Any) -> type[BaseModel] | None:
    """Returns the model of which a field holds a list."""
    return next(iter(map(_nested, get_args(annotation))), None) if get_origin(annotation) is list else None


def _flat(value: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, part in value.items():
        if isinstance(part, dict):
            flat |= _flat(part, f"{prefix}{name}.")
        elif isinstance(part, list):
            flat |= _listed(f"{prefix}{name}", part)
        else:
            flat[f"{prefix}{name}"] = _leaf(part)
    return flat


def _leaf(value: Any) -> Any:
    """Returns a moment as JSON has it; numbers and days stay what they are."""
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value


def _listed(column: str, parts: Sequence[Any]) -> dict[str, Any]:
    """Returns the cells of several values: things by IRI and by name, money by value and by currency.

    Statements stand by IRI, author and status.
    """
    cells: dict[str, Any] = {column: "; ".join(map(_cell, parts))}
    for part in parts:
        match part:
            case {"iri": _, "name": {"text": str(text)}}:
                further = {f"{column}.name": text}
            case {"iri": _, "author": {"name": {"text": str(author)}}, "status": status}:
                further = {f"{column}.author": author, f"{column}.status": status}
            case {"value": value, "currency": currency}:
                further = {f"{column}.value": value, f"{column}.currency": currency}
            case _:
                further = {}
        for name, text in further.items():
            cells[name] = f"{cells[name]}; {text}" if name in cells else text
    return cells


def _cell(part: Any) -> str:
    """Returns one of several values on a line: an IRI stands for a thing."""
    match part:
        case {"source": {"iri": source}, "target": {"iri": target}}:
            return f"{source} > {target}"
        case {"iri": iri}:
            return str(iri)
        case {"source": {"iri": source}}:
            return str(source)
    return str(part)
