"""What the parsers of JSON say: Python's own, which reads files, and that of pydantic, which reads bodies."""

from __future__ import annotations

from graph.causes.tables import Table, named
from graph.errors import Cause

JSON: Table = (
    (r"Expecting property name|key must be a string", "json-name"),
    (r"Expecting value|expected (?:value|ident)", "json-value"),
    (r"[Tt]railing comma", "json-trailing"),
    (r"Expecting ':'|expected `:`", "json-colon"),
    (r"Expecting ','|expected `,`", "json-comma"),
    (r"[Cc]ontrol character", "json-control"),
    (r"Unterminated string|EOF while parsing a string", "json-string"),
    (r"Invalid \\|invalid escape|unicode|surrogate", "json-escape"),
    (r"Extra data|trailing characters", "json-extra"),
    (r"EOF while parsing", "json-end"),
    (r"invalid number", "json-number"),
    (r"recursion limit", "json-deep"),
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
