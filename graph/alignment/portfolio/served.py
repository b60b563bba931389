"""Which of the rows of a table each project serves: as bit masks, of which there are few different ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from graph.alignment.portfolio.answers import ACCEPTED, STATUSES, Filters
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Array, Column, Lists
from graph.distinct import distinct

_MOST_ROWS = 31
_MOST_PROFILES = 4096
_ONE_ROW = np.array([0, 1, 1 | 1 << _MOST_ROWS])
# Confidences are decimals, their products doubles: what differs by less than this is equal.
ROUNDING = 1e-12


class Block:
    """Is some rows of a table: `profile` says which of the different masks a project has.

    A mask is 62 bits: the rows that a project serves, and those that it serves by an accepted statement.
    """

    def __init__(self, rows: slice, masks: Array, profile: Array) -> None:
        self.rows = rows
        self._of = {mask: number for number, mask in enumerate(masks.tolist())}
        self._profile = Column(np.int32)
        self._profile.extend(profile)
        self._unpacked: tuple[Array, Array] | None = None

    @classmethod
    def of(cls, rows: slice, masks: Array, projects: Array, size: int) -> Block:
        """Returns the block of these rows in which each of the projects has its mask, of so many projects."""
        some = np.flatnonzero(masks)
        different, numbers = np.unique(masks[some], return_inverse=True)
        profile = np.zeros(size, np.int32)
        profile[projects[some]] = numbers + 1
        return cls(rows, np.append(0, different), profile)

    @property
    def profile(self) -> Array:
        """Returns the number of each project's mask."""
        return self._profile.values

    def set(self, projects: Array, masks: Array) -> None:
        """Gives projects new masks."""
        self._profile.lengthen(int(projects.max()) + 1 if len(projects) else 0)
        known = len(self._of)
        numbers = [self._of.setdefault(mask, len(self._of)) for mask in masks.tolist()]
        self._profile.values[projects] = numbers
        if len(self._of) > known:
            self._unpacked = None

    @property
    def serves(self) -> Array:
        """Returns for each mask and row 1.0 where the row is served, else 0.0."""
        return self._bits()[0]

    @property
    def accepted(self) -> Array:
        """Returns for each mask and row 1.0 where the row is served by an accepted statement, else 0.0."""
        return self._bits()[1]

    def _bits(self) -> tuple[Array, Array]:
        """Unpacks the masks when they are asked for, so that a commit that brings a new one need not."""
        if self._unpacked is None:
            masks = np.fromiter(self._of, np.int64)[:, None]
            bits = np.arange(self.rows.stop - self.rows.start)
            serves, accepted = (masks >> first & 1 for first in (bits, bits + _MOST_ROWS))
            self._unpacked = serves.astype(np.float64), accepted.astype(np.float64)
        return self._unpacked


@dataclass(frozen=True, slots=True)
class Chains:
    """Is every pair of a project and a row that a chain joins, with whether the first hop is accepted."""

    project: Array
    row: Array
    accepted: Array


def chains_of(holdings: Holdings, reaching: Lists, filters: Filters, edges: Array) -> Chains:
    """Returns the pairs of these edges' projects and the rows that their targets reach, some repeated."""
    held = holdings.edges
    edges = edges[_leads(holdings, reaching)[held.target[edges]]]
    counts = np.array([status in filters.statuses for status in STATUSES])
    edges = edges[counts[held.status[edges]]]
    which, rows, onward = reaching.of(held.target[edges])
    if filters.minimum > Decimal(0):
        enough = held.confidence[edges][which] * onward >= float(filters.minimum) - ROUNDING
        which, rows = which[enough], rows[enough]
    status = held.status[edges][which]
    return Chains(held.owner[edges][which], rows, status == STATUSES.index(ACCEPTED))


def _leads(holdings: Holdings, reaching: Lists) -> Array:
    """Returns which nodes lead to any row; those that came later than the lists lead nowhere yet."""
    leads = np.zeros(len(holdings.nodes), bool)
    leads[: len(reaching)] = reaching.filled
    return leads


