"""The smallest number of sets that cover all that they cover: exact where it can be shown, else near.

Sets are bit masks. A set that another one holds is never needed, and an element in a single set takes that
set. What is left is covered greedily (Chvátal 1979: at most 1 + ln n times the smallest), and where it has
at most MOST_ELEMENTS elements, branch and bound looks for a smaller cover until it is done or has looked at
MOST_LOOKS sets. From below every cover is bounded by prices of elements that make no set dearer than 1: a
feasible solution of the dual of the linear relaxation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from math import ceil

MOST_ELEMENTS = 200
MOST_LOOKS = 50_000
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Cover:
    """Is chosen sets, by number, and how few any cover must have."""

    chosen: tuple[int, ...]
    at_least: int

    @property
    def is_smallest(self) -> bool:
        """Says whether no cover can have fewer sets."""
        return len(self.chosen) == self.at_least


def smallest_cover(sets: Sequence[int], most_looks: int = MOST_LOOKS) -> Cover:
    """Returns a cover of all elements of the sets, the first of equals by number; empty sets are no use.

    >>> smallest_cover([0b0011, 0b0110, 0b1100])
    Cover(chosen=(0, 2), at_least=2)
    """
    number: dict[int, int] = {}
    for place, mask in enumerate(sets):
        number.setdefault(mask, place)
    number.pop(0, None)
    masks = maximal(number)
    taken, left = _forced(masks, _union(masks))
    rest = _shrunk(masks, left)
    best, at_least = _best(list(rest), left, most_looks)
    chosen = [*taken, *(rest[mask] for mask in best)]
    return Cover(tuple(sorted(number[mask] for mask in chosen)), len(taken) + at_least)


def lower_bound(masks: Sequence[int], elements: int) -> int:
    """Returns a number of sets that no cover of the elements can go below.

    Elements are priced twice, with nothing and with 1 / (the size of their largest set) to start from; then
    each, the rarest first, is made as dear as it can be while no set costs more than 1.
    """
    holders = _holders(masks, elements)
    rarest = sorted(holders, key=lambda element: (len(holders[element]), element))
    size = {mask: (mask & elements).bit_count() for mask in masks}
    even = {element: 1 / max(size[mask] for mask in own) for element, own in holders.items()}
    return max(_priced(masks, holders, rarest, start) for start in ({}, even))


def maximal(masks: Iterable[int]) -> list[int]:
    """Returns the masks that no other one holds, in the order that they came in.

    >>> maximal([0b01, 0b11, 0b100])
    [3, 4]
    """
    order = list(masks)
    kept: set[int] = set()
    holding: dict[int, list[int]] = defaultdict(list)
    for mask in sorted(order, key=int.bit_count, reverse=True):
        own = list(_bits(mask))
        if any(mask & other == mask for other in min((holding[bit] for bit in own), key=len)):
            continue
        kept.add(mask)
        for bit in own:
            holding[bit].append(mask)
    return [mask for mask in order if mask in kept]


def _best(masks: list[int], elements: int, most_looks: int) -> tuple[list[int], int]:
    """Returns the best cover that was found, and how few any must have."""
    first = _greedy(masks, elements)
    bound = min(lower_bound(masks, elements), len(first)) if elements else 0
    if len(first) == bound or elements.bit_count() > MOST_ELEMENTS:
        return first, bound
    fewest = _Fewest(masks, elements, most_looks)
    if fewest.of(elements) == len(first):
        return first, len(first)
    search = _Search(first, most_looks, fewest)
    search.branch(masks, elements, [])
    return search.best, len(search.best) if search.looks >= 0 else min(bound, len(search.best))


class _Fewest:
    """Knows how few of the sets cover some elements, and None once it has looked at too many sets.

    Each number is worked out once, from what is left beside each set that holds the rarest element.
    """

    def __init__(self, masks: Sequence[int], elements: int, looks: int) -> None:
        self._holders, self._looks = _holders(masks, elements), looks
        self._rarest = sorted(self._holders, key=lambda each: (len(self._holders[each]), each))
        self._known = {0: 0}

    def of(self, elements: int) -> int | None:
        if elements not in self._known and self._looks >= 0:
            holding = self._holders[next(each for each in self._rarest if each & elements)]
            self._looks -= len(holding)
            left = [self.of(each) for each in {elements & ~mask for mask in holding}]
            numbers = [number for number in left if number is not None]
            if len(numbers) == len(left) and self._looks >= 0:
                self._known[elements] = 1 + min(numbers)
        return self._known.get(elements)


class _Search:
    """Looks for a cover smaller than the best one so far; `looks` is below 0 where it had to give up."""

    def __init__(self, first: list[int], looks: int, fewest: _Fewest) -> None:
        self.best, self.looks, self._fewest = first, looks, fewest

    def branch(self, masks: list[int], elements: int, chosen: list[int]) -> None:
        if not elements:
            self.best = chosen if len(chosen) < len(self.best) else self.best
            return
        self.looks -= len(masks)
        least = self._fewest.of(elements)
        if self.looks < 0 or (least is not None and len(chosen) + least >= len(self.best)):
            return
        rest = _shrunk(masks, elements)
        if least is None and len(chosen) + lower_bound(list(rest), elements) >= len(self.best):
            return
        holders = _holders(list(rest), elements)
        rarest = min(holders, key=lambda element: (len(holders[element]), element))
        for mask in sorted(holders[rarest], key=int.bit_count, reverse=True):
            self.branch([rest[each] for each in rest], elements & ~mask, [*chosen, rest[mask]])


def _forced(masks: Sequence[int], elements: int) -> tuple[list[int], int]:
    """Returns the sets that alone hold some element, and the elements that they leave."""
    alone = (own[0] for own in _holders(masks, elements).values() if len(own) == 1)
    taken = list(dict.fromkeys(alone))
    return taken, elements & ~_union(taken)


def _shrunk(masks: Iterable[int], elements: int) -> Mapping[int, int]:
    """Returns the largest parts of sets within the elements, each with the first set that it is a part of."""
    parts: dict[int, int] = {}
    for mask in masks:
        if mask & elements:
            parts.setdefault(mask & elements, mask)
    return {part: parts[part] for part in maximal(parts)}


def _greedy(masks: Sequence[int], elements: int) -> list[int]:
    """Returns a cover that takes each time the set with most of what is left, the first of equals.

    A set never gains while others are taken, so only the best ones need to be counted again.
    """
    heap = [(-(mask & elements).bit_count(), place) for place, mask in enumerate(masks)]
    heapify(heap)
    chosen = []
    while elements:
        gain, place = heap[0]
        now = -(masks[place] & elements).bit_count()
        if now != gain:
            heapreplace(heap, (now, place))
            continue
        chosen.append(masks[place])
        elements &= ~masks[place]
    return chosen


def _priced(
    masks: Sequence[int],
    holders: Mapping[int, list[int]],
    rarest: Sequence[int],
    start: Mapping[int, float],
) -> int:
    left = dict.fromkeys(masks, 1.0)
    for element, price in start.items():
        for mask in holders[element]:
            left[mask] -= price
    total = sum(start.values())
    for element in rarest:
        more = max(min(left[mask] for mask in holders[element]), 0.0)
        total += more
        for mask in holders[element] if more else ():
            left[mask] -= more
    return ceil(total - _ROUNDING)


def _holders(masks: Iterable[int], elements: int) -> dict[int, list[int]]:
    holders: dict[int, list[int]] = defaultdict(list)
    for mask in masks:
        for element in _bits(mask & elements):
            holders[element].append(mask)
    return holders


def _union(masks: Iterable[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest
        mask ^= lowest
