"""Single points of failure: objectives that one project, one organisation or one statement carries alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.alignment.effects.answers import SinglePoint
from graph.alignment.effects.bearing import Bearing, Carrying
from graph.alignment.effects.comparing import Side
from graph.alignment.effects.coverage import Pairs
from graph.alignment.portfolio.frame import natural
from graph.alignment.portfolio.numbers import Array


@dataclass(frozen=True, slots=True)
class Point:
    """Is a single point whose statements are known, and not yet named."""

    objective: str
    is_prioritised: bool
    projects: int
    project: str | None
    organisations: tuple[str, ...]
    statements: tuple[Carrying, ...]

    def told(self, bearing: Bearing) -> SinglePoint:
        """Returns the point with its statements named."""
        named = tuple(bearer for each in self.statements for bearer in bearing.named(each))
        return SinglePoint(
            self.objective, self.is_prioritised, self.projects, self.project, self.organisations, named
        )


def single_points(side: Side, objectives: Sequence[str], rows: Array, bearing: Bearing) -> Iterator[Point]:
    """Yields the rows that are True in the mask and that one thing carries, in the order of the rows."""
    pairs = side.by_row().of(rows)
    counts = np.bincount(pairs.row, minlength=len(rows))
    last = np.zeros(len(rows), np.int64)
    last[pairs.row] = pairs.project
    organisations = _organisations(side, pairs, counts, last)
    prioritised = frozenset(side.snapshot.frame.prioritised)
    names = side.snapshot.holdings.projects.names
    for row in np.flatnonzero(counts).tolist():
        point = Point(
            objective=objectives[row],
            is_prioritised=objectives[row] in prioritised,
            projects=int(counts[row]),
            project=names[last[row]][1:-1] if counts[row] == 1 else None,
            organisations=organisations.get(row, ()),
            statements=tuple(bearing.carrying(objectives[row])),
        )
        if point.project or point.organisations or point.statements:
            yield point


def most_pressing(points: Sequence[Point]) -> list[Point]:
    """Returns the points with the prioritised ones first, then those that one project carries."""
    return sorted(points, key=lambda each: (not each.is_prioritised, each.project is None))


def _organisations(side: Side, pairs: Pairs, counts: Array, last: Array) -> Mapping[int, tuple[str, ...]]:
    """Returns for each row the organisations that take part in all of its projects.

    One that does takes part in the first and in the last of them, which leaves few rows to look at whole.
    """
    first = np.zeros_like(last)
    first[pairs.row[::-1]] = pairs.project[::-1]
    covered = np.flatnonzero(counts)
    ends = np.intersect1d(_parties(side, covered, first[covered]), _parties(side, covered, last[covered]))
    likely = np.zeros(len(counts), bool)
    likely[ends // _span(side)] = True
    some = pairs.chosen(likely[pairs.row])
    both, count = np.unique(_parties(side, some.row, some.project), return_counts=True)
    own, organisation = np.divmod(both, _span(side))
    found: dict[int, list[str]] = defaultdict(list)
    alone, names = count == counts[own], side.snapshot.holdings.organisations.names
    for number, place in zip(own[alone].tolist(), organisation[alone].tolist(), strict=True):
        found[number].append(names[place][1:-1])
    return {number: tuple(sorted(names, key=natural)) for number, names in found.items()}


def _parties(side: Side, row: Array, project: Array) -> Array:
    """Returns a number for each row and organisation that takes part in the project of that row."""
    parties = side.snapshot.holdings.parties
    which, places = parties.expanded(project)
    found: Array = row[which].astype(np.int64) * _span(side) + parties.organisation[places]
    return found


def _span(side: Side) -> int:
    return max(len(side.snapshot.holdings.organisations), 1)
