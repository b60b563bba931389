"""What a change of some objectives comes to at others, summed up over all ways, exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from graph.alignment.effects.answers import Pathway, Ripple
from graph.alignment.effects.influence import PARTS, Influences, Reach, Way
from graph.alignment.portfolio.frame import natural

Activity = Mapping[str, Fraction]
State = tuple[Influences, Activity]
# How great each change is that begins, and what reaches each objective: of which of them, on which ways.
Shares = Sequence[Fraction]
Reached = dict[str, list[tuple[int, Reach]]]
_NONE = Fraction(0)


def ripples(
    before: State, after: State, statuses: frozenset[str], orders: int, most: int | None = None
) -> tuple[Ripple, ...]:
    """Returns what each objective gains or loses through others, the greatest first; with `most` so many.

    Both states are the statements and how active each objective is, 0 to 1: only what differs counts.
    """
    if before[0] is after[0]:
        shares, found = _by_activity(before, after, statuses, orders)
    else:
        shares, found = _by_statements(before, after, statuses, orders)
    return _told(shares, found, most)


def _by_activity(
    before: State, after: State, statuses: frozenset[str], orders: int
) -> tuple[Shares, Reached]:
    """Returns what reaches each objective where the statements stay as they are."""
    shares: list[Fraction] = []
    found: Reached = defaultdict(list)
    for start in {**before[1], **after[1]}:
        share = after[1].get(start, _NONE) - before[1].get(start, _NONE)
        for end, reach in before[0].reaches(start, statuses, orders).items() if share else ():
            found[end].append((len(shares), reach))
        shares.append(share)
    return shares, found


def _by_statements(
    before: State, after: State, statuses: frozenset[str], orders: int
) -> tuple[Shares, Reached]:
    """Returns the same where statements differ: a way before is taken from the same way after."""
    values: dict[Way, Fraction] = defaultdict(Fraction)
    for (influences, activity), sign in ((before, -1), (after, 1)):
        for start, share in activity.items():
            for reach in influences.reaches(start, statuses, orders).values():
                for way, parts in reach.ways:
                    values[way] += sign * share * parts
    told = [(way, value / PARTS) for way, value in values.items() if value]
    found: Reached = defaultdict(list)
    for place, (way, _) in enumerate(told):
        found[way[-1].target].append((place, Reach.of([(way, Fraction(1))])))
    return [value for _, value in told], found


def _told(shares: Shares, found: Reached, most: int | None) -> tuple[Ripple, ...]:
    """Returns the effects in their order, by whole numbers of a common part: quicker than by fractions."""
    common = lcm(*{share.denominator for share in shares})
    wholes = [share.numerator * (common // share.denominator) for share in shares]
    nets = {end: sum(wholes[place] * reach.parts for place, reach in own) for end, own in found.items()}
    order = sorted(nets, key=lambda end: (-abs(nets[end]), natural(end)))[:most]
    return tuple(
        Ripple(end, Fraction(nets[end], common * PARTS), _pathways(found[end], wholes, common))
        for end in order
    )


def _pathways(own: Sequence[tuple[int, Reach]], wholes: Sequence[int], common: int) -> tuple[Pathway, ...]:
    """Returns the ways by what they add, the greatest first; `wholes` are the shares in common parts."""
    ways = [(wholes[place] * parts, way) for place, reach in own for way, parts in reach.ways]
    ways.sort(key=lambda each: (-abs(each[0]), [step.alignment for step in each[1]]))
    return tuple(Pathway(way, Fraction(value, common * PARTS)) for value, way in ways)
