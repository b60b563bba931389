"""The portfolio: what projects serve, with how much money, answered from arrays instead of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from graph.alignment.portfolio.alike import named, near, similar
from graph.alignment.portfolio.answers import (
    DEFAULT_STATUSES,
    Apart,
    Basis,
    Concentration,
    Counting,
    Figure,
    Filters,
    Flow,
    Gaps,
    Grid,
    Held,
    Overlap,
    Rate,
    Table,
)
from graph.alignment.portfolio.apart import NO_PROGRAMME, Narrow, apart
from graph.alignment.portfolio.asking import Asking
from graph.alignment.portfolio.carrying import carriers, places_of, taking_part
from graph.alignment.portfolio.coverage import Coverage
from graph.alignment.portfolio.covering import coverage
from graph.alignment.portfolio.flowing import across, flow_of, heads_of
from graph.alignment.portfolio.frame import Frame, natural
from graph.alignment.portfolio.granting import granted
from graph.alignment.portfolio.holdings import NO_CURRENCY
from graph.alignment.portfolio.lacking import gaps
from graph.alignment.portfolio.measured import movements_in
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.paid import Paid, paid
from graph.alignment.portfolio.reached import counts
from graph.alignment.portfolio.selecting import known, programmes_of
from graph.alignment.portfolio.single import held
from graph.alignment.portfolio.tables import Asked, crossing, grid, overlap, passing, table
from graph.alignment.portfolio.ways import Way, parts_of, ways
from graph.errors import UnknownName
from graph.terms import expand

_NONE = Filters()


class Portfolio(Asking):
    """Answers from arrays over the alignments of a store, as they stood at commit `sequence`.

    IRIs may be given in full or with a prefix; one that the graph does not know raises UnknownName. Filters
    that contradict each other leave no project, which is an answer. Any number of threads may ask; one at a
    time is served, for milliseconds.
    """

    def goals(
        self, filters: Filters = _NONE, *, counting: Counting = "full", rates: Sequence[Rate] = ()
    ) -> Table:
        """Returns projects and money by global goal."""
        return self._table("goals", lambda frame: frame.goals, filters, counting, rates)

    def targets(
        self, filters: Filters = _NONE, *, counting: Counting = "full", rates: Sequence[Rate] = ()
    ) -> Table:
        """Returns projects and money by target of the global goals."""
        return self._table("targets", lambda frame: frame.targets, filters, counting, rates)

    def objectives(
        self,
        document: str,
        filters: Filters = _NONE,
        *,
        counting: Counting = "full",
        rates: Sequence[Rate] = (),
    ) -> Table:
        """Returns projects and money by objective of a document."""
        return self._table(document, lambda frame: _of(frame, document), filters, counting, rates)

    def counts(
        self, objectives: Sequence[str], territory: str | None = None, programme: str | None = None
    ) -> Mapping[str, int]:
        """Returns how many projects, of a territory or a programme, reach each objective or document.

        What the graph does not know as such is left out.
        """
        with self._lock:
            projects = self._projects(territory, programme)
            held = self._holdings
            return dict(counts(held, self._frame.network, self._leading(), objectives, projects))

    def count(self, territory: str | None = None, programme: str | None = None) -> int:
        """Returns how many projects there are, of a territory or a programme."""
        with self._lock:
            return int(np.count_nonzero(self._projects(territory, programme)))

    def apart(self, objective: str, territory: str | None = None, programme: str | None = None) -> Apart:
        """Returns the projects that reach an objective, of a territory and a programme, told apart by both.

        What each region has is of the programme, in the territory or not, and what each programme gave is in
        the territory. The work grows with the projects that reach the objective, not with all.
        """
        with self._lock:
            held, frame, areas = self._holdings, self._frame, self._areas()
            reaching = np.flatnonzero(self._reaching(objective))
            node = held.nodes.of[f"<{expand(objective).value}>"]
            leading = frame.network.reach(DEFAULT_STATUSES).below(node)
            place = known(territory, frame.territories, "region") if territory else None
            funder = known(programme, programmes_of(held, frame), "programme") if programme else None
            narrow = Narrow(
                areas.places_within(place) if place else None,
                held.programmes.of.get(f"<{funder}>", NO_PROGRAMME) if funder else None,
            )
            return apart(held, areas.above(), frame.regions, reaching, leading, narrow)

    def held(self, projects: Iterable[str]) -> Mapping[str, Held]:
        """Returns what is held of each of some projects; what the portfolio does not know is left out."""
        with self._lock:
            return held(self._holdings, self._areas().above(), self._frame.regions, projects)

    def goals_by_region(
        self, filters: Filters = _NONE, *, counting: Counting = "full", rates: Sequence[Rate] = ()
    ) -> Grid:
        """Returns projects and money by global goal and region."""
        with self._lock:
            goals = self._frame.goals
            asked = self._asked(filters, counting, rates, "goals", [(goal,) for goal in goals])
            return grid(asked, goals, self._frame.regions, "region")

    def goals_by_programme(
        self, filters: Filters = _NONE, *, counting: Counting = "full", rates: Sequence[Rate] = ()
    ) -> Grid:
        """Returns projects and money by global goal and programme, each with what it gave itself."""
        with self._lock:
            goals = self._frame.goals
            asked = self._asked(filters, counting, rates, "goals", [(goal,) for goal in goals])
            names = [name[1:-1] for name in self._holdings.programmes.names]
            shown = tuple(sorted(self._frame.programmes, key=natural))
            return grid(asked, goals, names, "programme", shown)

    def objectives_by_goal(
        self,
        document: str,
        filters: Filters = _NONE,
        *,
        counting: Counting = "full",
        rates: Sequence[Rate] = (),
    ) -> Grid:
        """Returns projects and money by objective of a document and goal, by chains through the objective."""
        with self._lock:
            rows, goals = _of(self._frame, document), self._frame.goals
            pairs = [(row, goal) for row in rows for goal in goals]
            asked = self._asked(filters, counting, rates, ("by goal", document), pairs)
            return passing(asked, rows, goals)

    def flow(
        self,
        document: str | None = None,
        filters: Filters = _NONE,
        *,
        counting: Counting = "full",
        rates: Sequence[Rate] = (),
    ) -> Flow:
        """Returns what leads from programmes to goals, with a document through its highest objectives."""
        with self._lock:
            if document is None:
                return flow_of(self.goals_by_programme(filters, counting=counting, rates=rates))
            goals, names = self._frame.goals, [name[1:-1] for name in self._holdings.programmes.names]
            heads = heads_of(self._frame.network, self._holdings.nodes, _of(self._frame, document))
            rows = tuple(sorted(set(heads.values()), key=natural))
            paid = self._asked(filters, counting, rates, ("heads", document), [(row,) for row in rows])
            pairs = [(member, goal) for member in heads for goal in goals]
            groups = [rows.index(heads[member]) * len(goals) + goals.index(goal) for member, goal in pairs]
            led = self._asked(filters, counting, rates, ("heads by goal", document), pairs, groups)
            shown = tuple(sorted(self._frame.programmes, key=natural))
            onward = passing(led, rows, goals)
            return flow_of(crossing(paid, rows, names, "programme", shown), across(onward))

    def regions(
        self,
        goal: str | None = None,
        filters: Filters = _NONE,
        *,
        counting: Counting = "full",
        rates: Sequence[Rate] = (),
    ) -> Table:
        """Returns projects and money by region, of those that serve a goal, or any global goal."""
        with self._lock:
            asked = self._serving(goal, filters, counting, rates)
            return _sides(grid(asked, ("",), self._frame.regions, "region"))

    def programmes(
        self,
        goal: str | None = None,
        filters: Filters = _NONE,
        *,
        counting: Counting = "full",
        rates: Sequence[Rate] = (),
    ) -> Table:
        """Returns the same by programme, each with what it gave itself."""
        with self._lock:
            asked = self._serving(goal, filters, counting, rates)
            names = [name[1:-1] for name in self._holdings.programmes.names]
            shown = tuple(sorted(self._frame.programmes, key=natural))
            return _sides(grid(asked, ("",), names, "programme", shown))

    def _serving(
        self, goal: str | None, filters: Filters, counting: Counting, rates: Sequence[Rate]
    ) -> Asked:
        """Returns the question for all that serves a goal, or any global goal, as one row."""
        frame = self._frame
        ends = (known(goal, (*frame.objectives, *frame.documents), "goal"),) if goal else frame.goals
        rows = [(end,) for end in ends]
        return self._asked(filters, counting, rates, ("regions", goal), rows, [0] * len(ends))

    def gaps(
        self, document: str | None = None, filters: Filters = _NONE, *, prioritised: bool = False
    ) -> Gaps:
        """Returns which objectives, of a document or of all, lack a project, money or an indicator."""
        with self._lock:
            objectives = self._frame.prioritised if prioritised else self._frame.objectives
            if document is not None:
                members = self._frame.documents[known(document, self._frame.documents, "document")]
                objectives = tuple(each for each in objectives if each in members)
            basis = Basis(self.sequence, filters)
            return gaps(self._holdings, self._frame, self._choice(filters).selection, objectives, basis)

    def overlap(self, first: str, second: str, filters: Filters = _NONE) -> Overlap:
        """Returns what two documents share: projects, money and goals."""
        with self._lock:
            names = [known(each, self._frame.documents, "document") for each in (first, second)]
            asked = self._asked(filters, "full", (), tuple(names), [(name,) for name in names])
            return overlap(asked, self._frame, self._holdings.nodes, names)

    def concentration(self, document: str, filters: Filters = _NONE) -> Concentration:
        """Returns which organisation or project carries each objective of a document alone."""
        with self._lock:
            rows = _of(self._frame, document)
            asked = self._asked(filters, "full", (), document, [(row,) for row in rows])
            return carriers(self._holdings, asked, rows)

    def carried_alone(self, document: str | None = None, filters: Filters = _NONE) -> Mapping[str, str]:
        """Returns the objectives, of a document or of all, that a single project reaches, each with it."""
        with self._lock:
            rows = self._frame.objectives if document is None else _of(self._frame, document)
            reached = self.counts(rows, filters.region, filters.programme)
            alone = tuple(row for row in rows if reached[row] == 1)
            asked = self._asked(filters, "full", (), ("alone", alone), [(row,) for row in alone])
            names = self._holdings.projects.names
            pairs = zip(
                *(each.tolist() for each in asked.served.pairs(asked.choice.selection.projects)), strict=True
            )
            return {alone[row]: names[project][1:-1] for row, project in pairs}

    def members(self, document: str) -> tuple[str, ...]:
        """Returns the objectives of a document."""
        with self._lock:
            return _of(self._frame, document)

    def taking_part(self, objective: str, territory: str | None = None) -> Sequence[tuple[str, int]]:
        """Returns in how many projects, of a territory, that reach an objective each organisation takes part.

        Those that take part in most come first, then by their IRIs.
        """
        with self._lock:
            projects = self._reaching(objective) & self._projects(territory, None)
            return taking_part(self._holdings, self._places_of_names(), projects)

    def reaching_in(self, objective: str, territory: str) -> Iterable[str]:
        """Returns the projects of a territory that reach an objective or document."""
        with self._lock:
            found = self._reaching(objective) & self._projects(territory, None)
            return named(self._holdings, np.flatnonzero(found))

    def goals_of(self, objective: str) -> tuple[str, ...]:
        """Returns the global goals that an objective leads to, itself included."""
        with self._lock:
            nodes, network = self._holdings.nodes.of, self._frame.network
            reached = network.best(DEFAULT_STATUSES).get(nodes.get(f"<{objective}>", -1), {})
            return tuple(goal for goal in self._frame.goals if nodes.get(f"<{goal}>", -1) in reached)

    def _places_of_names(self) -> Array:
        names = self._holdings.organisations.names
        return self._remembered(("places of names", len(names)), lambda: places_of(names))

    def paid(self, objective: str) -> Paid:
        """Returns what is known of the money of the projects that reach an objective or document.

        Raises UnknownName where an amount has no currency: what that comes to is held nowhere.
        """
        with self._lock:
            projects = np.flatnonzero(self._reaching(objective))
            if (self._holdings.unknown[projects] == NO_CURRENCY).any():
                raise UnknownName("portfolio-unknown", name=objective, kind="currency")
            return paid(self._holdings, projects)

    def reaching_all(self, objectives: Sequence[str]) -> Iterable[str]:
        """Returns the projects that reach each of some objectives or documents."""
        with self._lock:
            found = [self._reaching(each) for each in objectives]
            return named(self._holdings, np.flatnonzero(np.logical_and.reduce(found)))

    def similar(self, project: str) -> Mapping[str, int]:
        """Returns the other projects that serve some objective of a project's, and how many of them."""
        with self._lock:
            number = self._holdings.projects.of.get(f"<{project}>", 0)
            if not self._holdings.alive[number]:
                raise UnknownName("portfolio-unknown", name=project, kind="project")
            return similar(self._holdings, self._leading(), number)

    def near(self, objective: str, territory: str) -> Mapping[str, int]:
        """Returns a territory's projects that serve goals of an objective but not itself, with how many."""
        with self._lock:
            others = ~self._reaching(objective) & self._projects(territory, None)
            reaching = [self._reaching(goal) for goal in self.goals_of(expand(objective).value)]
            return near(self._holdings, reaching, others)

    def ways(self, goal: str, territory: str | None = None) -> Mapping[Way, int]:
        """Returns how many projects, of a territory, reach a goal through what, and who says so."""
        with self._lock:
            self._reaching(goal)
            held, network = self._holdings, self._frame.network
            node = held.nodes.of[f"<{expand(goal).value}>"]
            is_objective = expand(goal).value in self._frame.objectives
            parts = parts_of(network, node) if is_objective else ()
            return ways(held, network, node, parts, self._projects(territory, None))

    def granted(self) -> Mapping[str, Figure]:
        """Returns what each programme has given, whatever it serves, and to how many projects."""
        with self._lock:
            return granted(self._holdings)

    def say_fund_do(self, region: str, filters: Filters = _NONE, *, by_goal: bool = False) -> Coverage:
        """Returns for each target, or goal, whether strategies of an area name it, money backs it, it moves.

        The area takes the place of the filters' region.
        """
        with self._lock:
            area = known(region, self._frame.territories, "region")
            chosen = replace(filters, region=area)
            money = self.goals(chosen) if by_goal else self.targets(chosen)
            moved = self._remembered(("movements", area), lambda: movements_in(self._store, area))
            return coverage(area, money, self._frame, self._holdings.nodes, moved)

    def _table(
        self,
        name: str,
        rows_of: Callable[[Frame], tuple[str, ...]],
        filters: Filters,
        counting: Counting,
        rates: Sequence[Rate],
    ) -> Table:
        with self._lock:
            rows = rows_of(self._frame)
            asked = self._asked(filters, counting, rates, name, [(row,) for row in rows])
            return table(asked, rows)


def _sides(found: Grid) -> Table:
    """Returns the only row of a grid as a table, with a figure for each of its sides."""
    rows = {side: found.cells.get(("", side), Figure()) for side in found.columns}
    return Table(rows, found.total, found.basis)


def _of(frame: Frame, document: str) -> tuple[str, ...]:
    members = frame.documents[known(document, frame.documents, "document")]
    return tuple(sorted(members, key=natural))
