"""Counts projects and sums money by side (region, programme or none) and row, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import lcm
from typing import NamedTuple

import numpy as np

from graph.alignment.portfolio.digits import Digits, joined, multiplied, product
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.selecting import Selection
from graph.alignment.portfolio.served import Block

Pair = tuple[Array, Array]
Holders = Pair
_COUNTABLE = 1 << 20


@dataclass(frozen=True, slots=True)
class Sides:
    """Is what is counted: pairs of a side and a project, and the money of such pairs in each currency."""

    count: int
    side: Array
    project: Array
    money_side: Array
    money_project: Array
    currency: Array
    digits: Digits


class Tally(NamedTuple):
    """Is numbers by side and row, as arrays; those of money begin with the currency, or its group.

    `money` and `accepted_money` are whole numbers of the smallest unit, or of its part that the sides' digits
    count.
    """

    projects: Array
    accepted: Array
    holders: Array
    money: Array
    accepted_money: Array


def plain_sides(selection: Selection, currencies: int) -> Sides:
    """Returns the selected projects on a single side."""
    project = np.flatnonzero(selection.projects)
    key = np.flatnonzero(selection.money.has & np.repeat(selection.projects, currencies))
    owner, currency = np.divmod(key, currencies)
    digits = tuple(digit[key] for digit in selection.money.digits)
    return Sides(1, np.zeros_like(project), project, np.zeros_like(owner), owner, currency, digits)


def region_sides(selection: Selection, currencies: int) -> Sides:
    """Returns the selected projects once for each region in the area that they name."""
    project, side = np.nonzero(selection.regions & selection.projects[:, None])
    held = [np.flatnonzero(selection.money.has[project * currencies + c]) for c in range(currencies)]
    where = np.concatenate(held)
    currency = np.repeat(np.arange(currencies), [len(each) for each in held])
    key = project[where] * currencies + currency
    digits = tuple(digit[key] for digit in selection.money.digits)
    return Sides(selection.regions.shape[1], side, project, side[where], project[where], currency, digits)


def programme_sides(
    selection: Selection, grants: Pair, money: tuple[Array, Array, Array, Digits], programmes: int
) -> Sides:
    """Returns the selected projects once for each programme that funds them, with what it gave."""
    left = np.ones(programmes, bool) if selection.programmes is None else selection.programmes[:-1]
    chosen = selection.projects[grants[0]] & left[grants[1]]
    owner, programme, currency, digits = money
    where = np.flatnonzero(selection.projects[owner] & left[programme])
    return Sides(
        programmes,
        grants[1][chosen],
        grants[0][chosen],
        programme[where],
        owner[where],
        currency[where],
        tuple(digit[where] for digit in digits),
    )


def among(sides: Sides, projects: Array) -> Sides:
    """Returns the sides of some projects, which are a mask."""
    held, paid = (np.flatnonzero(projects[each]) for each in (sides.project, sides.money_project))
    return Sides(
        sides.count,
        sides.side[held],
        sides.project[held],
        sides.money_side[paid],
        sides.money_project[paid],
        sides.currency[paid],
        tuple(digit[paid] for digit in sides.digits),
    )


def weighted(sides: Sides, share: Array, whole: Array) -> tuple[Sides, int]:
    """Returns the sides with each project's money times share / whole, and what it is counted in parts of."""
    span = int(whole.max(initial=0)) + 1
    key = share[sides.money_project] * span + whole[sides.money_project]
    keys, which = _ranked(key)
    ratios = [divmod(each, span) for each in keys.tolist()]
    common = lcm(*(parts for _, parts in ratios if parts))
    factors = [own * common // parts if parts else 0 for own, parts in ratios]
    return replace(sides, digits=multiplied(sides.digits, factors or [0], which)), common


def _ranked(key: Array) -> Pair:
    """Returns the different keys in order, and the place of each key among them.

    There are few, and most are small: to count them is quicker than to sort them.
    """
    size = int(key.max(initial=0)) + 1
    if size > _COUNTABLE:
        keys, which = np.unique(key, return_inverse=True)
        return keys, which
    keys, place = np.flatnonzero(np.bincount(key, minlength=size)), np.zeros(size, np.int64)
    place[keys] = np.arange(len(keys))
    return keys, place[key]


def tally(blocks: Sequence[Block], sides: Sides, currencies: int, groups: Sequence[int]) -> Tally:
    """Returns counts and sums of all rows; `groups` gives the group that each currency is shown in."""
    merged = max(groups, default=0) + 1
    holders = _holders(sides, np.array(groups, np.int64))
    parts = [_tally(block, sides, holders, currencies, merged) for block in blocks]
    return Tally(*(np.concatenate(each, axis=-1) for each in zip(*parts, strict=True)))


def _tally(block: Block, sides: Sides, holders: Holders, currencies: int, groups: int) -> Tally:
    kinds, count = len(block.serves), sides.count
    both = np.hstack([block.serves, block.accepted])
    found = np.bincount(sides.side * kinds + block.profile[sides.project], minlength=count * kinds)
    projects = product(found.reshape(count, kinds), both).astype(np.int64)
    code = (sides.currency * count + sides.money_side) * kinds + block.profile[sides.money_project]
    shape = (currencies * count, kinds)
    sums = [
        product(np.bincount(code, digit, shape[0] * shape[1]).reshape(shape), both) for digit in sides.digits
    ]
    money = joined(sums).reshape(currencies, count, both.shape[1])
    side, project = holders
    held = np.bincount(side * kinds + block.profile[project], minlength=groups * count * kinds)
    held = product(held.reshape(groups * count, kinds), block.serves).astype(np.int64)
    held = held.reshape(groups, count, block.serves.shape[1])
    rows = block.serves.shape[1]
    return Tally(projects[:, :rows], projects[:, rows:], held, money[:, :, :rows], money[:, :, rows:])


def _holders(sides: Sides, groups: Array) -> Holders:
    """Returns side (the group's sides after those of the group before) and project, each pair once."""
    side = groups[sides.currency] * sides.count + sides.money_side
    if len(set(groups.tolist())) == len(groups):
        return side, sides.money_project
    pairs = np.unique(np.stack([side, sides.money_project]), axis=1)
    return pairs[0], pairs[1]
