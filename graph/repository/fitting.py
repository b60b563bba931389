"""What the filters of lists take: one that names a thing of another kind leaves nothing, and misleads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import InputError
from graph.store.overlay import Readable
from graph.terms import NamedNode, compact, expand

_TYPE = expand("rdf:type")


@dataclass(frozen=True, slots=True)
class Kind:
    """Is what a filter takes: things of any of these classes, and what anything has under the properties.

    `key` says of a thing that is neither what is wanted.
    """

    key: str
    classes: frozenset[NamedNode]
    properties: tuple[NamedNode, ...] = ()


def _kind(key: str, *classes: str, used: str = "") -> Kind:
    return Kind(key, frozenset(map(expand, classes)), tuple(map(expand, used.split())))


_CLASS = _kind("filter-unfit-kind", used="rdf:type eli:work_type org:classification")
DOCUMENTS = ("eli:Work", "eli:LegalResource")
_KINDS: Mapping[str, Kind] = {
    "territory": _kind("filter-unfit-territory", "dct:Location"),
    "programme": _kind("filter-unfit-programme", "eurio:FundingScheme"),
    "goal": _kind("filter-unfit-goal", "pg:Objective", *DOCUMENTS),
    "document": _kind("filter-unfit-document", *DOCUMENTS),
    "organisation": _kind("filter-unfit-organisation", "org:FormalOrganization"),
    "indicator": _kind("filter-unfit-indicator", "pg:Indicator", "sdgo:Indicator", used="pg:indicator"),
    "kind": _CLASS,
    "type": _CLASS,
    "level": _kind("filter-unfit-level", "pg:Level", used="pg:level"),
    "addressee": _kind(
        "filter-unfit-addressee", "org:FormalOrganization", "pg:StakeholderClass", used="pg:addressee"
    ),
    "source": _kind(
        "filter-unfit-aligned", "pg:Project", "pg:Objective", *DOCUMENTS, used="owl:annotatedSource"
    ),
    "author": _kind("filter-unfit-author", "prov:Agent", "prov:SoftwareAgent", used="dct:creator"),
    "agent": _kind(
        "filter-unfit-agent", "prov:Agent", "prov:SoftwareAgent", used="dct:creator prov:wasAssociatedWith"
    ),
    "target": _kind("filter-unfit-goal", "pg:Objective", *DOCUMENTS, used="owl:annotatedTarget"),
}


def is_document(store: Readable, node: NamedNode) -> bool:
    """Says whether a thing is a document: a strategy, a plan, a programme or a law."""
    return any(any(store.quads(node, _TYPE, each)) for each in _KINDS["document"].classes)


def check_fit(store: Readable, name: str, value: str) -> None:
    """Raises InputError where a filter names a thing that the graph holds and that is of another kind.

    Of a filter that is not known here any thing is taken.
    """
    kind = _KINDS.get(name)
    if kind is not None and not _fits(store, kind, expand(value)):
        raise InputError(kind.key, name=name, value=compact(expand(value).value))


def _fits(store: Readable, kind: Kind, node: NamedNode) -> bool:
    if not kind.classes.isdisjoint(quad.object for quad in store.quads(node, _TYPE)):
        return True
    return any(any(store.quads(None, each, node)) for each in kind.properties)
