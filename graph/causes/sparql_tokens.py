"""The tokens of a SPARQL text, as far as they tell where somebody went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A prefix has a bound, for else each word of many that dots join is read to their end for a colon.
_TOKEN = re.compile(
    r"""
    (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<spaced> <[^\W\d][\w:/.\#-]*[ ][^<>?$(){}"\n]*> )
  | (?P<comment> \#[^\n\r]* )
  | (?P<string> '''(?:[^'\\]|\\.|'(?!''))*+''' | \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3}
      | '(?:[^'\\\n\r]|\\.)*+' | "(?:[^"\\\n\r]|\\.)*+" )
  | (?P<quote> ['"] )
  | (?P<name> (?:[^\W\d][\w.-]{0,255}+)?:(?:[\w:%-]|\.(?=\w))* )
  | (?P<number> [+-]?(?:\d+\.\d*|\.?\d+)(?:[eE][+-]?\d+)? )
  | (?P<variable> [?$]\w+ )
  | (?P<tag> @[\w-]+ )
  | (?P<word> \w+ )
  | (?P<sign> [^\s] )
    """,
    re.VERBOSE | re.DOTALL,
)

_FUNCTIONS = """
    ABS ADJUST AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI EXISTS FLOOR
    GROUP_CONCAT HASLANG HASLANGDIR HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR
    LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW OBJECT PREDICATE RAND REGEX REPLACE ROUND SAMETERM SAMPLE
    SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS
    STRUUID SUBJECT SUBSTR SUM TIMEZONE TRIPLE TZ UCASE URI UUID YEAR"""
_WORDS = """
    A AS ASC ASK BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT FALSE FILTER FROM GRAPH GROUP HAVING IN LATERAL
    LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR SERVICE SILENT TRUE UNDEF
    UNION VALUES VERSION WHERE"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
WORDS = FUNCTIONS | frozenset(_WORDS.split())


@dataclass(frozen=True, slots=True)
class Token:
    """Is a piece of a text: what kind it is, how it is written, and where it starts, from 0."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """Returns the word in capitals, as SPARQL reads it; empty for any other token."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(query: str) -> Iterator[Token]:
    """Yields the tokens of a text, without its comments."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "sign"
        if kind != "comment":
            yield Token(kind, match[0], match.start())
