"""The form of a SPARQL text, told by its first word after the prologue; updates are refused by name."""

from __future__ import annotations

import re

from graph.causes.sparql_tokens import tokens
from graph.errors import UpdateRefused

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")

_PROLOGUE = re.compile(
    r"""(?: \s+ | \#[^\n\r]* | BASE\s*<[^>]*> | PREFIX\s*[^\s:<]*:\s*<[^>]*> )*""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}


def query_form(query: str) -> str | None:
    """Returns SELECT, ASK, CONSTRUCT or DESCRIBE, None where the text begins with no query form.

    An update sent as a query raises UpdateRefused.

    >>> query_form("PREFIX a: <http://a/#> # SELECT\\n ask {}")
    'ASK'
    """
    prologue = _PROLOGUE.match(query)
    word = _WORD.match(query, prologue.end() if prologue else 0)
    first = word[0].upper() if word else ""
    if first in _UPDATES:
        raise UpdateRefused
    return first if first in FORMS else None


def refuse_update(query: str) -> None:
    """Raises UpdateRefused for a text that no engine of queries could read, where it holds an update."""
    query_form(query)
    before = ""
    for token in tokens(query):
        if before == ";" and token.word in _UPDATES:
            raise UpdateRefused
        before = token.text
