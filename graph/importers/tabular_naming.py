"""What rows are about and what they refer to: the names of things alone, each made once for a row."""

from __future__ import annotations

from dataclasses import dataclass

from graph.importers.tabular_iris import Template
from graph.importers.tabular_making import Counts, Made, Making
from graph.importers.tabular_row import Row
from graph.terms import NamedNode

# The things of a row, each with the template of its name; and what it names besides.
Named = tuple[dict[NamedNode, str], set[NamedNode]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Is what rows with one value in each of some columns name; `matched` are columns of matched things."""

    things: tuple[Template, ...]
    others: tuple[Template, ...]
    matched: tuple[str, ...]


class Naming:
    """Names the things of rows, for which neither their words nor their statements need be made."""

    def __init__(self, making: Making) -> None:
        self._making = making
        self._plans: dict[Counts, _Plan | None] = {}

    def of(self, row: Row) -> Named:
        """Returns what a row is about and what it refers to, but for constants."""
        counts = self._making.counts(row.values)
        if counts not in self._plans:
            self._plans[counts] = self._planned(counts)
        plan = self._plans[counts]
        if plan is None:
            return self._by_statements(row)
        first = self._making.first(row.values)
        things = {each.node(first): each.text for each in plan.things}
        others = {each.node(first) for each in plan.others}
        terms = (first[name].term for name in plan.matched)
        return things, others.union(term for term in terms if isinstance(term, NamedNode))

    def _planned(self, counts: Counts) -> _Plan | None:
        """Returns the plan of rows with so many values, None where cells have several."""
        stating = self._making.stating(counts)
        if not all(is_single for _, is_single in stating):
            return None
        columns = [made for made, _ in stating]
        things = dict.fromkeys(made.about for made in columns)
        values = dict.fromkeys(made.value for made in columns if made.value and not made.constant)
        others = tuple(value for value in values if value not in things)
        return _Plan(tuple(things), others, tuple(made.column.name for made in columns if _is_matched(made)))

    def _by_statements(self, row: Row) -> Named:
        things: dict[NamedNode, str] = {}
        others: set[NamedNode] = set()
        for made, subject, value in self._making.statements(row):
            things.setdefault(subject, made.about.text)
            if isinstance(value, NamedNode) and not made.constant:
                others.add(value)
        return things, others


def _is_matched(made: Made) -> bool:
    """Says whether a column states what its cell was matched with."""
    return made.value is None and made.words is None and bool(made.column.matches)
