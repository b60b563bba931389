"""Draws a net: things in columns, each further right than what leads to it, with curves between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from textwrap import wrap

Pair = tuple[str, str]
_BOX, _BETWEEN, _LINE, _PAD, _GAP = 200, 90, 17, 8, 12
_CHARACTERS, _COLUMNS = 26, 5


@dataclass(frozen=True, slots=True)
class Node:
    """Is a thing in its box, its name in lines, each with its place."""

    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]
    lang: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """Is the curve from one thing to another, and what it says in words."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Net:
    """Is the picture, in pixels."""

    width: int
    height: int
    box: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def net(edges: Mapping[Pair, str], names: Mapping[str, tuple[str, str | None]]) -> Net:
    """Returns the picture of edges, each with what it says, between things with a name and its language."""
    nodes = _placed(columns_of(edges), names)
    width = max((node.x for node in nodes.values()), default=0) + _BOX + _GAP
    height = max((node.y + node.height for node in nodes.values()), default=0) + _GAP
    drawn = tuple(_edge(nodes, names, pair, said) for pair, said in edges.items())
    return Net(width, height, _BOX, tuple(nodes.values()), drawn)


def columns_of(edges: Collection[Pair]) -> Mapping[str, int]:
    """Returns the column of each thing: right of all that leads to it, as far as there are columns.

    Things that lead to each other in a ring end in the last column that there is.

    >>> columns_of([("a", "b"), ("b", "c"), ("a", "c")])
    {'a': 0, 'b': 1, 'c': 2}
    """
    found = dict.fromkeys((end for pair in edges for end in pair), 0)
    for _ in range(_COLUMNS - 1):
        for source, target in edges:
            found[target] = min(max(found[target], found[source] + 1), _COLUMNS - 1)
    return found


def _placed(columns: Mapping[str, int], names: Mapping[str, tuple[str, str | None]]) -> dict[str, Node]:
    below: dict[int, int] = defaultdict(lambda: _GAP)
    nodes = {}
    for thing, column in columns.items():
        name, lang = names[thing]
        lines = wrap(name, _CHARACTERS) or [name]
        y, height = below[column], _LINE * len(lines) + 2 * _PAD
        placed = tuple((y + _PAD + _LINE * (place + 1) - 4, line) for place, line in enumerate(lines))
        nodes[thing] = Node(_GAP + column * (_BOX + _BETWEEN), y, height, placed, lang)
        below[column] = y + height + _GAP
    return nodes


def _edge(
    nodes: Mapping[str, Node], names: Mapping[str, tuple[str, str | None]], pair: Pair, said: str
) -> Edge:
    """Returns a curve from the right edge of a box to the left edge of another, or around within a column."""
    source, target = (nodes[end] for end in pair)
    x0, y0 = source.x + _BOX, source.y + source.height // 2
    x1, y1 = target.x, target.y + target.height // 2
    bend = max((x1 - x0) // 2, _BETWEEN // 2)
    title = f"{names[pair[0]][0]} {said} {names[pair[1]][0]}"
    return Edge(f"M{x0},{y0}C{x0 + bend},{y0} {x1 - bend},{y1} {x1},{y1}", title)
