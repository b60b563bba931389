"""Export: what is written is read back as the same dataset, in every syntax."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import shipped_files
from graph.commits import Writer
from graph.errors import FileProblem, NotFound, QueryProblem, UnknownName
from graph.export import MEDIA_TYPES, export, export_file, media_type_of, write_checksum
from graph.loading import load_file, load_shipped
from graph.store import Changes, Store, open_store, parse_rdf
from graph.terms import Literal, NamedNode, Quad
from graph_facts import ALICE, BASE, in_graph, node

GRAPH = node("graph/list/x")
ILLEGIBLE = "".join(map(chr, range(32))).translate(dict.fromkeys(map(ord, "\t\n\r"))) + "\ufffe\uffff"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters=ILLEGIBLE), max_size=20)
XML_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Cs")), max_size=20)
MADE = tuple(f"<{BASE}graph/{name}" for name in ("derived/", "commits"))
NAMES = st.sampled_from(["a", "b", "c%20d", "é", "x#y", "å/ö"])


def literals(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Literal]:
    return st.one_of(
        st.builds(Literal, texts),
        st.builds(lambda text, lang: Literal(text, language=lang), texts, st.sampled_from(["sv", "en-GB"])),
        st.builds(Literal, st.integers()),
        st.builds(Literal, st.booleans()),
        st.builds(lambda text: Literal(text, datatype=node("id/type/own")), texts),
    )


def quads(texts: st.SearchStrategy[str], graphs: list[NamedNode]) -> st.SearchStrategy[frozenset[Quad]]:
    nodes = NAMES.map(lambda name: node(f"id/{name}"))
    predicates = st.sampled_from([node("p/one"), node("p/two")])
    objects = st.one_of(nodes, literals(texts))
    return st.frozensets(st.builds(Quad, nodes, predicates, objects, st.sampled_from(graphs)), max_size=12)


def stored(stated: frozenset[Quad]) -> Store:
    store = open_store("memory:")
    store.apply(Changes(added=stated), 1)
    return store


@pytest.mark.parametrize("suffix", ["trig", "nq", "jsonld"])
@settings(deadline=None, max_examples=60)
@given(stated=quads(TEXTS, [GRAPH, node("graph/list/y"), node("graph/ledger/z")]))
def test_a_dataset_is_loaded_back_as_it_was(suffix: str, stated: frozenset[Quad]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, f"all.{suffix}")
        export_file(stored(stated), file)
        again = open_store("memory:")
        again.bulk_load([file], 1)
    assert set(again.quads()) == stated


@pytest.mark.parametrize("suffix", [*MEDIA_TYPES])
@settings(deadline=None, max_examples=40)
@given(stated=quads(XML_TEXTS, [GRAPH]).filter(bool))
def test_a_graph_is_read_back_as_it_was(suffix: str, stated: frozenset[Quad]) -> None:
    output = io.BytesIO()
    export(stored(stated), output, suffix, GRAPH.value)
    found = parse_rdf(output.getvalue(), base=BASE, media_type=suffix, graph=GRAPH)
    assert set(found) == stated


def test_one_graph_leaves_the_others_out() -> None:
    other = in_graph(node("graph/list/y"), "<id/b> <p/one> 'other' .")
    store, output = stored(other | in_graph(GRAPH, "<id/a> <p/one> 'one' .")), io.BytesIO()
    export(store, output, "text/turtle", GRAPH.value)
    assert b"'one'" in output.getvalue() or b'"one"' in output.getvalue()
    assert b"other" not in output.getvalue()


def test_a_dataset_does_not_fit_a_syntax_of_one_graph() -> None:
    with pytest.raises(QueryProblem, match="media-type-unfit"):
        export(stored(frozenset()), io.BytesIO(), "ttl")


def test_unknown_graphs_and_syntaxes_are_named() -> None:
    with pytest.raises(NotFound, match="graph-unknown"):
        export(stored(frozenset()), io.BytesIO(), "ttl", BASE + "graph/none")
    with pytest.raises(UnknownName, match=r"syntax-unknown.*docx.*jsonld"):
        media_type_of(".docx")


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    store = stored(in_graph(GRAPH, "<id/a> <p/one> 'one' ."))
    with pytest.raises(FileProblem, match="file-unwritable"):
        export_file(store, tmp_path / "none" / "all.nq")
    with pytest.raises(QueryProblem):
        export_file(store, tmp_path / "all.ttl")
    export_file(store, tmp_path / "all.nq")
    assert [entry.name for entry in tmp_path.iterdir()] == ["all.nq"]


@pytest.mark.parametrize("suffix", ["trig", "nq", "jsonld", "nq.gz"])
@settings(deadline=None, max_examples=40)
@given(stated=quads(TEXTS, [GRAPH, node("graph/list/y"), node("graph/source/z")]))
def test_what_is_taken_out_and_loaded_elsewhere_is_the_same(suffix: str, stated: frozenset[Quad]) -> None:
    """By the way that `policygraph load` takes: in one commit; loading it again changes nothing."""
    with TemporaryDirectory() as folder:
        file = Path(folder, f"all.{suffix}")
        export_file(stored(stated), file)
        writer = Writer(open_store("memory:"))
        commit = load_file(writer, file, agent=ALICE, reason="test")
        found = {quad for quad in writer.store.quads() if not str(quad.graph_name).startswith(MADE)}
        assert load_file(writer, file, agent=ALICE, reason="again") is None
    assert found == stated
    assert (commit is None) == (not stated)


@pytest.fixture(scope="module")
def shipped_store() -> Store:
    store = open_store("memory:")
    load_shipped(store, shipped_files(examples=True))
    return store


@pytest.mark.parametrize("suffix", ["trig", "nq", "jsonld"])
def test_what_ships_is_taken_out_and_read_back_as_it_was(
    shipped_store: Store, suffix: str, tmp_path: Path
) -> None:
    file = tmp_path / f"all.{suffix}"
    export_file(shipped_store, file)
    assert set(parse_rdf(file, base=BASE)) == set(shipped_store.quads())


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf"])
def test_each_graph_that_ships_is_read_back_as_it_was(
    shipped_store: Store, suffix: str, tmp_path: Path
) -> None:
    file = tmp_path / f"one.{suffix}"
    for graph in shipped_store.graphs():
        export_file(shipped_store, file, graph.value)
        found = set(parse_rdf(file, base=BASE, graph=graph))
        assert found == set(shipped_store.quads(graph=graph)), graph


def test_a_packed_file_is_the_same_each_time_and_has_its_sum_beside_it(tmp_path: Path) -> None:
    store = stored(in_graph(GRAPH, "<id/a> <p/one> 'one' ."))
    first, second = tmp_path / "one.nq.gz", tmp_path / "two.nq.gz"
    for file in (first, second):
        export_file(store, file)
    assert first.read_bytes() == second.read_bytes()
    told = write_checksum(first)
    assert (tmp_path / "one.nq.gz.sha256").read_text() == f"{told}  one.nq.gz\n"
    assert told == hashlib.sha256(first.read_bytes()).hexdigest()
