"""Which regions a place, a document's scheme or a region lies in, and which goals an objective reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graph.ledger.words import REACHES, TYPE
from graph.store.overlay import Readable
from graph.terms import NamedNode, expand

_WITHIN, _RELEVANT, SOURCE = map(expand, ("geo:sfWithin", "eli:relevant_for", "dct:source"))
_SCHEME, LEVEL, _REGIONAL = map(expand, ("skos:ConceptScheme", "pg:level", "pg:RegionalLevel"))
_LOCATION, _GOAL = expand("dct:Location"), expand("sdgo:Goal")
# What may alter what counts for which region or goal: these predicates, and classes and levels of these.
TELLING = frozenset(each.value for each in (_WITHIN, _RELEVANT, REACHES))
TYPING, TOLD = frozenset((TYPE.value, LEVEL.value)), (_SCHEME, _REGIONAL, _LOCATION, _GOAL)


def places_in(store: Readable, territory: str) -> set[str]:
    """Returns the territory, those within it, and the schemes of the documents that are for any of them.

    An objective stands in the scheme of its document, so these are the places of objectives.
    """
    places = {territory, *_subjects(store, _WITHIN, territory)}
    documents = {document for place in places for document in _subjects(store, _RELEVANT, place)}
    return places | {scheme for document in documents for scheme in _schemes(store, document)}


def reaching(store: Readable, goal: str) -> set[str]:
    """Returns the goal and the objectives and documents that reach it."""
    return {goal, *_subjects(store, REACHES, goal)}


def regions(store: Readable) -> Mapping[str, Sequence[str]]:
    """Returns the regions (territories of the regional level) in which each place or scheme lies."""
    found: dict[str, list[str]] = defaultdict(list)
    for region in sorted(_subjects(store, LEVEL, _REGIONAL.value)):
        if is_place(store, region):
            for place in places_in(store, region):
                found[place].append(region)
    return found


def goals(store: Readable) -> Mapping[str, Sequence[str]]:
    """Returns the global goals that each objective or document reaches."""
    found: dict[str, list[str]] = defaultdict(list)
    for goal in sorted(_subjects(store, TYPE, _GOAL.value)):
        for objective in reaching(store, goal):
            found[objective].append(goal)
    return found


def is_scheme(store: Readable, thing: str) -> bool:
    """Says whether a thing is a scheme, of which objectives are."""
    return any(store.quads(NamedNode(thing), TYPE, _SCHEME))


def is_place(store: Readable, thing: str) -> bool:
    """Says whether a thing is a territory: of others no level makes a region."""
    return any(store.quads(NamedNode(thing), TYPE, _LOCATION))


def is_goal(store: Readable, thing: str) -> bool:
    """Says whether a thing is a global goal: what reaches others counts for none."""
    return any(store.quads(NamedNode(thing), TYPE, _GOAL))


def _schemes(store: Readable, document: str) -> Iterator[str]:
    for source in _subjects(store, SOURCE, document):
        if is_scheme(store, source):
            yield source


def _subjects(store: Readable, predicate: NamedNode, value: str) -> set[str]:
    quads = store.quads(None, predicate, NamedNode(value))
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
