"""Single points of failure: objectives that one project, one organisation or one statement carries alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from graph.alignment.effects.answers import SinglePoint
from graph.alignment.effects.bearing import Bearing
from graph.alignment.effects.comparing import Side
from graph.alignment.portfolio.frame import natural
from graph.alignment.portfolio.numbers import Array


def single_points(
    side: Side, objectives: Sequence[str], rows: Array, bearing: Bearing
) -> Iterator[SinglePoint]:
    """Yields the rows that are True in the mask and that one thing carries, in the order of the rows."""
    pairs = side.pairs.of(side.selection.projects)
    pairs = pairs.chosen(rows[pairs.row])
    counts = np.bincount(pairs.row, minlength=len(rows))
    only = dict(zip(pairs.row.tolist(), pairs.project.tolist(), strict=True))
    organisations = _organisations(side, pairs.row, pairs.project, counts)
    prioritised = frozenset(side.snapshot.frame.prioritised)
    names = side.snapshot.holdings.projects.names
    for row in np.flatnonzero(counts).tolist():
        point = SinglePoint(
            objective=objectives[row],
            is_prioritised=objectives[row] in prioritised,
            projects=int(counts[row]),
            project=names[only[row]][1:-1] if counts[row] == 1 else None,
            organisations=organisations.get(row, ()),
            statements=tuple(bearing.statements(objectives[row])),
        )
        if point.project or point.organisations or point.statements:
            yield point


def _organisations(side: Side, row: Array, project: Array, counts: Array) -> Mapping[int, tuple[str, ...]]:
    """Returns for each row the organisations that take part in all of its projects."""
    held = side.snapshot.holdings
    which, places = held.parties.expanded(project)
    span = max(len(held.organisations), 1)
    key = row[which] * span + held.parties.organisation[places]
    both, count = np.unique(key, return_counts=True)
    own, organisation = np.divmod(both, span)
    found: dict[int, list[str]] = defaultdict(list)
    alone = count == counts[own]
    for number, place in zip(own[alone].tolist(), organisation[alone].tolist(), strict=True):
        found[number].append(held.organisations.names[place][1:-1])
    return {number: tuple(sorted(names, key=natural)) for number, names in found.items()}
