"""A thing of the register read back as an entry: entered again, it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from graph.errors import NotFound
from graph.model import Name
from graph.register.entries import (
    KINDS,
    ROLES,
    Amount,
    Entry,
    GrantEntry,
    Implementer,
    ObjectiveEntry,
    ObservationEntry,
    Party,
    ProjectEntry,
)
from graph.register.parts import graph_of, key_in
from graph.repository.lists import natural
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Term, expand, iri

_SOURCE = expand("dct:source")


def entry_of(store: Readable, name: str) -> Entry:
    """Returns what the register holds of a thing; raises NotFound for what was not entered singly."""
    if key_in(store.base, name).startswith("by-"):
        held = _Held(store, graph_of(store.base, name))
        node = iri(name)
        kinds = {term.value for term in held.terms(node, "rdf:type") if isinstance(term, NamedNode)}
        for kind, read in _READERS.items():
            if expand(kind).value in kinds:
                return read(held, node)
    raise NotFound("entry-unknown", iri=name)


class _Held:
    """Reads what one graph states of a node."""

    def __init__(self, store: Readable, graph: NamedNode) -> None:
        self.store = store
        self._graph = graph

    def terms(self, node: NamedNode, predicate: str) -> list[Term]:
        found = {quad.object for quad in self.store.quads(node, expand(predicate), None, self._graph)}
        return sorted(found, key=str)

    def nodes(self, node: NamedNode, predicate: str) -> list[NamedNode]:
        return [term for term in self.terms(node, predicate) if isinstance(term, NamedNode)]

    def node(self, node: NamedNode, predicate: str) -> str | None:
        return next((each.value for each in self.nodes(node, predicate)), None)

    def parts(self, node: NamedNode, predicate: str) -> list[NamedNode]:
        """Returns parts of a thing by the number that their IRIs end with; a file may call them otherwise."""
        return sorted(self.nodes(node, predicate), key=lambda part: natural(part.value))

    def names(self, node: NamedNode, predicate: str) -> tuple[Name, ...]:
        literals = [term for term in self.terms(node, predicate) if isinstance(term, Literal)]
        return tuple(Name(each.value, each.language or "") for each in literals)

    def text(self, node: NamedNode, predicate: str) -> str | None:
        return next((name.text for name in self.names(node, predicate)), None)

    def day(self, node: NamedNode, predicate: str) -> date | None:
        text = self.text(node, predicate)
        return date.fromisoformat(text) if text else None

    def amount(self, node: NamedNode, predicate: str) -> Amount | None:
        for part in self.nodes(node, predicate):
            value, currency = self.text(part, "eurio:value"), self.text(part, "eurio:currency")
            return Amount(Decimal(value or 0), currency or "")
        return None


def _project(held: _Held, node: NamedNode) -> ProjectEntry:
    return ProjectEntry(
        names=held.names(node, "skos:prefLabel"),
        identifier=held.text(node, "dct:identifier"),
        descriptions=held.names(node, "dct:description"),
        start=held.day(node, "eurio:startDate"),
        end=held.day(node, "eurio:endDate"),
        territories=_values(held.nodes(node, "dct:spatial")),
        parties=tuple(_party(held, part) for part in held.parts(node, "eurio:hasInvolvedParty")),
        grants=tuple(_grant(held, part) for part in held.parts(node, "eurio:isFundedBy")),
        cost=held.amount(node, "eurio:hasTotalCost"),
        source=held.node(node, "dct:source"),
    )


def _party(held: _Held, part: NamedNode) -> Party:
    return Party(held.text(part, "eurio:roleLabel") or "", held.node(part, "eurio:isRoleOf"))


def _grant(held: _Held, part: NamedNode) -> GrantEntry:
    programme = held.node(part, "eurio:hasFundingSchemeProgramme")
    return GrantEntry(programme, held.amount(part, "eurio:hasFundingAmount"))


def _objective(held: _Held, node: NamedNode) -> ObjectiveEntry:
    kinds = set(held.nodes(node, "rdf:type"))
    prioritised = held.text(node, "pg:isPrioritised")
    broader = held.node(node, "skos:broader")
    start, end = _period(held, node)
    return ObjectiveEntry(
        objective_kind=next((kind for kind in KINDS if expand(kind) in kinds), ""),
        names=held.names(node, "skos:prefLabel"),
        document=None if broader else _document(held, node),
        scheme=None if broader else held.node(node, "skos:topConceptOf"),
        broader=broader,
        code_text=held.text(node, "skos:notation"),
        definitions=held.names(node, "skos:definition"),
        is_prioritised=None if prioritised is None else prioritised == "true",
        indicators=_values(held.nodes(node, "pg:measuredBy")),
        start=start,
        end=end,
        implementers=tuple(Implementer(each.value) for each in held.nodes(node, "pg:implementer")),
    )


def _period(held: _Held, node: NamedNode) -> tuple[date | None, date | None]:
    for part in held.nodes(node, "dct:temporal"):
        return held.day(part, "dcat:startDate"), held.day(part, "dcat:endDate")
    return None, None


def _document(held: _Held, node: NamedNode) -> str | None:
    """Returns the document of the scheme that an objective stands at the top of, whoever states it."""
    schemes = held.nodes(node, "skos:topConceptOf")
    found = (quad.object for each in schemes for quad in held.store.quads(each, _SOURCE))
    return min((each.value for each in found if isinstance(each, NamedNode)), default=None)


def _observation(held: _Held, node: NamedNode) -> ObservationEntry:
    role = held.node(node, "pg:observationRole")
    return ObservationEntry(
        indicator=held.node(node, "pg:indicator") or "",
        role=next((each for each in ROLES if role == expand(f"pg:{each.capitalize()}Role").value), ""),
        value=Decimal(held.text(node, "sdmx-measure:obsValue") or 0),
        period=held.text(node, "sdmx-dimension:refPeriod") or "",
        territory=held.node(node, "sdmx-dimension:refArea"),
        unit=held.text(node, "sdmx-attribute:unitMeasure"),
        said=held.day(node, "pg:saidAt"),
        source=held.node(node, "dct:source"),
        notes=held.names(node, "dct:description"),
    )


def _values(nodes: Sequence[NamedNode]) -> tuple[str, ...]:
    return tuple(node.value for node in nodes)


_READERS: Mapping[str, Callable[[_Held, NamedNode], Entry]] = {
    "pg:Project": _project,
    "pg:Objective": _objective,
    "qb:Observation": _observation,
}
