"""Chains as a map: cards in a column for each level, from the goals down to the projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.pages.reader import Label, Link, Reader
from api.pages.views.chains import ChainView, document_of, goal_number
from api.pages.views.levels import LEVELS, level_name, level_of


@dataclass(frozen=True, slots=True)
class MapCard:
    """Is a thing that chains pass; `chain` is the id of the surest of them, where its proof stands."""

    id: str
    thing: Link
    of: Label | None
    goal: str | None
    chain: str
    is_end: bool


@dataclass(frozen=True, slots=True)
class MapColumn:
    """Is one level, or one step within a level, with its cards; `id` is unique on the page."""

    id: str
    level: str
    cards: tuple[MapCard, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Is a chain as the map draws it: the ids of its cards, from the start to the goal."""

    cards: str


def map_of(reader: Reader, chains: Sequence[ChainView]) -> tuple[tuple[MapColumn, ...], tuple[Lines, ...]]:
    """Returns the columns of a map, the highest level first, and each chain's way through its cards."""
    steps = [tuple(card.thing.iri for card in chain.cards) for chain in chains]
    ids = {iri: f"m{number}" for number, iri in enumerate(dict.fromkeys(i for way in steps for i in way))}
    places = _places(reader, steps)
    cards = {iri: _card(reader, iri, ids[iri], chains) for iri in ids}
    columns = tuple(
        MapColumn(
            id=f"level-{number}",
            level=level_name(reader, LEVELS[place[0]] if place[0] < len(LEVELS) else None),
            cards=tuple(cards[iri] for iri in ids if places[iri] == place),
        )
        for number, place in enumerate(sorted(set(places.values())), start=1)
    )
    return columns, tuple(Lines(" ".join(ids[iri] for iri in way)) for way in steps)


def _places(reader: Reader, ways: Sequence[tuple[str, ...]]) -> dict[str, tuple[int, int]]:
    """Returns the level of each thing, and how many things of the same level at most lie above it."""
    levels = {iri: _level(reader, iri) for way in ways for iri in way}
    depth = dict.fromkeys(levels, 0)
    for _ in range(len(levels)):
        before = dict(depth)
        for way in ways:
            for below, above in pairwise(way):
                if levels[below] == levels[above]:
                    depth[below] = max(depth[below], min(depth[above] + 1, len(way)))
        if depth == before:
            break
    return {iri: (levels[iri], depth[iri]) for iri in levels}


def _level(reader: Reader, iri: str) -> int:
    level = level_of(reader, iri)
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _card(reader: Reader, iri: str, name: str, chains: Sequence[ChainView]) -> MapCard:
    holding = [chain for chain in chains if any(card.thing.iri == iri for card in chain.cards)]
    document = document_of(reader, iri)
    ends = {(chain.cards[0].thing.iri, chain.cards[-1].thing.iri) for chain in chains}
    return MapCard(
        id=name,
        thing=reader.link(iri),
        of=document.label if document and goal_number(iri) is None else None,
        goal=goal_number(iri),
        chain=holding[0].id,
        is_end=all(iri in both for both in ends),
    )
