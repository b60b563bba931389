"""The fewest projects that cover wanted objectives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from graph.alignment.effects.answers import Chosen, SmallestSet
from graph.alignment.effects.comparing import Side
from graph.alignment.effects.covering import maximal, smallest_cover
from graph.alignment.portfolio import Basis
from graph.alignment.portfolio.frame import natural
from graph.alignment.portfolio.numbers import Array

_BITS = 62


def smallest_set(side: Side, objectives: Sequence[str], wanted: Array, basis: Basis) -> SmallestSet:
    """Returns projects that cover the rows which are True in the mask, as few as could be found."""
    projects, which, masks = _masks(side, wanted)
    first = {project: mask for mask, project in _first(side, projects, which, masks).items()}
    chosen = sorted(first, key=natural)
    cover = smallest_cover([first[project] for project in chosen])
    covered = 0
    for mask in masks:
        covered |= mask
    rows = wanted.nonzero()[0].tolist()
    names = [(1 << place, objectives[row]) for place, row in enumerate(rows)]
    return SmallestSet(
        projects=tuple(_chosen(chosen[each], first, names) for each in cover.chosen),
        open=tuple(name for bit, name in names if not covered & bit),
        wanted=len(names),
        at_least=cover.at_least,
        is_smallest=cover.is_smallest,
        basis=basis,
    )


def _masks(side: Side, wanted: Array) -> tuple[Array, Array, list[int]]:
    """Returns the projects that serve any wanted row, which mask each of them has, and the different masks.

    A mask has a bit for each of these rows, the first one lowest; many projects have the same.
    """
    pairs = side.by_row().of(wanted)
    place = (wanted.cumsum() - 1)[pairs.row]
    count = len(side.snapshot.holdings.projects)
    words = np.zeros((int(place.max(initial=0)) // _BITS + 1, count), np.int64)
    np.bitwise_or.at(words, (place // _BITS, pairs.project), np.left_shift(1, place % _BITS))
    projects = np.flatnonzero(words.any(axis=0))
    if len(words) == 1:
        different, which = np.unique(words[0, projects], return_inverse=True)
        return projects, which, different.tolist()
    several, which = np.unique(words[:, projects], axis=1, return_inverse=True)
    return projects, which.ravel(), list(map(_joined, several.T.tolist()))


def _joined(words: Sequence[int]) -> int:
    return sum(word << _BITS * place for place, word in enumerate(words))


def _first(side: Side, projects: Array, which: Array, masks: Sequence[int]) -> Mapping[int, str]:
    """Returns the first project by name with each of the masks that no other one holds.

    The others are never needed, and most projects have one of them.
    """
    largest = set(maximal(masks))
    kept = np.array([mask in largest for mask in masks], bool)[which]
    found: dict[int, str] = {}
    for number, name in zip(which[kept].tolist(), _names(side, projects[kept]), strict=True):
        found[masks[number]] = min(name, found.get(masks[number], name))
    return found


def _names(side: Side, projects: Array) -> Iterator[str]:
    names = side.snapshot.holdings.projects.names
    return (names[project][1:-1] for project in projects.tolist())


def _chosen(project: str, masks: Mapping[str, int], names: Sequence[tuple[int, str]]) -> Chosen:
    return Chosen(project, tuple(name for bit, name in names if masks[project] & bit))
