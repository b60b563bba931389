"""Filling a store with what ships, and loading a file into one that is in use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data import shipped_files
from graph.commits import Writer
from graph.derived import derive
from graph.errors import FileProblem, StoreProblem
from graph.loading import load_file, load_shipped, ontology_graph, sha256_of
from graph.store import Changes, Store, as_stored, open_store, parse_rdf
from graph.terms import NamedNode, Quad, expand
from graph_facts import ALICE, BASE, Clock, in_graph, node
from ontology import POLICY_TTL


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = open_store("memory:" if request.param == "memory" else str(tmp_path / "store"))
    yield made
    made.close()


def test_what_ships_fills_an_empty_store_in_commit_one(store: Store) -> None:
    writer = Writer(store, clock=Clock())
    commit = load_shipped(writer, shipped_files(examples=True))
    assert (commit.sequence, store.sequence, writer.history()) == (1, 1, (commit,))
    files = (as_stored(parse_rdf(path, base=BASE)) for path in shipped_files(examples=True))
    shipped = set().union(*files)
    assert shipped <= set(store.quads())
    assert set(store.quads(graph=ontology_graph(BASE))) == set(
        parse_rdf(POLICY_TTL, base=BASE, graph=ontology_graph(BASE))
    )
    assert derive(store) <= set(store.quads())
    assert store.ask(f"ASK {{ GRAPH <{BASE}graph/commits> {{ <{BASE}id/commit/1> ?p ?o }} }}")


def test_what_ships_links_the_regions_to_the_goals(store: Store) -> None:
    load_shipped(store, shipped_files(examples=False))
    pairs = store.quads(None, expand("pg:reaches"), expand("sdg:9"))
    assert sum("/id/objective/" in str(quad.subject) for quad in pairs) > 3


def test_a_store_that_holds_something_is_left_as_it_is(store: Store) -> None:
    stated = in_graph(node("graph/list/x"), "<id/project/p/a> a pg:Project .")
    store.apply(Changes(added=stated), 1)
    with pytest.raises(StoreProblem, match="store-not-empty"):
        load_shipped(store, shipped_files(examples=True))
    assert (set(store.quads()), store.sequence) == (set(stated), 1)


def test_filling_that_fails_midway_is_done_anew_at_the_next_start(tmp_path: Path) -> None:
    good, broken = tmp_path / "good.trig", tmp_path / "broken.trig"
    good.write_text("<graph/x> { <id/a> <id/p> 1 }")
    broken.write_text("<graph/x> { <id/b <id/p> 1 }")
    store = open_store(str(tmp_path / "store"))
    with pytest.raises(FileProblem, match=r"broken\.trig"):
        load_shipped(store, [good, broken])
    with pytest.raises(StoreProblem, match="store-unfinished"):
        store.size()
    again = open_store(str(tmp_path / "store"))
    assert (again.size(), again.sequence) == (0, 0)
    load_shipped(again, [good])
    again.close()
    reopened = open_store(str(tmp_path / "store"))
    assert reopened.sequence == 1
    assert any(reopened.quads(node("id/a")))


def test_shipped_statements_outside_a_named_graph_are_refused(tmp_path: Path) -> None:
    loose = tmp_path / "loose.ttl"
    loose.write_text("<id/a> <id/p> 1 .")
    with pytest.raises(FileProblem, match="file-graph-missing"):
        load_shipped(open_store("memory:"), [loose])


def test_a_file_replaces_its_graphs_by_their_difference(store: Store, tmp_path: Path) -> None:
    writer, file = Writer(store, clock=Clock()), tmp_path / "Våra mål.trig"
    file.write_text("<id/a> <id/p> 1, 2 . <graph/list/y> { <id/b> <id/p> 1 }")
    first = load_file(writer, file, agent=ALICE, reason="load")
    assert first is not None
    assert (first.added, first.sha256) == (3, sha256_of(file))
    assert {quad.graph_name for quad in store.quads(node("id/a"))} == {node("graph/source/vara-mal")}
    assert load_file(writer, file, agent=ALICE, reason="load") is None
    file.write_text("<id/a> <id/p> 2, 3 . <graph/list/y> { <id/b> <id/p> 1 }")
    second = load_file(writer, file, agent=ALICE, reason="load")
    assert second is not None
    assert (second.added, second.removed) == (1, 1)


def test_a_ledger_in_a_file_is_added_to_never_cut(store: Store, tmp_path: Path) -> None:
    writer, file = Writer(store, clock=Clock()), tmp_path / "ledger.trig"
    for number in (1, 2):
        file.write_text(f"<graph/ledger/y> {{ <id/alignment/{number}> <id/p> 1 }}")
        load_file(writer, file, agent=ALICE, reason="load")
    assert len(list(store.quads(graph=node("graph/ledger/y")))) == 2


def test_a_broken_file_leaves_not_one_triple(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("<id/a> <id/p> 1 .\n<id/a> <id/p> .")
    with pytest.raises(FileProblem, match="file-syntax"):
        load_file(Writer(store), file, agent=ALICE, reason="load")
    assert (store.size(), store.sequence) == (0, 0)


def test_files_that_need_mending_are_read_by_their_own_reader(store: Store, tmp_path: Path) -> None:
    file, graph = tmp_path / "odd.ttl", node("graph/source/mended")
    file.write_text("not RDF")

    def read(path: Path, base: str, into: NamedNode) -> Iterator[Quad]:
        yield Quad(NamedNode(base + path.stem), expand("rdf:type"), expand("pg:Project"), into)

    assert load_file(Writer(store), file, agent=ALICE, reason="load", graph=graph, read=read) is not None
    assert [quad.subject for quad in store.quads(graph=graph)] == [node("odd")]
