"""Keeps arrays over a store as they stood at a commit, and moves them on commit by commit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from pathlib import Path
from threading import RLock
from typing import TypeVar

from graph.alignment.portfolio.bringing import Brought, beside_batches
from graph.alignment.portfolio.frame import Frame, read_frame
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.moving import Moved, lone_documents, moved, moves_network
from graph.alignment.portfolio.numbers import Numbers
from graph.alignment.portfolio.reading import Everything, Some
from graph.alignment.portfolio.saving import load, save
from graph.alignment.portfolio.served import Served
from graph.alignment.portfolio.snapshot import Snapshot
from graph.alignment.recent import Recent
from graph.store import Changes, Store
from graph.store.base import told_size
from graph.store.collecting import seldom_collected
from graph.store.once import Once

T = TypeVar("T")
_KEPT = 32
_IDLE = 100_000
# Commits, and quads of one commit, beyond which everything is read anew.
_FAR = 500
_LARGE = 50_000


class Following:
    """Holds what projects are counted by, and what was computed of it, as of commit `sequence`.

    Who asks holds the lock meanwhile, so that nobody sees half of a commit.
    """

    def __init__(self, store: Store, path: Path | None = None) -> None:
        self._store = store
        self._lock = RLock()
        kept = load(path, store) if path else None
        self.saved = kept.sequence if kept else -1
        if kept is None:
            self.rebuild()
        else:
            self._show(kept)

    def rebuild(self) -> None:
        """Reads everything anew; readers see the former state until it is done."""
        sequence, nodes = self._store.sequence, Numbers()
        frame = read_frame(self._store, nodes)
        holdings = Holdings(nodes)
        holdings.take(Everything(self._store))
        self._show(Snapshot(sequence, holdings, frame))

    def save(self, path: Path) -> None:
        """Writes the present state to a file, from which another portfolio begins; `saved` is its commit."""
        state = self.snapshot()
        save(path, self._store, state)
        self.saved = state.sequence

    def catch_up(self) -> None:
        """Moves on by each commit that the store has taken since, or rebuilds where that is not possible.

        It rebuilds too where reading everything takes less time, and lets readers go on meanwhile.
        """
        while self.sequence < self._store.sequence:
            is_far = self._store.sequence - self.sequence > _FAR
            if is_far or self._is_worn() or not self._follow():
                self.rebuild()

    def _show(self, state: Snapshot) -> None:
        with self._lock:
            self.sequence = state.sequence
            self._frame, self._holdings = state.frame, state.holdings
            self._kept = Recent(_KEPT)

    def moved_on(self, changes: Changes) -> None:
        """Applies the next commit, which the store has taken already, in the time of its own projects."""
        with self._lock:
            store = Once(self._store)
            self._apply(store, moved(store, changes, self._holdings.projects.of))
            self.sequence += 1

    def snapshot(self) -> Snapshot:
        """Returns what is held now, apart from what later commits do to it."""
        with self._lock:
            return Snapshot(self.sequence, self._holdings.copy(), self._frame)

    def _follow(self) -> bool:
        """Applies what the journal holds; says whether that is all, so that nobody sees half of it."""
        with self._lock:
            while self.sequence < self._store.sequence:
                if told_size(self._store.about(self.sequence + 1)) > _LARGE:
                    with seldom_collected():
                        is_taken = self._take_batches(self.sequence + 1)
                    if not is_taken:
                        return False
                    continue
                record = self._store.recorded(self.sequence + 1)
                if record is None or record.is_bulk or _is_large(record.changes):
                    return False
                self.moved_on(record.changes)
            return True

    def _take_batches(self, sequence: int) -> bool:
        """Applies a commit that brings its projects in batches; says whether it is one."""
        beside = beside_batches(self._store, sequence, _LARGE)
        if beside is None:
            return False
        store = Once(self._store)
        touched = moved(store, beside, self._holdings.projects.of)
        by_batches = False
        for batch in self._store.batches(sequence):
            brought = Brought(self._store, batch)
            by_batches = by_batches or brought.touches_frame
            self._holdings.take(brought)
        self._kept.clear()
        self._apply(store, Moved(touched.projects, frame=False))
        if by_batches:
            self._frame = read_frame(self._store, self._holdings.nodes)
        elif touched.frame:
            self._frame = self._moved_by(beside, touched.projects)
        self.sequence = sequence
        return True

    def _moved_by(self, changes: Changes, projects: Collection[str]) -> Frame:
        """Returns the frame after changes, read anew as far as they move it."""
        nodes, frame = self._holdings.nodes, self._frame
        if moves_network(self._store, changes, projects):
            return read_frame(self._store, nodes)
        alone = lone_documents(changes, projects, frame)
        if alone is None:
            return read_frame(self._store, nodes, frame.network)
        return frame.joined_by(alone, nodes)

    def _is_worn(self) -> bool:
        """Says whether more rows lie idle than are worth passing over at each question."""
        return self._holdings.dead > len(self._holdings.edges.owner) // 2 + _IDLE

    def _remembered(self, key: Hashable, compute: Callable[[], T]) -> T:
        return self._kept.remembered(key, compute)

    def _apply(self, store: Once, touched: Moved) -> None:
        numbers = self._holdings.drop(touched.projects)
        self._holdings.take(Some(store, touched.projects))
        if touched.frame:
            self._frame = read_frame(self._store, self._holdings.nodes)
            self._kept.clear()
            return
        of = self._holdings.projects.of
        new = {of[name] for name in touched.projects if name in of}
        for each in self._kept.only(Served):
            each.update(sorted(new.union(numbers)))


def _is_large(changes: Changes) -> bool:
    return len(changes.added) + len(changes.removed) > _LARGE
