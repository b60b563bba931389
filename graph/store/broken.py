"""Where a broken RDF text is wrong, and why: the parsers of XML and JSON-LD do not say where."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.parsers import expat

import pyoxigraph as ox

from graph.causes import json_cause, rdf_cause
from graph.errors import Cause, FileProblem, Place

_QUOTED = re.compile(r"'([^']+)'|`([^`]+)`")
_MOST = 60


def broken_rdf(content: bytes, error: SyntaxError, syntax: ox.RdfFormat, name: str) -> FileProblem:
    """Returns the problem of a text that the engine could not read, with line and column from 1 if known."""
    text = content.decode(errors="replace")
    cause, line, column = _found(text, error, syntax)
    if not line:
        return FileProblem("file-content", Place(file=name), file=name, why=cause)
    place = Place(file=name, row=line, column=str(column))
    return FileProblem("file-syntax", place, file=name, line=line, column=column, why=cause)


def _found(text: str, error: SyntaxError, syntax: ox.RdfFormat) -> tuple[Cause, int, int]:
    """Returns why a text is broken and where; line 0 stands for a place that nobody knows."""
    if syntax == ox.RdfFormat.JSON_LD:
        try:
            json.loads(text)
        except json.JSONDecodeError as told:
            return json_cause(told.msg), told.lineno, told.colno
        except RecursionError:
            return json_cause("nested too deep"), 1, 1
    if error.lineno and error.offset:
        return _at(text, error, error.lineno, error.offset)
    cause = rdf_cause(error.msg)
    place = (_ill_formed(text) if syntax == ox.RdfFormat.RDF_XML else None) or _first(text, cause)
    return cause, *place


def _at(text: str, error: SyntaxError, line: int, column: int) -> tuple[Cause, int, int]:
    """Returns the cause with what stands at the place: the text to its end, or to the end of the line."""
    rows = text.split("\n")
    rest = rows[line - 1][column - 1 :] if line <= len(rows) else ""
    end = (error.end_offset or 0) - column if error.end_lineno == line else 0
    return rdf_cause(error.msg, (rest[:end] if end > 0 else rest)[:_MOST].strip()), line, column


def _ill_formed(text: str) -> tuple[int, int] | None:
    """Returns where XML itself is broken, None where it is whole, so that only RDF/XML's rules are."""
    try:
        expat.ParserCreate().Parse(text.encode(), True)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1
    return None


def _first(text: str, cause: Cause) -> tuple[int, int]:
    """Returns where what the cause quotes stands first, (0, 0) if it stands nowhere."""
    quoted = ((text.find(each), each) for each in _quoted(cause))
    start = next((at + _blank(each) for at, each in quoted if at >= 0), None)
    if start is None:
        return 0, 0
    return text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1


def _blank(quoted: str) -> int:
    """Returns how many signs stand before the first that a reader sees."""
    return len(quoted) - len(quoted.lstrip("> \r\n\t"))


def _quoted(cause: Cause) -> Iterator[str]:
    """Yields what to look for: the most telling first, since a short word may stand anywhere."""
    told = (part for match in _QUOTED.findall(cause.words) for part in match)
    words = [value for value in (*told, *dict(cause.values).values()) if value]
    if cause.key in ("jsonld-remote", "jsonld-term"):
        words.append("@context")
    for word in words:
        local = re.split(r"[#/]", word)[-1]
        yield from (f">{word}", f'"{word}"', f"'{word}'", f"<{word}", f":{local}" if local else word, word)
