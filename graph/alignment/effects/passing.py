"""Which nodes all ways to a node pass: the dominators of a graph of flows.

Found by iteration in reverse postorder (Cooper, Harvey, Kennedy 2001: A Simple, Fast Dominance Algorithm).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

_START = -1


class Passes:
    """Knows of each node that is reached from any of the starts which nodes all ways to it pass."""

    def __init__(self, onward: Mapping[int, Sequence[int]], starts: Iterable[int]) -> None:
        leading = {**onward, _START: list(starts)}
        self._nodes = _order(leading)
        self._place = {node: place for place, node in enumerate(self._nodes)}
        self._above = _above(_before(leading, self._place))

    def reaches(self, node: int) -> bool:
        """Says whether any way leads to the node."""
        return node in self._place

    def up_from(self, node: int) -> Iterator[int]:
        """Yields the node, if it is reached, and each one that all ways to it pass, the nearest first."""
        place = self._place.get(node, 0)
        while place:
            yield self._nodes[place]
            place = self._above[place]

    def passes(self, node: int, through: int) -> bool:
        """Says whether all ways to a node that is reached pass another one, or are at it already."""
        place, wanted = self._place[node], self._place[through]
        while place > wanted:
            place = self._above[place]
        return place == wanted


def _order(onward: Mapping[int, Sequence[int]]) -> list[int]:
    """Returns what is reached in reverse postorder: the start first, nodes before what only they lead to."""
    done: list[int] = []
    seen = {_START}
    path = [(_START, iter(onward[_START]))]
    while path:
        node, left = path[-1]
        for following in left:
            if following not in seen:
                seen.add(following)
                path.append((following, iter(onward.get(following, ()))))
                break
        else:
            done.append(node)
            path.pop()
    return done[::-1]


def _before(onward: Mapping[int, Sequence[int]], place: Mapping[int, int]) -> list[list[int]]:
    """Returns for each place those that lead to it."""
    found: list[list[int]] = [[] for _ in place]
    for node, own in place.items():
        for following in onward.get(node, ()):
            found[place[following]].append(own)
    return found


def _above(before: Sequence[Sequence[int]]) -> list[int]:
    """Returns for each place the nearest that all ways to it pass; 0 is the start."""
    above = [0] + [_START] * (len(before) - 1)
    moved = True
    while moved:
        moved = False
        for place in range(1, len(before)):
            nearest = _START
            for leading in before[place]:
                if above[leading] != _START:
                    nearest = leading if nearest == _START else _common(above, leading, nearest)
            if above[place] != nearest:
                above[place], moved = nearest, True
    return above


def _common(above: Sequence[int], one: int, other: int) -> int:
    while one != other:
        while one > other:
            one = above[one]
        while other > one:
            other = above[other]
    return one
