"""Chains from a project, an objective or a document up to the goals, with the statement behind each hop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from graph.alignment.descent import Descent, descend
from graph.alignment.ends import check_end
from graph.alignment.filters import ANY, Filters
from graph.alignment.independent import count_disjoint, most_disjoint
from graph.alignment.paths import Found, Path, Search
from graph.alignment.policy import Distances, known_edges, named
from graph.alignment.proving import Proving
from graph.alignment.views import Nodes, View, plain_view, view_of
from graph.errors import InputError
from graph.model import Chain
from graph.repository import Repository
from graph.repository.fitting import check_fit
from graph.repository.reading import text_of
from graph.terms import expand

MOST_HOPS = 8
MOST_CHAINS = 100
MOST_COUNTED = 500


@dataclass(frozen=True, slots=True)
class Trace:
    """Is the chains of a thing, the most confident first, those that hinder last; `more` if others exist.

    `undated` holds those that rest on a source without a day, where filters ask for them apart.
    """

    chains: tuple[Chain, ...]
    more: bool
    undated: tuple[Chain, ...] = ()


class Chains:
    """Finds chains; the work depends on the policy levels and the one project, not on how many there are.

    `with_machines` admits what machines proposed; by default accepted statements count, and what people
    proposed.
    """

    def __init__(self, repository: Repository, *, with_machines: bool = False) -> None:
        self._repository = repository
        self._with_machines = with_machines

    def up(
        self,
        iri: str,
        goal: str | None = None,
        *,
        filters: Filters = ANY,
        limit: int = MOST_CHAINS,
        lang: str = "en",
    ) -> tuple[Chain, ...]:
        """Returns the chains to a goal, or to all goals; raises NotFound for what the graph does not hold."""
        return self.trace(iri, goal, filters=filters, limit=limit, lang=lang).chains

    def surest(self, iri: str, goal: str, serves: Iterable[tuple[str, Decimal]] = ()) -> Path:
        """Returns the steps of the first chain that `up` would return, without their proof; () for none.

        Who knows already what a project is stated to serve, by statements that count by default, and how
        surely, says so by `serves`: of these only the one with which the chain begins is looked up, unless
        they do not lead there.
        """
        start, ends = expand(iri).value, frozenset((expand(goal).value,))
        view = self.view(ANY, start, ends)
        told = () if view.network.holds(start) else known_edges(start, serves)
        if path := self.search(view, ends, frozenset(), hinders=False).surest(told):
            return (named(self._repository, path[0]), *path[1:])
        first = view.first(start)
        for hinders in (False, True):
            if path := self.search(view, ends, frozenset(), hinders=hinders).surest(first):
                return path
        return ()

    def trace(
        self,
        iri: str,
        goal: str | None = None,
        *,
        filters: Filters = ANY,
        limit: int = MOST_CHAINS,
        lang: str = "en",
    ) -> Trace:
        """Returns the chains and whether more exist: at most `limit` that serve and as many that hinder.

        A chain has at most 8 hops, or as many as the shortest one. `goal` may be any objective or document;
        without it chains lead to the global goals, and by a statement to the Agenda as a whole. Where nothing
        of its kind can be an end of a chain, as an area, it raises InputError.
        """
        start, ends, wholes = self.ends_of(iri, goal)
        filters = self.checked(filters)
        found = self._both(self.view(filters, start, ends), start, ends, wholes, limit)
        apart = self._apart(filters, start, ends, wholes, limit)
        chains, undated = (self._proved(each, filters, lang) for each in (found, apart))
        if not chains and not undated:
            self._check_ends(start, goal and expand(goal).value)
        return Trace(chains, any(each.more for each in (*found, *apart)), undated)

    def independent(self, iri: str, goal: str, *, filters: Filters = ANY) -> int | None:
        """Returns how many serving chains share no hop; None where that would take too long to tell.

        Without filters on whole chains this is exact, of chains of any length. With them it is exact of those
        that `trace` finds, and None if there are more than 500 of them. Undated chains apart are left out.
        """
        start, ends, wholes = self.ends_of(iri, goal)
        filters = self.checked(filters)
        view = self.view(filters, start, ends)
        if filters.judges_whole_chains:
            found = self.search(view, ends, wholes, hinders=False).best(view.first(start), MOST_COUNTED)
            return None if found.more else most_disjoint(found.paths)
        cost = view.network.distances(ends, hinders=False).cost
        (end,) = ends
        return count_disjoint(
            start, end, view.first(start), view.network.edges, lambda node: (node, False) in cost
        )

    def down(
        self,
        iri: str,
        *,
        filters: Filters = ANY,
        only: str | None = None,
        limit: int = 20,
        offset: int = 0,
        lang: str = "en",
    ) -> Descent:
        """Returns a page of what serves a thing through any chain, then of what hinders it: each by its best.

        First objectives and documents, the surest first, then projects, by the objective through which they
        come; `only` objectives, or only projects. Undated statements apart are left out. Of what hinders, a
        page may hold fewer than its limit.
        """
        filters, goal = self.checked(filters), self._known(iri, "from")
        view = self.view(filters, goal, frozenset((goal,)))
        found = descend(self._repository, view, goal, limit, offset, only)
        if not found.sources:
            self._check_ends(goal, None)
        paths: list[Path] = []
        for source, hinders in found.sources:
            search = self.search(view, frozenset((goal,)), frozenset(), hinders=hinders)
            paths += search.best(view.first(source), 1).paths
        return Descent(self._proved([Found(tuple(paths), more=False)], filters, lang), found.next)

    def view(self, filters: Filters, start: str, ends: Nodes, *, undated: bool | None = None) -> View:
        """Returns the steps that count; `undated` overrides what filters say of undated statements."""
        if not filters.given:
            return plain_view(self._repository, with_machines=self._with_machines)
        admits = filters.of_undated in ("include", "only") if undated is None else undated
        return view_of(self._repository, self._full(filters), start, ends, undated=admits)

    def search(self, view: View, ends: Nodes, wholes: Nodes, *, hinders: bool) -> Search:
        """Returns the search for chains to the ends, of those that serve or of those that hinder."""
        return Search(
            ends,
            wholes,
            view.network.edges,
            self._distances(view, ends, hinders),
            hinders,
            MOST_HOPS,
            view.least,
            view.wanted,
        )

    def ends_of(self, iri: str, goal: str | None) -> tuple[str, Nodes, Nodes]:
        """Returns the start, the ends, and those ends that only a statement may lead to: an Agenda.

        A start that is its own goal raises InputError, a goal that the graph does not hold UnknownName.
        """
        start = expand(iri).value
        if goal is not None:
            end = self._known(goal, "goal")
            if end == start:
                raise InputError("chain-ends-equal", value=goal)
            return start, frozenset((end,)), frozenset()
        wholes = self._things("agendas")
        return start, self._things("goals") | wholes, wholes

    def checked(self, filters: Filters) -> Filters:
        """Returns the filters with whole IRIs; one that the graph does not hold raises UnknownName.

        An addressee that no document can bind, and an author who can be behind nothing, raise InputError.
        """
        if filters is ANY:
            return filters
        authors = frozenset(self._known(each, "author") for each in filters.authors)
        addressee = self._known(filters.addressee, "addressee") if filters.addressee else None
        for name, given in (("addressee", (addressee,)), ("author", authors)):
            for each in filter(None, given):
                check_fit(self._repository.store, name, each)
        return replace(filters, authors=authors, addressee=addressee)

    def _check_ends(self, start: str, goal: str | None) -> None:
        """Raises InputError where no chain can begin at the start, or end at the goal."""
        check_end(self._repository.store, "from", start)
        if goal is not None:
            check_end(self._repository.store, "goal", goal)

    def _full(self, filters: Filters) -> Filters:
        machines = self._with_machines and (not filters.statuses or "proposed" in filters.statuses)
        return replace(filters, machines=filters.machines or machines)

    def _known(self, iri: str, name: str) -> str:
        return self._repository.reading.known(name, iri)

    def _apart(
        self, filters: Filters, start: str, ends: Nodes, wholes: Nodes, limit: int
    ) -> tuple[Found, ...]:
        """Returns the chains that rest on an undated source, if they are asked for apart."""
        if filters.of_undated != "apart":
            return ()
        view = self.view(filters, start, ends, undated=True)
        return self._both(view, start, ends, wholes, limit)

    def _both(self, view: View, start: str, ends: Nodes, wholes: Nodes, limit: int) -> tuple[Found, ...]:
        """Returns the chains that serve, and those that hinder; raises NotFound for an unknown start."""
        first = view.first(start)
        if not first:
            self._repository.describe(start)
        return tuple(
            self.search(view, ends, wholes, hinders=hinders).best(first, limit) for hinders in (False, True)
        )

    def _proved(self, found: Iterable[Found], filters: Filters, lang: str) -> tuple[Chain, ...]:
        paths: Sequence[Path] = [path for each in found for path in each.paths]
        if not paths:
            return ()
        return Proving(self._repository, filters.recorded, lang).chains(paths)

    def _things(self, lookup: str) -> Nodes:
        reading = self._repository.reading
        rows = reading.rows
        return reading.remembered(lookup, lambda: frozenset(text_of(row["thing"]) for row in rows(lookup)))

    def _distances(self, view: View, ends: Nodes, hinders: bool) -> Distances:
        return view.network.distances(ends, hinders=hinders)
