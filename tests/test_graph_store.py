"""What every store can do: the same tests for the twin in memory and the twin on disk."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.errors import QueryProblem, StoreProblem, TermInvalid
from graph.store import UNION, Changes, Scope, Store, open_store
from graph.terms import DEFAULT_BASE, Literal, NamedNode, Quad

EX = "http://example.org/"
G1, G2 = NamedNode(EX + "g1"), NamedNode(EX + "g2")


def quad(subject: str, value: str, graph: NamedNode = G1) -> Quad:
    return Quad(NamedNode(EX + subject), NamedNode(EX + "p"), Literal(value, language="sv"), graph)


def adding(*quads: Quad) -> Changes:
    return Changes(added=frozenset(quads))


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = open_store("memory:" if request.param == "memory" else str(tmp_path / "store"))
    yield made
    made.close()


def test_new_store_is_empty_and_has_the_default_base(store: Store) -> None:
    assert (store.base, store.sequence, store.size(), list(store.graphs())) == (DEFAULT_BASE, 0, 0, [])


def test_applied_quads_are_found_by_every_reading(store: Store) -> None:
    stated = quad("a", 'ett "citat"\n\\ å')
    store.apply(adding(stated, quad("b", "två", G2)), 1)
    assert list(store.quads(graph=G1)) == [stated]
    assert store.graphs() == [G1, G2]
    assert store.size() == 2
    [row] = store.select(f"SELECT ?o {{ <{EX}a> ?p ?o }}")
    assert row["o"] == stated.object
    assert store.ask(f"ASK {{ GRAPH <{EX}g2> {{ ?s ?p 'två'@sv }} }}")
    [built] = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{EX}g1> {{ ?s ?p ?o }} }}")
    assert (built.subject, built.object) == (stated.subject, stated.object)


def test_unbound_variables_are_left_out_of_a_row(store: Store) -> None:
    assert [dict(row) for row in store.select("SELECT ?a ?b { VALUES (?a ?b) { (UNDEF UNDEF) } }")] == [{}]


def test_changes_remove_and_add_in_one_commit_and_their_inverse_undoes_them(store: Store) -> None:
    store.apply(adding(quad("a", "ett")), 1)
    changes = Changes(removed=frozenset([quad("a", "ett")]), added=frozenset([quad("a", "två")]))
    store.apply(changes, 2)
    assert set(store.quads()) == {quad("a", "två")}
    store.apply(changes.inverse(), 3)
    assert set(store.quads()) == {quad("a", "ett")}
    assert store.sequence == 3


def test_journal_gives_back_what_a_commit_changed_and_who_made_it(store: Store) -> None:
    changes = Changes(removed=frozenset([quad("x", "borta")]), added=frozenset([quad("a", "ett")]))
    store.apply(changes, 1, {"reason": "första", "agent": EX})
    record = store.recorded(1)
    assert record is not None
    assert (record.changes, record.about["reason"], record.is_bulk) == (changes, "första", False)
    assert store.recorded(2) is None


def test_sequence_numbers_have_no_gaps(store: Store) -> None:
    with pytest.raises(ValueError, match="commit 2 cannot follow commit 0"):
        store.apply(Changes(), 2)


def test_an_emptied_graph_is_no_longer_listed_nor_the_mark_of_the_sequence(store: Store) -> None:
    store.apply(adding(quad("a", "ett")), 1)
    store.apply(Changes(removed=frozenset([quad("a", "ett")])), 2)
    assert list(store.graphs()) == []
    assert not store.ask("ASK { ?s ?p ?o }")


def test_default_graph_is_the_union_unless_the_query_or_the_request_names_graphs(store: Store) -> None:
    store.apply(adding(quad("a", "ett"), quad("b", "två", G2)), 1)

    def found(query: str, scope: Scope = UNION) -> set[str]:
        return {row["s"].value.removeprefix(EX) for row in store.select(query, scope)}

    everything, inside = "SELECT ?s { ?s ?p ?o }", "SELECT ?s { GRAPH ?g { ?s ?p ?o } }"
    assert found(everything) == {"a", "b"}
    assert found(f"SELECT ?s FROM <{EX}g1> {{ ?s ?p ?o }}") == {"a"}
    assert found(f"SELECT ?s FROM NAMED <{EX}g2> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == {"b"}
    assert found(everything, Scope(default_graphs=(EX + "g2",))) == {"b"}
    assert found(f"SELECT ?s FROM <{EX}g1> {{ ?s ?p ?o }}", Scope(default_graphs=(EX + "g2",))) == {"b"}
    assert found(inside, Scope(default_graphs=(EX + "g2",))) == set()
    assert found(inside, Scope(named_graphs=(EX + "g1",))) == {"a"}
    assert found(everything, Scope(named_graphs=(EX + "g1",))) == set()


def test_an_invalid_graph_name_is_named(store: Store) -> None:
    with pytest.raises(TermInvalid, match="no iri"):
        store.ask("ASK {}", Scope(default_graphs=("no iri",)))


def test_relative_iris_in_a_query_stand_below_the_base(store: Store) -> None:
    [row] = store.select("SELECT ?x { BIND(<id/agent/x> AS ?x) }")
    assert row["x"].value == DEFAULT_BASE + "id/agent/x"


def test_malformed_query_says_line_column_and_the_parsers_words(store: Store) -> None:
    with pytest.raises(QueryProblem) as caught:
        store.select("SELECT ?x {\n ?x ?y }")
    assert caught.value.key == "query-malformed"
    assert (caught.value.values["line"], caught.value.values["column"]) == ("2", "8")
    assert "expected" in str(caught.value.values["why"])


@pytest.mark.parametrize("method", ["select", "ask", "construct"])
def test_a_query_of_another_form_is_refused(store: Store, method: str) -> None:
    query = "ASK {}" if method != "ask" else "SELECT * {}"
    with pytest.raises(QueryProblem, match="query-form"):
        getattr(store, method)(query)


@pytest.mark.parametrize(
    ("query", "media_type", "expected"),
    [
        ("SELECT ?o { ?s ?p ?o }", "application/sparql-results+json", b'"value":"ett"'),
        ("SELECT ?o { ?s ?p ?o }", "application/sparql-results+xml", b"<sparql"),
        ("SELECT ?o { ?s ?p ?o }", "text/csv", b"o\r\nett\r\n"),
        ("SELECT ?o { ?s ?p ?o }", "text/tab-separated-values", b'?o\n"ett"@sv\n'),
        ("ASK { ?s ?p ?o }", "application/sparql-results+json", b'"boolean":true'),
        ("ASK { ?s ?p ?o }", "application/sparql-results+xml", b"<boolean>true</boolean>"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle", b'"ett"@sv'),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples", b'"ett"@sv .\n'),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json; charset=utf-8", b'"@language":"sv"'),
        ("DESCRIBE <http://example.org/a>", "application/rdf+xml", b"rdf:RDF"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/trig", b'"ett"@sv'),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-quads", b'"ett"@sv .\n'),
    ],
)
def test_answers_are_serialised_by_the_engine(
    store: Store, query: str, media_type: str, expected: bytes
) -> None:
    store.apply(adding(quad("a", "ett")), 1)
    output = io.BytesIO()
    store.write_answer(query, media_type, output)
    assert expected in output.getvalue()


@pytest.mark.parametrize(
    ("query", "media_type"),
    [("SELECT * {}", "text/turtle"), ("ASK {}", "text/html"), ("CONSTRUCT WHERE {}", "text/csv")],
)
def test_a_media_type_that_cannot_hold_the_answer_is_refused(
    store: Store, query: str, media_type: str
) -> None:
    with pytest.raises(QueryProblem, match="media-type-unfit"):
        store.write_answer(query, media_type, io.BytesIO())


def test_bulk_load_takes_files_and_the_first_commit_ends_the_filling(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "facts.trig"
    file.write_text('<graph/x> { <id/a> <id/p> "ett" . }')
    store.bulk_load([file], 1)
    assert [str(found.subject) for found in store.quads()] == [f"<{DEFAULT_BASE}id/a>"]
    assert store.sequence == 1
    record = store.recorded(1)
    assert record is not None
    assert record.is_bulk


def test_bulk_load_makes_iris_of_blank_nodes(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "facts.trig"
    file.write_text("<graph/x> { <id/a> <id/p> [ <id/q> ( 1 2 ) ] . }")
    store.bulk_load([file], 1)
    assert {type(found.subject) for found in store.quads()} == {NamedNode}


def test_bulk_adding_to_a_store_that_holds_something_is_refused(store: Store) -> None:
    store.apply(adding(quad("a", "ett")), 1)
    with pytest.raises(StoreProblem, match="store-not-empty"):
        store.bulk_add([quad("b", "två")])


def test_dump_of_a_graph_and_of_the_dataset(store: Store) -> None:
    store.apply(adding(quad("a", "ett"), quad("b", "två", G2)), 1)
    one, all_ = io.BytesIO(), io.BytesIO()
    store.dump(one, "text/turtle", G1)
    store.dump(all_, "application/n-quads")
    assert "två" not in one.getvalue().decode()
    assert len(all_.getvalue().splitlines()) == 2
    with pytest.raises(QueryProblem, match="media-type-unfit"):
        store.dump(io.BytesIO(), "text/turtle")


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreProblem, match="store-closed"):
        store.size()


def on_disk(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"), base="http://a.example/")


def problem(action: Callable[[], object]) -> StoreProblem:
    with pytest.raises(StoreProblem) as caught:
        action()
    return caught.value


def test_reopened_store_holds_what_was_committed(tmp_path: Path) -> None:
    made = on_disk(tmp_path)
    made.apply(adding(quad("a", "ett")), 1)
    made.close()
    again = open_store(str(tmp_path / "store"))
    assert (again.base, again.sequence, set(again.quads())) == ("http://a.example/", 1, {quad("a", "ett")})


def test_another_base_is_refused_with_both(tmp_path: Path) -> None:
    on_disk(tmp_path).close()
    found = problem(lambda: open_store(str(tmp_path / "store"), base="http://b.example"))
    assert (found.key, found.values["base"], found.values["wanted"]) == (
        "store-base-differs",
        "http://a.example/",
        "http://b.example/",
    )


def test_a_base_that_is_no_iri_is_refused() -> None:
    with pytest.raises(TermInvalid):
        open_store("memory:", base="not an iri")


def test_remote_and_missing_stores_are_refused(tmp_path: Path) -> None:
    assert problem(lambda: open_store("https://example.org/sparql")).key == "store-remote"
    assert problem(lambda: open_store(str(tmp_path / "none"), create=False)).key == "store-missing"
    assert not (tmp_path / "none").exists()


def test_a_directory_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    for create in (True, False):
        assert problem(lambda made=create: open_store(str(tmp_path), create=made)).key == "store-foreign"
    assert problem(lambda: open_store(str(tmp_path / "letter.txt"))).key == "store-unusable"
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_a_disk_of_its_own_is_an_empty_directory(tmp_path: Path) -> None:
    (tmp_path / "lost+found").mkdir()
    assert problem(lambda: open_store(str(tmp_path), create=False)).key == "store-missing"
    open_store(str(tmp_path)).close()
    open_store(str(tmp_path), create=False).close()


def test_a_second_process_is_told_where_the_store_is_held(tmp_path: Path) -> None:
    code = (
        "import sys; from graph.store import open_store; store = open_store(sys.argv[1]);"
        "print('open', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "store")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"open\n"
    found = problem(lambda: open_store(str(tmp_path / "store")))
    holder.communicate(b"")
    assert (found.key, found.values["path"]) == ("store-locked", str(tmp_path / "store"))
    open_store(str(tmp_path / "store")).close()


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    on_disk(tmp_path).close()
    (tmp_path / "store" / "db" / "CURRENT").write_text("MANIFEST-999999\n")
    assert problem(lambda: open_store(str(tmp_path / "store"))).key == "store-damaged"


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_a_store_that_the_system_does_not_open_is_not_called_damaged(tmp_path: Path) -> None:
    on_disk(tmp_path).close()
    code = """
import resource, sys
from graph.errors import StoreProblem
from graph.store import open_store
resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))
try:
    open_store(sys.argv[1])
except StoreProblem as error:
    print(error.key, error.values["why"].key)
"""
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "store")], capture_output=True, check=True
    )
    assert told.stdout.split() == [b"store-unopened", b"os-too-many-files"]
    on_disk(tmp_path).close()


def test_of_many_nodes_those_are_found_that_quads_are_about_and_that_they_name(store: Store) -> None:
    nodes = [NamedNode(f"{EX}thing/{number}") for number in range(4_010)]
    first, middle, last = nodes[0], nodes[4_000], nodes[-1]
    links = (Quad(first, NamedNode(EX + "p"), last, G1), Quad(middle, NamedNode(EX + "p"), last, G2))
    store.apply(adding(*links, Quad(nodes[7], NamedNode(EX + "p"), Literal("x"))), 1)
    assert store.about_any(nodes) == {first, middle, nodes[7]}
    assert store.naming_any(nodes) == {last}
    assert store.about_any([]) == store.naming_any(iter(())) == frozenset()
