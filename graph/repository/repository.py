"""Domain reads over a store, in the reader's language, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from graph.errors import NotFound
from graph.ledger import Standing
from graph.model import (
    Alignment,
    Document,
    LedgerEvent,
    Objective,
    Observation,
    Organisation,
    Page,
    Project,
    Territory,
    Thing,
)
from graph.questions import load_lookups
from graph.repository.alignments import alignment_iris, alignments_of, events_of, standings_of
from graph.repository.answers import Answer, Elsewhere, answered, check_page
from graph.repository.facts import CODES, things_of
from graph.repository.lists import (
    Build,
    documents_of,
    listed,
    objectives_of,
    organisations_of,
    territories_of,
)
from graph.repository.observations import observation_iris, observations_of
from graph.repository.projects import ProjectFilters, project_iris, projects_of
from graph.repository.reading import Queryable, Reading, Values, text_of
from graph.repository.views import iris_in_view, page_in_view
from graph.terms import Literal, NamedNode, Quad, expand

T = TypeVar("T")
Filters = Mapping[str, str | None]


class Repository:
    """Reads a store by our own questions; results that take long are remembered until the next commit.

    Every `lang` is the reader's language; a name that is missing there falls back to sv, en, then any.
    Filters are IRIs or prefixed names; one that names a thing of another kind raises InputError.
    A page with a limit or offset out of range raises InputError.
    """

    def __init__(self, store: Queryable) -> None:
        self.store = store
        self.reading = Reading(store)

    def run(
        self,
        name: str,
        values: Values | None = None,
        *,
        lang: str = "en",
        limit: int = 1000,
        offset: int = 0,
        elsewhere: Elsewhere | None = None,
        named: bool = True,
    ) -> Answer:
        """Returns a page of the answer of a listed question; raises UnknownName for an unknown one.

        Where `elsewhere` is given and says the same, the store is not asked. Who names things himself leaves
        that out by `named`, for an objective is stated to reach a hundred others.
        """
        return answered(self.reading, name, values or {}, lang, limit, offset, elsewhere, named=named)

    def things(self, iris: Iterable[str], lang: str = "en") -> Mapping[str, Thing]:
        """Returns each thing with its name, code and kind; an unknown one is called by its short IRI."""
        return things_of(self.reading, iris, lang)

    def project(self, iri: str, lang: str = "en") -> Project:
        """Returns one project; raises NotFound."""
        return self._one(projects_of, iri, lang)

    def projects(
        self,
        filters: ProjectFilters | None = None,
        *,
        lang: str = "en",
        limit: int = 20,
        offset: int = 0,
        total: int | None = None,
    ) -> Page[Project]:
        """Returns a page of projects, in no order that means anything but the same order each time.

        Who knows already how many there are says so by `total`, and nobody counts them.
        """
        check_page(limit, offset)
        iris, found = project_iris(self.reading, filters or ProjectFilters(), limit, offset, total)
        return _page(projects_of(self.reading, iris, lang), found, limit, offset)

    def project_iris(
        self, filters: ProjectFilters, *, limit: int = 20, offset: int = 0, total: int | None = None
    ) -> Page[str]:
        """Returns a page of the same projects by their IRIs alone, without reading what is stated of them."""
        check_page(limit, offset)
        iris, found = project_iris(self.reading, filters, limit, offset, total)
        return _page(tuple(iris), found, limit, offset)

    def objective(self, iri: str, lang: str = "en") -> Objective:
        """Returns one objective; raises NotFound."""
        return self._one(objectives_of, iri, lang)

    def objectives(
        self,
        *,
        document: str | None = None,
        level: str | None = None,
        kind: str | None = None,
        lang: str = "en",
        limit: int = 100,
        offset: int = 0,
    ) -> Page[Objective]:
        """Returns a page of objectives by code, of a document, a level or a class (pg:TargetArea)."""
        filters = {"document": document, "level": level, "kind": kind}
        return self._listed("objectives", filters, objectives_of, lang, limit, offset)

    def observation(self, iri: str, lang: str = "en") -> Observation:
        """Returns one observation; raises NotFound."""
        return self._one(observations_of, iri, lang)

    def observations(
        self,
        *,
        indicator: str | None = None,
        territory: str | None = None,
        role: str | None = None,
        lang: str = "en",
        limit: int = 100,
        offset: int = 0,
    ) -> Page[Observation]:
        """Returns a page of observations, of an indicator, in a territory with all within it, in a role."""
        check_page(limit, offset)
        filters = {"indicator": indicator, "territory": territory, "role": role}
        iris, total = observation_iris(self.reading, filters, limit, offset)
        return _page(observations_of(self.reading, iris, lang), total, limit, offset)

    def document(self, iri: str, lang: str = "en") -> Document:
        """Returns one document; raises NotFound."""
        return self._one(documents_of, iri, lang)

    def documents(
        self,
        *,
        level: str | None = None,
        kind: str | None = None,
        territory: str | None = None,
        lang: str = "en",
        limit: int = 100,
        offset: int = 0,
    ) -> Page[Document]:
        """Returns a page of documents, of one level, type (pg:Law) or territory with all within it."""
        filters = {"level": level, "type": kind, "territory": territory}
        return self._listed("documents", filters, documents_of, lang, limit, offset)

    def organisation(self, iri: str, lang: str = "en") -> Organisation:
        """Returns one organisation; raises NotFound."""
        return self._one(organisations_of, iri, lang)

    def organisations(
        self,
        *,
        kind: str | None = None,
        territory: str | None = None,
        lang: str = "en",
        limit: int = 100,
        offset: int = 0,
    ) -> Page[Organisation]:
        """Returns a page of organisations, of one classification or territory with all within it."""
        filters = {"kind": kind, "territory": territory}
        return self._listed("organisations", filters, organisations_of, lang, limit, offset)

    def territory(self, iri: str, lang: str = "en") -> Territory:
        """Returns one territory; raises NotFound."""
        return self._one(territories_of, iri, lang)

    def territories(
        self,
        *,
        level: str | None = None,
        within: str | None = None,
        lang: str = "en",
        limit: int = 100,
        offset: int = 0,
    ) -> Page[Territory]:
        """Returns a page of territories by code, of one level (pg:RegionalLevel) or within another."""
        filters = {"level": level, "territory": within}
        return self._listed("territories", filters, territories_of, lang, limit, offset)

    def alignment(self, iri: str, lang: str = "en") -> Alignment:
        """Returns one alignment with its status; raises NotFound."""
        found = alignments_of(self.reading, [expand(iri).value], lang)
        if not found:
            raise NotFound("resource-unknown", iri=iri)
        return next(iter(found.values()))

    def alignments(
        self,
        *,
        source: str | None = None,
        target: str | None = None,
        author: str | None = None,
        status: str | None = None,
        view: str | None = None,
        lang: str = "en",
        limit: int = 100,
        offset: int = 0,
    ) -> Page[Alignment]:
        """Returns a page of alignments, from a source, to a target or by an author.

        Without a `status` or a `view` of the ledger (consensus, contested, unreviewed) they may stand as
        they will.
        """
        check_page(limit, offset)
        filters = {"source": source, "target": target, "author": author}
        if status or view:
            iris, total = page_in_view(self.reading, filters, status, view, limit, offset)
        else:
            iris, total = alignment_iris(self.reading, filters, limit, offset)
        return _page(tuple(alignments_of(self.reading, iris, lang).values()), total, limit, offset)

    def alignment_iris(
        self,
        *,
        source: str | None = None,
        target: str | None = None,
        author: str | None = None,
        view: str | None = None,
    ) -> Sequence[str]:
        """Returns the IRIs of all alignments of these filters, in a steady order."""
        return iris_in_view(self.reading, {"source": source, "target": target, "author": author}, None, view)

    def history(self, alignment: str, lang: str = "en") -> tuple[LedgerEvent, ...]:
        """Returns every event that concerns an alignment, in order; raises NotFound."""
        return events_of(self.reading, alignment, lang)

    def alignments_by_iri(self, iris: Iterable[str], lang: str = "en") -> Mapping[str, Alignment]:
        """Returns each of the alignments that the graph holds."""
        return alignments_of(self.reading, iris, lang)

    def serving(self, target: str, *, lang: str = "en", limit: int = 100, offset: int = 0) -> Page[Alignment]:
        """Returns a page of the alignments to a target that count by default and do not hinder it."""
        check_page(limit, offset)
        query = self.reading.bound(load_lookups()["admitted-to"], {"target": target})
        iris = [text_of(row["alignment"]) for row in self.reading.page(query, limit, offset)]
        items = tuple(alignments_of(self.reading, iris, lang).values())
        return _page(items, self.reading.total(query), limit, offset)

    def standings(self, alignments: Iterable[str]) -> Mapping[str, Standing]:
        """Returns where each alignment stands by the events on it."""
        return standings_of(self.reading, alignments)

    def describe(self, iri: str) -> Iterator[Quad]:
        """Returns what the graphs state of a resource; raises NotFound if that is nothing."""
        quads = list(self.store.quads(expand(iri)))
        if not quads:
            raise NotFound("resource-unknown", iri=iri)
        return iter(quads)

    def with_code(self, code: str, lang: str = "en") -> tuple[Thing, ...]:
        """Returns the things that have exactly this code, by IRI."""
        found = {
            quad.subject.value
            for predicate in CODES
            for quad in self.store.quads(None, expand(predicate), Literal(code))
            if isinstance(quad.subject, NamedNode)
        }
        return tuple(self.things(sorted(found), lang).values())

    def _one(self, build: Build[T], iri: str, lang: str) -> T:
        found = build(self.reading, [expand(iri).value], lang)
        if not found:
            raise NotFound("resource-unknown", iri=iri)
        return found[0]

    def _listed(
        self, lookup: str, filters: Filters, build: Build[T], lang: str, limit: int, offset: int
    ) -> Page[T]:
        check_page(limit, offset)
        given = {name: value for name, value in filters.items() if value}
        self.reading.filtered(load_lookups()[lookup], given)
        iris = listed(self.reading, lookup, given)
        return _page(build(self.reading, iris[offset : offset + limit], lang), len(iris), limit, offset)


def _page(items: tuple[T, ...], total: int, limit: int, offset: int) -> Page[T]:
    following = offset + limit
    return Page(items, total, following if following < total else None)
