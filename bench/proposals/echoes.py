"""Texts of the test half that say nearly the same as one of the development half: they are no test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bench.proposals.labels import Labelled, dev, held_back
from bench.proposals.sample import Row
from graph.search.words import words_of

_WORDS, _SHARE = 5, 0.5


def echoes(items: Sequence[Labelled]) -> list[Labelled]:
    """Returns the test items of which half the runs of five words stand in one text of the other half."""
    known: dict[int, list[str]] = {}
    for item in dev(items):
        for run in runs_of(item.row):
            known.setdefault(run, []).append(item.row.id)
    return [item for item in held_back(items) if _is_echo(runs_of(item.row), known)]


def runs_of(row: Row) -> frozenset[int]:
    """Returns the hashes of all runs of five words of a text."""
    words = words_of(f"{row.title} {row.text}")
    return frozenset(hash(tuple(words[at : at + _WORDS])) for at in range(len(words) - _WORDS + 1))


def _is_echo(runs: frozenset[int], known: dict[int, list[str]]) -> bool:
    shared = Counter(name for run in runs for name in known.get(run, ()))
    return bool(runs) and max(shared.values(), default=0) >= _SHARE * len(runs)
