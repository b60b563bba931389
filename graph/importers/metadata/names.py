"""Checks of what a mapping names: columns, variables of its templates, terms of vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from graph.errors import Cause, TermInvalid
from graph.importers.metadata.checks import Check, Fault, Known, by_name, fault, text, texts, unknown
from graph.terms import expand, iri, language

VARIABLE = re.compile(r"\{(\w+)\}")
KEY, ROW = "_key", "_row"
# What stands in a mapping for the name of a list: at the end of its graph, and where people read it.
NAMED, CALLED = "named", "called"
_PLACE = re.compile(r"\{([^{}]*)\}")
_FROM_BASE = ("id/", "graph/")


def known_of(metadata: object) -> Known:
    """Returns what a mapping declares, as far as it can be read."""
    whole = metadata if isinstance(metadata, Mapping) else {}
    schema = whole.get("tableSchema")
    schema = schema if isinstance(schema, Mapping) else {}
    columns = tuple(column_names(schema))
    of_list = [*_groups(whole.get("pg:fileName")), *(["list"] if schema.get("pg:listKey") else [])]
    of_list += [NAMED, CALLED] if whole.get("pg:listName") else []
    return Known(columns, (*columns, KEY, ROW, *of_list), tuple(of_list))


def column_names(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yields the names of the columns of a schema."""
    yield from (each["name"] for each in _objects(schema.get("columns")) if isinstance(each.get("name"), str))


def untyped(metadata: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    """Yields the columns that state something of a thing of which nothing says what it is.

    No shape looks at such a thing. What is named by matched columns alone is in the graph already.
    """
    columns = [each for each in _objects(schema.get("columns")) if isinstance(each.get("propertyUrl"), str)]
    matched = {each.get("name") for each in _objects(schema.get("columns")) if "pg:match" in each}
    typed = {_about(each, schema) for each in columns if each["propertyUrl"] == "rdf:type"}
    typed |= {str(each.get("@id")) for each in _objects(metadata.get("pg:resources")) if "@type" in each}
    for each in columns:
        about = _about(each, schema)
        found = set(VARIABLE.findall(about))
        if about not in typed and not (found and found <= matched):
            yield str(each.get("name"))


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _about(column: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    return str(column.get("aboutUrl", schema.get("aboutUrl")))


def column(value: Any, known: Known) -> Iterator[Fault]:
    """Checks the name of a column of the mapping."""
    if value not in known.columns:
        yield unknown("mapping-column", str(value), known.columns)


def term(value: Any, _known: Known) -> Iterator[Fault]:
    """Checks a prefixed name or an IRI; of a vocabulary whose terms are all known here it must be one."""
    if not isinstance(value, str):
        yield fault("value-text")
        return
    try:
        meant = expand(value).value
    except TermInvalid as error:
        yield Fault("", _why(error))
        return
    for namespace, terms in _closed().items():
        name = meant.removeprefix(namespace)
        if name != meant and name not in terms:
            yield unknown("mapping-term", value, ())


def tag(value: Any, known: Known) -> Iterator[Fault]:
    """Checks a language tag."""
    yield from text(value, known)
    try:
        _ = language(str(value))
    except TermInvalid:
        yield fault("value-language")


def template(value: Any, known: Known) -> Iterator[Fault]:
    """Checks a template of the IRIs of rows."""
    yield from _filled(value, known.of_rows, is_iri=True)


def template_of_list(value: Any, known: Known) -> Iterator[Fault]:
    """Checks an IRI that is one for the whole list."""
    yield from _filled(value, known.of_list, is_iri=True)


def words(value: Any, known: Known) -> Iterator[Fault]:
    """Checks a template of the texts of rows."""
    yield from _filled(value, known.of_rows, is_iri=False)


def words_of_list(value: Any, known: Known) -> Iterator[Fault]:
    """Checks a text that is one for the whole list."""
    yield from _filled(value, known.of_list, is_iri=False)


def path(value: Any, known: Known) -> Iterator[Fault]:
    """Checks properties with slashes between them."""
    for step in str(value).split("/"):
        yield from term(step, known)


def end_of_path(value: Any, known: Known) -> Iterator[Fault]:
    """Checks what a path leads to: a term, an IRI from the base, or any text."""
    is_term = isinstance(value, str) and ":" in value and not value.startswith(_FROM_BASE)
    yield from term(value, known) if is_term else text(value, known)


values_by_column: Check = by_name(column, texts)


def _groups(pattern: object) -> Iterator[str]:
    try:
        groups = re.compile(pattern).groupindex if isinstance(pattern, str) else {}
    except re.error:
        return
    yield from (f"file:{name}" for name in groups)


def _filled(value: Any, variables: tuple[str, ...], *, is_iri: bool) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield fault("value-text")
        return
    for name in _PLACE.findall(value):
        if name not in variables:
            yield unknown("mapping-variable", name, variables)
    plain = _PLACE.sub("x", value)
    if "{" in plain or "}" in plain:
        yield fault("mapping-braces")
    elif is_iri and not value.startswith("{"):
        yield from _iri(plain)


def _iri(plain: str) -> Iterator[Fault]:
    try:
        _ = iri(f"http://base/{plain}") if plain.startswith(_FROM_BASE) else expand(plain)
    except TermInvalid as error:
        yield Fault("", _why(error))


def _why(error: TermInvalid) -> Cause:
    why = error.values.get("why")
    if isinstance(why, Cause):
        return why
    return Cause("mapping-prefix", tuple((name, str(error.values[name])) for name in ("prefix", "known")))


@cache
def _closed() -> Mapping[str, Any]:
    """Returns the vocabularies whose terms are all known, by their namespace; a start has no use for them."""
    from rdflib.namespace import DCTERMS, ORG, OWL, PROV, QB, RDF, RDFS, SKOS

    from ontology.namespace import PG

    return {str(each._NS): each for each in (PG, SKOS, DCTERMS, PROV, ORG, RDF, RDFS, OWL, QB)}
