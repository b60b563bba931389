"""Finds what is said and done in an area for each goal or target, beside the money that stands behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from graph.alignment.portfolio.answers import Table
from graph.alignment.portfolio.coverage import Coverage, Covered
from graph.alignment.portfolio.frame import Frame, natural
from graph.alignment.portfolio.measured import Movement
from graph.alignment.portfolio.network import Best
from graph.alignment.portfolio.numbers import Numbers
from graph.alignment.portfolio.served import ROUNDING

Movements = Mapping[str, tuple[Movement, ...]]


def coverage(area: str, money: Table, frame: Frame, nodes: Numbers, movements: Movements) -> Coverage:
    """Returns what is said and done beside the money; `money` has the rows, and the filters."""
    reached = _Reached(frame, nodes, money)
    named, indicators = reached.named(area), reached.indicators()
    rows = {
        row: Covered(
            named=tuple(sorted(named.get(row, ()), key=lambda pair: tuple(map(natural, pair)))),
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
    return Coverage(area, rows, money.basis)


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

    def named(self, area: str) -> Mapping[str, set[tuple[str, str]]]:
        """Returns for each row the documents of the area that name it, with the part that does.

        A part names what it is itself, and what a statement of its own leads to. It does not name what only
        the whole leads to that it is a part of: a report by a strategy's themes would name all its goals.
        """
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        parts = self._parts(area)
        for node in parts.keys() & self._rows.keys():
            found[self._rows[node]] |= parts[node]
        for link in self._frame.network.links:
            if link.source in parts and link.status in self._statuses:
                for row in self._from(link.target, link.confidence):
                    found[row] |= parts[link.source]
        return found

    def _parts(self, area: str) -> Mapping[int, set[tuple[str, str]]]:
        """Returns the documents of the area and their objectives, by number, each with the document."""
        parts: dict[int, set[tuple[str, str]]] = defaultdict(set)
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
