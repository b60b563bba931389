"""What filters leave of the portfolio: which projects, which of their regions, which of their money."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from graph.alignment.portfolio.amounts import Holding
from graph.alignment.portfolio.answers import Filters
from graph.alignment.portfolio.frame import Frame
from graph.alignment.portfolio.given import Given
from graph.alignment.portfolio.holdings import UNKNOWN_END, UNKNOWN_START, Holdings
from graph.alignment.portfolio.numbers import Array, Lists
from graph.errors import InputError, UnknownName
from graph.terms import expand


@dataclass(frozen=True, slots=True)
class Selection:
    """Is what is left: `projects` is a mask, `regions` says which regions of each project lie in the area.

    `named` is how many regions a project names, in the area or not. `programmes` are those whose money
    counts, None for all.
    """

    projects: Array
    regions: Array
    named: Array
    programmes: Array | None
    money: Holding


class Areas:
    """Holds the regions that each project names; what it has read holds as long as its holdings do."""

    def __init__(self, holdings: Holdings, frame: Frame) -> None:
        self._holdings = holdings
        self._frame = frame
        self._regions = {name: number for number, name in enumerate(frame.regions)}
        self._lists: Lists | None = None
        self._named: tuple[Array, Array] | None = None

    def named(self) -> tuple[Array, Array]:
        """Returns projects by regions for all rows of areas, and how many regions each project names."""
        if self._named is None:
            regions = self.regions_of(np.flatnonzero(self._holdings.areas.owner > 0))
            self._named = regions, regions.sum(axis=1)
        return self._named

    def places_within(self, territory: str) -> Array:
        """Returns which places lie within a territory."""
        within = self._frame.within
        names = self._holdings.places.names
        return np.array([territory in within.get(name[1:-1], ()) for name in names], bool)

    def regions_of(self, rows: Array) -> Array:
        """Returns projects by regions, True where one of these rows of areas lies in the region."""
        which, regions, _ = self.above().of(self._holdings.areas.place[rows])
        found = np.zeros((len(self._holdings.projects), max(len(self._regions), 1)), bool)
        found[self._holdings.areas.owner[rows][which], regions] = True
        return found

    def of(self, holdings: Holdings, frame: Frame) -> Areas:
        """Returns those of what came of the same holdings; places that they share are not looked up again."""
        twin = Areas(holdings, frame)
        if frame.within is self._frame.within and len(holdings.places) == len(self._holdings.places):
            twin._lists = self.above()
        return twin

    def above(self) -> Lists:
        """Returns the regions that each place lies in."""
        if self._lists is None:
            self._lists = self._regions_of_places()
        return self._lists

    def _regions_of_places(self) -> Lists:
        within, names = self._frame.within, self._holdings.places.names
        above = ((self._regions.get(t) for t in within.get(name[1:-1], ())) for name in names)
        return Lists([[(number, 1.0) for number in own if number is not None] for own in above])


def select(
    holdings: Holdings,
    frame: Frame,
    filters: Filters,
    areas: Areas | None = None,
    given: Given | None = None,
) -> Selection:
    """Returns what filters leave; an IRI that the graph does not know as such raises UnknownName.

    Filters of which one leaves nothing of the other, whatever the projects, raise InputError. `areas` and
    `given` are those of the same holdings and frame, if they have been read before.
    """
    areas, given = areas or Areas(holdings, frame), given or Given(holdings)
    projects, rows, programmes = _left(areas, holdings, frame, filters)
    named, count = areas.named()
    regions = named if rows is None else areas.regions_of(rows)
    return Selection(projects, regions, count, programmes, given.money(programmes))


def projects_left(holdings: Holdings, frame: Frame, filters: Filters) -> Array:
    """Returns the projects alone that filters leave, as a mask; raises what `select` raises."""
    return _left(Areas(holdings, frame), holdings, frame, filters)[0]


def _left(
    areas: Areas, holdings: Holdings, frame: Frame, filters: Filters
) -> tuple[Array, Array | None, Array | None]:
    """Returns the projects, the rows of areas and the programmes that are left, None for all of these."""
    rows = _within(areas, _territories(frame, filters), holdings)
    programmes = _programmes(holdings, frame, filters)
    projects = holdings.alive & _in_period(holdings, filters)
    projects[0] = False
    if rows is not None:
        projects &= _marked(len(projects), holdings.areas.owner[rows])
    if programmes is not None:
        given = holdings.grants.owner[programmes[holdings.grants.programme]]
        projects &= _marked(len(projects), given)
    return projects, rows, programmes


def known(iri: str, among: Collection[str], kind: str) -> str:
    """Returns the IRI that a full or short IRI stands for; raises UnknownName if it is not among these."""
    full = expand(iri).value
    if full not in among:
        raise UnknownName("portfolio-unknown", name=iri, kind=kind)
    return full


def programmes_of(holdings: Holdings, frame: Frame) -> frozenset[str]:
    """Returns what may be named as a programme: those of the graph, and whatever funds a project."""
    return frame.programmes.union(name[1:-1] for name in holdings.programmes.names)


def _territories(frame: Frame, filters: Filters) -> list[str]:
    given = (("region", filters.region), ("municipality", filters.municipality))
    found = [known(iri, frame.territories, kind) for kind, iri in given if iri]
    if found and not any(
        frame.within.get(place, frozenset()).issuperset(found) for place in frame.territories
    ):
        raise InputError("filters-contradict", names=f"{filters.region}, {filters.municipality}")
    return found


def _within(areas: Areas, territories: Iterable[str], holdings: Holdings) -> Array | None:
    """Returns the rows of areas that lie in all territories, None if there is none to lie in."""
    masks = [areas.places_within(territory) for territory in territories]
    if not masks:
        return None
    within: Array = np.logical_and.reduce(masks)
    return np.flatnonzero(within[holdings.areas.place] & (holdings.areas.owner > 0))


def _programmes(holdings: Holdings, frame: Frame, filters: Filters) -> Array | None:
    """Returns which programmes are left, with one place more, which -1 (no programme) finds; None for all."""
    wanted: list[frozenset[str]] = []
    if filters.programme:
        names = programmes_of(holdings, frame)
        wanted.append(frozenset([known(filters.programme, names, "programme")]))
    if filters.fund:
        wanted.append(frame.funds[known(filters.fund, frame.funds, "fund")])
    if not wanted:
        return None
    if len(wanted) > 1 and not wanted[0] & wanted[1]:
        raise InputError("filters-contradict", names=f"{filters.programme}, {filters.fund}")
    left = [all(name[1:-1] in each for each in wanted) for name in holdings.programmes.names]
    return np.array([*left, False], bool)


def _in_period(holdings: Holdings, filters: Filters) -> Array:
    since = filters.since.toordinal() if filters.since else UNKNOWN_START
    until = filters.until.toordinal() if filters.until else UNKNOWN_END
    if (since, until) == (UNKNOWN_START, UNKNOWN_END):
        return np.ones(len(holdings.projects), bool)
    is_dated = (holdings.start != UNKNOWN_START) | (holdings.end != UNKNOWN_END)
    overlaps = (holdings.end >= since) & (holdings.start <= until)
    found: Array = is_dated & overlaps & (since <= until)
    return found


def _marked(size: int, numbers: Array) -> Array:
    marked = np.zeros(size, bool)
    marked[numbers] = True
    return marked
