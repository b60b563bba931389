"""The list of documents: by level, narrowed by area, level and kind, with how many there are of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from api.pages.reader import Label, Link, Reader, plain
from api.pages.views.abroad import is_abroad
from api.pages.views.levels import level_name
from api.pages.views.periods import periods_of
from api.pages.views.search import SHOWN, Choice, FacetView
from graph.terms import compact, expand

PROGRAMME = "pg:Programme"
KEPT_APART = {
    "pg:WebPage",
    "pg:PressRelease",
    "pg:NewsItem",
    "pg:Presentation",
    "pg:ProjectList",
    "pg:DialogueDocument",
}
# What the page is about stands before laws, reports and the like.
LEADING = {
    "pg:RegionalDevelopmentStrategy",
    "pg:NationalStrategy",
    "pg:InnovationStrategy",
    "pg:DigitalAgenda",
    "pg:MunicipalPlan",
    PROGRAMME,
}
PLACES = 6
# What is nearest to the reader comes first: the region's own strategies before the Union's laws.
NEAREST = (
    "pg:RegionalLevel",
    "pg:MunicipalLevel",
    "pg:NationalLevel",
    "pg:EuLevel",
    "pg:GlobalLevel",
)


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """Is a document in a list."""

    thing: Link
    kind: str
    period: str
    territories: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """Is the documents of one level; sources such as web pages stand apart."""

    title: str
    items: tuple[DocumentItem, ...]
    sources: tuple[DocumentItem, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Is what narrows the list: the IRI of an area, and prefixed names of a level and a kind."""

    territory: str | None = None
    level: str | None = None
    type: str | None = None

    def given(self) -> dict[str, str]:
        """Returns what is set, as short as an address may hold it."""
        pairs = {"territory": self.territory, "level": self.level, "type": self.type}
        return {name: compact(value) for name, value in pairs.items() if value}

    def address(self) -> str:
        """Returns the address of the list.

        >>> Wanted(level="pg:RegionalLevel").address()
        '?level=pg%3ARegionalLevel'
        """
        return f"?{urlencode(self.given())}"


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """Is the list of documents, with what it can be narrowed by; `kept` are filters beside the area.

    `kinds` says in words how many are strategies, programmes and others, where they are of several.
    """

    groups: tuple[DocumentGroup, ...]
    territories: tuple[Link, ...]
    territory: Link | None
    total: int
    facets: tuple[FacetView, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    all_href: str | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Document:
    iri: str
    type: str
    level: str
    places: frozenset[str]


def documents_view(reader: Reader, wanted: Wanted) -> DocumentsView:
    """Returns the documents by level that are wanted."""
    documents = _read(reader)
    known = {place for each in documents for place in each.places}
    within = _within(reader, wanted.territory)
    chosen = [each for each in documents if _is(each, wanted, within)]
    return DocumentsView(
        groups=tuple(
            _group(reader, level, [each for each in chosen if each.level == level])
            for level in NEAREST
            if any(each.level == level for each in chosen)
        ),
        territories=tuple(
            sorted(map(reader.link, known), key=lambda link: (is_abroad(link, reader.lang), link.label.text))
        ),
        territory=reader.link(wanted.territory) if wanted.territory else None,
        total=len(chosen),
        facets=tuple(_facets(reader, documents, wanted, within)),
        kept=tuple((name, value) for name, value in wanted.given().items() if name != "territory"),
        all_href=f"/{reader.lang}/documents" if wanted.given() else None,
        kinds=_kinds(reader, chosen),
    )


def _kinds(reader: Reader, documents: list[_Document]) -> tuple[str, ...]:
    """Returns how many are strategies, programmes and others, as the start page counts them."""
    counts = Counter(
        "programmes" if each.type == PROGRAMME else "strategies" if each.type in LEADING else "others"
        for each in documents
    )
    words = reader.words
    told = [
        f"{words.number(counts[each])} {words.count(f'figure.{each}', counts[each])}"
        for each in ("strategies", "programmes", "others")
        if counts[each]
    ]
    return tuple(told) if len(told) > 1 else ()


def _read(reader: Reader) -> list[_Document]:
    told: dict[str, tuple[str, str]] = {}
    places: Mapping[str, set[str]] = defaultdict(set)
    for row in reader.ask("page-documents", {}):
        iri, place = plain(row.get("document")), plain(row.get("territory"))
        told[iri] = compact(plain(row.get("type"))), compact(plain(row.get("level")))
        places[iri].update([place] if place else [])
    return [_Document(iri, *both, frozenset(places[iri])) for iri, both in told.items()]


def _within(reader: Reader, territory: str | None) -> set[str] | None:
    """Returns the areas in an area, itself among them, None where any will do."""
    return {territory, *reader.subjects("geo:sfWithin", territory)} if territory else None


def _is(each: _Document, wanted: Wanted, within: set[str] | None) -> bool:
    return (
        (within is None or not within.isdisjoint(each.places))
        and wanted.level in (None, each.level)
        and wanted.type in (None, each.type)
    )


def _facets(
    reader: Reader, documents: list[_Document], wanted: Wanted, within: set[str] | None
) -> Iterator[FacetView]:
    """Yields the facets that tell documents apart, or that are chosen; each lets all but itself through."""
    levels = _counted(documents, replace(wanted, level=None), within, "level", wanted.level)
    types = _counted(documents, replace(wanted, type=None), within, "type", wanted.type)
    level_names = {each: Label(level_name(reader, each)) for each in NEAREST}
    named = {each: reader.label(expand(each).value) for each in {*types, *levels}} | level_names
    by_level = sorted(levels.items(), key=lambda pair: (*NEAREST, pair[0]).index(pair[0]))
    by_type = sorted(types.items(), key=lambda pair: (-pair[1], named[pair[0]].text))
    yield from _facet(reader, "level", by_level, named, wanted)
    yield from _facet(reader, "type", by_type, named, wanted)


def _counted(
    documents: list[_Document], wanted: Wanted, within: set[str] | None, name: str, chosen: str | None
) -> Mapping[str, int]:
    """Returns how many documents there are of each value, the chosen one in any case."""
    counts = Counter(getattr(each, name) for each in documents if _is(each, wanted, within))
    return counts | {chosen: counts[chosen]} if chosen else counts


def _facet(
    reader: Reader, name: str, counts: list[tuple[str, int]], labels: Mapping[str, Label], wanted: Wanted
) -> Iterator[FacetView]:
    chosen = getattr(wanted, name)
    choices = [
        Choice(
            labels[value],
            reader.words.number(count),
            replace(wanted, **{name: None if value == chosen else value}).address(),
            value == chosen,
        )
        for value, count in counts
    ]
    if len(choices) > 1 or chosen is not None:
        first = tuple(each for place, each in enumerate(choices) if place < SHOWN or each.is_chosen)
        more = tuple(each for each in choices if each not in first)
        title = reader.words("search.by.level" if name == "level" else "search.by.kind")
        yield FacetView(name, title, first, more)


def _group(reader: Reader, level: str, documents: list[_Document]) -> DocumentGroup:
    pairs = [(each, _item(reader, each)) for each in documents]
    pairs.sort(key=lambda pair: _in_order(reader, *pair))
    return DocumentGroup(
        title=level_name(reader, level),
        items=tuple(item for each, item in pairs if each.type not in KEPT_APART),
        sources=tuple(item for each, item in pairs if each.type in KEPT_APART),
    )


def _in_order(reader: Reader, each: _Document, item: DocumentItem) -> tuple[bool, bool, str]:
    """Returns what puts documents in order: those for areas abroad alone last, strategies first, by name."""
    places = item.territories
    is_elsewhere = bool(places) and all(is_abroad(place, reader.lang) for place in places)
    return is_elsewhere, each.type not in LEADING, item.thing.label.text


def _item(reader: Reader, each: _Document) -> DocumentItem:
    held = ", ".join(value.label.text for value in periods_of(reader, each.iri))
    links = sorted(map(reader.link, sorted(each.places)), key=lambda link: is_abroad(link, reader.lang))
    places = tuple(links[:PLACES])
    return DocumentItem(reader.link(each.iri), reader.label(expand(each.type).value).text, held, places)
