"""What Python's parser of JSON says."""

from __future__ import annotations

from graph.causes.tables import Table, named
from graph.errors import Cause

JSON: Table = (
    (r"Expecting property name", "json-name"),
    (r"Expecting value", "json-value"),
    (r"Illegal trailing comma", "json-name"),
    (r"Expecting ':'", "json-colon"),
    (r"Expecting ','", "json-comma"),
    (r"Invalid control character", "json-control"),
    (r"Unterminated string", "json-string"),
    (r"Invalid \\", "json-escape"),
    (r"Extra data", "json-extra"),
    (r"UTF-8 BOM", "json-bom"),
    (r"^(?P<found>-?\w+) is not JSON", "json-constant"),
    (r"nested too deep", "json-deep"),
)


def json_cause(words: str) -> Cause:
    """Returns why a text is not JSON.

    >>> json_cause("Expecting ',' delimiter").key
    'json-comma'
    """
    return named(JSON, words, "json-other")
