"""Statements made of checked rows: every column's templates filled, in the graph that the mapping names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any
from urllib.parse import quote

from graph.importers.tabular_cells import Value
from graph.importers.tabular_mapping import VARIABLE, Column, ListMapping
from graph.importers.tabular_row import Row
from graph.terms import Literal, NamedNode, Quad, Term, expand, iri

Binding = Mapping[str, Value]
_LABEL = expand("skos:prefLabel")
_OTHER = expand("skos:altLabel")


def list_quads(mapping: ListMapping, rows: Iterable[Row], base: str) -> frozenset[Quad]:
    """Returns what a list states: what its mapping says of the list as a whole, and of each row."""
    quads = [
        *resource_quads(mapping, base),
        *(quad for row in rows for quad in row_quads(mapping, row, base)),
    ]
    return frozenset(_one_label_each(quads))


def row_quads(mapping: ListMapping, row: Row, base: str) -> Iterator[Quad]:
    """Returns the statements of one row; a template whose variable is empty makes none."""
    return (quad for _, quad in column_quads(mapping, row, base))


def column_quads(mapping: ListMapping, row: Row, base: str) -> Iterator[tuple[Column, Quad]]:
    """Returns the statements of one row, each with the column that makes it."""
    made = _Made(base)
    for column in mapping.columns:
        if column.property and not column.suppressed:
            yield from ((column, quad) for quad in _column_quads(column, row, made))


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


def resolve(text: str, base: str) -> NamedNode:
    """Returns the IRI of a full IRI, a prefixed name, or a path that counts from the base.

    >>> resolve("graph/list/x", "http://127.0.0.1:8000/").value
    'http://127.0.0.1:8000/graph/list/x'
    """
    return iri(base + text) if re.match(r"(id|graph)/", text) else expand(text)


def subject_of(mapping: ListMapping, row: Row, base: str) -> NamedNode | None:
    """Returns what a row is about, or None if a row at fault does not say it."""
    binding = {name: row.values[name][0] for name in VARIABLE.findall(mapping.about) if row.values[name]}
    return (
        None
        if len(binding) < len(set(VARIABLE.findall(mapping.about)))
        else _Made(base).filled(mapping.about, binding)
    )


_known = lru_cache(maxsize=4096)(resolve)  # predicates and graphs, which are the same for each row


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


@lru_cache(maxsize=4096)
def _names(template: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(VARIABLE.findall(template)))


class _Made:
    """Fills the templates of one row; a dozen columns speak of the same subject, which is made once."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._known: dict[tuple[object, ...], NamedNode] = {}

    def filled(self, template: str, binding: Binding) -> NamedNode:
        """Returns the IRI of a template: a variable becomes a key under `id/`, else percent-encoded.

        A template that is nothing but a matched column stands for what was matched.
        """
        names = _names(template)
        if not names:
            return _known(template, self.base)
        key = (template, *(binding[name] for name in names))
        if key not in self._known:
            self._known[key] = self._made(template, binding)
        return self._known[key]

    def _made(self, template: str, binding: Binding) -> NamedNode:
        alone = VARIABLE.fullmatch(template)
        if alone and isinstance(matched := binding[alone[1]].term, NamedNode):
            return matched
        if template.startswith("id/"):
            return resolve(VARIABLE.sub(lambda found: binding[found[1]].key, template), self.base)
        text = VARIABLE.sub(lambda found: quote(binding[found[1]].text, safe=""), template)
        return resolve(text, self.base)


def _column_quads(column: Column, row: Row, made: _Made) -> Iterator[Quad]:
    predicate, graph = _known(column.property or "", made.base), _known(column.graph, made.base)
    for binding in _bindings(column, row):
        yield Quad(made.filled(column.about, binding), predicate, _value(column, binding, made), graph)


def _bindings(column: Column, row: Row) -> Iterator[Binding]:
    names = column.variables()
    for values in product(*(row.values[name] for name in names)):
        yield dict(zip(names, values, strict=True))


def _value(column: Column, binding: Binding, made: _Made) -> Term:
    if column.value:
        return made.filled(column.value, binding)
    if column.text:
        words = VARIABLE.sub(lambda found: binding[found[1]].text, column.text)
        return Literal(words, language=column.lang) if column.lang else Literal(words)
    if column.lang_of:
        return Literal(binding[column.name].text, language=binding[column.lang_of].text)
    return binding[column.name].term


def _one_label_each(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Returns the quads with one label for each subject and language; later spellings become other names."""
    kept: dict[object, Term] = {}
    for quad in quads:
        if quad.predicate == _LABEL and isinstance(quad.object, Literal):
            first = kept.setdefault((quad.subject, quad.object.language, quad.graph_name), quad.object)
            yield quad if first == quad.object else Quad(quad.subject, _OTHER, quad.object, quad.graph_name)
        else:
            yield quad
