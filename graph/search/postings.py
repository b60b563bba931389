"""Postings: for each word the entries that hold it, in one piece; of entries added since, FTS5 knows.

What is asked for the first time is then a few rows to read, and not a walk through thousands. A commit writes
no postings: its entries are fresh, and FTS5 finds them, until there are so many that they are folded in.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from graph.search.entries import Entry
from graph.search.matching import Phrase, Term, Way, expression, phrases
from graph.search.words import skeleton, stems, words_of

Numbers = NDArray[np.int64]
COLUMNS = ("spelt", "plain", "stems", "tails", "texts")
LAST = "\U0010ffff"  # behind all words that begin as what stands before it
MOST_FRESH = 10_000
ORDER = sys.byteorder  # of the numbers in postings: an index is of the machines that share it
_NO_WORDS = ("", "", "", "", "")
_AT_ONCE = 1 << 15  # entries that are folded in at a time, so that memory is bounded
_WORDS = ", ".join(COLUMNS)
_IN_RANGE = "SELECT entries FROM posting WHERE word BETWEEN ? AND ?"
_PLACE = {column: str(place) for place, column in enumerate(COLUMNS)}

# `up_to` is the last entry of which there are postings, `entries` how many they were written of.
# Entries are numbered from there on and never anew: postings may tell of some that are gone.
SCHEMA = f"""
CREATE TABLE folded (up_to INTEGER NOT NULL, entries INTEGER NOT NULL);
INSERT INTO folded VALUES (0, 0);
CREATE TABLE posting (
  word TEXT NOT NULL, since INTEGER NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (word, since)
) WITHOUT ROWID;
CREATE VIEW fresh AS SELECT id, {_WORDS} FROM entry
  WHERE id > (SELECT up_to FROM folded) AND spelt || texts <> '';
CREATE VIRTUAL TABLE word USING fts5 (
  {_WORDS},
  content='fresh', content_rowid='id', columnsize=0, detail=column, tokenize="ascii tokenchars '._'"
);
"""


def indexed_words(entry: Entry) -> tuple[str, str, str, str, str]:
    """Returns the words of an entry: as spelt, plain, their stems, these from behind, the stems of its texts.

    From behind, a word of which another is the end can be found by its beginning: "rening" in "vattenrening".
    """
    if not (entry.names or entry.codes or entry.texts):
        return _NO_WORDS
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


def settle(db: sqlite3.Connection, since: int) -> None:
    """Sees to it that the entries added after `since`, the last one before, are found by their words.

    FTS5 finds them like the other fresh ones, until there are so many that it would take long: then all these
    are folded in, and it is not told of the new ones first.
    """
    if _number_fresh(db) > MOST_FRESH:
        fold(db)
    else:
        new = f"INSERT INTO word (rowid, {_WORDS}) SELECT id, {_WORDS} FROM fresh WHERE id > ?"
        db.execute(new, (since,))


def fold(db: sqlite3.Connection) -> None:
    """Writes postings of the fresh entries, or of all, where most that the others are of are gone."""
    up_to, entries = _told(db)
    (held,) = db.execute("SELECT count(*) FROM entry WHERE id <= ?", (up_to,)).fetchone()
    if 2 * held < entries:
        db.execute("DELETE FROM posting")
        up_to, entries = 0, 0
    is_anew = not up_to
    rows = db.execute(f"SELECT id, {_WORDS} FROM entry WHERE id > ? ORDER BY id", (up_to,))
    while some := list(islice(rows, _AT_ONCE)):
        db.executemany("INSERT INTO posting VALUES (?, ?, ?)", _inverted(some))
        up_to, entries = some[-1][0], entries + len(some)
    if is_anew:
        _join(db)
    db.execute("INSERT INTO word (word) VALUES ('delete-all')")
    db.execute("UPDATE folded SET up_to = ?, entries = ?", (up_to, entries))


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


def _inverted(rows: Sequence[tuple[int, *tuple[str, ...]]]) -> Iterator[tuple[str, int, bytes]]:
    """Yields the words of entries in order, each with the first of all these entries, and its own."""
    entries: list[dict[str, array[int]]] = [defaultdict(lambda: array("i")) for _ in COLUMNS]
    for entry, *columns in rows:
        for of, words in zip(entries, columns, strict=True):
            for word in words.split():
                of[word].append(entry)
    for place, of in enumerate(entries):
        yield from ((f"{place}{word}", rows[0][0], of[word].tobytes()) for word in sorted(of))
