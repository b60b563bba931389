"""The writer: what a commit changes, records, refuses and takes back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.commits import Writer
from graph.commits.replacing import Replacement
from graph.errors import Conflict, NotFound, PolicygraphError, SubmissionRefused
from graph.ledger import review
from graph.ledger.events import Event
from graph.model import Commit, Name, ValidationReport, Violation
from graph.store import Changes, Store, open_store
from graph.terms import BlankNode, Literal, NamedNode, Quad, expand
from graph.validation import validate_submission
from graph_facts import ALICE, BASE, LEDGER, LIST, PEOPLE, POLICY, Clock, alignment, in_graph, node, trig
from ledger_reading import Ledger

PROJECT_A = "<id/project/p/a> a pg:Project ; skos:prefLabel 'A'@sv ."
PROJECT_B = "<id/project/p/b> a pg:Project ; skos:prefLabel 'B'@sv ."

KNOWN = f"""{POLICY} <graph/source/agents> {{ <{ALICE}> a prov:Agent, prov:Organization ;
    skos:prefLabel 'Alice'@en . sdg:9 skos:prefLabel 'Industri'@sv ; pg:level pg:GlobalLevel .
    <id/evidence/test/e> a oa:Annotation . }}"""


@pytest.fixture(params=["memory", "disk"])
def writer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Writer]:
    store = open_store("memory:" if request.param == "memory" else str(tmp_path / "store"))
    yield Writer(store, clock=Clock())
    store.close()


def add(writer: Writer, quads: frozenset[Quad], reason: str = "because") -> Commit:
    commit = writer.commit(Changes(added=quads), agent=ALICE, reason=reason)
    assert commit is not None
    return commit


def replace(writer: Writer, text: str, ledger: Collection[Quad] | None = None) -> Commit | None:
    return writer.replace_graph(
        Replacement(LIST, in_graph(LIST, text), ledger=ledger, ledger_graph=LEDGER),
        agent=ALICE,
        reason="list",
    )


def refusal(action: Callable[[], object]) -> PolicygraphError:
    with pytest.raises(PolicygraphError) as caught:
        action()
    return caught.value


def kept(store: Store) -> frozenset[Quad]:
    """Returns the dataset but for the graph of commits, which only grows."""
    return frozenset(quad for quad in store.quads() if quad.graph_name != node("graph/commits"))


def test_commit_stands_in_the_graph_of_commits_and_in_the_history(writer: Writer) -> None:
    commit = writer.replace_graph(
        Replacement(LIST, in_graph(LIST, PROJECT_A)),
        agent=ALICE,
        reason="First import",
        mapping="m-2014",
        sha256="ab" * 32,
    )
    assert commit is not None
    assert (commit.sequence, commit.added, commit.removed, commit.graph) == (1, 2, 0, LIST.value)
    assert writer.history() == (commit,)
    said = {
        (q.predicate, q.object)
        for q in writer.store.quads(node("id/commit/1"), None, None, node("graph/commits"))
    }
    assert said == {
        (expand("rdf:type"), expand("prov:Activity")),
        (expand("prov:endedAtTime"), Literal("2026-11-22T09:00:01Z", datatype=expand("xsd:dateTime"))),
        (expand("prov:wasAssociatedWith"), NamedNode(ALICE)),
        (expand("prov:generated"), LIST),
        (expand("rdfs:comment"), Literal("First import")),
        (expand("pg:mapping"), Literal("m-2014")),
        (expand("pg:sha256"), Literal("ab" * 32)),
        (expand("pg:sequence"), Literal("1", datatype=expand("xsd:integer"))),
    }


def test_second_identical_import_changes_nothing(writer: Writer) -> None:
    ledger = alignment("a", "<id/project/p/a>", "sdg:9")
    assert replace(writer, PROJECT_A, ledger) is not None
    before = frozenset(writer.store.quads())
    assert replace(writer, PROJECT_A, ledger) is None
    assert (frozenset(writer.store.quads()), writer.store.sequence) == (before, 1)


@pytest.mark.parametrize(
    "written", ["0.40", "'1'^^xsd:boolean", "'2020-01-01T00:00:00+00:00'^^xsd:dateTime", "007", "1.50E1"]
)
def test_values_that_the_store_writes_otherwise_make_no_difference(writer: Writer, written: str) -> None:
    text = f"<id/project/p/a> <id/p/q> {written} ."
    assert replace(writer, text) is not None
    assert len(list(writer.store.quads(graph=LIST))) == 1
    assert replace(writer, text) is None
    add(writer, alignment("a", "<id/project/p/a>", "sdg:9"))
    writer.undo(1, ALICE, "away")
    assert list(writer.store.quads(graph=LIST)) == []


def test_graph_is_replaced_by_its_difference_alone(writer: Writer) -> None:
    replace(writer, PROJECT_A + PROJECT_B)
    commit = replace(writer, PROJECT_B + "<id/project/p/b> dct:identifier '1' .")
    assert commit is not None
    assert (commit.added, commit.removed) == (1, 2)
    assert {str(q.subject) for q in writer.store.quads(graph=LIST)} == {str(node("id/project/p/b"))}


def test_refused_validation_writes_nothing_and_tells_each_finding(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def refuse(_: Store, quads: Collection[Quad], removed: Collection[Quad] = ()) -> ValidationReport:
        seen.append((len(quads), len(removed)))
        found = Violation(
            "f", "p", "v", "Violation", "shape", "component", (Name("fel", "sv"), Name("wrong", "en"))
        )
        return ValidationReport(conforms=False, violations=(found,))

    store = open_store(str(tmp_path / "store"))
    writer = Writer(store, refuse)
    found = refusal(lambda: add(writer, in_graph(LIST, PROJECT_A)))
    assert isinstance(found, SubmissionRefused)
    [finding] = found.findings
    assert dict(finding.messages) == {"sv": "fel", "en": "wrong"}
    assert (seen, store.size(), store.sequence, writer.history()) == ([(2, 0)], 0, 0, ())
    store.close()
    assert open_store(str(tmp_path / "store")).size() == 0


def test_graphs_of_the_program_and_deletions_from_ledgers_are_refused(writer: Writer) -> None:
    statement = alignment("a", "<id/project/p/a>", "sdg:9")
    add(writer, statement)
    deletion = Changes(removed=statement)
    assert refusal(lambda: writer.commit(deletion, agent=ALICE, reason="")).key == "ledger-append-only"
    for graph in ("graph/derived/reaches", "graph/commits"):
        assert (
            refusal(lambda graph=graph: add(writer, in_graph(node(graph), PROJECT_A))).key
            == "graph-not-writable"
        )
    default = frozenset([Quad(node("a"), node("p"), node("b"))])
    assert refusal(lambda: add(writer, default)).key == "graph-not-writable"
    assert writer.store.sequence == 1


@pytest.mark.parametrize("predicate", ["pg:contributesTo", "pg:reaches"])
def test_that_something_serves_an_objective_cannot_be_stated_with_nobody_behind_it(
    writer: Writer, predicate: str
) -> None:
    bare = in_graph(LIST, f"<id/project/p/a> {predicate} sdg:9 .")
    assert refusal(lambda: add(writer, in_graph(LIST, PROJECT_A) | bare)).key == "statement-computed"
    assert refusal(lambda: writer.rehearse(Changes(added=bare))).key == "statement-computed"
    assert (writer.store.sequence, writer.store.size()) == (0, 0)


def test_blank_nodes_never_reach_the_store(writer: Writer) -> None:
    with pytest.raises(ValueError, match="blank"):
        add(writer, frozenset([Quad(BlankNode(), node("p"), node("b"), LIST)]))


def status(writer: Writer, name: str) -> str:
    return Ledger(writer.store).alignment(f"{BASE}id/alignment/test/{name}").status


def test_alignments_that_a_list_no_longer_makes_are_withdrawn_and_restated_ones_return(
    writer: Writer,
) -> None:
    one, two = alignment("a", "<id/project/p/a>", "sdg:9"), alignment("b", "<id/project/p/b>", "sdg:9")
    replace(writer, PROJECT_A + PROJECT_B, one | two)
    replace(writer, PROJECT_A, one)
    assert (status(writer, "a"), status(writer, "b")) == ("proposed", "withdrawn")
    assert two <= frozenset(writer.store.quads(graph=LEDGER))
    replace(writer, PROJECT_A + PROJECT_B, one | two)
    assert (status(writer, "a"), status(writer, "b")) == ("proposed", "proposed")
    replace(writer, "", ())
    assert (status(writer, "a"), status(writer, "b")) == ("withdrawn", "withdrawn")


def test_a_changed_alignment_supersedes_its_former_version(writer: Writer) -> None:
    replace(writer, PROJECT_A, alignment("a", "<id/project/p/a>", "sdg:9", strength=1))
    replace(writer, PROJECT_A, alignment("a", "<id/project/p/a>", "sdg:9", strength=3))
    assert (status(writer, "a"), status(writer, "a,2")) == ("superseded", "proposed")
    assert replace(writer, PROJECT_A, alignment("a", "<id/project/p/a>", "sdg:9", strength=3)) is None
    assert [found.strength for found in Ledger(writer.store).alignments() if found.status == "proposed"] == [
        3
    ]


def test_what_others_state_in_other_ledgers_outlives_an_import(writer: Writer) -> None:
    add(writer, alignment("hers", "<id/project/p/a>", "sdg:9", graph=PEOPLE))
    replace(writer, PROJECT_A, alignment("a", "<id/project/p/a>", "sdg:9"))
    replace(writer, "", ())
    assert (status(writer, "hers"), status(writer, "a")) == ("proposed", "withdrawn")


def test_undo_restores_the_dataset(writer: Writer) -> None:
    add(writer, trig(POLICY))
    replace(writer, PROJECT_A)
    before = kept(writer.store)
    replace(writer, PROJECT_B)
    undone = writer.undo(3, ALICE, "a mistake")
    assert (undone.sequence, undone.graph, undone.added, undone.removed) == (4, LIST.value, 2, 2)
    assert kept(writer.store) == before


def test_undo_withdraws_what_ledgers_hold_and_an_undone_undo_restores_it(writer: Writer) -> None:
    add(writer, trig(POLICY))
    replace(writer, PROJECT_A, alignment("a", "<id/project/p/a>", "sdg:9"))
    served = frozenset(writer.store.quads(node("id/project/p/a"), expand("pg:contributesTo")))
    assert len(served) == 1
    for undone, expected in ((2, "withdrawn"), (3, "proposed"), (4, "withdrawn"), (5, "proposed")):
        writer.undo(undone, ALICE, "again")
        assert status(writer, "a") == expected
        links = frozenset(writer.store.quads(node("id/project/p/a"), expand("pg:contributesTo")))
        assert links == (served if expected == "proposed" else frozenset())
    assert alignment("a", "<id/project/p/a>", "sdg:9") <= frozenset(writer.store.quads(graph=LEDGER))


def test_undone_review_no_longer_counts(writer: Writer) -> None:
    add(writer, alignment("a", "<id/project/p/a>", "sdg:9"))
    event = Event(PEOPLE, ALICE, Clock()())
    add(writer, review(BASE, node("id/alignment/test/a"), Decimal(1), event))
    assert status(writer, "a") == "accepted"
    writer.undo(2, ALICE, "wrong one")
    assert status(writer, "a") == "proposed"
    for undone, expected in ((3, "accepted"), (4, "proposed"), (5, "accepted")):
        writer.undo(undone, ALICE, "and again")
        assert status(writer, "a") == expected


def test_undo_names_the_later_commits_that_stand_in_the_way(writer: Writer) -> None:
    replace(writer, PROJECT_A)
    add(writer, in_graph(node("graph/list/other"), "<id/project/q/c> a pg:Project ."))
    replace(writer, PROJECT_A + "<id/project/p/a> dct:identifier '1' .")
    found = refusal(lambda: writer.undo(1, ALICE, ""))
    assert isinstance(found, Conflict)
    assert (found.key, found.values["commits"]) == ("undo-later-changes", "3")
    assert "id/project/p/a" in str(found.values["subjects"])
    writer.undo(2, ALICE, "")
    assert writer.store.sequence == 4


def test_what_two_lists_tell_of_the_same_is_in_the_way_of_neither(writer: Writer) -> None:
    """Each tells in its own graphs who keeps it, and may tell of an organisation that both name."""
    keeper = "<id/agent/test/keeper> a prov:Agent ; skos:prefLabel 'K'@sv ."
    for name in ("a", "b"):
        told = in_graph(node(f"graph/ledger/{name}"), keeper)
        mine = in_graph(node(f"graph/list/{name}"), PROJECT_A)
        graph = node(f"graph/ledger/{name}")
        add(writer, told | mine | alignment(name, "<id/project/p/a>", "sdg:9", graph=graph))
    writer.undo(1, ALICE, "")
    assert (status(writer, "a"), status(writer, "b")) == ("withdrawn", "proposed")
    assert not any(writer.store.quads(graph=node("graph/list/a")))
    assert any(writer.store.quads(graph=node("graph/list/b")))
    writer.undo(2, ALICE, "")
    assert status(writer, "b") == "withdrawn"
    writer.undo(3, ALICE, "")
    assert (status(writer, "a"), status(writer, "b")) == ("proposed", "withdrawn")


def test_undo_of_an_unknown_commit_and_of_the_bulk_load(writer: Writer) -> None:
    assert isinstance(refusal(lambda: writer.undo(1, ALICE, "")), NotFound)
    writer.store.bulk_add(trig(POLICY))
    writer.fill(agent=ALICE, reason="ships")
    assert refusal(lambda: writer.undo(1, ALICE, "")).key == "undo-bulk"


def test_history_outlives_the_process(tmp_path: Path) -> None:
    first = Writer(open_store(str(tmp_path / "store")))
    add(first, in_graph(LIST, PROJECT_A), reason="för att å")
    told = first.history()
    first.store.close()
    assert Writer(open_store(str(tmp_path / "store"))).history() == told


def test_what_was_undone_again_stands_in_nobodys_way(writer: Writer) -> None:
    replace(writer, PROJECT_A)
    first = kept(writer.store)
    replace(writer, PROJECT_A + "<id/project/p/a> dct:identifier '1' .")
    writer.undo(2, ALICE, "")
    assert kept(writer.store) == first
    writer.undo(1, ALICE, "")
    assert list(writer.store.quads(graph=LIST)) == []


def test_a_version_that_an_undo_brought_back_is_the_one_that_counts(writer: Writer) -> None:
    one, three = (alignment("a", "<id/project/p/a>", "sdg:9", strength=strength) for strength in (1, 3))
    replace(writer, PROJECT_A, one)
    replace(writer, PROJECT_A, three)
    writer.undo(2, ALICE, "")
    assert (status(writer, "a"), status(writer, "a,2")) == ("proposed", "withdrawn")
    assert replace(writer, PROJECT_A, one) is None
    replace(writer, PROJECT_A, three)
    found = [each for each in Ledger(writer.store).alignments() if each.status == "proposed"]
    assert [each.strength for each in found] == [3]
    replace(writer, "", ())
    assert {each.status for each in Ledger(writer.store).alignments()} == {"withdrawn", "superseded"}


MOVES = st.lists(st.one_of(st.sets(st.sampled_from("abc")), st.just("undo")), min_size=2, max_size=7)


@given(MOVES)
@settings(max_examples=40, deadline=None)
def test_any_sequence_of_imports_and_undos_fits_the_shapes_and_leaves_what_was_there(
    moves: list[set[str] | str],
) -> None:
    store, clock = open_store("memory:"), Clock()
    add(Writer(store, clock=clock), trig(KNOWN))
    writer = Writer(store, validate_submission, clock=clock)
    states: list[tuple[int, set[str]]] = [(1, set())]
    for move in moves:
        if isinstance(move, str):
            move_back(writer, states)
            continue
        commit = replace(writer, *of_list(move))
        if commit is not None:
            states.append((commit.sequence, move))
        assert in_force(writer) == move


def move_back(writer: Writer, states: list[tuple[int, set[str]]]) -> None:
    """Undoes the last import that stands, if there is one."""
    if len(states) > 1:
        writer.undo(states.pop()[0], ALICE, "back")
        assert in_force(writer) == states[-1][1]


def of_list(names: set[str]) -> tuple[str, frozenset[Quad]]:
    """Returns the text of a list of these projects, and the alignments that it makes."""
    rows = "".join(
        f"<id/project/p/{name}> a pg:Project ; skos:prefLabel '{name}'@sv ." for name in sorted(names)
    )
    made = (justified(name) for name in sorted(names))
    return rows, frozenset(quad for quads in made for quad in quads)


def justified(name: str) -> frozenset[Quad]:
    more = """sssom:mapping_justification semapv:ManualMappingCuration ; rdfs:comment 'so'@en ;
        pg:evidence <id/evidence/test/e>"""
    return alignment(name, f"<id/project/p/{name}>", "sdg:9") | in_graph(
        LEDGER, f"<id/alignment/test/{name}> {more} ."
    )


def in_force(writer: Writer) -> set[str]:
    links = writer.store.quads(None, expand("pg:contributesTo"))
    return {
        str(quad.subject.value).rpartition("/")[2] for quad in links if isinstance(quad.subject, NamedNode)
    }
