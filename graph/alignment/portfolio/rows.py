"""What the portfolio says in answer to questions whose rows are in an order, or a layout, of their own.

Terms are made of those rows alone that somebody looks at: there may be ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

from graph.alignment.portfolio.portfolio import Portfolio
from graph.alignment.portfolio.ways import Way
from graph.terms import NamedNode, Term, decimal, integer, text

Given = Mapping[str, str]
Row = tuple[Term | None, ...]
T = TypeVar("T")


class Laid(Sequence[Row], Generic[T]):
    """Is rows that are made of cells as they are asked for."""

    def __init__(self, cells: Sequence[T], row: Callable[[T], Row]) -> None:
        self._cells = cells
        self._row = row

    def __len__(self) -> int:
        return len(self._cells)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self._row(cell) for cell in self._cells[place]]
        return self._row(self._cells[place])


def _coverage(portfolio: Portfolio, given: Given) -> Sequence[Row]:
    return list(_covered(portfolio, given["document"]))


def _covered(portfolio: Portfolio, document: str) -> Iterator[Row]:
    """Yields objective, currency, projects and granted; what is not known of money has no currency."""
    for objective in sorted(portfolio.members(document)):
        own = portfolio.paid(objective)
        if own.unknown or not own.projects:
            yield NamedNode(objective), None, _count(own.unknown), None
        for each in own.money:
            granted = decimal(f"{each.value.normalize():f}")
            yield NamedNode(objective), text(each.currency), _count(each.projects), granted


def _objectives(portfolio: Portfolio, given: Given) -> Sequence[Row]:
    counts = portfolio.counts(portfolio.members(given["document"]))
    return Laid(sorted(counts.items()), _counted)


def _objectives_by_goal(portfolio: Portfolio, given: Given) -> Sequence[Row]:
    """Returns how many projects serve each goal through each objective that leads to it."""
    counts = portfolio.counts(portfolio.members(given["document"]))
    cells = [
        (objective, goal, count)
        for objective, count in sorted(counts.items())
        if count
        for goal in sorted(portfolio.goals_of(objective), key=lambda each: (len(each), each))
    ]
    return Laid(cells, _counted)


def _organisations(portfolio: Portfolio, given: Given) -> Sequence[Row]:
    return Laid(portfolio.taking_part(given["goal"], given.get("territory")), _counted)


def _organisations_by_objective(portfolio: Portfolio, given: Given) -> Sequence[Row]:
    members = sorted(portfolio.members(given["document"]))
    return Laid([(each, *own) for each in members for own in portfolio.taking_part(each)], _counted)


def _shared(portfolio: Portfolio, given: Given) -> Sequence[Row]:
    both = portfolio.reaching_all((given["first"], given["second"]))
    return Laid(sorted(both), lambda project: (NamedNode(project),))


def _similar(portfolio: Portfolio, given: Given) -> Sequence[Row]:
    return _most_first(portfolio.similar(given["project"]))


def _near(portfolio: Portfolio, given: Given) -> Sequence[Row]:
    return _most_first(portfolio.near(given["objective"], given["territory"]))


def _most_first(found: Mapping[str, int]) -> Sequence[Row]:
    """Returns those with most in common first, then by IRI: two plain sorts, for there may be thousands."""
    names = sorted(sorted(found), key=found.__getitem__, reverse=True)
    return Laid([(name, found[name]) for name in names], _counted)


def _ways(portfolio: Portfolio, given: Given) -> Sequence[Row]:
    found = portfolio.ways(given["goal"], given.get("territory")).items()
    return Laid(sorted(found, key=_way_order), _way)


def _way_order(each: tuple[Way, int]) -> tuple[int, str, str, str]:
    way, count = each
    return -count, way.part or "", way.through, way.author


def _way(each: tuple[Way, int]) -> Row:
    way, count = each
    part = NamedNode(way.part) if way.part else None
    return NamedNode(way.through), part, _count(count), NamedNode(way.author)


def _counted(cell: tuple[Any, ...]) -> Row:
    """Returns a row of things with how many there are of them."""
    *things, count = cell
    return (*map(NamedNode, things), _count(count))


def _count(number: int) -> Term:
    return integer(str(number))


ROWS: Mapping[str, Callable[[Portfolio, Given], Sequence[Row]]] = {
    "coverage": _coverage,
    "near": _near,
    "objectives": _objectives,
    "objectives-by-goal": _objectives_by_goal,
    "organisations": _organisations,
    "organisations-by-objective": _organisations_by_objective,
    "shared": _shared,
    "similar": _similar,
    "ways": _ways,
}
