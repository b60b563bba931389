"""What a change of some objectives comes to at others, summed up over all ways, exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from graph.alignment.effects.answers import Pathway, Ripple
from graph.alignment.effects.influence import Influences, Reach, Way
from graph.alignment.portfolio.frame import natural

Activity = Mapping[str, Fraction]
State = tuple[Influences, Activity]
# What reaches each objective: how great a change begins, and the ways on which it comes.
Reached = dict[str, list[tuple[Fraction, Reach]]]
_NONE = Fraction(0)


def ripples(
    before: State, after: State, statuses: frozenset[str], orders: int, most: int | None = None
) -> tuple[Ripple, ...]:
    """Returns what each objective gains or loses through others, the greatest first; with `most` so many.

    Both states are the statements and how active each objective is, 0 to 1: only what differs counts.
    """
    if before[0] is after[0]:
        found = _by_activity(before, after, statuses, orders)
    else:
        found = _by_statements(before, after, statuses, orders)
    return _told(found, most)


def _by_activity(before: State, after: State, statuses: frozenset[str], orders: int) -> Reached:
    """Returns what reaches each objective where the statements stay as they are."""
    found: Reached = defaultdict(list)
    for start in {**before[1], **after[1]}:
        share = after[1].get(start, _NONE) - before[1].get(start, _NONE)
        for end, reach in before[0].reaches(start, statuses, orders).items() if share else ():
            found[end].append((share, reach))
    return found


def _by_statements(before: State, after: State, statuses: frozenset[str], orders: int) -> Reached:
    """Returns the same where statements differ: a way before is taken from the same way after."""
    values: dict[Way, Fraction] = defaultdict(Fraction)
    for (influences, activity), sign in ((before, -1), (after, 1)):
        for start, share in activity.items():
            for reach in influences.reaches(start, statuses, orders).values():
                for way, value in reach.ways:
                    values[way] += sign * share * value
    found: Reached = defaultdict(list)
    for way, value in values.items():
        if value:
            found[way[-1].target].append((value, Reach.of([(way, Fraction(1))])))
    return found


def _told(found: Reached, most: int | None) -> tuple[Ripple, ...]:
    """Returns the effects in their order, by whole numbers of a common part: quicker than by fractions."""
    both = [each for own in found.values() for each in own]
    shares = lcm(*{share.denominator for share, _ in both})
    wholes = lcm(*{reach.whole.denominator for _, reach in both})
    nets = {
        end: sum(_parts(share, shares) * _parts(reach.whole, wholes) for share, reach in own)
        for end, own in found.items()
    }
    order = sorted(nets, key=lambda end: (-abs(nets[end]), natural(end)))[:most]
    return tuple(Ripple(end, Fraction(nets[end], shares * wholes), _pathways(found[end])) for end in order)


def _parts(value: Fraction, parts: int) -> int:
    return value.numerator * (parts // value.denominator)


def _pathways(own: Sequence[tuple[Fraction, Reach]]) -> tuple[Pathway, ...]:
    """Returns the ways by what they add, the greatest first."""
    ways = (Pathway(way, share * value) for share, reach in own for way, value in reach.ways)
    return tuple(sorted(ways, key=lambda each: (-abs(each.value), [step.alignment for step in each.steps])))
