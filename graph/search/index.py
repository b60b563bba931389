"""Keeps the index beside the store: opened, caught up from the journal, or built anew.

Nothing is answered from an index that shows another commit than the store: a thread brings it up, and who
asks meanwhile waits, at most for as long as they are patient.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection
from itertools import takewhile
from pathlib import Path
from threading import RLock, Thread
from time import monotonic
from typing import TypeVar

import numpy as np

from graph.errors import IndexBehind, PolicygraphError
from graph.search.columns import Columns, Numbers
from graph.search.entries import entries_of, named_things
from graph.search.facets import Facets
from graph.search.kept import Kept
from graph.search.naming import Names
from graph.search.postings import Adding
from graph.search.rollups import goals, regions
from graph.search.tables import Stamp, Tables, connect
from graph.search.touching import Brought, Touched
from graph.store import Store
from graph.store.collecting import seldom_collected

T = TypeVar("T")
FILE = "search.sqlite"
GLANCE = 0.02  # seconds: what a page reads by other ways takes no longer


class Opened:
    """Is an index that is open: its tables, its arrays, and the commit that it shows."""

    def __init__(self, store: Store, tables: Tables, stamp: Stamp) -> None:
        self._store = store
        self._facets: Facets | None = None
        self.tables = tables
        self.stamp = stamp
        self.columns = Columns(tables.db)
        self.kept = Kept()
        self.names = Names(tables)

    def facets(self, graphs: Collection[str] | None = None) -> Facets:
        """Returns what the facets are counted from, kept until a commit moves what counts for what."""
        if graphs is not None:
            return self._tallied(np.array(self.tables.known(graphs), np.int64))
        if self._facets is None:
            self._facets = self._tallied(None)
        return self._facets

    def move(self, touched: Touched, stamp: Stamp) -> None:
        """Moves on by the things that commits touched, and by what they bring, all or nothing."""
        tables = self.tables
        with tables.transaction():
            moved, gone = self._put(touched)
            tables.set_stamp(stamp)
        self.stamp = stamp
        self.kept.clear()
        self.names.forget(moved)
        links = self.columns.update(tables.db, moved, gone)
        if touched.rollups:
            self._facets = None
        elif self._facets:
            self._facets.update(moved, links)

    def _put(self, touched: Touched) -> tuple[list[int], list[int]]:
        """Sets the entries of the things anew; returns their numbers, and those of the entries they had."""
        held = self.tables.with_entries((*touched.named, *touched.others))
        gone = [entry for thing in held for entry in self.tables.remove(thing)]
        things, adding = sorted(touched.named | held), Adding(self.tables.db)
        moved = self.tables.add(((thing, entries_of(self._store, thing)) for thing in things), adding)
        with seldom_collected():
            for brought in touched.brought():
                moved += self._put_new(brought, touched, adding)
            adding.settle()
        return moved, gone

    def _put_new(self, brought: Brought, touched: Touched, adding: Adding) -> list[int]:
        """Sets the entries of what a commit brings, from its own lines where no other commit touches it."""
        things = [thing for thing in brought.named if thing not in touched.named]
        known = self.tables.with_entries(things)
        new = (
            (thing, entries_of(self._store, thing) if thing in touched.others else brought.entries_of(thing))
            for thing in things
            if thing not in known
        )
        return self.tables.add(new, adding)

    def _tallied(self, graphs: Numbers | None) -> Facets:
        return Facets(self.tables, self.columns, regions(self._store), goals(self._store), graphs)


class Index:
    """Is the index of one store, in its directory or, for a store in memory, in memory."""

    def __init__(self, store: Store, patience: float) -> None:
        self._store = store
        self._patience = patience
        self._path = None if store.place == "memory:" else Path(store.place) / FILE
        self._lock = RLock()
        self._opened: Opened | None = None
        self._thread: Thread | None = None
        self._failure: PolicygraphError | None = None
        self._is_closed = False

    def read(self, use: Callable[[Opened], T]) -> T:
        """Returns what `use` makes of an index that shows the store's last commit.

        Raises IndexBehind if it does not get there in time; what is damaged is built anew, once.
        """
        until = monotonic() + self._patience
        while True:
            self._wait(until)
            with self._lock:
                if self._opened and self._is_current():
                    try:
                        with self._opened.tables.transaction():
                            return use(self._opened)
                    except sqlite3.DatabaseError:
                        self._discard()
            if monotonic() > until:
                raise IndexBehind("search-index-behind")

    def glance(self, use: Callable[[Opened], T]) -> T | None:
        """Returns the same where nobody has to wait for it, None elsewhere."""
        if not self._is_current() or not self._lock.acquire(timeout=GLANCE):
            return None
        try:
            if self._opened is None or not self._is_current():
                return None
            with self._opened.tables.transaction():
                return use(self._opened)
        except sqlite3.DatabaseError:
            return None  # the next search finds it damaged too, and builds it anew
        finally:
            self._lock.release()

    @property
    def sequence(self) -> int | None:
        """Returns the commit that the index shows, None while it is built for the first time."""
        opened = self._opened
        return None if opened is None else opened.stamp.sequence

    def follow(self) -> None:
        """Begins to move on to the store's last commit."""
        with self._lock:
            if not self._is_current():
                self._started()

    def close(self) -> None:
        """Ends the thread, if it runs, and releases the file."""
        self._is_closed = True
        if self._thread:
            self._thread.join()
        with self._lock:
            self._release()

    def _is_current(self) -> bool:
        return self._opened is not None and self._opened.stamp.sequence == self._store.sequence

    def _wait(self, until: float) -> None:
        """Waits for the thread that brings the index up, and starts it if it is not running."""
        with self._lock:
            if self._is_current():
                return
            thread = self._started()
        thread.join(max(0.0, until - monotonic()))
        if self._failure:
            raise self._failure

    def _started(self) -> Thread:
        if self._thread is None or not self._thread.is_alive():
            self._failure = None
            self._thread = Thread(target=self._bring_up, name="search-index", daemon=True)
            self._thread.start()
        return self._thread

    def _bring_up(self) -> None:
        """Opens and moves on, else builds, else does so in memory: disks are full, and give broken files."""
        try:
            for way in (self._move_on, self._begin_again, self._do_without_disk):
                try:
                    return way()
                except (sqlite3.DatabaseError, OSError):
                    continue
        except PolicygraphError as error:
            self._failure = error

    def _move_on(self) -> None:
        if not self._is_ours() or not self._caught_up():
            self._build()

    def _begin_again(self) -> None:
        self._discard()
        self._build()

    def _do_without_disk(self) -> None:
        self._path = None
        self._build()

    def _is_ours(self) -> bool:
        """Says whether there is an index of this store's history, and opens it."""
        with self._lock:
            if self._opened is None and self._path is not None and self._path.exists():
                self._use(connect(self._path))
            stamp = self._opened.stamp if self._opened else None
            return stamp is not None and stamp == self._stamp_of(stamp.sequence)

    def _use(self, db: sqlite3.Connection) -> None:
        tables = Tables(db)
        stamp = tables.stamp()
        if stamp is None:
            db.close()
        else:
            self._opened = Opened(self._store, tables, stamp)

    def _stamp_of(self, sequence: int) -> Stamp | None:
        """Returns the stamp of a commit of the store, None for one that it does not have."""
        if sequence > self._store.sequence:
            return None
        told = json.dumps(dict(self._store.about(sequence) or {}), sort_keys=True)
        return Stamp(sequence, hashlib.sha256(told.encode()).hexdigest())

    def _caught_up(self) -> bool:
        """Moves the index on by the commits that it lacks; says whether the journal holds their quads."""
        with self._lock:
            sequence, opened = self._store.sequence, self._opened
            stamp = self._stamp_of(sequence)
            if opened is None or stamp is None:
                return False
            touched = Touched(self._store)
            for number in range(opened.stamp.sequence + 1, sequence + 1):
                if not self._store.holds_quads(number):
                    return False
                touched.take(number)
            opened.move(touched, stamp)
            return True

    def _build(self) -> None:
        stamp = self._stamp_of(self._store.sequence)
        path = self._path.with_suffix(".part") if self._path else None
        _unlink(path)
        db = connect(path, is_new=True)
        tables = Tables(db)
        tables.create()
        db.execute("BEGIN")
        things = takewhile(lambda _: not self._is_closed, named_things(self._store))
        adding = Adding(db)
        tables.add(((thing, entries_of(self._store, thing)) for thing in things), adding)
        adding.fold()
        if stamp and not self._is_closed:
            tables.set_stamp(stamp)
        db.execute("COMMIT")
        with self._lock:
            self._swap(db, path)

    def _swap(self, db: sqlite3.Connection, path: Path | None) -> None:
        self._release()
        if path is not None and self._path is not None:
            db.close()
            _unlink(self._path)
            path.replace(self._path)
            db = connect(self._path)
        self._use(db)

    def _discard(self) -> None:
        with self._lock:
            self._release()
            _unlink(self._path)

    def _release(self) -> None:
        if self._opened:
            self._opened.tables.db.close()
        self._opened = None


def _unlink(path: Path | None) -> None:
    if path is not None:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
