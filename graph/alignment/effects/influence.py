"""Second-order effects: what a change of one objective does to others, by statements among objectives.

The scale is that of Nilsson et al. 2016, which SEI and ICSU use: from -3 (cancelling) to 3 (indivisible). The
method is in docs/decisions/0016-second-order-effects.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from math import prod

from graph.alignment.effects.answers import Step
from graph.alignment.effects.naming import code_of
from graph.alignment.effects.scenario import MOST_ORDERS
from graph.alignment.recent import Recent
from graph.alignment.touching import moves_policy
from graph.ledger import standing_of
from graph.ledger.words import (
    ALIGNMENT,
    CONTRIBUTES_TO,
    HINDERS,
    PROPERTY,
    SOURCE,
    STRENGTH,
    TARGET,
    TYPE,
)
from graph.store import Changes
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Term, iri

STRONGEST = 3
ATTENUATION = 2
Way = tuple[Step, ...]
# What a full change does on any way is so many parts of it, or some of them.
PARTS = (STRONGEST * ATTENUATION) ** (MOST_ORDERS - 1)
_MOST_KEPT = 4  # sets of statuses with orders: whoever asks chooses them, and there are hundreds


@dataclass(frozen=True, slots=True)
class Reach:
    """Is the ways that lead to one end, each with what a full change does on it; `parts` is what all do.

    Both are counted in PARTS of a whole change.
    """

    ways: tuple[tuple[Way, int], ...]
    parts: int

    @classmethod
    def of(cls, ways: Sequence[tuple[Way, Fraction]]) -> Reach:
        """Returns ways that have the same end."""
        told = tuple((way, value.numerator * (PARTS // value.denominator)) for way, value in ways)
        return cls(told, sum(parts for _, parts in told))


@dataclass(frozen=True, slots=True)
class Influences:
    """Is the statements among objectives, each with its status, by the objective that they start from.

    It remembers where the ways from an objective lead, by the statuses and orders asked for last.
    """

    by_source: Mapping[str, tuple[tuple[Step, str], ...]]
    _kept: Recent = field(default_factory=partial(Recent, _MOST_KEPT))

    def judged(self, verdicts: Mapping[str, str]) -> Influences:
        """Returns the same statements where some, by name, have another status."""
        return Influences(
            {
                name: tuple((step, verdicts.get(step.alignment, status)) for step, status in own)
                for name, own in self.by_source.items()
            }
        )

    def reaches(self, start: str, statuses: frozenset[str], orders: int) -> Mapping[str, Reach]:
        """Returns the ways of at most `orders` statements from an objective, by where they end."""
        known: dict[str, Mapping[str, Reach]] = self._kept.remembered((statuses, orders), dict)
        if start not in known:
            found: dict[str, list[tuple[Way, Fraction]]] = defaultdict(list)
            for way in self.pathways(start, statuses, orders):
                found[way[-1].target].append((way, weight(way)))
            known[start] = {end: Reach.of(ways) for end, ways in found.items()}
        return known[start]

    def pathways(self, start: str, statuses: frozenset[str], orders: int) -> Iterator[Way]:
        """Yields ways of at most `orders` statements from an objective; none comes to one objective twice."""
        yield from self._onward((), {start}, start, statuses, orders)

    def _onward(
        self, way: Way, seen: set[str], node: str, statuses: frozenset[str], orders: int
    ) -> Iterator[Way]:
        if len(way) == orders:
            return
        for step, status in self.by_source.get(node, ()):
            if status in statuses and step.target not in seen:
                longer = (*way, step)
                yield longer
                yield from self._onward(longer, {*seen, step.target}, step.target, statuses, orders)


def read_influences(store: Readable, objectives: Iterable[str]) -> Influences:
    """Returns the statements among these objectives."""
    among = frozenset(objectives)
    found: dict[str, list[tuple[Step, str]]] = defaultdict(list)
    for objective in objectives:
        found[objective] += _stated(store, objective, among)
    return Influences({name: tuple(own) for name, own in found.items() if own})


def moves_influences(store: Readable, changes: Changes) -> bool:
    """Says whether changes may move the statements among objectives, in a store that has taken them."""
    quads = (*changes.removed, *changes.added)
    stated = {quad.subject for quad in quads if quad.predicate == SOURCE}
    is_restated = any(quad.predicate == STRENGTH and quad.subject not in stated for quad in quads)
    return is_restated or moves_policy(store, changes)


def weight(way: Way) -> Fraction:
    """Returns what a full change at its beginning does at its end: each further order counts half.

    >>> weight((Step("s", "a", "b", 3), Step("t", "b", "c", -2)))
    Fraction(-1, 1)
    """
    product = prod(step.strength for step in way)
    return Fraction(STRONGEST * product, STRONGEST ** len(way) * ATTENUATION ** (len(way) - 1))


def _stated(store: Readable, objective: str, among: frozenset[str]) -> Iterator[tuple[Step, str]]:
    for quad in store.quads(None, SOURCE, iri(objective)):
        if not isinstance(quad.subject, NamedNode):
            continue
        told = {(each.predicate, each.object) for each in store.quads(quad.subject)}
        strength = _signed(told)
        targets = {str(getattr(value, "value", "")) for name, value in told if name == TARGET}
        if strength and (TYPE, ALIGNMENT) in told:
            status = code_of(standing_of(store, quad.subject))
            for target in sorted(targets & among - {objective}):
                yield Step(quad.subject.value, objective, target, strength), status


def _signed(told: set[tuple[NamedNode, Term]]) -> int:
    """Returns a strength from 1 to 3, below 0 for hindering; 0 where the statement has none on the scale."""
    sizes = [
        int(value.value)
        for name, value in told
        if name == STRENGTH and isinstance(value, Literal) and value.value in ("1", "2", "3")
    ]
    sign = ((PROPERTY, CONTRIBUTES_TO) in told) - ((PROPERTY, HINDERS) in told)
    return sign * max(sizes, default=0)
