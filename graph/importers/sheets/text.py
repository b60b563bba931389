"""Texts of lists: their encoding found out, and their lines and cells by a separator."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.causes import csv_cause, likely_encoding
from graph.errors import FileProblem, Finding, Place
from graph.importers.sheets.limits import Limits
from graph.importers.sheets.table import Line

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WINDOWS = "windows-1252"
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Is how a kind of list is written by its publisher; a file that is written otherwise is read too."""

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'


def decoded(file: str, content: bytes, encoding: str) -> tuple[str, tuple[Finding, ...]]:
    """Returns a text, with a warning where it is not in the encoding that was declared.

    A byte order mark says the encoding. Bytes that are UTF-8 are nothing else. Other bytes are what was
    declared, or else Windows-1252, as spreadsheets of the Nordic countries write; those that cannot be
    that either raise FileProblem with the line.
    """
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return _as(file, content, codec), ()
    if (wide := _without_mark(content)) is not None:
        return _as(file, content, wide), _warning(file, "UTF-16", encoding)
    for codec in dict.fromkeys(("utf-8", encoding, _WINDOWS)):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        is_told = content.isascii() or _same(codec, encoding)
        return text, () if is_told else _warning(file, codec, encoding)
    return _as(file, content, encoding), ()


def as_utf8(file: str, content: bytes) -> str:
    """Returns a text that its standard has in UTF-8, with or without a mark; another raises FileProblem."""
    text = _as(file, content, "utf-8", "utf-8-sig")
    if "\0" in text and _without_mark(content) is not None:
        raise _misencoded(file, content, "utf-8", content.find(b"\0"))
    return text


def lines(file: str, text: str, delimiter: str, quote: str, limits: Limits) -> Iterator[Line]:
    """Yields the lines of a text; a quoted cell without an end, or too much, raises FileProblem."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, strict=True)
    count = 0
    for number, cells in enumerate(_rows(file, reader), start=1):
        count += len(cells)
        if number > limits.rows or len(cells) > limits.columns:
            limits.check_extent(file, None, number, len(cells))
        limits.check_cells(file, None, count)
        yield Line(number, tuple(cells))


def separated(text: str) -> tuple[str | None, str]:
    """Returns the separator that the first line of a text names (`sep=;`, as Excel has it), and the rest."""
    found = _SEPARATOR.match(text)
    return (found[1], text[found.end() :]) if found else (None, text)


def _rows(file: str, reader: Iterable[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        line = getattr(reader, "line_num", 0)
        place = Place(file=file, row=line or None)
        raise FileProblem("csv-broken", place, file=file, line=line, why=csv_cause(str(error))) from error


def _without_mark(content: bytes) -> str | None:
    """Returns which UTF-16 a text without a mark is: most letters have a NUL before or behind them."""
    start = content[:2000]
    odd, even = start[1::2].count(0), start[::2].count(0)
    if max(odd, even) * 4 < len(start):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _same(codec: str, encoding: str) -> bool:
    return codecs.lookup(codec).name == codecs.lookup(encoding).name


def _warning(file: str, found: str, encoding: str) -> tuple[Finding, ...]:
    return (Finding("encoding-other", Place(file=file), (("found", found), ("encoding", encoding))),)


def _as(file: str, content: bytes, encoding: str, codec: str = "") -> str:
    try:
        return content.decode(codec or encoding)
    except UnicodeDecodeError as error:
        raise _misencoded(file, content, encoding, error.start) from error


def _misencoded(file: str, content: bytes, encoding: str, start: int) -> FileProblem:
    line = content.count(b"\n", 0, start) + 1
    return FileProblem(
        "file-encoding",
        Place(file=file, row=line),
        file=file,
        encoding=encoding,
        line=line,
        likely=likely_encoding(content),
        byte=f"0x{content[start]:02X}",
    )
