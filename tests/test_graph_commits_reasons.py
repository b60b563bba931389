"""Reasons of the program's own are read back as they were written, and there are words for each of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.wording.reasons import worded_reason
from graph.commits import reason_in, reason_of
from graph.commits.reasons import _WORDS

LINE = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(
    lambda said: " by the mapping " not in said and " into the list " not in said
)
WORD = st.from_regex(r"\A[a-z-]+\Z")
VALUES = {
    "count": st.integers(0, 10**9).map(str),
    "sequence": st.integers(1, 10**9).map(str),
    "last": st.integers(1, 10**9).map(str),
    "mapping": WORD,
    "file": LINE,
    "list": LINE,
}


@pytest.mark.parametrize("key", _WORDS)
@given(data=st.data())
def test_what_is_written_is_read_back(key: str, data: st.DataObject) -> None:
    values = {name: data.draw(values) for name, values in VALUES.items() if f"{{{name}}}" in _WORDS[key]}
    assert reason_in(reason_of(key, **values)) == (key, values)


@pytest.mark.parametrize("key", _WORDS)
def test_each_is_said_in_three_languages(key: str) -> None:
    told = reason_of(key, **dict.fromkeys(VALUES, "7"))
    *said, english = (worded_reason(told, lang) for lang in ("sv", "da", "en"))
    assert told not in said
    assert len({*said, english}) == 3
    assert all((*said, english))


@pytest.mark.parametrize("words", ["", "Undo of commit twelve", "Review of an alignment.", "Som vi sade"])
def test_what_somebody_said_is_theirs(words: str) -> None:
    assert reason_in(words) is None
    assert worded_reason(words, "sv") == words
