"""N-Quads as text: terms and blocks of statements about one subject, faster than an RDF library writes."""

from __future__ import annotations

from functools import cache
from typing import TextIO

from graph.terms import DEFAULT_BASE, expand

Statements = tuple[tuple[str, str], ...]


@cache
def term(name: str) -> str:
    """Returns a prefixed name as N-Quads write it.

    >>> term("sdg:9")
    '<http://metadata.un.org/sdg/9>'
    """
    return f"<{expand(name).value}>"


def own(path: str) -> str:
    """Returns an IRI of ours, `id/...` or `graph/...`, below the base that stores have by default."""
    return f"<{DEFAULT_BASE}{path}>"


def words(text: str, lang: str = "sv") -> str:
    """Returns a text with its language; the text holds neither quotes nor backslashes."""
    return f'"{text}"@{lang}'


def typed(value: object, datatype: str) -> str:
    """Returns a literal of an XSD datatype."""
    return f'"{value}"^^{term(f"xsd:{datatype}")}'


def kinds(*names: str) -> Statements:
    """Returns the statements that say of which classes a subject is."""
    return tuple(("rdf:type", term(name)) for name in names)


class Output:
    """Writes statements to a file and counts them."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.count = 0

    def about(self, graph: str, subject: str, *statements: tuple[str, str]) -> None:
        """Writes what one graph says of one subject; predicates are prefixed names."""
        self.raw("".join(f"{subject} {term(name)} {value} {graph} .\n" for name, value in statements))

    def raw(self, lines: str) -> None:
        """Writes lines that are N-Quads already."""
        self._file.write(lines)
        self.count += lines.count("\n")
