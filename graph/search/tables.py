"""The tables of the index in SQLite: entries, codes and whole names, links, a stamp; words by postings.py."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from graph.search.entries import Entry, Shown
from graph.search.postings import ORDER, SCHEMA, Adding, forget, last_entry
from graph.search.words import code_key, name_key

FORMAT = f"6 {ORDER}"
CODE, NAME = 0, 1
LONGEST = 4095
_SEVERAL = 500
# Bytes, of an index that is new: what holds a common word lies in few pages.
_PAGE = 8_192
# Kibibytes: keys of a long list come in no order, and SQLite's own 2,000 hold few pages of them.
_CACHE = 32_768

_SCHEMA = """
CREATE TABLE stamp (format TEXT NOT NULL, sequence INTEGER NOT NULL, commit_mark TEXT NOT NULL);
CREATE TABLE node (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, thing INTEGER NOT NULL, graph INTEGER NOT NULL, kind INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, length INTEGER NOT NULL, tie INTEGER NOT NULL
);
CREATE INDEX entry_of ON entry (thing);
CREATE TABLE shown (thing INTEGER PRIMARY KEY, told TEXT NOT NULL);
CREATE TABLE key (
  text TEXT NOT NULL, what INTEGER NOT NULL, thing INTEGER NOT NULL, graph INTEGER NOT NULL,
  PRIMARY KEY (text, what, thing, graph)
) WITHOUT ROWID;
CREATE INDEX key_of ON key (thing);
CREATE TABLE link (
  thing INTEGER NOT NULL, graph INTEGER NOT NULL, facet INTEGER NOT NULL, value INTEGER NOT NULL,
  PRIMARY KEY (thing, graph, facet, value)
) WITHOUT ROWID;
"""
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once: a list has many


@dataclass(frozen=True, slots=True)
class Stamp:
    """Is the commit that the index shows: its number, and what tells it from another of that number."""

    sequence: int
    mark: str


def connect(path: Path | None, *, is_new: bool = False) -> sqlite3.Connection:
    """Returns a connection to the index at a path, or in memory; one thread uses it at a time.

    A new index, of which nothing is kept if it is not finished, is written without a journal.
    """
    db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
    db.execute(f"PRAGMA page_size = {_PAGE}")
    db.execute(f"PRAGMA journal_mode = {'OFF' if is_new else 'WAL'}")
    db.execute(f"PRAGMA synchronous = {'OFF' if is_new else 'NORMAL'}")
    db.execute(f"PRAGMA cache_size = -{_CACHE}")
    return db


def several(db: sqlite3.Connection, query: str, values: Iterable[str | int]) -> Iterator[tuple[Any, ...]]:
    """Yields the rows of a query for many values: its `{}` stands for some hundreds of them at a time."""
    waiting = iter(values)
    while some := tuple(islice(waiting, _SEVERAL)):
        yield from db.execute(query.format(", ".join("?" * len(some))), some)


class Tables:
    """Reads and writes the tables over one connection."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._ids: dict[str, int] = {}

    def create(self) -> None:
        """Makes the tables of an empty index."""
        self.db.executescript(_SCHEMA + SCHEMA)

    def stamp(self) -> Stamp | None:
        """Returns the commit that the index shows, None if it is not whole or of another format."""
        try:
            row = self.db.execute("SELECT format, sequence, commit_mark FROM stamp").fetchone()
        except sqlite3.OperationalError:
            return None
        return Stamp(row[1], row[2]) if row and row[0] == FORMAT else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Does all within it at once or, where that fails, nothing; what only reads is quicker in one too."""
        self.db.execute("BEGIN")
        try:
            yield
        except BaseException:
            if self.db.in_transaction:  # a disk that is full has ended it
                self.db.execute("ROLLBACK")
            self._ids.clear()
            raise
        self.db.execute("COMMIT")

    def set_stamp(self, stamp: Stamp) -> None:
        """Notes which commit the index shows."""
        self.db.execute("DELETE FROM stamp")
        self.db.execute("INSERT INTO stamp VALUES (?, ?, ?)", (FORMAT, stamp.sequence, stamp.mark))

    def _number(self, iris: Iterable[str]) -> None:
        """Gives numbers to the IRIs that have none yet."""
        asked = {iri for iri in iris if iri not in self._ids}
        self._ids.update(several(self.db, "SELECT iri, id FROM node WHERE iri IN ({})", asked))
        (last,) = self.db.execute("SELECT coalesce(max(id), 0) FROM node").fetchone()
        unknown = sorted(iri for iri in asked if iri not in self._ids)
        new = list(enumerate(unknown, last + 1))
        self.db.executemany("INSERT INTO node (id, iri) VALUES (?, ?)", new)
        self._ids.update((iri, number) for number, iri in new)

    def numbered(self, iris: Iterable[str]) -> list[int]:
        """Returns the numbers of the IRIs, given now to those that have none."""
        asked = list(iris)
        self._number(asked)
        return [self._ids[iri] for iri in asked]

    def known(self, iris: Iterable[str]) -> list[int]:
        """Returns the numbers of those of the IRIs that have one."""
        find = "SELECT id FROM node WHERE iri = ?"
        found = (self.db.execute(find, (iri,)).fetchone() for iri in iris)
        return [row[0] for row in found if row]

    def iri(self, node: int) -> str:
        """Returns the IRI of a number."""
        return str(self.db.execute("SELECT iri FROM node WHERE id = ?", (node,)).fetchone()[0])

    def shown(
        self, nodes: Sequence[int], graphs: Collection[int] | None
    ) -> Iterator[tuple[str, list[Shown]]]:
        """Yields the IRI of each thing, and what each of its entries in these graphs (None: in any) shows."""
        rows = list(several(self.db, "SELECT thing, told FROM shown WHERE thing IN ({})", nodes))
        parsed = json.loads(f"[{','.join([told for _, told in rows])}]")
        found = {thing: each for (thing, _), each in zip(rows, parsed, strict=True)}
        for node in nodes:
            iri, entries = found.get(node) or (self.iri(node), ())
            yield iri, [told for graph, told in entries if graphs is None or graph in graphs]

    def shown_of(self, iris: Iterable[str]) -> Iterator[tuple[str, list[Shown]]]:
        """Yields those of the IRIs that have entries, and what each of these shows."""
        find = "SELECT told FROM node JOIN shown ON thing = id WHERE iri IN ({})"
        rows = [told for (told,) in several(self.db, find, iris)]
        for iri, entries in json.loads(f"[{','.join(rows)}]"):
            yield iri, [told for _, told in entries]

    def with_entries(self, iris: Iterable[str]) -> set[str]:
        """Returns those of the IRIs that have entries."""
        found = (
            "SELECT iri FROM node WHERE iri IN ({}) AND EXISTS (SELECT 1 FROM entry WHERE thing = node.id)"
        )
        return {str(row[0]) for row in several(self.db, found, iris)}

    def add(self, told: Iterable[tuple[str, Sequence[Entry]]], adding: Adding) -> list[int]:
        """Adds the entries of things that have none, and returns the numbers of these.

        Nobody finds them by their words until what takes these has been settled, or folded in.
        """
        waiting, numbers = iter(told), list[int]()
        while some := list(islice(waiting, _SEVERAL)):
            self._add(some, adding)
            numbers += [self._ids[thing] for thing, _ in some]
        return numbers

    def remove(self, thing: str) -> list[int]:
        """Removes the entries of a thing, and returns their numbers."""
        self._number((thing,))
        node = self._ids[thing]
        entries = [row[0] for row in self.db.execute("SELECT id FROM entry WHERE thing = ?", (node,))]
        forget(self.db, entries)
        for table in ("entry", "shown", "key", "link"):
            self.db.execute(f"DELETE FROM {table} WHERE thing = ?", (node,))
        return entries

    def _add(self, told: Sequence[tuple[str, Sequence[Entry]]], adding: Adding) -> None:
        entries = [entry for _, own in told for entry in own]
        self._number(thing for thing, _ in told)
        self._number({entry.graph for entry in entries} | {iri for each in entries for _, iri in each.links})
        told_of = (entry for entry in entries if entry.is_told_of)
        rows = []
        for number, entry in enumerate(told_of, last_entry(self.db) + 1):
            rows.append((number, *self._row(entry)))
            adding.take(number, entry)
        self._insert("entry", 8, rows)
        self._insert("shown", 2, (self._shown(thing, own) for thing, own in told if own))
        self._insert("key", 4, (row for entry in entries for row in self._keys(entry)))
        self._insert("link", 4, (row for entry in entries for row in self._links(entry)))

    def _insert(self, table: str, columns: int, rows: Iterable[tuple[str | int, ...]]) -> None:
        places = ", ".join("?" * columns)
        self.db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({places})", sorted(rows))

    def _row(self, entry: Entry) -> tuple[int, ...]:
        """Returns what the columns but the first hold of an entry."""
        length = min((len(name) for name, _ in entry.names), default=LONGEST)
        numbers = (self._ids[entry.thing], self._ids[entry.graph], entry.kind, *entry.years)
        return (*numbers, min(length, LONGEST), _tie(entry.thing))

    def _shown(self, thing: str, entries: Iterable[Entry]) -> tuple[int, str]:
        told = [(self._ids[entry.graph], entry.shown) for entry in entries if entry.shown]
        return self._ids[thing], _AS_JSON((thing, told))

    def _keys(self, entry: Entry) -> Iterator[tuple[str, int, int, int]]:
        thing, graph = self._ids[entry.thing], self._ids[entry.graph]
        yield from ((key, CODE, thing, graph) for code in entry.codes if (key := code_key(code)))
        yield from ((key, NAME, thing, graph) for name, _ in entry.names if (key := name_key(name)))

    def _links(self, entry: Entry) -> Iterator[tuple[int, int, int, int]]:
        thing, graph = self._ids[entry.thing], self._ids[entry.graph]
        return ((thing, graph, facet, self._ids[value]) for facet, value in entry.links)


def _tie(iri: str) -> int:
    """Returns what puts equal finds in an order of their own: 40 bits that depend on nothing but the IRI."""
    return int.from_bytes(hashlib.blake2b(iri.encode(), digest_size=5).digest())
