"""A long list goes through in batches of text: what becomes of it is what becomes of it taken whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import shipped_files
from graph.alignment.portfolio import Portfolio
from graph.derived import derive
from graph.importers import tabular, tabular_parting
from graph.importers.preview import preview_list
from graph.importers.tabular import ListFile, PreparedList, prepare_list
from graph.loading import load_shipped
from graph.repository import Repository
from graph.search import Search
from graph.search.matching import plainly, terms_of
from graph.search.postings import entries_with
from graph.store import Batch, Store, open_store
from graph.store.oxigraph import OxigraphStore
from graph.terms import NamedNode, expand
from long_lists import (
    AGENT,
    FIRST,
    Row,
    became,
    brought,
    make_few_many,
    opened,
    two_stores,
    undated,
    writer,
)
from search_worlds import words_by_entry


def of(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


MONEY = (("1 000", "SEK"), ("1000,0", "SEK"), ("12,50", "SEK"), ("", ""))
ROW = st.tuples(
    of("P1", "P2", "P3", "P4", "P5", "P6", "P7"),
    of("Vätgas", 'Ett "namn"', "Bredband\\i norr {1}", "Энергия"),
    of("2021-01-01", "1 maj 2022", ""),
    of("2023-12-31", ""),
    of("Norrbottens län", "Norrbottens län; Arjeplog", ""),
    of("Bolaget AB", "BOLAGET AB", "Kommunen", "Region Väst", "Högskolan"),
    of("stödmottagare", "partner", ""),
    of("2014SE16RFOP007", ""),
    st.sampled_from(MONEY),
    of("9.1", "9.c; 13.2", "TO2", "9", ""),
    of("Därför.", "Rad ett\nrad två", "", "å" * 300),
).map(lambda row: (*row[:8], *row[8], *row[9:]))
ROWS = st.lists(ROW, min_size=1, max_size=9, unique_by=lambda row: (row[0], row[5].lower()))
# A cell that the mapping or the shapes refuse, by the place of its column; most lists have none.
SPOILT = st.sampled_from(
    [None] * 6 + [(3, "2020-02-01"), (4, "Ingenstans"), (8, "-5"), (9, "EUR"), (9, ""), (10, "99.9")]
)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    yield from two_stores(tmp_path_factory.mktemp("parted"))


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    make_few_many(monkeypatch)


def previewed(store: Store, many: int, file: ListFile) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tabular_parting, "MANY", many)
        agent, portfolio = store.base + AGENT, portfolio_of(store)
        portfolio.catch_up()
        return preview_list(file, writer(store), agent=agent, portfolio=portfolio)


@cache
def portfolio_of(store: Store) -> Portfolio:
    return Portfolio(store)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, spoilt=SPOILT)
def test_a_list_in_batches_becomes_what_it_becomes_whole(
    stores: tuple[Store, Store], rows: list[Row], spoilt: tuple[int, str] | None
) -> None:
    """Lists follow one another, so most correct what is there already."""
    whole, parted = stores
    if spoilt:
        rows = [(*rows[0][: spoilt[0]], spoilt[1], *rows[0][spoilt[0] + 1 :]), *rows[1:]]
    file = opened(rows)
    assert previewed(parted, 1, file) == previewed(whole, 10**6, file)
    assert became(parted, 1, file) == became(whole, 10**6, file)
    assert undated(parted.quads()) == undated(whole.quads())
    assert became(parted, 1, file)[0] == became(whole, 10**6, file)[0]


def test_what_is_derived_is_what_is_derived_anew(stores: tuple[Store, Store]) -> None:
    store = stores[1]
    new = [(f"Q{n}", "Nytt", "", "", "", f"Org {n % 3}", "", "", "", "", "9.1", "Därför.") for n in range(7)]
    assert became(store, 1, opened(new))[0] is not None
    kept = {quad for quad in store.quads() if "/graph/derived/" in str(quad.graph_name)}
    assert kept == derive(store)


def test_new_rows_go_through_in_batches_and_the_same_rows_again_do_not(stores: tuple[Store, Store]) -> None:
    store = stores[1]
    rows = [(f"R{n}", "Nytt", "", "", "", f"Eget {n}", "", "", "", "", "9.1", "Därför.") for n in range(5)]
    first, again = (list(batches(store, opened(rows))) for _ in range(2))
    assert [len(batch.subjects) for batch in first] == [14, 14, 7]
    assert len(again) == 3
    became(store, 1, opened(rows))
    assert list(batches(store, opened(rows))) == []
    mixed = [*rows, ("R9", "Nytt", "", "", "", "Eget 1", "", "", "", "", "", "")]
    [batch] = batches(store, opened(mixed))
    assert {
        each.value.rpartition("/projects/")[2] for each in batch.subjects if "organisation" in each.value
    } == set()


def test_rows_are_let_go_before_the_store_takes_what_they_state(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, prepared, held = stores[1], list[PreparedList](), list[int]()
    prepare, apply = tabular.prepare_list, store.apply

    def preparing(*given: Any) -> PreparedList:
        prepared.append(prepare(*given))
        return prepared[-1]

    def applying(*given: Any) -> None:
        held.append(len(prepared[-1].rows))
        apply(*given)

    monkeypatch.setattr(tabular, "prepare_list", preparing)
    monkeypatch.setattr(store, "apply", applying)
    rows = [(f"L{n}", "Nytt", "", "", "", f"Löst {n}", "", "", "", "", "", "") for n in range(3)]
    became(store, 1, opened(rows))
    assert held == [0]


def batches(store: Store, file: ListFile) -> Iterator[Batch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tabular_parting, "MANY", 1)
        prepared = prepare_list(file, store, datetime.now(UTC))
    yield from prepared.parted.batches()


def test_the_text_index_follows_by_the_lines_of_a_commit(stores: tuple[Store, Store]) -> None:
    store = stores[1]
    became(store, 1, opened(brought(3)))
    search = Search(store, Repository(store), patience=120.0)
    search.search("")
    assert became(store, 1, opened([*brought(3), *brought(4)]))[0] is not None
    assert next(store.batches(store.sequence), None) is not None
    found = search.search("Nytt", faceted=True)
    followed = indexed(store)
    search.close()
    (Path(store.place) / "search.sqlite").unlink()
    anew = Search(store, Repository(store), patience=120.0)

    assert found == anew.search("Nytt", faceted=True)
    assert followed == indexed(store)
    anew.close()


def indexed(store: Store) -> Any:
    """Returns what the index holds, by IRIs in place of numbers."""
    with closing(sqlite3.connect(Path(store.place) / "search.sqlite")) as db:
        names = dict(db.execute("SELECT id, iri FROM node"))
        told, words = "thing, graph, id, kind, first, last, length, tie", words_by_entry(db)
        entries = [
            (names[a], names[b], words[number], *rest)
            for a, b, number, *rest in db.execute(f"SELECT {told} FROM entry")
        ]
        keys = [(*rest, names[a], names[b]) for *rest, a, b in db.execute("SELECT * FROM key")]
        links = [(names[a], names[b], facet, names[c]) for a, b, facet, c in db.execute("SELECT * FROM link")]
        shown = [
            (names[thing], sorted((names[graph], str(each)) for graph, each in json.loads(told)[1]))
            for thing, told in db.execute("SELECT thing, told FROM shown")
        ]
        found = entries_with(db, plainly, terms_of("nytt")).tolist()
        ties = [db.execute("SELECT tie FROM entry WHERE id = ?", (entry,)).fetchone() for entry in found]
    return sorted(entries), sorted(keys), sorted(links), sorted(shown), sorted(ties)


def test_a_batch_knows_what_it_refers_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular_parting, "MANY", 1)
    store = open_store("memory:")
    load_shipped(store, shipped_files(examples=False))
    places = "Norrbottens län; Arjeplog"  # of a row with several values in a cell no form is made
    rows = [(f"R{n}", "Vätgas", "", "", place, f"Bolag {n}", *("",) * 4, goal, "") for n, (place, goal) in
            enumerate([("Norrbottens län", "9.1"), (places, "9.c; 13.2"), ("", "")])]  # fmt: skip
    batches = [*prepare_list(opened(rows), store, FIRST).parted.batches()]
    assert [len(batch) > 0 for batch in batches] == [True, True]
    for batch in batches:
        named = {quad.object for quad in batch if quad.predicate != expand("rdf:type")}
        assert batch.referred == {each for each in named if isinstance(each, NamedNode)} - batch.subjects


def test_every_thing_of_a_batch_is_like_one_of_its_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular_parting, "MANY", 1)
    monkeypatch.setattr(tabular_parting, "BATCH", 100)
    store = open_store("memory:")
    load_shipped(store, shipped_files(examples=False))
    rows: list[Row] = [
        (
            f"R{n}",
            f"Namn {n}",
            "2021-01-01",
            "",
            "Norrbottens län",
            f"Bolag {n % 20}",
            *("",) * 4,
            goal,
            "Ja.",
        )
        for n, goal in enumerate(["9.1"] * 30 + ["13.2"] * 20 + [""] * 30 + ["9.c; 13.2"] * 3)
    ]
    [batch] = prepare_list(opened(rows), store, FIRST).parted.batches()

    assert batch.sample is not None
    told, sample = (each.decode().splitlines() for each in (batch.told().lines, batch.sample.lines))
    assert {*sample} <= {*told}
    assert len(sample) < len(told) / 5
    assert _makes(sample) == _makes(told)
    assert str(expand("skos:prefLabel")) in batch.sample.varied
    assert str(expand("owl:annotatedSource")) in batch.sample.linking


def _makes(lines: list[str]) -> set[frozenset[tuple[str, str]]]:
    """Returns what things state, but for values: predicates, and classes."""
    found: dict[str, set[tuple[str, str]]] = {}
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        kind = rest if predicate == str(expand("rdf:type")) else ""
        found.setdefault(subject, set()).add((predicate, kind))
    return {*map(frozenset, found.values())}


def test_a_list_whose_literals_are_stored_as_it_writes_them_is_written_once(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OxigraphStore, "all_lines", None)  # what would write it again
    day, amount = ("2024-03-01", "2025-01-31"), ("1200,50", "SEK")
    rows = [(f"W{n}", "Nytt", *day, "", f"Skrivet {n}", "", "", *amount, "9.1", "Ja.") for n in range(3)]
    found = list(batches(stores[1], opened(rows)))
    told = b"".join(batch.told().lines for batch in found)

    assert sum(map(len, found)) == told.count(b"\n")
    assert b'"1200.5"^^' in told
