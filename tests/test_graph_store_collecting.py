"""Garbage is searched for seldom while lists are gone through, and as usual after the last of them."""

from __future__ import annotations

import gc

import pytest

from graph.store.collecting import seldom_collected


def test_the_search_is_as_usual_again_after_the_last_list() -> None:
    usual = gc.get_threshold()
    first, second = seldom_collected(), seldom_collected()
    with first:
        with second:
            seldom = gc.get_threshold()
        assert gc.get_threshold() == seldom
    assert seldom[0] > usual[0]
    assert gc.get_threshold() == usual


def test_a_list_that_is_refused_leaves_it_as_usual() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="refused"), seldom_collected():
        raise ValueError("refused")
    assert gc.get_threshold() == usual
