"""What every answer of the portfolio begins with, remembered as long as it holds."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from graph.alignment.portfolio.answers import Basis, Counting, Filters, Rate
from graph.alignment.portfolio.choice import Choice
from graph.alignment.portfolio.following import Following
from graph.alignment.portfolio.given import Given
from graph.alignment.portfolio.network import Row
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.reached import Leading, reached
from graph.alignment.portfolio.selecting import Areas, projects_left, select
from graph.alignment.portfolio.served import Served
from graph.alignment.portfolio.tables import Asked
from graph.errors import UnknownName
from graph.terms import expand


class Asking(Following):
    """Puts questions to what is held; who asks holds the lock meanwhile."""

    def _asked(
        self,
        filters: Filters,
        counting: Counting,
        rates: Sequence[Rate],
        name: Hashable,
        rows: Sequence[tuple[str, ...]],
        groups: Sequence[int] | None = None,
    ) -> Asked:
        """Returns a question; `groups` says which rows are counted as one, each by the number of its row."""
        basis = Basis(self.sequence, filters, counting, tuple(rates))
        served = self._served(name, rows, groups, filters)
        return Asked(self._holdings, self._choice(filters), served, basis)

    def _choice(self, filters: Filters) -> Choice:
        def chosen() -> Choice:
            given = self._remembered("given", lambda: Given(self._holdings))
            selection = select(self._holdings, self._frame, filters, self._areas(), given)
            return Choice(self._holdings, selection, given)

        return self._remembered(("choice", filters), chosen)

    def _served(
        self,
        name: Hashable,
        rows: Sequence[tuple[str, ...]],
        groups: Sequence[int] | None,
        filters: Filters,
    ) -> Served:
        chains = Filters(statuses=filters.statuses, minimum=filters.minimum)
        return self._remembered(("served", name, chains), lambda: self._serve(rows, groups, chains))

    def _serve(
        self, rows: Sequence[tuple[str, ...]], groups: Sequence[int] | None, chains: Filters
    ) -> Served:
        nodes = self._holdings.nodes
        numbers: list[Row] = [tuple(nodes.of[f"<{iri}>"] for iri in row) for row in rows]
        reaching = self._frame.network.reaching(numbers, chains.statuses, len(nodes))
        if groups is None:
            return Served(self._holdings, reaching, len(rows), chains)
        return Served(self._holdings, reaching.grouped(groups), max(groups, default=-1) + 1, chains)

    def _areas(self) -> Areas:
        return self._remembered("areas", lambda: Areas(self._holdings, self._frame))

    def _leading(self) -> Leading:
        return self._remembered("leading", lambda: Leading(self._holdings))

    def _projects(self, territory: str | None, programme: str | None) -> Array:
        """Returns a mask of the projects of a territory and a programme."""
        filters = Filters(region=territory, programme=programme)
        key = ("projects", filters)
        return self._remembered(key, lambda: projects_left(self._holdings, self._frame, filters))

    def _reaching(self, objective: str) -> Array:
        """Returns a mask of the projects that reach an objective or document; raises UnknownName."""
        full = expand(objective).value
        found = reached(self._holdings, self._frame.network, self._leading(), full)
        if found is None:
            raise UnknownName("portfolio-unknown", name=objective, kind="goal")
        return found
