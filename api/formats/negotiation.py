"""Which representation a request asks for, by Accept with its q-values (RFC 9110, 12.5.1) or by a suffix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from api.errors import NotAcceptable
from api.preferences import beginning

_USUAL = 500  # characters: browsers and libraries send the same few headers, which are remembered
_CHARSET = re.compile(r";\s*charset=[^;,]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """Is one representation: its suffix and media type, types that mean the same, what libraries call it."""

    suffix: str
    media_type: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """Returns the media type as it is sent, with its charset where the type has one."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


HTML = Format("html", "text/html", ("application/xhtml+xml",))
JSON = Format("json", "application/json")
JSONLD = Format("jsonld", "application/ld+json", names=("json-ld", "json"))
# N3 has all of Turtle, and text/plain was the type of N-Triples until 2014: rdflib still asks for both so.
TURTLE = Format("ttl", "text/turtle", ("application/x-turtle", "text/n3", "text/rdf+n3"), ("turtle", "n3"))
NTRIPLES = Format("nt", "application/n-triples", ("text/plain",), ("ntriples", "n-triples"))
RDFXML = Format("rdf", "application/rdf+xml", ("application/xml", "text/xml"), ("rdf+xml", "xml"))
TRIG = Format("trig", "application/trig")
NQUADS = Format("nq", "application/n-quads")
GRAPHML = Format("graphml", "application/graphml+xml")
CSV = Format("csv", "text/csv")
TSV = Format("tsv", "text/tab-separated-values")
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
RESULTS_JSON = Format("json", "application/sparql-results+json", ("application/json",))
RESULTS_XML = Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"))

LIST_FORMATS = (JSON, JSONLD, TURTLE, CSV, XLSX)
PLAIN_FORMATS = (JSON, JSONLD, CSV, XLSX)
RDF_FORMATS = (TURTLE, JSONLD, NTRIPLES, RDFXML)
RESOURCE_FORMATS = (JSON, HTML, *RDF_FORMATS)
SELECT_FORMATS = (RESULTS_JSON, RESULTS_XML, CSV, TSV)
ASK_FORMATS = (RESULTS_JSON, RESULTS_XML)


def choose(accept: str | None, offered: Sequence[Format]) -> Format:
    """Returns the offered format that the header prefers, the first of equals; none raises NotAcceptable.

    >>> choose("text/turtle;q=0.5, text/csv", LIST_FORMATS).suffix
    'csv'
    """
    if accept is None or not accept.strip():
        return offered[0]
    chosen = _chosen if len(accept) <= _USUAL else _chosen.__wrapped__
    return chosen(beginning(accept), tuple(offered))


@lru_cache(maxsize=256)
def _chosen(accept: str, offered: tuple[Format, ...]) -> Format:
    accepted = parse_accept_header(_CHARSET.sub("", accept), MIMEAccept)
    best = max(offered, key=lambda candidate: _quality(accepted, candidate))
    if _quality(accepted, best) <= 0:
        raise NotAcceptable("not-acceptable", asked=accept, offered=listed(offered))
    return best


def by_name(asked: Sequence[str], offered: Sequence[Format]) -> Format:
    """Returns the offered format that one of these names: suffixes, media types, or what clients call them.

    The first that is offered counts, for libraries send several spellings of one format. None that is raises
    NotAcceptable.

    >>> by_name(["json-ld", "application/ld+json,application/x-json+ld"], RDF_FORMATS).suffix
    'jsonld'
    """
    for name in ",".join(asked).lower().split(","):
        for candidate in offered:
            if name.strip() in (candidate.suffix, candidate.media_type, *candidate.aliases, *candidate.names):
                return candidate
    raise NotAcceptable("not-acceptable", asked=", ".join(asked), offered=listed(offered))


def listed(offered: Iterable[Format]) -> str:
    """Returns the media types as one readable list."""
    return ", ".join(candidate.media_type for candidate in offered)


def _quality(accepted: MIMEAccept, candidate: Format) -> float:
    """Returns the quality of a format: that of its own type, or of an alias which the client names."""
    named = {value.lower() for value, _ in accepted}
    aliases = [alias for alias in candidate.aliases if alias in named]
    return max(float(accepted.quality(name)) for name in (candidate.media_type, *aliases))
