"""Tests which nodes all ways to a node pass, against trying each way without each node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from graph.alignment.effects.passing import Passes

NODES = range(7)
GRAPHS = st.dictionaries(st.sampled_from(NODES), st.lists(st.sampled_from(NODES), max_size=4), max_size=7)
STARTS = st.lists(st.sampled_from(NODES), max_size=3)


def reached(onward: Mapping[int, Sequence[int]], starts: Sequence[int], without: int | None) -> set[int]:
    """Returns what is reached when one node may not be entered."""
    found: set[int] = set()
    waiting = [node for node in starts if node != without]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += [each for each in onward.get(node, ()) if each != without]
    return found


@given(GRAPHS, STARTS)
def test_a_node_is_passed_by_all_ways_if_there_is_none_without_it(
    onward: dict[int, list[int]], starts: list[int]
) -> None:
    passes, every = Passes(onward, starts), reached(onward, starts, None)
    assert {node for node in NODES if passes.reaches(node)} == every
    for node in every:
        needed = {each for each in every if node not in reached(onward, starts, each)}
        assert set(passes.up_from(node)) == needed
        assert {each for each in every if passes.passes(node, each)} == needed


def test_the_nearest_comes_first() -> None:
    passes = Passes({1: [2, 3], 2: [4], 3: [4], 4: [5], 5: [1]}, [1])
    assert list(passes.up_from(5)) == [5, 4, 1]
    assert list(passes.up_from(9)) == []
