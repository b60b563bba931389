"""A long list goes through in batches of text: what becomes of it is what becomes of it taken whole."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import shipped_files
from graph.alignment.portfolio import Portfolio, following, frame
from graph.commits import Writer
from graph.derived import derive
from graph.errors import SubmissionRefused
from graph.importers import tabular, tabular_parting
from graph.importers.preview import preview_list
from graph.importers.tabular import ListFile, PreparedList, import_list, open_content, prepare_list
from graph.importers.tabular_mapping import load_mapping
from graph.loading import load_shipped
from graph.repository import Repository
from graph.search import Search
from graph.search.matching import plainly, terms_of
from graph.search.postings import entries_with
from graph.store import Batch, Changes, Store, open_store, oxigraph
from graph.store.oxigraph import OxigraphStore
from graph.terms import NamedNode, Quad, expand, iri
from graph.validation import validate_submission
from search_worlds import words_by_entry

AGENT = "id/agent/policygraph/command-line"
HEADINGS = (
    *("Projektnummer", "Projektnamn", "Startdatum", "Slutdatum", "Områden", "Organisation", "Roll"),
    *("Program", "Beviljat belopp", "Valuta", "Mål", "Motivering"),
)
# Moments, of which each import has its own.
DATED = frozenset(map(expand, ("dct:created", "prov:endedAtTime")))
FIRST = datetime(2026, 11, 26, 3, tzinfo=UTC)
Row = tuple[str, ...]


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
    """Returns two stores of what ships: one takes lists whole, the other, on disk, in batches."""
    whole, parted = open_store("memory:"), open_store(str(tmp_path_factory.mktemp("parted")))
    for store in (whole, parted):
        load_shipped(store, shipped_files(examples=True))
    yield whole, parted
    parted.close()


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular_parting, "BATCH", 2)
    monkeypatch.setattr(oxigraph, "LARGE", 30)


def opened(rows: list[Row], mapping: str = "projects") -> ListFile:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADINGS, *rows])
    return open_content(Path("lista.csv"), text.getvalue().encode(), load_mapping(mapping), name="")


def writer(store: Store) -> Writer:
    """Returns a writer whose commits of one number have one moment in any store: events are named by it."""
    return Writer(store, validate_submission, lambda: FIRST + timedelta(minutes=store.sequence))


def undated(quads: Any) -> set[str]:
    return {str(quad) for quad in quads if quad.predicate not in DATED}


def became(store: Store, many: int, file: ListFile) -> Any:
    """Returns what an import says, and what the journal holds of it; `many` rows are taken in batches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tabular_parting, "MANY", many)
        try:
            done = import_list(file, writer(store), agent=store.base + AGENT, may_lose=100)
        except SubmissionRefused as error:
            return error.key, error.findings
        record = store.recorded(store.sequence)
    assert record is not None
    told = None
    if done.commit:
        told = done.commit.sequence, done.commit.added, done.commit.removed, done.commit.warnings
        lines = [*store.lines(store.sequence)]
        lines += [line for batch in store.batches(store.sequence) for line in batch.lines.splitlines()]
        assert len(lines) == len({*lines}) == len(record.changes.added) + len(record.changes.removed)
    return told, done.gone, done.warnings, undated(record.changes.added), undated(record.changes.removed)


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


def brought(number: int) -> list[Row]:
    """Returns rows of projects with all that the portfolio counts, some of them multiple, one shared."""
    more = ("2021-01-01", "2023-12-31", "Norrbottens län; Arjeplog", f"Bolag {number}", "partner")
    paid = ("2014SE16RFOP007", "1 000,5", "SEK", "9.1; 13.2", "Därför.")
    rows = [(f"{number}X{n}", f"Nytt {n}", *more[:3], f"{more[3]} {n % 3}", more[4], *paid) for n in range(7)]
    return [*rows, (f"{number}X1", "Nytt 1", *more[:3], "Ett till", more[4], "", "", "", "TO2", "")]


