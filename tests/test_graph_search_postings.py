"""Postings: they find what FTS5 finds over all entries, whatever was folded in, removed and added since."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.repository import Repository
from graph.search import Search, postings
from graph.search.columns import Columns
from graph.search.entries import Entry, entries_of, named_things
from graph.search.finding import Asked, Finding
from graph.search.index import Index, Opened
from graph.search.kinds import OTHER
from graph.search.marking import _tail
from graph.search.matching import WAYS, Term, Way, terms_of
from graph.search.postings import COLUMNS, Adding, entries_with, indexed_words
from graph.search.words import stems, words_of
from graph.store import Changes, Store
from graph_facts import LIST, in_graph
from search_worlds import NAMES, History, following, histories
from small_graph import short, small_store

TEXTS = (
    *NAMES,
    "vatten",
    "vatt",
    "ten",
    "skolan vatten",
    "mer om skola",
    "område",
    "1",
    "T2",
    "umeå kärnkraft",
    "atten",
)
ALL = ", ".join(COLUMNS)


@pytest.fixture(autouse=True)
def folds_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets indexes fold in all that is more than a few entries."""
    monkeypatch.setattr(postings, "MOST_FRESH", 3)


def by_fts5(store: Store, db: sqlite3.Connection) -> sqlite3.Connection:
    """Returns all entries of a store in a table of FTS5 alone, by the numbers that they have in its index."""
    other = sqlite3.connect(":memory:")
    tokens = """detail=column, tokenize="ascii tokenchars '._'\""""
    other.execute(f"CREATE VIRTUAL TABLE word USING fts5 ({ALL}, {tokens})")
    named = dict(db.execute("SELECT id, iri FROM node"))
    rows = db.execute("SELECT id, thing, graph FROM entry")
    numbers = {(named[thing], named[graph]): number for number, thing, graph in rows}
    told = [entry for thing in named_things(store) for entry in entries_of(store, thing) if entry.is_told_of]
    assert len(told) == len(numbers)
    rows = [(numbers[entry.thing, entry.graph], *indexed_words(entry)) for entry in told]
    other.executemany(f"INSERT INTO word (rowid, {ALL}) VALUES (?, ?, ?, ?, ?, ?)", rows)
    return other


def wholly(way: Way, terms: tuple[Term, ...]) -> str:
    """Returns an expression of all phrases of a way, those too that find nothing beyond others."""
    return " AND ".join(f"({' OR '.join(map(str, way(term)))})" for term in terms)


def compared(opened: Opened) -> None:
    """Sees that each way finds the entries, and the things, that FTS5 finds."""
    db = opened.tables.db
    held = {row[0] for row in db.execute("SELECT id FROM entry")}
    other = by_fts5(opened._store, db)
    for way, text in product(WAYS, TEXTS):
        terms = terms_of(text)
        rows = other.execute("SELECT rowid FROM word WHERE word MATCH ?", (wholly(way, terms),))
        found = entries_with(db, way, terms)
        assert set(found.tolist()) & held == {row[0] for row in rows}
        of = {opened.columns.thing_of[entry] for entry in found.tolist() if entry in held}
        assert set(opened.columns.distinct(opened.columns.things(found, None)).tolist()) == of
    other.close()


@given(histories)
@settings(deadline=None, max_examples=40)
def test_postings_and_fresh_entries_find_what_fts5_finds(history: History) -> None:
    for _, index in following(history):
        index.read(compared)
    index.close()


