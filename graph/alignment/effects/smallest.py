"""The fewest projects that cover wanted objectives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graph.alignment.effects.answers import Chosen, SmallestSet
from graph.alignment.effects.comparing import Side
from graph.alignment.effects.covering import smallest_cover
from graph.alignment.portfolio import Basis
from graph.alignment.portfolio.frame import natural
from graph.alignment.portfolio.numbers import Array


def smallest_set(side: Side, objectives: Sequence[str], wanted: Array, basis: Basis) -> SmallestSet:
    """Returns projects that cover the rows which are True in the mask, as few as could be found."""
    masks = _masks(side, wanted)
    first: dict[int, str] = {}
    for project in sorted(masks):
        first.setdefault(masks[project], project)
    projects = sorted(first.values(), key=natural)
    cover = smallest_cover([masks[project] for project in projects])
    covered = 0
    for mask in masks.values():
        covered |= mask
    rows = wanted.nonzero()[0].tolist()
    names = [(1 << place, objectives[row]) for place, row in enumerate(rows)]
    return SmallestSet(
        projects=tuple(_chosen(projects[each], masks, names) for each in cover.chosen),
        open=tuple(name for bit, name in names if not covered & bit),
        wanted=len(names),
        at_least=cover.at_least,
        is_smallest=cover.is_smallest,
        basis=basis,
    )


def _masks(side: Side, wanted: Array) -> Mapping[str, int]:
    """Returns for each project that serves any wanted row a mask of these rows, the first one lowest."""
    pairs = side.pairs.chosen(wanted[side.pairs.row])
    place = wanted.cumsum() - 1
    masks: dict[int, int] = defaultdict(int)
    for project, bit in zip(pairs.project.tolist(), place[pairs.row].tolist(), strict=True):
        masks[project] |= 1 << bit
    names = side.snapshot.holdings.projects.names
    return {names[project][1:-1]: mask for project, mask in masks.items()}


def _chosen(project: str, masks: Mapping[str, int], names: Sequence[tuple[int, str]]) -> Chosen:
    return Chosen(project, tuple(name for bit, name in names if masks[project] & bit))
