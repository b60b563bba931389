"""Tests what is kept of what was computed: the last of it, and never more than so much."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.alignment.effects.comparing import Side
from graph.alignment.effects.influence import Influences
from graph.alignment.recent import Recent

MOST = 3


def ask(recent: Recent | Side, key: int) -> bool:
    """Asks for a key and says whether it was computed anew."""
    computed: list[int] = []
    assert recent.remembered(key, lambda: computed.append(key) or key) == key
    return bool(computed)


@given(st.lists(st.integers(0, 6)))
def test_what_was_asked_for_last_is_kept_and_nothing_else(keys: list[int]) -> None:
    recent, last = Recent(MOST), list[int]()
    for key in keys:
        assert ask(recent, key) == (key not in last)
        last = [*(each for each in last if each != key), key][-MOST:]
        assert len(recent) == len(last)


def test_only_those_of_a_kind_are_left() -> None:
    recent = Recent(MOST)
    assert [recent.remembered(key, lambda key=key: key) for key in (1, "a", 2)] == [1, "a", 2]
    assert recent.only(int) == [1, 2]
    assert not ask(recent, 1)
    assert recent.remembered("a", lambda: "b") == "b"
    recent.clear()
    assert ask(recent, 1)


def test_what_is_worked_out_for_a_state_does_not_grow_with_what_is_asked() -> None:
    side = Side(None, None, None)
    assert all(ask(side, key) for key in range(1000))
    assert not ask(side, 999)
    assert ask(side, 0)


def test_ways_are_kept_for_few_of_the_statuses_that_may_be_asked_for() -> None:
    influences = Influences({})
    for number in range(100):
        assert influences.reaches("a", frozenset((str(number),)), 1) == {}
    assert len(influences._kept) < 10
