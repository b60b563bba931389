"""What rows are about and what they refer to: the names of things alone, each made once for a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

from graph.importers.tabular_columns import Columns
from graph.importers.tabular_iris import Template
from graph.importers.tabular_making import Counts, Made, Making
from graph.importers.tabular_row import Row
from graph.terms import NamedNode, Term

# The things of a row, each with the template of its name; and what it names besides.
Named = tuple[dict[NamedNode, str], set[NamedNode]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Is what rows with one value in each of some columns name; `matched` are columns of matched things."""

    things: tuple[Template, ...]
    others: tuple[Template, ...]
    matched: tuple[str, ...]


class Naming:
    """Names the things of rows, a column at a time; neither their words nor their statements are made."""

    def __init__(self, making: Making) -> None:
        self._making = making
        self._plans: dict[Counts, _Plan | None] = {}

    def of(self, rows: Sequence[Row]) -> list[Named]:
        """Returns for each row what it is about and what it refers to, but for constants."""
        alike: dict[Counts, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            alike[self._making.counts(row.values)].append(number)
        found: dict[int, Named] = {}
        for counts, numbers in alike.items():
            own = self._of_alike(counts, [rows[number] for number in numbers])
            found.update(zip(numbers, own, strict=True))
        return [found[number] for number in range(len(rows))]

    def _of_alike(self, counts: Counts, rows: Sequence[Row]) -> Iterable[Named]:
        if counts not in self._plans:
            self._plans[counts] = self._planned(counts)
        plan = self._plans[counts]
        if plan is None:
            return map(self._by_statements, rows)
        words, texts = Columns(rows), [each.text for each in plan.things]
        things = zip(*(each.nodes(words) for each in plan.things), strict=True)
        others: list[Sequence[Term]] = [each.nodes(words) for each in plan.others]
        others += [[value.term for value in words.values(name)] for name in plan.matched]
        named = zip(*others, strict=True) if others else repeat((), len(rows))
        return (
            (dict(zip(own, texts, strict=True)), {each for each in also if isinstance(each, NamedNode)})
            for own, also in zip(things, named, strict=True)
        )

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