def test_the_portfolio_follows_by_the_lines_of_a_commit(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = stores[1]
    became(store, 1, opened(brought(1)))
    portfolio = Portfolio(store)
    monkeypatch.setattr(following, "_LARGE", 200)
    became(store, 1, opened([*brought(1), *brought(2)]))
    monkeypatch.setattr(Portfolio, "rebuild", None)  # it need not
    portfolio.catch_up()
    monkeypatch.undo()
    anew = Portfolio(store)

    assert portfolio.sequence == anew.sequence == store.sequence
    assert portfolio.goals() == anew.goals()
    assert portfolio.targets() == anew.targets()
    assert portfolio.goals_by_region() == anew.goals_by_region()
    assert portfolio.goals_by_programme() == anew.goals_by_programme()
    assert held(portfolio) == held(anew)


@pytest.mark.parametrize("known", ["nothing", "an objective under it", "an area of it"])
def test_a_list_of_a_new_kind_gives_the_portfolio_its_document_and_reads_no_more_than_it_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    store = open_store(str(tmp_path / "store"))
    load_shipped(store, shipped_files(examples=False))
    document = iri(f"{store.base}id/document/projects/list")
    if known != "nothing":  # it is stated before anybody says that the list is a document
        stated = frozenset([before(store, document, known)])
        assert Writer(store).commit(Changes(added=stated), agent=store.base + AGENT, reason="Notes")
    portfolio, calls = Portfolio(store), dict[str, int]()
    counted(monkeypatch, calls, following, "read_frame")
    counted(monkeypatch, calls, frame, "read_network")
    monkeypatch.setattr(following, "_LARGE", 200)
    became(store, 1, opened(brought(1)))
    monkeypatch.setattr(Portfolio, "rebuild", None)  # it need not
    portfolio.catch_up()
    monkeypatch.undo()
    anew = Portfolio(store)

    wanted = {
        "an objective under it": {"read_frame": 1, "read_network": 1},
        "an area of it": {"read_frame": 1},
    }
    assert calls == wanted.get(known, {})
    assert portfolio.sequence == anew.sequence == store.sequence
    assert str(document) in network_of(anew)[0]
    assert (known == "an objective under it") == (str(document) in {to for _, to in network_of(anew)[1]})
    assert network_of(portfolio) == network_of(anew)
    assert framed(portfolio) == framed(anew)
    assert held(portfolio) == held(anew)
    store.close()


def before(store: Store, document: NamedNode, known: str) -> Quad:
    """Returns what is stated of a document: that an objective stands under it, or that an area knows it."""
    graph = iri(f"{store.base}graph/source/notes")
    if known == "an area of it":
        return Quad(document, expand("eli:relevant_for"), expand("nuts:SE110"), graph)
    objective = next(iter(store.quads(None, expand("rdf:type"), expand("pg:SubGoal")))).subject
    return Quad(objective, expand("skos:broader"), document, graph)


def counted(monkeypatch: pytest.MonkeyPatch, calls: dict[str, int], module: ModuleType, name: str) -> None:
    """Has the calls of a function counted by its name."""
    called = getattr(module, name)

    def counting(*given: object) -> object:
        calls[name] = calls.get(name, 0) + 1
        return called(*given)

    monkeypatch.setattr(module, name, counting)


def framed(portfolio: Portfolio) -> Mapping[str, Any]:
    """Returns the parts of the frame, but for the network, which has numbers."""
    own = portfolio.snapshot().frame
    return {each.name: getattr(own, each.name) for each in fields(own) if each.name != "network"}


def network_of(portfolio: Portfolio) -> Any:
    """Returns nodes, steps and links of the policy levels, by names in place of numbers."""
    state = portfolio.snapshot()
    names, network = state.holdings.nodes.names, state.frame.network
    links = sorted((names[each.source], names[each.target], each.status) for each in network.links)
    steps = {(names[source], names[target]) for source, target in network.steps}
    return {names[node] for node in network.nodes}, steps, links


def held(portfolio: Portfolio) -> Any:
    """Returns what is held of each project by names in place of numbers."""
    state = portfolio.snapshot().holdings
    found = {}
    for name, number in state.projects.of.items():
        rows = [table.expanded(np.array([number]))[1] for table in (state.edges, state.areas, state.parties)]
        found[name] = (
            bool(state.alive[number]),
            int(state.start[number]),
            int(state.end[number]),
            sorted(
                (state.nodes.names[target], int(status), float(confidence))
                for target, status, confidence in zip(
                    *(
                        column[rows[0]]
                        for column in (state.edges.target, state.edges.status, state.edges.confidence)
                    ),
                    strict=True,
                )
            ),
            sorted(state.places.names[place] for place in state.areas.place[rows[1]]),
            sorted(state.organisations.names[each] for each in state.parties.organisation[rows[2]]),
        )
    return found


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
