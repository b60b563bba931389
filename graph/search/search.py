"""The search over a store: by code and by words, in the reader's language, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from threading import Lock
from typing import TYPE_CHECKING

from graph.errors import InputError, UnknownName
from graph.model import Name, Page
from graph.repository import Repository
from graph.repository.answers import check_page
from graph.repository.facts import Facts, facts_of
from graph.repository.fitting import check_fit
from graph.repository.lists import natural
from graph.search.found import Facet, Filters, Found, Hit, Value
from graph.search.kinds import KINDS
from graph.search.rollups import places_in, reaching
from graph.store import Store
from graph.terms import expand

if TYPE_CHECKING:  # what counts over arrays takes longer to import than a first page may take
    from graph.search.entries import Shown
    from graph.search.facets import Counts
    from graph.search.finding import Asked
    from graph.search.index import Index, Opened

LONGEST = 2000
WAIT = 30.0
_PLAIN = ("kind", "year")
Things = list[tuple[str, str, list["Shown"]]]
Answer = tuple[Things, int, Mapping[str, "Counts"], Mapping[str, Name]]


class Search:
    """Searches a store by an index that is opened, or built, when it is first asked."""

    def __init__(self, store: Store, repository: Repository, patience: float = WAIT) -> None:
        self._store = store
        self._repository = repository
        self._patience = patience
        self._opening = Lock()
        self._opened: Index | None = None

    def search(
        self,
        text: str,
        filters: Filters | None = None,
        *,
        lang: str = "en",
        limit: int = 20,
        offset: int = 0,
        faceted: bool = True,
        among: Collection[str] | None = None,
        graphs: Collection[str] | None = None,
    ) -> Found:
        """Returns a page of what has the text as its code or name, or all its words, and facets with counts.

        Without any text it is all that the filters let through, and nothing where there are none.

        `among` are the only things wanted, `graphs` the only graphs read; None means any. Raises UnknownName
        for an unknown kind, InputError for a page out of range, IndexBehind while the index is being built.
        """
        check_page(limit, offset)
        asked = self._asked(text, filters or Filters(), among, graphs)
        things, total, counts, names = self._index.read(
            lambda opened: _found(opened, asked, limit, offset, lang if faceted else None)
        )
        following = offset + limit
        texts = self._texts if graphs is None else _no_texts
        page = Page(_hits(things, asked.text, lang, texts), total, following if following < total else None)
        return Found(page, self._facets(counts, names, lang))

    def shown(self, iris: Collection[str]) -> Mapping[str, Shown]:
        """Returns what the graph calls each of the things, of those that the index tells of.

        That is names, codes and classes as all graphs state them. While the index is behind the store, or not
        opened, it tells of nothing: the store says the same, a few times slower.
        """
        if self._opened is None or not iris:
            return {}
        from graph.search.telling import together

        told = self._opened.glance(lambda opened: list(opened.tables.shown_of(iris)))
        return {iri: together(entries) for iri, entries in told or () if entries}

    @property
    def sequence(self) -> int | None:
        """Returns the commit that the index shows, None where nobody has searched yet."""
        return None if self._opened is None else self._opened.sequence

    def follow(self) -> None:
        """Begins to move the index on to the last commit, if anybody has searched yet."""
        if self._opened:
            self._opened.follow()

    def close(self) -> None:
        """Releases the index."""
        with self._opening:
            if self._opened:
                self._opened.close()

    @property
    def _index(self) -> Index:
        with self._opening:
            if self._opened is None:
                from graph.search.index import Index

                self._opened = Index(self._store, self._patience)
            return self._opened

    def _asked(
        self,
        text: str,
        filters: Filters,
        among: Collection[str] | None,
        graphs: Collection[str] | None,
    ) -> Asked:
        from graph.search.finding import Asked
        from graph.search.words import normal

        text = normal(text[:LONGEST])
        if filters.kind is not None and filters.kind not in KINDS:
            raise UnknownName("search-kind-unknown", name=filters.kind, known=", ".join(KINDS))
        return Asked(
            text=text,
            iris=tuple(self._meant(text.strip())),
            kind=filters.kind,
            year=filters.year,
            values=dict(self._values(filters)),
            among=None if among is None else frozenset(among),
            graphs=None if graphs is None else frozenset(graphs),
        )

    def _meant(self, text: str) -> Iterator[str]:
        """Yields the IRI that a text is: whole, by prefixed name, or as a path from the base."""
        if ":" in text or text.startswith("id/"):
            try:
                yield expand(self._store.base + text if text.startswith("id/") else text).value
            except InputError:
                return

    def _values(self, filters: Filters) -> Iterator[tuple[str, frozenset[str]]]:
        """Yields the values that each filter lets through.

        An IRI that the graph lacks raises UnknownName, one of which nothing can have the value InputError.
        """
        resolve = {"territory": places_in, "goal": reaching}
        for name in ("territory", "programme", "level", "goal"):
            given = getattr(filters, name)
            if given is not None:
                self._repository.reading.check_known(name, given)
                iri = expand(given).value
                check_fit(self._store, name, iri)
                yield name, frozenset(resolve[name](self._store, iri) if name in resolve else (iri,))

    def _texts(self, thing: str) -> Facts:
        """Returns what the store says of a thing: its texts as they stand are not in the index."""
        return facts_of(self._repository.reading, [thing])

    def _facets(
        self, counts: Mapping[str, Counts], names: Mapping[str, Name], lang: str
    ) -> tuple[Facet, ...]:
        if others := _values_of(counts) - names.keys():
            names = {**self._others(others, lang), **names}
        return tuple(Facet(name, _sorted(name, found, names)) for name, found in counts.items())

    def _others(self, wanted: AbstractSet[str], lang: str) -> Mapping[str, Name]:
        """Returns names of values of which the index has no entry, remembered until the next commit."""
        names: dict[str, Name] = self._repository.reading.remembered(("facet-names", lang), dict)
        things = self._repository.things(sorted(wanted - names.keys()), lang)
        names.update({iri: thing.name for iri, thing in things.items()})
        return names


def _hits(things: Things, text: str, lang: str, texts: Callable[[str], Facts]) -> tuple[Hit, ...]:
    from graph.search.codes import codes_of
    from graph.search.highlights import highlights_of
    from graph.search.marking import marker_of
    from graph.search.matching import terms_of
    from graph.search.telling import thing_of, together

    marker, codes = marker_of(terms_of(text)), codes_of(text)
    told = ((thing_of(iri, shown := together(entries), lang), group, shown) for iri, group, entries in things)
    return tuple(
        Hit(thing, group, highlights_of(thing, shown, texts, marker, codes, lang))
        for thing, group, shown in told
    )


def _no_texts(thing: str) -> Facts:
    """Returns nothing of a thing: where not all graphs may be read, the store is not asked."""
    return Facts({thing: {}})


def _found(opened: Opened, asked: Asked, limit: int, offset: int, lang: str | None) -> Answer:
    """Returns what the index says, with facets and the names of their values for a reader of a language."""
    from graph.search.finding import Finding

    tables, columns = opened.tables, opened.columns
    finding = Finding(tables, columns, opened.kept, asked)
    ids = finding.page(limit, offset)
    groups = [KINDS[columns.kind[thing]] for thing in ids]
    graphs = None if asked.graphs is None else frozenset(tables.known(asked.graphs))
    things = [
        (iri, group, told) for group, (iri, told) in zip(groups, tables.shown(ids, graphs), strict=True)
    ]
    if lang is None:
        return things, finding.total(), {}, {}
    counts = opened.facets(asked.graphs).counted(finding, tables, columns)
    return things, finding.total(), counts, opened.names.of(_values_of(counts), lang)


def _values_of(counts: Mapping[str, Counts]) -> set[str]:
    """Returns the IRIs among the values of facets."""
    return {value for name, found in counts.items() if name not in _PLAIN for value in found}


def _sorted(name: str, counts: Counts, names: Mapping[str, Name]) -> tuple[Value, ...]:
    """Returns the values of a facet: kinds and years in order, goals by code, others by their counts."""
    values = (Value(value, count, names.get(value)) for value, count in counts.items())
    if name in _PLAIN:
        return tuple(values)
    if name == "goal":
        return tuple(sorted(values, key=lambda each: natural(each.value)))
    return tuple(sorted(values, key=lambda each: (-each.count, _name(each), each.value)))


def _name(value: Value) -> str:
    return value.name.text if value.name else value.value
