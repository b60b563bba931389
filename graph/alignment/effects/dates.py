"""In which spans of days an objective is covered only before, or only after, a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from graph.alignment.effects.answers import Window
from graph.alignment.effects.comparing import Side
from graph.alignment.portfolio import Filters
from graph.alignment.portfolio.holdings import UNKNOWN_END, UNKNOWN_START
from graph.alignment.portfolio.numbers import Array

Span = tuple[int, int]
# More days than lie between the first and the last that 32 bits count.
_LINE = 1 << 33


def windows(
    before: Side, after: Side, objectives: Sequence[str], rows: Array, filters: Filters
) -> tuple[Window, ...]:
    """Returns the spans of the rows that are True in the mask, within the period of the filters.

    A project covers what it serves from its first day to its last; where it lacks one, that end is open, and
    one without any lies in no span, as the filter by period has it.
    """
    was, will = _spans(before, rows), _spans(after, rows)
    period = _period(filters)
    found = [
        Window(objectives[row], _day(since), _day(until), is_covered)
        for row in np.flatnonzero(rows).tolist()
        for is_covered, one, other in ((False, was, will), (True, will, was))
        for since, until in _within(_less(one.get(row, ()), other.get(row, ())), period)
    ]
    return tuple(found)


def merged(row: Array, start: Array, end: Array) -> dict[int, list[Span]]:
    """Returns the spans of each row, in order; they neither overlap nor touch.

    All rows are laid end to end on one line of days, so that one pass over it finds where no span goes on.

    >>> merged(np.array([7, 7, 7, 8]), np.array([5, 1, 3, 2]), np.array([9, 2, 3, 2]))
    {7: [(1, 3), (5, 9)], 8: [(2, 2)]}
    """
    first, last = row * _LINE + start, row * _LINE + end
    order = np.argsort(first)
    first, last = first[order], np.maximum.accumulate(last[order])
    begins = np.append(True, first[1:] > last[:-1] + 1)[: len(first)]
    ends = np.append(begins[1:], True)[: len(first)]
    found: dict[int, list[Span]] = {}
    own = row[order][begins].tolist()
    for number, since, until in zip(own, first[begins].tolist(), last[ends].tolist(), strict=True):
        found.setdefault(number, []).append((since - number * _LINE, until - number * _LINE))
    return found


def _spans(side: Side, rows: Array) -> dict[int, list[Span]]:
    """Returns the days on which each row is covered."""
    held = side.snapshot.holdings
    dated = (held.start != UNKNOWN_START) | (held.end != UNKNOWN_END)
    pairs = side.pairs.of(dated & (held.start <= held.end))
    pairs = pairs.chosen(rows[pairs.row])
    return merged(pairs.row, held.start[pairs.project].astype(np.int64), held.end[pairs.project])


def _less(spans: Iterable[Span], others: Sequence[Span]) -> Iterator[Span]:
    """Yields what is left of spans without others; both neither overlap nor touch."""
    for start, end in spans:
        left = start
        for other, until in others:
            if other > end or until < left:
                continue
            if other > left:
                yield left, other - 1
            left = until + 1
        if left <= end:
            yield left, end


def _within(spans: Iterable[Span], period: Span) -> Iterator[Span]:
    for start, end in spans:
        if max(start, period[0]) <= min(end, period[1]):
            yield max(start, period[0]), min(end, period[1])


def _period(filters: Filters) -> Span:
    since = filters.since.toordinal() if filters.since else UNKNOWN_START
    return since, filters.until.toordinal() if filters.until else UNKNOWN_END


def _day(ordinal: int) -> date | None:
    return None if ordinal in (UNKNOWN_START, UNKNOWN_END) else date.fromordinal(ordinal)
