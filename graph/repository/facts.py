"""What the graph states of some things: their properties, and the name, code and kind of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache, partial

from graph.model import Name, Thing
from graph.repository.reading import Reading, text_of
from graph.terms import Literal, NamedNode, Term, compact, expand, iri
from ontology.languages import FALLBACKS

Properties = Mapping[str, Sequence[Term]]

NAMES = ("skos:prefLabel", "rdfs:label")
CODES = ("skos:notation", "dct:identifier", "eli:id_local")
_GENERAL = ("pg:Objective", "skos:Concept", "eli:Work", "m8g:PublicOrganisation", "prov:Agent")


class Facts:
    """Holds the statements about some things, by prefixed property name."""

    def __init__(self, by_thing: Mapping[str, Properties]) -> None:
        self._by_thing = by_thing

    def __contains__(self, thing: str) -> bool:
        return thing in self._by_thing

    def terms(self, thing: str, name: str) -> Sequence[Term]:
        """Returns the values of a property, sorted; none where the thing is unknown."""
        return self._by_thing.get(thing, {}).get(full_name(name), ())

    def nodes(self, things: str | Iterable[str], name: str) -> tuple[str, ...]:
        """Returns the IRIs among the values of a property, of one thing or of several, each once."""
        subjects = (things,) if isinstance(things, str) else tuple(things)
        found = (term for thing in subjects for term in self.terms(thing, name))
        return tuple(dict.fromkeys(term.value for term in found if isinstance(term, NamedNode)))

    def node(self, thing: str, name: str) -> str | None:
        """Returns the first IRI among the values of a property."""
        return next(iter(self.nodes(thing, name)), None)

    def text(self, thing: str, name: str) -> str | None:
        """Returns the first value of a property as text."""
        return next((text_of(term) for term in self.terms(thing, name)), None)

    def day(self, thing: str, name: str) -> date | None:
        """Returns the first value of a property as a day; what is no day counts as unknown."""
        try:
            return date.fromisoformat(self.text(thing, name) or "")
        except ValueError:
            return None

    def number(self, thing: str, name: str) -> Decimal | None:
        """Returns the first value of a property as a number; what is no number counts as unknown."""
        try:
            return Decimal(self.text(thing, name) or "")
        except InvalidOperation:
            return None

    def name(self, thing: str, name: str, lang: str) -> Name | None:
        """Returns the text of a property that suits the reader best: lang, then sv, en, any."""
        texts = (term for term in self.terms(thing, name) if isinstance(term, Literal))
        return best_name((Name(term.value, term.language or "") for term in texts), lang)

    def thing(self, thing: str, lang: str) -> Thing:
        """Returns the thing with its name, code and kind; a nameless one is called by its short IRI."""
        names = (self.name(thing, name, lang) for name in NAMES)
        codes = (self.text(thing, name) for name in CODES)
        name = next((each for each in names if each), None)
        return Thing(
            thing,
            name or Name(compact(thing)),
            next((each for each in codes if each), None),
            self.kind(thing),
        )

    def kind(self, thing: str) -> str | None:
        """Returns the most telling class of a thing as a prefixed name, None for a thing without a class."""
        return most_telling(self.nodes(thing, "rdf:type"))


@lru_cache(1024)
def most_telling(classes: tuple[str, ...]) -> str | None:
    """Returns the most telling of some classes as a prefixed name; things of a kind have the same ones."""
    kinds = sorted(map(compact, classes))
    return min(kinds, key=lambda kind: (kind in _GENERAL, kind == "dct:Location"), default=None)


@cache
def full_name(name: str) -> str:
    """Returns the IRI of a property that the code names."""
    return expand(name).value


def best_name(names: Iterable[Name], lang: str) -> Name | None:
    """Returns the name that suits the reader best: in `lang`, else sv, else en, else any.

    >>> best_name([Name("Water", "en"), Name("Vand", "da"), Name("Vatten", "sv")], "fi").text
    'Vatten'
    """
    place = _places(lang)
    return min(names, key=lambda name: (place.get(name.lang, len(place)), name.lang, name.text), default=None)


@lru_cache(64)
def _places(lang: str) -> Mapping[str, int]:
    """Returns where each language stands in the order that suits the reader."""
    return {tag: place for place, tag in enumerate(dict.fromkeys((lang, *FALLBACKS)))}


@cache
def _property(name: str) -> NamedNode:
    """Returns a property that the code names."""
    return expand(name)


def facts_of(reading: Reading, things: Iterable[str]) -> Facts:
    """Returns what the graph states of the things; looked up by subject, which is quicker than any query."""
    stated = {thing: properties_of(reading, thing) for thing in dict.fromkeys(things)}
    return Facts({thing: properties for thing, properties in stated.items() if properties})


def properties_of(reading: Reading, thing: str) -> Properties:
    """Returns all that the graph states of a thing, by the properties' IRIs; noted until the next commit."""
    return reading.noted(("facts", thing), partial(_properties, reading, thing))


def values_of(reading: Reading, thing: str, name: str) -> Sequence[Term]:
    """Returns the values of one property, sorted, without reading what else is stated of the thing.

    An objective is stated to reach a hundred others: whoever wants its name alone does not read them.
    """
    properties: Properties | None = reading.note(("facts", thing))
    if properties is not None:
        return properties.get(full_name(name), ())
    return _in_order([quad.object for quad in reading.store.quads(iri(thing), _property(name))])


def _properties(reading: Reading, thing: str) -> Properties:
    """Returns the values of each property, once even where several graphs state it."""
    found: dict[str, list[Term]] = defaultdict(list)
    for quad in reading.store.quads(NamedNode(thing)):
        found[quad.predicate.value].append(quad.object)
    return {name: _in_order(values) for name, values in found.items()}


def _in_order(values: Sequence[Term]) -> Sequence[Term]:
    """Returns values sorted by their text, each once; most properties have one, which needs neither."""
    return values if len(values) == 1 else sorted(set(values), key=lambda term: (text_of(term), str(term)))


def things_of(reading: Reading, things: Iterable[str], lang: str) -> dict[str, Thing]:
    """Returns each thing with its name, code and kind."""
    wanted = list(dict.fromkeys(things))
    facts = facts_of(reading, wanted)
    return {thing: facts.thing(thing, lang) for thing in wanted}


def shared_things_of(reading: Reading, things: Iterable[str], lang: str) -> Mapping[str, Thing]:
    """Returns the same for what many statements share, such as authors, areas and programmes.

    There are few of them, so they are remembered until the next commit.
    """
    kept: dict[str, Thing] = reading.remembered(("shared things", lang), dict)
    kept.update(things_of(reading, set(things) - kept.keys(), lang))
    return kept
