"""The index beside the store: any commits leave what building anew makes; nothing stale is told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings

from graph.commits import Writer
from graph.errors import IndexBehind, StoreProblem
from graph.repository import Repository
from graph.search import Filters, Found, Search, facets, tables
from graph.search import index as index_module
from graph.search.index import FILE, Index, Opened
from graph.store import Changes, Store, open_store
from graph_facts import ALICE, BASE, Clock, node, trig
from search_worlds import NAMES, History, following, histories, words_by_entry
from small_graph import small_store

_SHOWN = "SELECT thing, told FROM shown"
QUERIES = ("vatten", "skola", "1", "område", "T2")


def search_of(store: Store, patience: float = 60) -> Search:
    return Search(store, Repository(store), patience)


def first_words(search: Search, text: str) -> list[str]:
    return [hit.thing.name.text for hit in search.search(text, lang="sv").page.items]


def dumped(opened: Opened) -> tuple[object, ...]:
    """Returns all that an index holds, by IRI: tables, arrays, and whether its words fit its entries."""
    db, columns = opened.tables.db, opened.columns
    years = (columns.first, columns.last)
    db.execute("INSERT INTO word (word, rank) VALUES ('integrity-check', 1)")
    named = dict(db.execute("SELECT id, iri FROM node"))
    words = words_by_entry(db)
    entries = [
        (*row, words[number])
        for number, *row in db.execute("SELECT id, thing, graph, kind, first, last, length, tie FROM entry")
    ]
    shown = [
        (named[thing], named[graph], told)
        for thing, (_, entries) in ((thing, json.loads(text)) for thing, text in db.execute(_SHOWN))
        for graph, told in entries
    ]
    links = db.execute("SELECT thing, graph, facet, value FROM link")
    keys = db.execute("SELECT thing, graph, what, text FROM key")
    pairs = {
        (facet, named[int(thing)], named[int(graph)], named[int(value)])
        for facet, each in columns.pairs.items()
        for thing, graph, value in zip(each.thing, each.graph, each.value, strict=True)
    }
    things = {
        named[place]: (int(kind), *(int(year[place]) for year in years), int(columns.order[place]))
        for place, kind in enumerate(columns.kind)
        if kind >= 0
    }
    return (
        sorted((named[row[0]], named[row[1]], *row[2:]) for row in entries),
        sorted(shown, key=str),
        sorted((named[row[0]], named[row[1]], row[2], named[row[3]]) for row in links),
        sorted((named[row[0]], named[row[1]], *row[2:]) for row in keys),
        pairs,
        things,
    )


def answers(search: Search) -> list[Found]:
    filters = [Filters(), Filters(kind="project"), Filters(kind="objective"), Filters(year=2015)]
    return [search.search(text, each, lang="sv") for text in QUERIES for each in filters]


@given(histories)
@settings(deadline=None, max_examples=15)
def test_after_any_commits_the_index_is_as_one_built_anew(history: History) -> None:
    for store, index in following(history):
        index.read(dumped)
        moved = search_of(store)
        moved._opened = index
        moved.search("område", lang="sv")  # has facets, and names of their values, to move on
    anew, fresh = Index(store, 60), search_of(store)
    assert index.read(dumped) == anew.read(dumped)
    assert answers(moved) == answers(fresh)
    for each in (moved, anew, fresh):
        each.close()


def test_several_commits_are_caught_up_at_once() -> None:
    store = small_store()
    index = Index(store, 60)
    index.read(dumped)
    for number, name in enumerate(NAMES):
        added = trig(
            f'<graph/list/t> {{ <id/project/t/{number}> a pg:Project ; skos:prefLabel "{name}"@sv . }}'
        )
        store.apply(Changes(added=added), store.sequence + 1)
    anew = Index(store, 60)
    assert index.read(dumped) == anew.read(dumped)
    index.close()
    anew.close()


def test_things_of_a_list_that_have_no_name_are_not_numbered() -> None:
    store = small_store()
    index = Index(store, 60)
    index.read(dumped)
    role, project = (f"{BASE}id/{kind}/t/1" for kind in ("role", "project"))
    stated = f"<{project}> a pg:Project ; skos:prefLabel 'Ett'@sv . <{role}> a eurio:OrganisationRole ."
    store.apply(Changes(added=trig(f"<graph/list/t> {{ {stated} }}")), store.sequence + 1)

    assert len(index.read(lambda opened: opened.tables.known([project]))) == 1
    assert index.read(lambda opened: opened.tables.known([role])) == []
    index.close()


def test_things_are_shown_however_many_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(small_store(), 60)
    monkeypatch.setattr(tables, "_SEVERAL", 10)

    def shown(opened: Opened) -> None:
        held = dict(opened.tables.db.execute("SELECT id, iri FROM node ORDER BY iri"))
        opened.tables.db.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 10)
        told = dict(opened.tables.shown(tuple(held), None))
        assert [*told] == [*held.values()]
        assert told[f"{BASE}id/area/se-kommun/2480"][0]["skos:notation"] == [["2480", ""]]

    index.read(shown)
    index.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "store"


def on_disk(place: Path) -> Store:
    return small_store(str(place))


def reopened(store: Store, place: Path) -> Store:
    store.close()
    return open_store(str(place))


def named(name: str) -> Changes:
    return Changes(
        added=trig(f'<graph/list/t> {{ <id/project/t/9> a pg:Project ; skos:prefLabel "{name}"@sv . }}')
    )


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Returns a list that grows by one each time that an index is built anew."""
    times = list[str]()
    build = Index._build

    def counted(self: Index) -> None:
        times.append("built")
        build(self)

    monkeypatch.setattr(Index, "_build", counted)
    return times