class Served:
    """Holds the masks of all projects for the rows of a table, by chains of given statuses and confidence."""

    def __init__(self, holdings: Holdings, reaching: Lists, rows: int, filters: Filters) -> None:
        self._holdings = holdings
        self._reaching = reaching
        self._filters = filters
        self.rows = rows
        self._any: Block | None = None
        self._serving: Array | None = None
        leading = _leads(holdings, reaching)[holdings.edges.target]
        edges = np.flatnonzero(leading & (holdings.edges.owner > 0))
        chains, own = self._chains(edges), np.zeros(len(holdings.projects), bool)
        own[chains.project] = True
        self.blocks = tuple(self._cut(chains, slice(0, rows), np.flatnonzero(own)))

    def update(self, projects: Sequence[int]) -> None:
        """Computes the masks of projects whose edges changed, in the time of these alone."""
        self._any = self._serving = None
        numbers = distinct(np.array(projects, np.int64))
        _, edges = self._holdings.edges.expanded(numbers)
        chains = self._chains(edges)
        for block in self.blocks:
            block.set(numbers, _masks(chains, block.rows, numbers))

    def serving(self) -> Array:
        """Returns a mask of the projects that serve any row."""
        if self._serving is None:
            masks = [block.profile != 0 for block in self.blocks]
            self._serving = np.logical_or.reduce(masks)
        return self._serving

    def any(self) -> Block:
        """Returns the one row that a project serves by serving any row."""
        if self.rows == 1:
            return self.blocks[0]
        if self._any is None:
            self._any = self._joined(np.any, np.bitwise_or)
        return self._any

    def all(self) -> Block:
        """Returns the one row that a project serves by serving every row."""
        return self._joined(np.all, np.bitwise_and)

    def _joined(self, over: Callable[..., Array], together: np.ufunc) -> Block:
        """Returns a block of one row, whose only masks are: not served, served, served by an accepted one."""
        own = [(over(block.serves, axis=1) + over(block.accepted, axis=1) * 2) for block in self.blocks]
        pairs = [bits.astype(np.uint8)[block.profile] for bits, block in zip(own, self.blocks, strict=True)]
        return Block(slice(0, 1), _ONE_ROW, np.array([0, 1, 0, 2])[together.reduce(pairs)])

    def breadth(self) -> Array:
        """Returns how many rows each project serves."""
        counts = np.zeros(len(self._holdings.projects), np.int64)
        for block in self.blocks:
            counts += block.serves.sum(axis=1).astype(np.int64)[block.profile]
        return counts

    def pairs(self, projects: Array) -> tuple[Array, Array]:
        """Returns row and project of all pairs of these projects (a mask) and the rows that they serve."""
        chosen = np.flatnonzero(projects)
        rows, owners = [chosen[:0]], [chosen[:0]]
        for block in self.blocks:
            place, row = np.nonzero(block.serves[block.profile[chosen]])
            rows.append(row + block.rows.start)
            owners.append(chosen[place])
        return np.concatenate(rows), np.concatenate(owners)

    def _chains(self, edges: Array) -> Chains:
        return chains_of(self._holdings, self._reaching, self._filters, edges)

    def _cut(self, chains: Chains, rows: slice, projects: Array) -> Iterator[Block]:
        """Yields blocks of few rows and few different masks, so that counting by mask stays cheap.

        `projects` are those that the chains begin from, in order.
        """
        size = rows.stop - rows.start
        if size == 1:
            yield self._one(chains, rows)
            return
        block = self._block(chains, rows, projects) if 0 < size <= _MOST_ROWS else None
        if block is not None and len(block.serves) <= _MOST_PROFILES:
            yield block
        elif size:
            middle = rows.start + size // 2
            yield from self._cut(chains, slice(rows.start, middle), projects)
            yield from self._cut(chains, slice(middle, rows.stop), projects)

    def _block(self, chains: Chains, rows: slice, projects: Array) -> Block:
        return Block.of(rows, _masks(chains, rows, projects), projects, len(self._holdings.projects))

    def _one(self, chains: Chains, rows: slice) -> Block:
        """Returns the block of one row, whose masks need not be looked for."""
        within = chains.row == rows.start
        profile = np.zeros(len(self._holdings.projects), np.int32)
        profile[chains.project[within]] = 1
        profile[chains.project[within & chains.accepted]] = 2
        return Block(rows, _ONE_ROW, profile)


def _masks(chains: Chains, rows: slice, projects: Array) -> Array:
    """Returns the masks of these projects, which ascend and are all that the chains begin from."""
    within = (chains.row >= rows.start) & (chains.row < rows.stop)
    bits = np.left_shift(1, chains.row[within] - rows.start)
    bits |= np.where(chains.accepted[within], bits << _MOST_ROWS, 0)
    masks = np.zeros(len(projects), np.int64)
    np.bitwise_or.at(masks, np.searchsorted(projects, chains.project[within]), bits)
    return masks
