"""RDF terms, made and checked by pyoxigraph: what is not a valid IRI never becomes one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from graph.causes.iris import iri_cause
from graph.errors import TermInvalid
from ontology import PREFIXES

__all__ = [
    "UNWRITABLE",
    "BlankNode",
    "DefaultGraph",
    "Literal",
    "NamedNode",
    "Quad",
    "Subject",
    "Term",
    "Triple",
    "boolean",
    "compact",
    "day",
    "decimal",
    "expand",
    "graph_iri",
    "integer",
    "iri",
    "language",
    "slug",
    "text",
    "written",
]

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

DEFAULT_BASE = "http://127.0.0.1:8000/"
_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_LOCAL = re.compile(r"[\w.-]+")
_CURIE = re.compile(r"^([a-z][a-z0-9-]*):([^/\s][^\s]*)$", re.IGNORECASE)
_SCHEME = re.compile(r"^(https?|urn|mailto|tag|did|info|ark|doi|ni)$", re.IGNORECASE)
"""Schemes by which things are called, though IRIs of them look like prefixed names."""
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_BOOLEAN = re.compile(r"true|false")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# What XML cannot hold, so that no answer in RDF/XML or SPARQL's XML could be read that tells of it.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KEY = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_NORDIC = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ß": "ss"})


def iri(text: str) -> NamedNode:
    """Returns the IRI, or raises TermInvalid: it must be absolute and hold no character that an IRI forbids.

    >>> iri("http://metadata.un.org/sdg/9").value
    'http://metadata.un.org/sdg/9'
    """
    try:
        return NamedNode(text)
    except ValueError as error:
        raise TermInvalid("iri-invalid", value=text, why=iri_cause(str(error))) from error


def expand(text: str, prefixes: Mapping[str, str] = PREFIXES) -> NamedNode:
    """Returns the IRI that a full IRI or a prefixed name stands for.

    >>> expand("sdg:9").value
    'http://metadata.un.org/sdg/9'
    >>> expand("did:web:example.org").value
    'did:web:example.org'
    """
    match = _CURIE.match(text)
    if match is None or _SCHEME.match(match[1]):
        return iri(text.strip("<>"))
    if match[1] not in prefixes:
        raise TermInvalid("prefix-unknown", value=text, prefix=match[1], known=", ".join(sorted(prefixes)))
    return iri(prefixes[match[1]] + match[2])


def compact(text: str) -> str:
    """Returns the prefixed name of an IRI, or the IRI where no prefix fits.

    >>> compact("http://metadata.un.org/sdg/9"), compact("http://metadata.un.org/sdg/9/other")
    ('sdg:9', 'http://metadata.un.org/sdg/9/other')
    """
    # A local name holds neither slash nor hash, and every namespace ends with one of them.
    at = max(text.rfind("/"), text.rfind("#")) + 1
    prefix = _BY_NAMESPACE.get(text[:at])
    return f"{prefix}:{text[at:]}" if prefix and _LOCAL.fullmatch(text, at) else text


def slug(text: str) -> str:
    """Returns a key of lower-case ASCII letters, digits, dots and hyphens.

    >>> slug("Västmanlands län"), slug("RSO1.1"), slug("Ærø")
    ('vastmanlands-lan', 'rso1.1', 'aero')
    """
    if _KEY.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text.lower().translate(_NORDIC)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.")


def graph_iri(base: str, kind: str, name: str) -> NamedNode:
    """Returns the IRI of a named graph of ours, `{base}graph/{kind}/{name}`.

    >>> graph_iri("http://127.0.0.1:8000/", "list", "tillvaxtverket-2014").value
    'http://127.0.0.1:8000/graph/list/tillvaxtverket-2014'
    """
    return iri(f"{base}graph/{kind}/{name}")


def text(value: str) -> Literal:
    """Returns a plain string; one that is not Unicode text (a lone surrogate) raises TermInvalid.

    >>> text('say "no" }').value
    'say "no" }'
    """
    try:
        return Literal(value)
    except ValueError as error:
        raise TermInvalid("text-invalid", value=value.encode("unicode_escape").decode()) from error


def integer(value: str) -> Literal:
    """Returns a whole number of at most 18 digits, or raises TermInvalid."""
    return _typed(value, "integer", _INTEGER, "integer-invalid")


def decimal(value: str) -> Literal:
    """Returns a decimal number with a point, of at most 18 digits on each side, or raises TermInvalid."""
    return _typed(value, "decimal", _DECIMAL, "decimal-invalid")


def boolean(value: str) -> Literal:
    """Returns true or false, or raises TermInvalid."""
    return _typed(value, "boolean", _BOOLEAN, "boolean-invalid")


def day(value: str) -> Literal:
    """Returns a day of the calendar, written YYYY-MM-DD, or raises TermInvalid.

    >>> day("2020-02-29").value
    '2020-02-29'
    """
    made = _typed(value, "date", _DAY, "date-invalid")
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise TermInvalid("date-invalid", value=value) from error
    return made


def language(value: str) -> Literal:
    """Returns a language tag (BCP 47) as a plain string, or raises TermInvalid.

    >>> language("sv-SE").value
    'sv-se'
    """
    if _LANGUAGE.fullmatch(value) is None:
        raise TermInvalid("language-invalid", value=value)
    try:
        Literal("", language=value)  # the order of the parts has rules of its own, which the store keeps
    except ValueError as error:
        raise TermInvalid("language-invalid", value=value) from error
    return Literal(value.lower())


def _typed(value: str, datatype: str, form: re.Pattern[str], key: str) -> Literal:
    if form.fullmatch(value) is None:
        raise TermInvalid(key, value=value)
    return Literal(value, datatype=NamedNode(PREFIXES["xsd"] + datatype))


def written(term: Term) -> str:
    """Returns a term as SPARQL and N-Triples write it, escaped by the store's library.

    >>> written(text('a "quote"'))
    '"a \\\\"quote\\\\""'
    """
    return str(term)