def test_the_index_is_kept_beside_the_store(place: Path, built: list[str]) -> None:
    store = on_disk(place)
    search = search_of(store)
    assert first_words(search, "umeå")
    search.close()
    store = reopened(store, place)
    search = search_of(store)
    assert first_words(search, "umeå")
    assert (place / FILE).exists()
    assert built == ["built"]
    search.close()
    store.close()


def test_an_index_that_a_crash_left_behind_is_caught_up_from_the_journal(
    place: Path, built: list[str]
) -> None:
    store = on_disk(place)
    search = search_of(store)
    assert first_words(search, "vätgas") == []
    search.close()
    store.apply(named("Vätgas"), store.sequence + 1)  # nobody tells the index
    store = reopened(store, place)
    search = search_of(store)
    assert first_words(search, "vätgas") == ["Vätgas"]
    assert built == ["built"]
    search.close()
    store.close()


def test_an_index_ahead_of_the_store_is_built_anew(place: Path, tmp_path: Path, built: list[str]) -> None:
    store = on_disk(place)
    store.close()
    older = place.rename(tmp_path / "older")
    store = on_disk(place)
    store.apply(named("Vätgas"), store.sequence + 1)
    search = search_of(store)
    assert first_words(search, "vätgas") == ["Vätgas"]
    search.close()
    store.close()
    (place / FILE).rename(older / FILE)  # as where the store is restored from an older backup
    store = open_store(str(older))
    search = search_of(store)
    assert first_words(search, "vätgas") == []
    assert built == ["built"] * 2
    search.close()
    store.close()


def test_an_index_of_another_history_is_built_anew(place: Path, tmp_path: Path, built: list[str]) -> None:
    places = (place, tmp_path / "other")
    for directory, name in zip(places, ("Vätgas", "Solel"), strict=True):
        store = on_disk(directory)
        writer = Writer(store, clock=Clock())
        writer.commit(named(name), agent=ALICE, reason=name)
        search = search_of(store)
        assert first_words(search, name) == [name]
        search.close()
        store.close()
    (places[0] / FILE).replace(places[1] / FILE)
    store = open_store(str(places[1]))
    search = search_of(store)
    assert first_words(search, "solel") == ["Solel"]
    assert first_words(search, "vätgas") == []
    assert built == ["built"] * 3
    search.close()
    store.close()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scrawl(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


def other_format(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("UPDATE stamp SET format = '0'")
    db.commit()
    db.close()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "foreign": lambda path: path.write_bytes(b"no database" * 1000),
    "cut": cut,
    "scrawled": scrawl,
    "format": other_format,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_built_anew(place: Path, damage: str) -> None:
    store = on_disk(place)
    search = search_of(store)
    whole = answers(search)
    search.close()
    DAMAGES[damage](place / FILE)
    search = search_of(store)
    assert answers(search) == whole
    search.close()
    store.close()


def test_an_index_that_breaks_while_it_is_used_is_built_anew(place: Path) -> None:
    store = on_disk(place)
    index = Index(store, 60)
    whole = index.read(dumped)
    asked = iter([True, False])

    def use(opened: Opened) -> tuple[object, ...]:
        if next(asked):
            raise sqlite3.DatabaseError("database disk image is malformed")
        return dumped(opened)

    assert index.read(use) == whole
    index.close()
    store.close()


def test_where_the_disk_takes_no_index_it_is_in_memory(place: Path) -> None:
    store = on_disk(place)
    (place / FILE).with_suffix(".part").mkdir()
    search = search_of(store)
    assert first_words(search, "vatten")
    store.apply(named("Vätgas"), store.sequence + 1)
    assert first_words(search, "vätgas") == ["Vätgas"]
    assert not (place / FILE).exists()
    search.close()
    store.close()


def test_nobody_is_told_of_a_state_that_the_store_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    store = small_store()
    search = search_of(store, patience=0.05)
    goes_on = Event()
    read = index_module.entries_of

    def slowly(*given: object) -> object:
        goes_on.wait()
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(index_module, "entries_of", slowly)
    with pytest.raises(IndexBehind) as told:
        search.search("vatten")
    assert (told.value.status, told.value.retry_after) == (503, 5)
    goes_on.set()
    monkeypatch.undo()
    search._patience = 60
    assert first_words(search_of(store), "vatten")
    search.close()


def test_a_search_in_a_closed_store_is_told_so(place: Path) -> None:
    store = on_disk(place)
    search = search_of(store)
    store.close()
    with pytest.raises(StoreProblem):
        search.search("vatten")
    search.close()


def test_the_writer_has_the_index_follow(built: list[str]) -> None:
    store = small_store()
    search, writer = search_of(store), Writer(store, clock=Clock())
    writer.followers.append(search.follow)
    writer.commit(named("Vätgas"), agent=ALICE, reason="before anybody searched")
    assert built == []
    assert first_words(search, "vätgas") == ["Vätgas"]
    writer.commit(
        Changes(removed=frozenset(store.quads(node("id/project/t/9")))), agent=ALICE, reason="and back"
    )
    assert first_words(search, "vätgas") == []
    assert built == ["built"]
    assert store.base == BASE
    search.close()


@pytest.fixture(autouse=True)
def what_came_late_is_settled_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "MOST_LATE", 2)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    from threading import enumerate as running

    yield
    assert [thread.name for thread in running() if thread.name == "search-index" and not thread.daemon] == []
