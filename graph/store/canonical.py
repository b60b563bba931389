"""Quads as the engine keeps them: it stores numbers and dates by value, so 0.40 comes back as 0.4."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from graph.terms import Literal, NamedNode, Quad, Term, Triple
from ontology import PREFIXES

_XSD = PREFIXES["xsd"]
_NEVER, _WHOLE = re.compile(r"(?!)"), re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)
# Such literals come back as they are; whether others do is seen when a store has had them.
_PLAIN = {
    NamedNode(_XSD + "string"): re.compile(r".*", re.DOTALL),
    NamedNode(_XSD + "integer"): _WHOLE,
    NamedNode(_XSD + "decimal"): _WHOLE,
    NamedNode(_XSD + "date"): re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII),
}
_NODE = NamedNode("urn:policygraph:scratch")


class StoredForm(frozenset[Quad]):
    """Is quads of which every literal has the form that a store gives back."""

    __slots__ = ()


def as_stored(quads: Iterable[Quad]) -> StoredForm:
    """Returns the quads with every literal in the form that a store gives back, so that they can be compared.

    >>> from graph.terms import expand
    >>> number = Literal("0.40", datatype=expand("xsd:decimal"))
    >>> [quad] = as_stored([Quad(_NODE, _NODE, number, _NODE)])
    >>> quad.object.value
    '0.4'
    """
    if isinstance(quads, StoredForm):
        return quads
    given = tuple(quads)
    forms = _forms({quad.object for quad in given if _may_change(quad.object)})
    return StoredForm(_with_form(quad, forms) for quad in given) if forms else StoredForm(given)


def are_stored(terms: Iterable[Term]) -> bool:
    """Says whether all terms have the form that a store gives back.

    >>> from graph.terms import expand
    >>> are_stored([Literal("0.4", datatype=expand("xsd:decimal")), Literal("0.40")])
    True
    """
    return not _forms(term for term in terms if _may_change(term))


def _may_change(term: Term) -> bool:
    if isinstance(term, Literal):
        return not (term.language or _PLAIN.get(term.datatype, _NEVER).fullmatch(term.value))
    return isinstance(term, Triple)


def _forms(terms: Iterable[Term]) -> Mapping[Term, Term]:
    """Returns the terms that a scratch store gives back otherwise, each with its form there."""
    asked = {NamedNode(f"urn:policygraph:{number}"): term for number, term in enumerate(terms)}
    if not asked:
        return {}
    scratch = ox.Store()
    scratch.extend(Quad(name, _NODE, term) for name, term in asked.items())
    found = {asked[quad.subject]: quad.object for quad in scratch if isinstance(quad.subject, NamedNode)}
    return {term: form for term, form in found.items() if term != form}


def _with_form(quad: Quad, forms: Mapping[Term, Term]) -> Quad:
    form = forms.get(quad.object, quad.object)
    return quad if form == quad.object else Quad(quad.subject, quad.predicate, form, quad.graph_name)
