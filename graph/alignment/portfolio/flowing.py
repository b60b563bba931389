"""From level to level: who pays, through which parts of a document, to which goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.alignment.portfolio.answers import Figure, Flow, Grid
from graph.alignment.portfolio.network import Network
from graph.alignment.portfolio.numbers import Numbers

Links = Mapping[tuple[str, str], Figure]


def heads_of(network: Network, nodes: Numbers, members: Iterable[str]) -> dict[str, str]:
    """Returns for each objective of a document the highest one above it in the same document, else itself.

    Of several above it the first by IRI counts; a tree that leads back into itself ends where it would.
    """
    own = {nodes.of[f"<{member}>"]: member for member in members}
    steps = [(node, whole) for node, whole in network.steps if node in own and whole in own and node != whole]
    above = dict(sorted(steps, key=lambda step: own[step[1]], reverse=True))
    return {name: own[_head(node, above)] for node, name in own.items()}


def _head(node: int, above: Mapping[int, int]) -> int:
    met = {node}
    while node in above and above[node] not in met:
        node = above[node]
        met.add(node)
    return node


def across(grid: Grid) -> Grid:
    """Returns a grid with its rows as columns and its columns as rows."""
    cells = {(column, row): figure for (row, column), figure in grid.cells.items()}
    return replace(grid, rows=grid.columns, columns=grid.rows, cells=cells)


def flow_of(*grids: Grid) -> Flow:
    """Returns the flow of grids, each from its columns to its rows, which are the columns of the next.

    What nothing joins is left out.
    """
    links = {pair: figure for each in grids for pair, figure in across(each).cells.items()}
    columns = [_joined(grids[0].columns, links), *(_joined(each.rows, links) for each in grids)]
    return Flow(tuple(columns), links, grids[-1].total, grids[-1].basis)


def _joined(things: Iterable[str], links: Links) -> tuple[str, ...]:
    ends = {end for pair in links for end in pair}
    return tuple(thing for thing in things if thing in ends)