@given(st.lists(st.text(max_size=30), max_size=4), st.text(max_size=10))
@example(["⑴ ﷺ ½ Ⅷ.2", "a_b.c"], "ﷺ")
def test_the_words_of_an_entry_are_those_that_fts5_sees(names: list[str], text: str) -> None:
    named = tuple((name.replace("\0", ""), "sv") for name in names)
    entry = Entry("x", "y", OTHER, named, tuple(names), named, (0, 0), frozenset(), {"x": []})
    words = indexed_words(entry)
    db = sqlite3.connect(":memory:")
    db.executescript(
        f"CREATE TABLE entry (id INTEGER PRIMARY KEY); {postings.SCHEMA}"
        "CREATE VIRTUAL TABLE seen USING fts5vocab ('word', 'col');"
    )
    db.execute("INSERT INTO entry VALUES (1)")
    adding = Adding(db)
    adding.take(1, entry)
    adding.settle()
    seen = {(COLUMNS.index(column), term) for term, column in db.execute("SELECT term, col FROM seen")}
    assert seen == {(place, word) for place, several in enumerate(words) for word in several.split()}
    before = [list(entries_with(db, way, terms_of(text))) for way in WAYS if terms_of(text)]
    adding.fold()  # what FTS5 had
    folded = db.execute("SELECT * FROM posting").fetchall()
    assert before == [
        sorted(set(entries_with(db, way, terms_of(text)).tolist())) for way in WAYS if terms_of(text)
    ]
    db.execute("DELETE FROM posting")
    adding.take(1, entry)
    adding.fold()  # what it never had
    assert db.execute("SELECT * FROM posting").fetchall() == folded
    db.close()


def project(number: int, name: str) -> Changes:
    stated = f'<id/project/x/n{number}> a pg:Project ; skos:prefLabel "{name}"@sv .'
    return Changes(added=in_graph(LIST, stated))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = small_store(str(tmp_path / "store"))
    yield opened
    opened.close()


def search_of(store: Store) -> Search:
    return Search(store, Repository(store), patience=60)


def found(search: Search, text: str) -> list[str]:
    return [short(hit.thing.iri) for hit in search.search(text).page.items]


def told(opened: Opened) -> tuple[int, int, int, int]:
    """Returns how many pieces of postings an index has, of how many entries, how many it has, and in FTS5."""
    counts = (
        "SELECT count(*) FROM posting",
        "SELECT entries FROM folded",
        "SELECT count(*) FROM entry",
        "SELECT count(*) FROM fresh",
    )
    pieces, written, entries, fresh = (opened.tables.db.execute(each).fetchone()[0] for each in counts)
    return pieces, written, entries, fresh


def test_what_commits_bring_is_fresh_until_it_is_folded_in(store: Store) -> None:
    index, search = Index(store, 60), search_of(store)
    _, _, before, fresh = index.read(told)
    assert fresh == 0
    for number in range(4):
        store.apply(project(number, "Vätgas"), store.sequence + 1)
        _, written, entries, fresh = index.read(told)
        assert (written, entries, fresh) == (
            before + 4 * (number == 3),
            before + number + 1,
            (number + 1) % 4,
        )
        assert len(found(search, "vätgas")) == number + 1
    index.close()
    search.close()


def test_a_word_of_several_passes_has_one_row_when_all_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "_AT_ONCE", 5)
    index = Index(store, 60)

    def rows(opened: Opened) -> tuple[int, int]:
        compared(opened)
        return opened.tables.db.execute("SELECT count(*), count(DISTINCT word) FROM posting").fetchone()

    together, words = index.read(rows)
    assert together == words
    for number in range(4):  # folded in by one more pass
        store.apply(project(number, "Vatten"), store.sequence + 1)
    together, words = index.read(rows)
    assert together > words
    index.close()


def test_postings_are_written_anew_where_most_of_them_are_of_what_is_gone(store: Store) -> None:
    index = Index(store, 60)
    index.read(told)
    most = 0
    for round_ in range(60):
        changes = [project(number, f"Vätgas {round_}") for number in range(5)]
        added = frozenset().union(*(each.added for each in changes))
        store.apply(Changes(added=added), store.sequence + 1)
        index.read(told)
        store.apply(Changes(removed=added), store.sequence + 1)
        _, written, entries, _ = index.read(told)
        most = max(most, written)
        index.read(compared)
    assert most <= 2 * entries + 10
    index.close()


