"""What the engine's parser of IRIs says (RFC 3987)."""

from __future__ import annotations

from graph.causes.tables import Table, named
from graph.errors import Cause

IRIS: Table = (
    (r"IRI code point ' '", "iri-space"),
    (r"IRI code point '(?P<found>.)'", "iri-character"),
    (r"No scheme found", "iri-scheme"),
    (r"percent encoding '(?P<found>[^']*)'", "iri-percent"),
    (r"Invalid character '(?P<found>.)' in host", "iri-host"),
    (r"Invalid host", "iri-host-number"),
    (r"Invalid character '(?P<found>.)'", "iri-port"),
    (r"Invalid port", "iri-port-number"),
    (r"surrogates", "iri-surrogate"),
)


def iri_cause(words: str) -> Cause:
    """Returns why a text is no IRI.

    >>> iri_cause("Invalid IRI code point '<'").values
    (('found', '<'),)
    """
    return named(IRIS, words, "iri-other")
