"""Objectives as they are entered: each in the scheme of a document, at its level, under what is broader."""

from __future__ import annotations

from collections.abc import Iterator

from graph.errors import Finding
from graph.register.entries import ObjectiveEntry
from graph.register.facts import LABEL, TYPE, Fact, linked, named, organisation, period
from graph.register.faults import fault
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Term, expand, iri, slug

_SCHEME, _IN, _TOP = expand("skos:ConceptScheme"), expand("skos:inScheme"), expand("skos:topConceptOf")
_LEVEL, _SOURCE, _BROADER = expand("pg:level"), expand("dct:source"), expand("skos:broader")
_OBJECTIVE = expand("pg:Objective")
_BOOLEAN = expand("xsd:boolean")


def objective_facts(entry: ObjectiveEntry, node: NamedNode, source: str, store: Readable) -> Iterator[Fact]:
    """Yields what is stated of an objective; of a document that has no scheme yet, also its scheme."""
    for kind in (_OBJECTIVE, expand(entry.objective_kind), expand("skos:Concept")):
        yield Fact("#/kind", node, TYPE, kind)
    yield from named("#/names", node, "skos:prefLabel", entry.names)
    yield from named("#/definitions", node, "skos:definition", entry.definitions)
    yield from linked("#/indicators", node, "pg:measuredBy", entry.indicators)
    if entry.code_text:
        yield Fact("#/code", node, expand("skos:notation"), Literal(entry.code_text))
    if entry.is_prioritised is not None:
        told = Literal(str(entry.is_prioritised).lower(), datatype=_BOOLEAN)
        yield Fact("#/prioritised", node, expand("pg:isPrioritised"), told)
    yield from period(node, entry.start, entry.end)
    for number, each in enumerate(entry.implementers):
        own = f"{store.base}id/organisation/{source}/"
        yield from organisation(f"#/implementers/{number}", node, "pg:implementer", each, own)
    yield from _placed(entry, node, source, store)


def objective_faults(entry: ObjectiveEntry, store: Readable) -> Iterator[Finding]:
    """Yields what is wrong with where an objective is put."""
    if not (entry.document or entry.broader):
        yield fault("objective-nowhere", "#/document", "")
    if entry.broader and not any(store.quads(iri(entry.broader), TYPE, _OBJECTIVE)):
        yield fault("objective-unknown", "#/broader", entry.broader)
        return
    if entry.document and not _one(store, iri(entry.document), _LEVEL):
        yield fault("document-unknown", "#/document", entry.document)
        return
    if entry.broader and entry.document and iri(entry.document) not in _documents(store, entry.broader):
        yield fault("objective-elsewhere", "#/broader", entry.broader, document=entry.document)
    if not entry.broader and entry.document:
        yield from _scheme_faults(entry, schemes_of(store, entry.document))


def _scheme_faults(entry: ObjectiveEntry, schemes: list[NamedNode]) -> Iterator[Finding]:
    """Yields that a document has several trees and none of them is named, or another one."""
    named = [each.value for each in schemes]
    if entry.scheme is None and len(named) > 1:
        yield fault("scheme-ambiguous", "#/scheme", entry.document, known=", ".join(named))
    elif entry.scheme is not None and entry.scheme not in named:
        yield fault("scheme-unknown", "#/scheme", entry.scheme, known=", ".join(named))


def schemes_of(store: Readable, document: str) -> list[NamedNode]:
    """Returns the concept schemes of a document, in a steady order."""
    found = {quad.subject for quad in store.quads(None, _SOURCE, iri(document))}
    schemes = (each for each in found if isinstance(each, NamedNode) and _is_scheme(store, each))
    return sorted(schemes, key=str)


def _placed(entry: ObjectiveEntry, node: NamedNode, source: str, store: Readable) -> Iterator[Fact]:
    if entry.broader:
        broader = iri(entry.broader)
        yield Fact("#/broader", node, _BROADER, broader)
        for predicate in (_IN, _LEVEL):
            if value := _one(store, broader, predicate):
                yield Fact("#/broader", node, predicate, value)
        return
    document = iri(entry.document or "")
    found = schemes_of(store, document.value)
    known = iri(entry.scheme) if entry.scheme else next(iter(found), None)
    scheme = known or _scheme(store.base, source, document)
    yield from ((Fact("#/document", node, each, scheme)) for each in (_IN, _TOP))
    if level := _one(store, document, _LEVEL):
        yield Fact("#/document", node, _LEVEL, level)
    if not found or _is_own(scheme, source, store.base):
        yield from _scheme_facts(scheme, document, store)


def _scheme(base: str, source: str, document: NamedNode) -> NamedNode:
    return iri(f"{base}id/scheme/{source}/{slug('-'.join(document.value.split('/')[-2:]))}")


def _is_own(scheme: NamedNode, source: str, base: str) -> bool:
    return scheme.value.startswith(f"{base}id/scheme/{source}/")


def _scheme_facts(scheme: NamedNode, document: NamedNode, store: Readable) -> Iterator[Fact]:
    yield Fact("#/document", scheme, TYPE, _SCHEME)
    yield Fact("#/document", scheme, _SOURCE, document)
    for quad in store.quads(document, LABEL):
        yield Fact("#/document", scheme, LABEL, quad.object)


def _documents(store: Readable, objective: str) -> set[Term]:
    schemes = (quad.object for quad in store.quads(iri(objective), _IN))
    nodes = [each for each in schemes if isinstance(each, NamedNode)]
    return {quad.object for node in nodes for quad in store.quads(node, _SOURCE)}


def _is_scheme(store: Readable, node: NamedNode) -> bool:
    return any(store.quads(node, TYPE, _SCHEME))


def _one(store: Readable, node: NamedNode, predicate: NamedNode) -> Term | None:
    return min((quad.object for quad in store.quads(node, predicate)), key=str, default=None)
