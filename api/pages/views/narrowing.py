"""The facets by which a list of projects is narrowed: by region and programme, with projects and money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from api.pages.reader import Reader
from api.pages.views.abroad import is_abroad
from api.pages.views.granted import amounts_of
from api.pages.views.search import SHOWN, Choice, FacetView
from graph.alignment.portfolio import Apart, Share
from graph.terms import compact


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Is what narrows the list, by IRI, and the place in it at which a page begins.

    `level` is the policy level whose statements are shown at length, from the one numbered `statements`.
    """

    territory: str | None = None
    programme: str | None = None
    offset: int = 0
    level: str | None = None
    statements: int = 0

    def given(self) -> dict[str, str]:
        """Returns what is set, as short as an address may hold it."""
        pairs = {"territory": self.territory, "programme": self.programme}
        return {name: compact(value) for name, value in pairs.items() if value}

    def address(self, offset: int = 0) -> str:
        """Returns the address of a page of the list.

        >>> Narrowed("http://data.europa.eu/nuts/code/SE331").address(20)
        '?territory=nuts%3ASE331&offset=20#projects'
        """
        query = self.given() | ({"offset": str(offset)} if offset else {})
        return f"?{urlencode(query)}#projects" if query else "?#projects"

    def opened(self, level: str, statements: int, place: str) -> str:
        """Returns the address of the same page with a level's statements at length, at a place on the page.

        >>> Narrowed(programme="sdg:9", offset=20).opened("pg:EuLevel", 50, "level-EuLevel")
        '?programme=sdg%3A9&offset=20&level=pg%3AEuLevel&statements=50#level-EuLevel'
        """
        query = self.given() | {"offset": str(self.offset), "level": level, "statements": str(statements)}
        return f"?{urlencode({name: value for name, value in query.items() if value != '0'})}#{place}"


def facets_of(reader: Reader, found: Apart, narrowed: Narrowed) -> tuple[FacetView, ...]:
    """Returns the facets that tell projects apart, or that are chosen."""
    return tuple(_facets(reader, found, narrowed))


def _facets(reader: Reader, found: Apart, narrowed: Narrowed) -> Iterator[FacetView]:
    for name, shares in (("territory", found.regions), ("programme", found.programmes)):
        chosen = getattr(narrowed, name)
        choices = [_choice(reader, narrowed, name, iri, each) for iri, each in _ranked(reader, shares)]
        if len(choices) > 1 or chosen is not None:
            first = tuple(each for place, each in enumerate(choices) if place < SHOWN or each.is_chosen)
            more = tuple(each for each in choices if each not in first)
            yield FacetView(name, reader.words(f"search.by.{name}"), first, more)


def _ranked(reader: Reader, shares: Mapping[str, Share]) -> list[tuple[str, Share]]:
    """Returns the values with the most projects first, those with as many by name; areas abroad come last."""
    return sorted(
        shares.items(),
        key=lambda pair: (
            is_abroad(reader.link(pair[0]), reader.lang),
            -pair[1].projects,
            reader.label(pair[0]).text,
        ),
    )


def _choice(reader: Reader, narrowed: Narrowed, name: str, iri: str, share: Share) -> Choice:
    """Returns a value with its projects, and what they were granted: by a programme, what it gave itself."""
    is_chosen = getattr(narrowed, name) == iri
    value = None if is_chosen else iri
    other = replace(narrowed, territory=value) if name == "territory" else replace(narrowed, programme=value)
    words = reader.words
    money = amounts_of(reader, share.money, share.projects)
    return Choice(reader.label(iri), words.number(share.projects), other.address(), is_chosen, money)
