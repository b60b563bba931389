"""What JSON-LD says that RDF cannot hold: its parser leaves such statements out and says nothing.

Read leniently, the engine hands them over, so that each term can be tried. A key that @context does not know
is no such thing: the standard leaves it out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import IO

import pyoxigraph as ox

from graph.causes import iri_cause, rdf_cause
from graph.errors import Cause, FileProblem, Place
from graph.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_ANY_BASE = "http://a.example/"


def refuse_ill_terms(stream: IO[bytes], base: str, name: str) -> None:
    """Raises FileProblem, with line and column, at the first IRI, name of a node or language that is none."""
    for quad in ox.parse(stream, ox.RdfFormat.JSON_LD, base_iri=base, lenient=True):
        for value, cause in _ill_terms(quad):
            stream.seek(0)
            raise _problem(stream.read().decode(errors="replace"), value, cause, name)
    stream.seek(0)


def _ill_terms(quad: Quad) -> Iterator[tuple[str, Cause]]:
    is_known = ":" in quad.predicate.value
    parts = (quad.subject, *((quad.predicate,) if is_known else ()), quad.object, quad.graph_name)
    for part in parts:
        for kind, value in _parts(part):
            if (cause := _ill(kind, value)) is not None:
                yield value, cause


def _parts(term: NamedNode | BlankNode | Literal | Triple | DefaultGraph) -> Iterator[tuple[str, str]]:
    """Yields what of a term may be ill: its kind and its text."""
    if isinstance(term, NamedNode):
        yield "iri", term.value
    elif isinstance(term, BlankNode):
        yield "node", term.value
    elif isinstance(term, Literal):
        yield ("language", term.language) if term.language else ("iri", term.datatype.value)


@lru_cache(maxsize=4096)
def _ill(kind: str, value: str) -> Cause | None:
    """Returns why a text is not of a kind, None where it is."""
    try:
        if kind == "iri":
            NamedNode(value)
        elif kind == "node":
            BlankNode(value)
        else:
            Literal("", language=value)
    except ValueError as error:
        return iri_cause(str(error)) if kind == "iri" else rdf_cause(str(error))
    return None


def _problem(text: str, value: str, cause: Cause, name: str) -> FileProblem:
    start = _start(text, value)
    if start is None:
        return FileProblem("file-content", Place(file=name, value=value), file=name, why=cause)
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    place = Place(file=name, row=line, column=str(column), value=value)
    return FileProblem("file-syntax", place, file=name, line=line, column=column, why=cause)


def _start(text: str, value: str) -> int | None:
    """Returns where the string stands that gave a value: all of it, or the longest part that is ill."""
    best, length = None, 0
    for found in _STRING.finditer(text):
        part = _common(_unescaped(found[0]), value)
        if len(part) > length:
            best, length = found.start(), len(part)
    return best


def _unescaped(quoted: str) -> str:
    """Returns the text of a string of JSON; behind the ill term the rest may be broken."""
    try:
        return str(json.loads(quoted, strict=False))
    except json.JSONDecodeError:
        return quoted[1:-1]


def _common(written: str, value: str) -> str:
    """Returns what a value has of what is written: whole, behind a prefix or dots, or as its beginning."""
    if written in (value, f"_:{value}"):
        return written
    parts = (written, written.partition(":")[2], written.lstrip("./"))
    shared = (part for part in parts if value.endswith(part) or value.startswith(part))
    return max((part for part in shared if _ill("iri", _ANY_BASE + part)), key=len, default="")
