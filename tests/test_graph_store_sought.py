"""IRIs are found in the journal's text wherever they stand, and only whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store import Changes, open_store
from graph.store.segment import _MEBIBYTE
from graph.store.sought import sought
from graph.terms import Literal, NamedNode, Quad

NAMES = st.sampled_from(("http://x/1", "http://x/11", "http://x/å", "http://y/1", "urn:a", "http://x/"))
PIECES = NAMES.map("<{}>".format) | NAMES.map("<{}".format) | st.sampled_from(('"', " ", "\n", ">", "<", "1"))


@given(names=st.sets(NAMES), pieces=st.lists(PIECES))
def test_several_are_found_where_one_of_them_is(names: set[str], pieces: list[str]) -> None:
    text = "".join(pieces)
    assert sought(tuple(names)).is_in(text.encode()) == any(f"<{name}>" in text for name in names)


@pytest.mark.parametrize("shift", range(0, 60, 7))
def test_one_that_is_read_in_two_parts_is_found(tmp_path: Path, shift: int) -> None:
    store = open_store(str(tmp_path))
    subject, last = NamedNode("http://x/s"), NamedNode("http://x/last")
    begins = len(f'{subject} {subject} "')
    long = Literal("a" * (_MEBIBYTE - begins - 30 - shift))
    store.apply(Changes(added=frozenset([Quad(subject, subject, long, last)])), 1)
    assert store.names(1, "http://x/other", last.value)
    assert not store.names(1, "http://x/las", "http://x/")
    store.close()
