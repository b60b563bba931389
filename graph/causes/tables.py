"""The form of the tables: what a parser says, as a pattern, and the key under which we say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.errors import Cause

Table = Sequence[tuple[str, str]]


def named(table: Table, words: str, otherwise: str, **given: str) -> Cause:
    """Returns the cause of the first pattern that the words hold; its groups, and what is given, fill it.

    >>> named([(r"prefix (?P<prefix>\\w+)", "rdf-prefix")], "no prefix ex", "rdf-other").values
    (('prefix', 'ex'),)
    """
    for pattern, key in table:
        if found := re.search(pattern, words, re.DOTALL):
            return Cause(key, tuple((given | found.groupdict()).items()), words)
    return Cause(otherwise, tuple(given.items()), words)
