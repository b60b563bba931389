"""Search: what was found, the best first, with what matches marked, and the facets that narrow it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from api.iris import page_url
from api.pages.reader import Label, Reader
from api.pages.views.abroad import is_abroad
from api.pages.views.homes import setting
from api.pages.views.levels import kind_of, level_name
from graph.search import Facet, Filters, Found, Highlight, Hit, Search, Segment, Value
from graph.search.words import words_of
from graph.terms import compact, expand

PER_PAGE = 25
SHOWN = 8
SHORTEST, MOST_WORDS = 4, 8
_LONGEST = 200
_ORDER = ("kind", "level", "territory", "goal", "programme", "year")


@dataclass(frozen=True, slots=True)
class Marked:
    """Is a text in segments, those that match to be marked; `lang` is None where it is that of the page."""

    segments: tuple[Segment, ...]
    lang: str | None


@dataclass(frozen=True, slots=True)
class Find:
    """Is one thing that was found: its name, its kind in words, and where else it matches.

    `home` is the document that sets it, None where it is no objective: a code and a name are of many.
    """

    href: str
    code: Marked | None
    name: Marked
    kind: str
    home: Label | None
    elsewhere: Marked | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Is one value of a facet; its address chooses it or, where it is chosen, takes it away.

    `money` is what was granted, one sum for each currency, where the facet tells it.
    """

    label: Label
    count: str
    href: str
    is_chosen: bool
    money: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetView:
    """Is one facet; `more` are the values beyond the first."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """Is the page of a search; one without words or filters finds nothing, and shows what could be asked."""

    query: str
    summary: str
    total: int
    finds: tuple[Find, ...]
    facets: tuple[FacetView, ...]
    kept: tuple[tuple[str, str], ...]
    all_href: str | None
    previous: str | None
    next: str | None
    first: int
    examples: tuple[tuple[str, str], ...]
    single: tuple[tuple[str, str, str], ...] = ()
    is_asked: bool = True


def search_view(
    reader: Reader, search: Search, query: str, filters: Filters | None = None, page: int = 1
) -> SearchView:
    """Returns a page of what has the text as its code, or the words in its names or texts.

    Without words it is all that the filters let through.
    """
    asked, filters = " ".join(query.split())[:_LONGEST], filters or Filters()
    if not asked and not filters.given():
        return _unasked(reader)
    offset = (page - 1) * PER_PAGE
    found = search.search(asked, filters, lang=reader.lang, limit=PER_PAGE, offset=offset)
    place = _Place(reader.lang, asked, filters)
    return SearchView(
        query=asked,
        summary=_summary(reader, found, offset),
        total=found.page.total,
        finds=tuple(_find(reader, hit) for hit in found.page.items),
        facets=tuple(_facets(reader, found, place)),
        kept=tuple((name, str(value)) for name, value in place.given().items()),
        all_href=place.address(Filters()) if place.given() else None,
        previous=place.address(filters, _before(page, found.page.total)) if page > 1 else None,
        next=place.address(filters, page + 1) if found.page.next is not None else None,
        first=offset + 1,
        examples=(),
        single=() if found.page.total else _single(reader, search, place),
    )


def _single(reader: Reader, search: Search, place: _Place) -> tuple[tuple[str, str, str], ...]:
    """Returns the words that find something alone, where all together found nothing: count and address."""
    long = (word for word in words_of(place.query) if len(word) >= SHORTEST)
    words = list(dict.fromkeys(long))[:MOST_WORDS]
    found = []
    for word in words if len(words) > 1 else ():
        total = search.search(word, place.filters, lang=reader.lang, limit=1, faceted=False).page.total
        if total:
            address = replace(place, query=word).address(place.filters)
            found.append((word, reader.words.count("search.found", total), address))
    return tuple(found)


def _before(page: int, total: int) -> int:
    """Returns the page before one, the last there is where that lies beyond the end."""
    return max(1, min(page - 1, -(-total // PER_PAGE)))


def _unasked(reader: Reader) -> SearchView:
    words = reader.words("search.examples").split("|")
    examples = tuple((word, _Place(reader.lang, word, Filters()).address(Filters())) for word in words)
    return SearchView("", "", 0, (), (), (), None, None, None, 1, examples, is_asked=False)


def _summary(reader: Reader, found: Found, offset: int) -> str:
    whole = reader.words.count("search.found", found.page.total)
    shown = len(found.page.items)
    if not offset and shown == found.page.total:
        return whole
    first, last = (reader.words.number(number) for number in (offset + 1, offset + shown))
    return reader.words("search.shown", first=first, last=last, whole=whole) if shown else whole


def _find(reader: Reader, hit: Hit) -> Find:
    name, *others = hit.highlights
    code = next((each for each in others if each.field == "code"), None)
    coded = Highlight("code", "", (Segment(hit.thing.code, False),)) if hit.thing.code else None
    elsewhere = next((each for each in others if each.field != "code"), None)
    return Find(
        href=page_url(hit.thing.iri, reader.store.base, reader.lang),
        code=_marked(reader, code or coded),
        name=Marked(name.segments, _other(reader, name.lang)),
        kind=kind_of(reader, hit.thing.iri),
        home=setting(reader, hit.thing.iri),
        elsewhere=_marked(reader, elsewhere),
    )


def _marked(reader: Reader, highlight: Highlight | None) -> Marked | None:
    return Marked(highlight.segments, _other(reader, highlight.lang)) if highlight else None


def _other(reader: Reader, lang: str) -> str | None:
    return lang if lang and lang != reader.lang else None


def _facets(reader: Reader, found: Found, place: _Place) -> Iterator[FacetView]:
    """Yields the facets that tell finds apart, or that are chosen."""
    facets = {facet.name: facet for facet in found.facets}
    for name in _ORDER:
        values = _in_order(reader, facets[name]) if name in facets else ()
        chosen = place.given().get(name)
        choices = tuple(_choice(reader, name, value, place, str(chosen)) for value in values)
        if len(choices) > 1 or chosen is not None:
            first = tuple(each for place, each in enumerate(choices) if place < SHOWN or each.is_chosen)
            more = tuple(each for each in choices if each not in first)
            yield FacetView(name, reader.words(f"search.by.{name}"), first, more)


def _in_order(reader: Reader, facet: Facet) -> tuple[Value, ...]:
    """Returns the values as people look for them: the newest year first, areas of the other country last."""
    if facet.name == "territory":
        return tuple(sorted(facet.values, key=lambda each: is_abroad(reader.link(each.value), reader.lang)))
    return facet.values[::-1] if facet.name == "year" else facet.values


def _choice(reader: Reader, name: str, value: Value, place: _Place, chosen: str) -> Choice:
    is_chosen = value.value == chosen or compact(value.value) == chosen
    return Choice(
        label=_label(reader, name, value),
        count=reader.words.number(value.count),
        href=place.with_choice(name, None if is_chosen else value.value),
        is_chosen=is_chosen,
    )


def _label(reader: Reader, name: str, value: Value) -> Label:
    match name:
        case "kind":
            return Label(reader.words(f"search.kind.{value.value}"))
        case "level":
            return Label(level_name(reader, compact(value.value)))
        case "year":
            return Label(value.value)
    link = reader.link(value.value)
    return Label(f"{link.code} {link.label.text}" if name == "goal" else link.label.text, link.label.lang)


@dataclass(frozen=True, slots=True)
class _Place:
    """Is where a search stands: it makes the addresses of those beside it."""

    lang: str
    query: str
    filters: Filters

    def given(self) -> Mapping[str, str | int]:
        """Returns the filters that are set, IRIs as full as the facets have them."""
        given = self.filters.given()
        plain = ("kind", "year")
        return {name: value if name in plain else expand(str(value)).value for name, value in given.items()}

    def address(self, filters: Filters, page: int = 1) -> str:
        """Returns the address of the search with other filters, or of another page of it."""
        query: dict[str, object] = {**({"q": self.query} if self.query else {}), **filters.given()}
        given = urlencode(query | ({"page": page} if page > 1 else {}))
        return f"/{self.lang}/search" + (f"?{given}" if given else "")

    def with_choice(self, name: str, value: str | None) -> str:
        """Returns the address of the search with one filter set, or taken away, at its first page."""
        chosen = int(value) if name == "year" and value else value and compact(value)
        return self.address(Filters(**(asdict(self.filters) | {name: chosen})))
