"""What the graph states of one resource, with who states it, and in which forms it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.iris import address, page_url
from api.schemas import NameModel, ResourceModel, StatementModel
from graph.commits import refuse_gone
from graph.errors import NotFound
from graph.register import refuse_withdrawn
from graph.store import Store
from graph.terms import Literal, NamedNode, Quad, Term, iri
from ontology import PREFIXES
from ontology.languages import FALLBACKS

TYPE = PREFIXES["rdf"] + "type"
LABELS = (PREFIXES["skos"] + "prefLabel", PREFIXES["rdfs"] + "label")


def resource(store: Store, name: str, lang: str) -> ResourceModel:
    """Returns the resource; one that no graph says anything about raises NotFound."""
    quads = known(store, name)
    return ResourceModel(
        iri=name,
        url=address(name, store.base),
        page=page_url(name, store.base, lang),
        name=_name(quads, lang),
        types=sorted({_value(quad.object) for quad in quads if quad.predicate.value == TYPE}),
        statements=[_statement(quad) for quad in quads if quad.predicate.value != TYPE],
    )


def known(store: Store, name: str) -> Sequence[Quad]:
    """Returns what is stated of a resource, in a steady order; nothing raises NotFound, Gone where it was."""
    quads = sorted(store.quads(iri(name)), key=str)
    if not quads:
        refuse_withdrawn(store, name)
        refuse_gone(store, name)
        raise NotFound("resource-unknown", iri=name)
    return quads


def _statement(quad: Quad) -> StatementModel:
    term = quad.object
    literal = term if isinstance(term, Literal) else None
    return StatementModel(
        predicate=quad.predicate.value,
        value=_value(term),
        is_iri=literal is None,
        lang=literal.language if literal else None,
        datatype=literal.datatype.value if literal and not literal.language else None,
        graph=quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None,
    )


def _value(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _name(quads: Iterable[Quad], lang: str) -> NameModel | None:
    """Returns the label in the language, else in Swedish, English or any."""
    names = [
        NameModel(text=quad.object.value, lang=quad.object.language or "")
        for quad in quads
        if quad.predicate.value in LABELS and isinstance(quad.object, Literal)
    ]
    order = (lang, *FALLBACKS)
    ranked = sorted(names, key=lambda each: order.index(each.lang) if each.lang in order else len(order))
    return ranked[0] if ranked else None
