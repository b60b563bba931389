"""Postings: for each word the entries that hold it, in one piece; of entries added since, FTS5 knows.

What is asked for the first time is then a few rows to read, and not a walk through thousands. A commit writes
no postings: its entries are fresh, and FTS5 finds them, until there are so many that they are folded in.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from graph.search.entries import Entry
from graph.search.inverting import Inverted
from graph.search.matching import Phrase, Term, Way, expression, phrases
from graph.search.words import skeleton, stems, words_of

Numbers = NDArray[np.int64]
COLUMNS = ("spelt", "plain", "stems", "tails", "texts")
LAST = "\U0010ffff"  # behind all words that begin as what stands before it
MOST_FRESH = 10_000
ORDER = sys.byteorder  # of the numbers in postings: an index is of the machines that share it
_AT_ONCE = 1 << 15  # entries that are folded in at a time, so that memory is bounded
_WORDS = ", ".join(COLUMNS)
_IN_RANGE = "SELECT entries FROM posting WHERE word BETWEEN ? AND ?"
_PLACE = {column: str(place) for place, column in enumerate(COLUMNS)}

# `up_to` is the last entry of which there are postings, `entries` how many they were written of.
# Entries are numbered from there on and never anew: postings may tell of some that are gone.
# The words of an entry stand nowhere but in postings, or in `fresh` and FTS5 until they are folded in.
SCHEMA = f"""
CREATE TABLE folded (up_to INTEGER NOT NULL, entries INTEGER NOT NULL);
INSERT INTO folded VALUES (0, 0);
CREATE TABLE posting (
  word TEXT NOT NULL, since INTEGER NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (word, since)
) WITHOUT ROWID;
CREATE TABLE fresh (id INTEGER PRIMARY KEY, {", ".join(f"{column} TEXT NOT NULL" for column in COLUMNS)});
CREATE VIRTUAL TABLE word USING fts5 (
  {_WORDS},
  content='fresh', content_rowid='id', columnsize=0, detail=column, tokenize="ascii tokenchars '._'"
);
"""


def indexed_words(entry: Entry) -> tuple[str, str, str, str, str]:
    """Returns the words of an entry: as spelt, plain, their stems, these from behind, the stems of its texts.

    From behind, a word of which another is the end can be found by its beginning: "rening" in "vattenrening".
    """
    named = [(word, lang) for name, lang in entry.names for word in words_of(name)]
    spelt = [word for word, _ in named] + [word for code in entry.codes for word in words_of(code)]
    stemmed = dict.fromkeys(stem for word, lang in named for stem in stems(word, lang))
    texts = dict.fromkeys(
        stem for text, lang in entry.texts for word in words_of(text) for stem in stems(word, lang)
    )
    return (
        " ".join(dict.fromkeys(spelt)),
        " ".join(dict.fromkeys(map(skeleton, spelt))),
        " ".join(stemmed),
        " ".join(stem[::-1] for stem in stemmed),
        " ".join(texts),
    )


def entries_with(db: sqlite3.Connection, way: Way, terms: tuple[Term, ...]) -> Numbers:
    """Returns the entries that hold all the words in that way: some more than once, some that are gone."""
    found = _folded(db, way, terms).astype(np.int64)
    return np.concatenate((found, _fresh(db, way, terms))) if _number_fresh(db) else found


def last_entry(db: sqlite3.Connection) -> int:
    """Returns the highest number that an entry has, or had when postings were written."""
    (last,) = db.execute("SELECT max(up_to, (SELECT coalesce(max(id), 0) FROM entry)) FROM folded").fetchone()
    return int(last)


class Adding:
    """Sees to it that entries are found by their words, from when they are added until `settle` or `fold`.

    Few become fresh, and FTS5 finds them. Of many the postings are written, and FTS5 is not told of them; so
    many are held at a time that memory is bounded.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._waiting: list[tuple[int, Entry]] = []
        self._inverted = Inverted()

    def take(self, number: int, entry: Entry) -> None:
        """Takes an entry that was added with that number."""
        if entry.names or entry.codes or entry.texts:
            self._waiting.append((number, entry))
            if len(self._inverted) or len(self._waiting) > MOST_FRESH:
                self._invert()

    def settle(self) -> None:
        """Has all found that was taken: with those that are fresh already, if it is little, by FTS5."""
        if len(self._inverted) or _number_fresh(self._db) > MOST_FRESH:
            self.fold()
        else:
            rows = [(number, *indexed_words(entry)) for number, entry in self._waiting]
            for into in (f"fresh (id, {_WORDS})", f"word (rowid, {_WORDS})"):
                self._db.executemany(f"INSERT INTO {into} VALUES (?, ?, ?, ?, ?, ?)", rows)
            self._waiting.clear()

    def fold(self) -> None:
        """Writes postings of all that was taken and of all that is fresh."""
        self._invert()
        for number, *words in self._db.execute(f"SELECT id, {_WORDS} FROM fresh"):
            self._inverted.take_told(number, words)
        self._write()
        _clear_fresh(self._db)
        _tell_folded(self._db)

    def _invert(self) -> None:
        for number, entry in self._waiting:
            self._inverted.take(number, entry)
            if len(self._inverted) >= _AT_ONCE:
                self._write()
        self._waiting.clear()

    def _write(self) -> None:
        self._db.executemany("INSERT INTO posting VALUES (?, ?, ?)", self._inverted.postings())
        self._inverted = Inverted()


