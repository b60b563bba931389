"""Finds what is said and done in an area for each goal or target, beside the money that stands behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from graph.alignment.portfolio.answers import ACCEPTED, Table
from graph.alignment.portfolio.coverage import Coverage, Covered, Naming
from graph.alignment.portfolio.frame import Frame, natural
from graph.alignment.portfolio.measured import Movement
from graph.alignment.portfolio.network import Best, Link
from graph.alignment.portfolio.numbers import Numbers
from graph.alignment.portfolio.served import ROUNDING

Movements = Mapping[str, tuple[Movement, ...]]
Pair = tuple[str, str]
Parts = Mapping[int, set[Pair]]


def coverage(area: str, money: Table, frame: Frame, nodes: Numbers, movements: Movements) -> Coverage:
    """Returns what is said and done beside the money; `money` has the rows, and the filters."""
    reached = _Reached(frame, nodes, money)
    parts, indicators = reached.parts(area), reached.indicators()
    named = reached.named(parts)
    rows = {
        row: Covered(
            named=_in_order(named.get(row, {})),
            money=figure,
            indicators=tuple(sorted(indicators.get(row, ()), key=natural)),
            movements=tuple(
                each
                for indicator in sorted(indicators.get(row, ()), key=natural)
                for each in movements.get(indicator, ())
            ),
        )
        for row, figure in money.rows.items()
    }
    return Coverage(area, rows, money.total, money.basis, is_silent=not reached.speaks(parts))


def _in_order(named: Mapping[Pair, bool]) -> tuple[Naming, ...]:
    pairs = sorted(named, key=lambda pair: tuple(map(natural, pair)))
    return tuple(Naming(*pair, named[pair]) for pair in pairs)


class _Reached:
    """Finds the rows that policy nodes reach by chains of the statuses and confidence asked for."""

    def __init__(self, frame: Frame, nodes: Numbers, money: Table) -> None:
        filters = money.basis.filters
        self._frame = frame
        self._nodes = nodes
        self._rows = {nodes.of[f"<{row}>"]: row for row in money.rows}
        self._statuses = filters.statuses
        self._best = frame.network.best(filters.statuses)
        self._least = float(filters.minimum) - ROUNDING

    def named(self, parts: Parts) -> Mapping[str, Mapping[Pair, bool]]:
        """Returns for each row the documents of an area that name it, each with the part that does.

        Each pair says whether a statement of the part is accepted by which it does. A part that is the row
        needs none.

        A part names what it is itself, and what a statement of its own leads to. It does not name what only
        the whole leads to that it is a part of: a report by a strategy's themes would name all its goals.
        """
        found: dict[str, dict[Pair, bool]] = defaultdict(dict)
        for node in parts.keys() & self._rows.keys():
            found[self._rows[node]] |= dict.fromkeys(parts[node], True)
        for link in self._stated(parts):
            for row in self._from(link.target, link.confidence):
                for pair in parts[link.source]:
                    found[row][pair] = found[row].get(pair, False) or link.status == ACCEPTED
        return found

    def speaks(self, parts: Parts) -> bool:
        """Says whether anything is stated of a part, or a part is one of the rows."""
        return not self._rows.keys().isdisjoint(parts) or any(self._stated(parts))

    def _stated(self, parts: Parts) -> Iterator[Link]:
        links = self._frame.network.links
        return (each for each in links if each.source in parts and each.status in self._statuses)

    def parts(self, area: str) -> Parts:
        """Returns the documents of the area and their objectives, by number, each with the document."""
        parts: dict[int, set[Pair]] = defaultdict(set)
        for document in self._frame.relevant.get(area, ()):
            if self._number(document) in self._frame.network.nodes:
                for part in (document, *self._frame.documents[document]):
                    parts[self._number(part)].add((document, part))
        return parts

    def indicators(self) -> Mapping[str, set[str]]:
        """Returns for each row the indicators of all that reaches it, itself included."""
        found: dict[str, set[str]] = defaultdict(set)
        for node, own in self._frame.indicators.items():
            for row in self._from(self._number(node)):
                found[row] |= own
        return found

    def _number(self, iri: str) -> int:
        return self._nodes.of.get(f"<{iri}>", -1)

    def _from(self, start: int, confidence: float = 1.0) -> list[str]:
        """Returns the rows that a node reaches, by chains of which the hop into it has this confidence."""
        best: Best = self._best.get(start, {})
        reached = (node for node, sure in best.items() if confidence * sure >= self._least)
        return [self._rows[node] for node in reached if node in self._rows]
