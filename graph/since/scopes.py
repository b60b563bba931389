"""What an account of changes is asked about: the whole graph, or a goal, a strategy, an area."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import InputError
from graph.ledger.words import (
    DCT_SOURCE,
    IN_SCHEME,
    LEGAL_RESOURCE,
    OBJECTIVE,
    REACHES,
    TYPE,
    WORK,
)
from graph.since.parts import Part
from graph.store.overlay import Readable
from graph.terms import NamedNode, expand, iri

_WITHIN, _LOCATION = expand("geo:sfWithin"), expand("dct:Location")
_INDICATES, _MEASURED = expand("sdgo:isIndicatorOf"), expand("pg:measuredBy")
_DOCUMENTS = (WORK, LEGAL_RESOURCE)


@dataclass(frozen=True, slots=True)
class Scope:
    """Is IRIs of which one must take part; None means that anything does.

    `targets` lead to what is asked about as things stand now, `sources` are its own objectives: what these
    are said to serve concerns it too. `places` are areas within the one that is asked about.
    """

    targets: frozenset[str] | None = None
    sources: frozenset[str] = frozenset()
    places: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        """Says whether everything concerns it."""
        return self.targets is None and self.places is None

    def concerns(self, part: Part) -> bool:
        """Says whether a part of a commit concerns it."""
        sign = part.sign
        is_about = self.targets is None or sign.target in self.targets or sign.source in self.sources
        return is_about and (self.places is None or not self.places.isdisjoint(sign.places))


def scope_of(store: Readable, thing: str | None = None, territory: str | None = None) -> Scope:
    """Returns the scope of an objective, a document or an area, by IRI; `territory` narrows the others.

    Any other thing raises InputError.
    """
    areas = [each for each in (territory, thing) if each and _is_a(store, each, _LOCATION)]
    if territory and territory not in areas:
        raise InputError("changes-of-what", iri=territory)
    places = frozenset.intersection(*(_within(store, each) for each in areas)) if areas else None
    if thing is None or thing in areas:
        return Scope(places=places)
    is_document = any(_is_a(store, thing, kind) for kind in _DOCUMENTS)
    if not is_document and not _is_a(store, thing, OBJECTIVE):
        raise InputError("changes-of-what", iri=thing)
    own = _objectives(store, thing) if is_document else frozenset((thing,))
    return Scope(_leading(store, own | {thing}), own | {thing}, places)


def _leading(store: Readable, things: frozenset[str]) -> frozenset[str]:
    """Returns the things, what reaches them, and the indicators of it all."""
    reached = things | {each for one in things for each in _subjects(store, REACHES, one)}
    by_objective = {
        quad.object.value
        for each in reached
        for quad in store.quads(iri(each), _MEASURED)
        if isinstance(quad.object, NamedNode)
    }
    by_indicator = {each for one in reached for each in _subjects(store, _INDICATES, one)}
    return frozenset(reached | by_objective | by_indicator)


def _objectives(store: Readable, document: str) -> frozenset[str]:
    schemes = _subjects(store, DCT_SOURCE, document)
    return frozenset(each for scheme in schemes for each in _subjects(store, IN_SCHEME, scheme))


def _within(store: Readable, territory: str) -> frozenset[str]:
    return frozenset(_subjects(store, _WITHIN, territory)) | {territory}


def _subjects(store: Readable, predicate: NamedNode, thing: str) -> set[str]:
    found = (quad.subject for quad in store.quads(None, predicate, iri(thing)))
    return {each.value for each in found if isinstance(each, NamedNode)}


def _is_a(store: Readable, thing: str, kind: NamedNode) -> bool:
    return any(store.quads(iri(thing), TYPE, kind))
