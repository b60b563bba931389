"""How indicators move in an area: the latest measured value of each beside the one before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import NamedTuple

from graph.store import Store
from graph.terms import Literal, NamedNode, Term, expand

_AREA, _INDICATOR = expand("sdmx-dimension:refArea"), expand("pg:indicator")
_PERIOD, _START = expand("sdmx-dimension:refPeriod"), expand("dcat:startDate")
_ROLE, _UNIT = expand("pg:observationRole"), expand("sdmx-attribute:unitMeasure")
_VALUE, _DIRECTION = expand("sdmx-measure:obsValue"), expand("pg:higherIsBetter")
# Targets and forecasts have the form of observations, but nobody measured them.
_MEASURED = frozenset(map(expand, ("pg:BaselineRole", "pg:MidtermRole", "pg:ActualRole")))

FORWARD, BACKWARD, MOVES, STILL, MIXED, UNKNOWN = (
    "forward",
    "backward",
    "moves",
    "still",
    "mixed",
    "unknown",
)


class Observed(NamedTuple):
    """Is one measured value: when its period begins, as its source writes it, and the observation."""

    when: str
    value: Decimal
    observation: str


@dataclass(frozen=True, slots=True)
class Movement:
    """Is an indicator in one unit with its latest measured value and the one before it.

    `higher_is_better` is None where nobody says which direction is wished for.
    """

    indicator: str
    unit: str
    before: Observed
    after: Observed
    higher_is_better: bool | None

    @property
    def state(self) -> str:
        """Returns `still`, `forward`, `backward`, or `moves` where the wished direction is unknown."""
        if self.before.value == self.after.value:
            return STILL
        if self.higher_is_better is None:
            return MOVES
        return FORWARD if (self.after.value > self.before.value) == self.higher_is_better else BACKWARD


def state_of(movements: Iterable[Movement]) -> str:
    """Returns what several movements amount to: `mixed` if some go forward and some backward.

    Without any it is `unknown`: what nobody measured does not stand still.
    """
    states = {each.state for each in movements}
    if {FORWARD, BACKWARD} <= states:
        return MIXED
    return next((each for each in (FORWARD, BACKWARD, MOVES, STILL) if each in states), UNKNOWN)


def movements_in(store: Store, area: str) -> Mapping[str, tuple[Movement, ...]]:
    """Returns the movements in an area by indicator; one measured once, or at no known time, has none."""
    series: dict[tuple[str, str], dict[str, Observed]] = defaultdict(dict)
    for quad in store.quads(None, _AREA, expand(area)):
        if isinstance(quad.subject, NamedNode):
            for key, observed in _observed(store, quad.subject):
                held = series[key].get(observed.when)
                series[key][observed.when] = max(held or observed, observed, key=lambda each: each.value)
    found: dict[str, list[Movement]] = defaultdict(list)
    for (indicator, unit), by_time in sorted(series.items()):
        if len(by_time) > 1:
            before, after = sorted(by_time.values())[-2:]
            found[indicator].append(Movement(indicator, unit, before, after, _direction(store, indicator)))
    return {indicator: tuple(own) for indicator, own in found.items()}


def _observed(store: Store, node: NamedNode) -> Iterator[tuple[tuple[str, str], Observed]]:
    """Yields series and value of an observation, nothing of one that is no measurement."""

    def values(predicate: NamedNode) -> list[Term]:
        return [quad.object for quad in store.quads(node, predicate)]

    if not _MEASURED.intersection(values(_ROLE)):
        return
    units = {_text(term) for term in values(_UNIT)} or {""}
    times = {when for period in values(_PERIOD) for when in _times(store, period)}
    numbers = [number for term in values(_VALUE) if (number := _number(term)) is not None]
    indicators = {_text(term) for term in values(_INDICATOR)}
    for indicator, unit, when, number in product(indicators, units, times, numbers):
        yield (indicator, unit), Observed(when, number, node.value)


def _times(store: Store, period: Term) -> Iterator[str]:
    if isinstance(period, Literal):
        yield period.value
    elif isinstance(period, NamedNode):
        yield from (_text(quad.object) for quad in store.quads(period, _START))


def _number(term: Term) -> Decimal | None:
    try:
        number = Decimal(term.value) if isinstance(term, Literal) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _direction(store: Store, indicator: str) -> bool | None:
    said = {quad.object for quad in store.quads(NamedNode(indicator), _DIRECTION)}
    values = {term.value in ("true", "1") for term in said if isinstance(term, Literal)}
    return values.pop() if len(values) == 1 else None


def _text(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