def test_a_removed_entry_is_found_no_more_before_and_after_the_index_is_opened_anew(store: Store) -> None:
    gone = project(1, "Vätgas i Umeå")
    store.apply(gone, store.sequence + 1)
    search = search_of(store)
    assert found(search, "vätgas") == ["project/x/n1"]  # by postings: the index was built with it
    store.apply(Changes(removed=gone.added), store.sequence + 1)
    for _ in range(2):
        assert found(search, "vätgas") == []
        assert "project/x/n1" not in found(search, "umeå")
        store.apply(project(2, "Solel"), store.sequence + 1)
        assert found(search, "solel") == ["project/x/n2"]
        store.apply(Changes(removed=project(2, "Solel").added), store.sequence + 1)
        search.close()
        search = search_of(store)
    search.close()


def test_a_fold_that_fails_leaves_the_index_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(store, 60)
    before = index.read(told)
    for number in range(4):
        store.apply(project(number, "Vätgas"), store.sequence + 1)

    def broken(adding: Adding) -> None:
        adding._db.execute("DELETE FROM posting")
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(Adding, "fold", broken)
        opened = index._opened
        assert opened is not None
        with pytest.raises(ZeroDivisionError):
            index._caught_up()
    assert told(opened) == before
    index.read(compared)
    index.close()


@pytest.mark.parametrize("text", ["ﷺ", "ﷺ umeå", "⑴", "ﾞﾞﾞ", "umeå ﾞﾞﾞﾞ", "½", '"', "* OR plain", "İ"])
def test_letters_that_fold_to_several_words_or_none_break_nothing(
    store: Store, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = search_of(store)
    assert "area/se-kommun/2480" in found(search, "umeå")
    monkeypatch.setattr(Index, "_discard", lambda _: pytest.fail("the index is thrown away"))
    store.apply(project(1, "Solel"), store.sequence + 1)
    found(search, text)
    monkeypatch.undo()
    search.close()


@given(st.lists(st.integers(1, 40), max_size=60), st.integers(1, 12))
@example([7] * 30 + [5, 6], 4)
def test_the_foremost_are_the_first_of_all_in_order(things: list[int], most: int) -> None:
    columns = Columns.__new__(Columns)
    columns.kind = np.zeros(41, np.int64)
    columns.order = np.random.default_rng(7).permutation(41).astype(np.int64)
    ordered = sorted(set(things), key=lambda thing: int(columns.order[thing]))
    assert columns.foremost(np.array(things, np.int64), most).tolist() == ordered[:most]


@given(st.lists(st.integers(0, 40), max_size=600))
def test_things_are_told_once_however_many_they_are(things: list[int]) -> None:
    columns = Columns.__new__(Columns)
    columns.kind = np.zeros(41, np.int64)
    assert columns.distinct(np.array(things, np.int64)).tolist() == sorted({*things} - {0})


words = st.text(st.sampled_from("abdeghiknorstvyåäöæøéÿþß_"), min_size=1, max_size=12)


@given(words, words, st.sampled_from(["sv", "da", "en", ""]))
@example("vattenrening", "rening", "sv")
@example("förorening", "rening", "")
@example("babyies", "ies", "en")
def test_a_part_of_a_compound_is_marked_as_if_each_end_were_stemmed(first: str, end: str, lang: str) -> None:
    [word] = words_of(first + end)[:1] or ["x"]
    wanted = stems(end)
    ends = (at for at in range(1, max(1, len(word) - 2)) if set(stems(word[at:], lang)) & set(wanted))
    start = next(ends, None)
    assert _tail(word, wanted, lang) == (None if start is None else (start, len(word)))


def test_who_may_read_few_graphs_is_told_of_no_others(store: Store) -> None:
    store.apply(project(1, "Vätgas"), store.sequence + 1)
    index = Index(store, 60)

    def seen(opened: Opened, graphs: frozenset[str] | None) -> int:
        asked = Asked("vätgas", (), None, None, {}, graphs=graphs)
        return Finding(opened.tables, opened.columns, opened.kept, asked).total()

    for number in (1, 2):  # by postings, and fresh
        assert index.read(lambda opened: seen(opened, None)) == number
        assert index.read(lambda opened: seen(opened, frozenset([LIST.value]))) == number
        assert index.read(lambda opened: seen(opened, frozenset(["http://other.example/"]))) == 0
        store.apply(project(2, "Mer vätgas"), store.sequence + 1) if number == 1 else None
    index.close()
