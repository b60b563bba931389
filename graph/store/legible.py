"""Text that XML cannot hold, such as control characters: no answer in XML that tells it could be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from graph.errors import FileProblem, Place
from graph.terms import UNWRITABLE, Literal, Quad, Term, Triple

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
# How such a sign may be spelt otherwise: in Turtle and JSON, in XML, and U+FFFE and U+FFFF in UTF-8.
_SPELT = (b"\\", b"&#", b"\xef\xbf")
_SHORT = {"\b": r"|\\b", "\f": r"|\\f"}
_MOST = 60


def may_be_illegible(content: bytes) -> bool:
    """Says whether bytes of a file may tell such a sign: most do not, and need not be looked at again.

    >>> may_be_illegible(b"<s> <p> 'good' ."), may_be_illegible(b"<s> <p> 'b" + bytes([11]) + b"d' .")
    (False, True)
    """
    return any(each in content for each in _SPELT) or len(content.translate(None, _CONTROLS)) < len(content)


def legible(quads: Iterator[Quad], stream: IO[bytes], name: str) -> Iterator[Quad]:
    """Yields quads as they are; the first text with such a sign raises FileProblem with its place."""
    for quad in quads:
        text = _literal(quad.object)
        found = UNWRITABLE.search(text)
        if found:
            raise _problem(stream, text, found[0], name)
        yield quad


def _literal(term: Term) -> str:
    while isinstance(term, Triple):
        term = term.object
    return term.value if isinstance(term, Literal) else ""


def _problem(stream: IO[bytes], text: str, sign: str, name: str) -> FileProblem:
    stream.seek(0)
    line, column = _place(stream.read().decode(), sign)
    place = Place(file=name, row=line, column=str(column), value=ascii(text[:_MOST]))
    told = f"U+{ord(sign):04X}"
    return FileProblem("file-illegible", place, file=name, line=line, column=column, sign=told)


def _place(content: str, sign: str) -> tuple[int, int]:
    """Returns line and column, from 1, where a sign stands first, itself or as it may be spelt."""
    code = ord(sign)
    spelt = rf"{re.escape(sign)}|\\u{code:04X}|\\U{code:08X}|&#x0*{code:X};|&#0*{code};"
    found = re.search(spelt + _SHORT.get(sign, ""), content, re.IGNORECASE)
    start = found.start() if found else 0
    return content.count("\n", 0, start) + 1, start - content.rfind("\n", 0, start)
