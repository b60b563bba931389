"""Tables, grids and overlaps of what was asked, from what the filters leave and what the projects serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.alignment.portfolio.answers import Basis, Figure, Grid, Overlap, Table
from graph.alignment.portfolio.choice import By, Choice
from graph.alignment.portfolio.counting import Sides, among, tally, weighted
from graph.alignment.portfolio.figures import Wording, purse
from graph.alignment.portfolio.frame import Frame
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Numbers
from graph.alignment.portfolio.served import ROUNDING, Block, Served


@dataclass(frozen=True, slots=True)
class Asked:
    """Is one question to the portfolio: what is held, what the filters leave, and what serves which row."""

    holdings: Holdings
    choice: Choice
    served: Served
    basis: Basis


def table(asked: Asked, rows: Sequence[str]) -> Table:
    """Returns a figure for each row."""
    words = _worded(asked, "none")
    figures = {row: words.figure(0, number) for number, row in enumerate(rows)} if words else {}
    return Table(figures, _total(asked, "none"), asked.basis)


def grid(
    asked: Asked, rows: tuple[str, ...], columns: Sequence[str], by: By, shown: tuple[str, ...] = ()
) -> Grid:
    """Returns a figure for each row and side that has a project; `columns` names the sides by number."""
    return replace(crossing(asked, rows, columns, by, shown), total=_total(asked, by))


def crossing(
    asked: Asked, rows: tuple[str, ...], columns: Sequence[str], by: By, shown: tuple[str, ...] = ()
) -> Grid:
    """Returns the same without the figure of all, which takes as long to count."""
    words = _worded(asked, by)
    places = {name: number for number, name in enumerate(shown or columns)}

    def order(cell: tuple[int, int]) -> tuple[int, str, int]:
        """Returns what to sort by: numbers of sides tell in which order commits brought them."""
        return places.get(columns[cell[0]], len(places)), columns[cell[0]], cell[1]

    cells = sorted(words.cells(), key=order) if words else []
    found = {(rows[row], columns[side]): words.figure(side, row) for side, row in cells} if words else {}
    return Grid(rows, shown or tuple(columns), found, Figure(), asked.basis)


def passing(asked: Asked, rows: tuple[str, ...], columns: tuple[str, ...]) -> Grid:
    """Returns a figure for each row and column that has a project; the table's rows are pairs of both."""
    words = _worded(asked, "none")
    cells = [pair for _, pair in words.cells()] if words else []
    named = ((rows[pair // len(columns)], columns[pair % len(columns)], pair) for pair in cells)
    found = {(row, column): words.figure(0, pair) for row, column, pair in named} if words else {}
    return Grid(rows, columns, found, _total(asked, "none"), asked.basis)


def overlap(asked: Asked, frame: Frame, nodes: Numbers, documents: Sequence[str]) -> Overlap:
    """Returns what two documents share, which are the two rows that were asked for."""
    words = _worded(asked, "none")
    both = _counted(asked, [asked.served.all()], asked.choice.once("none"), 1)
    first, second = (words.figure(0, row) if words else Figure() for row in (0, 1))
    reached = [_goals(asked, frame, nodes, document) for document in documents]
    goals = tuple(goal for goal in frame.goals if all(goal in own for own in reached))
    return Overlap(first, second, both.figure(0, 0), goals, asked.basis)


def _goals(asked: Asked, frame: Frame, nodes: Numbers, document: str) -> set[str]:
    """Returns the goals that a document or an objective of it reaches."""
    filters = asked.basis.filters
    best = frame.network.best(filters.statuses)
    members = (nodes.of[f"<{name}>"] for name in (document, *frame.documents[document]))
    reached = [best.get(member, {}) for member in members]
    found = {goal: max(own.get(nodes.of[f"<{goal}>"], -1.0) for own in reached) for goal in frame.goals}
    least = float(filters.minimum) - ROUNDING
    return {goal for goal, confidence in found.items() if confidence >= max(least, 0)}


def _worded(asked: Asked, by: By) -> Wording | None:
    """Returns the figures of all sides and rows, None where no row was asked for."""
    if not asked.served.rows:
        return None
    sides, parts = _serving(asked, asked.choice.sides(by)), 1
    if asked.basis.counting == "parts":
        share, named = asked.choice.shares()
        share = np.minimum(share, 1) if by == "region" else share
        sides, parts = weighted(sides, share, named * asked.served.breadth())
    return _counted(asked, asked.served.blocks, sides, parts)


def _total(asked: Asked, by: By) -> Figure:
    """Returns the figure of all projects of the table, each counted once."""
    if not asked.served.rows:
        return Figure()
    sides, parts = _serving(asked, asked.choice.once(by)), 1
    if asked.basis.counting == "parts":
        sides, parts = weighted(sides, *asked.choice.shares())
    return _counted(asked, [asked.served.any()], sides, parts).figure(0, 0)


def _serving(asked: Asked, sides: Sides) -> Sides:
    """Returns what is to be counted: without the projects that serve no row, where these are most."""
    serving = asked.served.serving()
    return among(sides, serving) if np.count_nonzero(serving) * 2 < len(serving) else sides


def _counted(asked: Asked, blocks: Sequence[Block], sides: Sides, parts: int) -> Wording:
    shown = purse(asked.holdings.currencies.names, asked.basis.rates)
    counts = tally(blocks, sides, asked.choice.currencies, shown.groups)
    return Wording(counts, shown, asked.holdings.money.scale, parts if asked.basis.counting == "parts" else 0)
