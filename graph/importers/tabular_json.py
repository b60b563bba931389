"""Lists that are a JSON array of objects."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from graph.causes import json_cause
from graph.errors import FileProblem, Place
from graph.importers.tabular_cells import CellText


class _TwiceError(Exception):
    """Says that one object has the same key twice."""


def read_objects(file: str, text: str) -> tuple[Mapping[str, CellText], ...]:
    """Returns the cells of each object by its keys; what is no array of flat objects raises FileProblem."""
    items = _parsed(file, text)
    if not isinstance(items, list):
        _broken(file, "json-not-array", found=type(items).__name__)
    return tuple(_object(file, number, item) for number, item in enumerate(items, start=1))


def _parsed(file: str, text: str) -> Any:
    try:
        return json.loads(
            text, parse_int=str, parse_float=str, parse_constant=_no_constant, object_pairs_hook=_pairs
        )
    except json.JSONDecodeError as error:
        _malformed(file, error.lineno, error.colno, error.msg)
    except RecursionError:
        _malformed(file, 1, 1, "nested too deep")
    except _TwiceError as error:
        _broken(file, "json-key-twice", name=str(error))


def _pairs(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise _TwiceError(next(name for name, count in counts.items() if count > 1))
    return made


def _no_constant(text: str) -> NoReturn:
    raise json.JSONDecodeError(f"{text} is not JSON", text, 0)


def _object(file: str, number: int, item: object) -> Mapping[str, CellText]:
    if not isinstance(item, dict):
        _broken(file, "json-not-object", row=number, item=number, found=type(item).__name__)
    return {title: _cell(file, number, title, value) for title, value in item.items()}


def _cell(file: str, number: int, title: str, value: object) -> CellText:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if value is not None and not isinstance(value, str):
        _broken(file, "json-nested", row=number, item=number, name=title)
    return value


def _malformed(file: str, line: int, column: int, words: str) -> NoReturn:
    place = Place(file=file, row=line, column=str(column))
    raise FileProblem("json-broken", place, file=file, line=line, column=column, why=json_cause(words))


def _broken(file: str, key: str, *, row: int | None = None, **values: object) -> NoReturn:
    raise FileProblem(key, Place(file=file, row=row), file=file, **values)
