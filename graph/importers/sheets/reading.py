"""Bytes to tables: the one function that reads a stranger's file."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection
from itertools import islice

from graph.errors import FileProblem
from graph.importers.sheets.kinds import kind_of
from graph.importers.sheets.limits import DEFAULT, Limits
from graph.importers.sheets.table import Line, Table
from graph.importers.sheets.text import SEPARATORS, Dialect, decoded, lines, separated

_TRIED = 40


def read_tables(
    name: str,
    content: bytes,
    dialect: Dialect = Dialect(),  # noqa: B008 - it is frozen
    headings: Collection[str] = (),
    limits: Limits = DEFAULT,
) -> tuple[Table, ...]:
    """Returns the tables of an XLSX, ODS, CSV or TSV file of that name, or raises FileProblem.

    Of a text, the separator is the one that makes most of the `headings`, which are folded, appear.
    """
    limits.check_bytes(name, len(content))
    kind = kind_of(name, content)
    if kind in ("xlsx", "ods"):
        # Lists of text need no library for workbooks.
        from graph.importers.sheets.workbook import read_workbook

        return read_workbook(name, kind, content, limits)
    return (_text_table(name, content, dialect, headings, limits),)


def fold(heading: object) -> str:
    """Returns a heading without case and white space of its own, so that two spellings are one.

    >>> fold(" Projekt\\nnamn *")
    'projekt namn'
    """
    return " ".join(str(heading).split()).rstrip(" *:").casefold()


def _text_table(
    name: str, content: bytes, dialect: Dialect, headings: Collection[str], limits: Limits
) -> Table:
    text, warnings = decoded(name, content, dialect.encoding)
    named, rest = separated(text)
    delimiter = named or _delimiter(name, rest, dialect, headings)
    skipped = 1 if named else 0
    found = lines(name, rest, delimiter, dialect.quote, limits)
    return Table(None, tuple(Line(line.number + skipped, line.cells) for line in found), warnings)


def _delimiter(name: str, text: str, dialect: Dialect, headings: Collection[str]) -> str:
    wanted = set(headings)
    tried = dict.fromkeys((dialect.delimiter, *SEPARATORS))
    return max(tried, key=lambda each: _seen(name, text, each, dialect.quote, wanted))


def _seen(name: str, text: str, delimiter: str, quote: str, wanted: set[str]) -> tuple[int, int]:
    """Returns how many headings the best line has by this separator, and how many lines are of one width."""
    few = Limits(rows=_TRIED + 1, columns=sys.maxsize, cells=sys.maxsize)
    try:
        start = list(islice(lines(name, text, delimiter, quote, few), _TRIED))
    except FileProblem:
        return 0, 0
    widths = Counter(len(line.cells) for line in start if len(line.cells) > 1)
    seen = max((len(wanted & {fold(cell) for cell in line.cells}) for line in start), default=0)
    return seen, max(widths.values(), default=0)
