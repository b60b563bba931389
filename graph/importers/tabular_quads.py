"""Statements made of checked rows: every column's templates filled, in the graph that the mapping names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.importers.tabular_iris import resolve, template
from graph.importers.tabular_mapping import ListMapping
from graph.importers.tabular_row import Row
from graph.terms import Literal, NamedNode, Quad, Term, expand

_LABEL = expand("skos:prefLabel")
_OTHER = expand("skos:altLabel")


def resource_quads(mapping: ListMapping, base: str) -> Iterator[Quad]:
    """Returns what the mapping says once for the whole list: its document, its author, its graphs."""
    for resource in mapping.resources:
        subject = resolve(resource["@id"], base)
        graph = resolve(resource.get("pg:graph", mapping.graph), base)
        for name, values in resource.items():
            if name not in ("@id", "pg:graph"):
                predicate = expand("rdf:type" if name == "@type" else name)
                for value in values if isinstance(values, list) else [values]:
                    yield Quad(subject, predicate, _object(name, value, base), graph)


def subject_of(mapping: ListMapping, row: Row, base: str) -> NamedNode | None:
    """Returns what a row is about, or None if a row at fault does not say it."""
    about = template(mapping.about, base)
    binding = {name: row.values[name][0] for name in about.names if row.values[name]}
    return about.node(binding) if len(binding) == len(set(about.names)) else None


def _object(name: str, value: str | Mapping[str, Any], base: str) -> Term:
    if name == "@type":
        return resolve(str(value), base)
    if isinstance(value, str):
        return Literal(value)
    if "@id" in value:
        return resolve(value["@id"], base)
    if "@type" in value:
        return Literal(value["@value"], datatype=expand(value["@type"]))
    return Literal(value["@value"], language=value.get("@language"))


def one_label_each(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Returns the quads with one label for each subject and language; later spellings become other names."""
    kept: dict[object, Term] = {}
    for quad in quads:
        if quad.predicate == _LABEL and isinstance(quad.object, Literal):
            first = kept.setdefault((quad.subject, quad.object.language, quad.graph_name), quad.object)
            yield quad if first == quad.object else Quad(quad.subject, _OTHER, quad.object, quad.graph_name)
        else:
            yield quad