def forget(db: sqlite3.Connection, entries: Iterable[int]) -> None:
    """Has entries found no more that are fresh; that others are gone is seen when they are found."""
    numbers = [(entry,) for entry in entries]
    gone = f"INSERT INTO word (word, rowid, {_WORDS}) SELECT 'delete', id, {_WORDS} FROM fresh WHERE id = ?"
    db.executemany(gone, numbers)
    db.executemany("DELETE FROM fresh WHERE id = ?", numbers)


def _clear_fresh(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM fresh")
    db.execute("INSERT INTO word (word) VALUES ('delete-all')")


def _tell_folded(db: sqlite3.Connection) -> None:
    """Notes what there are postings of now; drops what is gone from them where that was the most of them."""
    up_to, entries = _told(db)
    (held,) = db.execute("SELECT count(*) FROM entry WHERE id <= ?", (up_to,)).fetchone()
    (new,) = db.execute("SELECT count(*) FROM entry WHERE id > ?", (up_to,)).fetchone()
    if is_sparse := 2 * held < entries:
        _drop_gone(db)
        entries = held
    if is_sparse or not up_to:
        _join(db)
    db.execute("UPDATE folded SET up_to = ?, entries = ?", (last_entry(db), entries + new))


def _drop_gone(db: sqlite3.Connection) -> None:
    held = np.fromiter((entry for (entry,) in db.execute("SELECT id FROM entry")), np.int32)

    def still_held(entries: bytes) -> bytes:
        numbers = np.frombuffer(entries, np.int32)
        return numbers[np.isin(numbers, held)].tobytes()

    db.create_function("still_held", 1, still_held, deterministic=True)
    db.execute("UPDATE posting SET entries = still_held(entries)")
    db.execute("DELETE FROM posting WHERE entries = x''")


def _join(db: sqlite3.Connection) -> None:
    """Makes one row of the rows that a word has of several passes, so that there is less to look up."""
    several = "SELECT word FROM posting GROUP BY word HAVING count(*) > 1"
    for (word,) in db.execute(several).fetchall():
        rows = db.execute("SELECT since, entries FROM posting WHERE word = ?", (word,)).fetchall()
        (since, _), joined = rows[0], b"".join(entries for _, entries in rows)
        db.execute("DELETE FROM posting WHERE word = ? AND since > ?", (word, since))
        db.execute("UPDATE posting SET entries = ? WHERE word = ?", (joined, word))


def _number_fresh(db: sqlite3.Connection) -> int:
    """Returns how many entries are fresh at most."""
    (number,) = db.execute("SELECT (SELECT coalesce(max(id), 0) FROM entry) - up_to FROM folded").fetchone()
    return int(number)


def _told(db: sqlite3.Connection) -> tuple[int, int]:
    up_to, entries = db.execute("SELECT up_to, entries FROM folded").fetchone()
    return up_to, entries


def _fresh(db: sqlite3.Connection, way: Way, terms: tuple[Term, ...]) -> Numbers:
    query = "SELECT group_concat(rowid) FROM word WHERE word MATCH ?"
    (found,) = db.execute(query, (expression(way, terms),)).fetchone()
    return np.fromstring(found or "", np.int64, sep=",")


def _folded(db: sqlite3.Connection, way: Way, terms: tuple[Term, ...]) -> NDArray[np.int32]:
    found = _any_of(db, phrases(way, terms[0]))
    for term in terms[1:]:
        if len(found):
            found = found[np.isin(found, _any_of(db, phrases(way, term)))]
    return found


def _any_of(db: sqlite3.Connection, asked: Iterable[Phrase]) -> NDArray[np.int32]:
    ends = [end for phrase in asked if phrase.word for end in _range(phrase)]  # nothing begins with no word
    read = " UNION ALL ".join([_IN_RANGE] * (len(ends) // 2))
    return np.frombuffer(b"".join(chain.from_iterable(db.execute(read, ends))) if ends else b"", np.int32)


def _range(phrase: Phrase) -> tuple[str, str]:
    """Returns the first and the last word that a phrase finds, as postings are of them."""
    first = _PLACE[phrase.column] + phrase.word
    return first, first + LAST * phrase.begins
