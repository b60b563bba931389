"""What ships with a new version, brought into a store that a former version filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.commits import Writer
from graph.ledger.status import standing_of
from graph.loading import load_shipped
from graph.model import Name
from graph.recording import Agent, Recorder
from graph.store import Changes, Store, open_store
from graph.terms import NamedNode, expand
from graph.updating import Update, bring, differs, is_brought, sum_of, update_of
from graph_facts import ALICE, BASE, Clock, in_graph, node

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix pg: <https://w3id.org/policygraph#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix sssom: <https://w3id.org/sssom/> .
@prefix sdg: <http://metadata.un.org/sdg/> . @prefix dct: <http://purl.org/dc/terms/> .
"""
STATED = """<id/alignment/x/{name}> a pg:Alignment ; owl:annotatedSource <id/objective/x/{name}> ;
    owl:annotatedProperty pg:contributesTo ; owl:annotatedTarget sdg:9 ; pg:strength {strength} ;
    sssom:confidence 0.5 ; dct:creator <id/agent/policygraph/editors> ."""
SOURCE, LEDGER, OLD = node("graph/source/x"), node("graph/ledger/x"), node("graph/source/old")
FORMER = "<graph/source/old> { <id/objective/o/1> skos:notation '1' }"
EXAMPLE = "<graph/source/example> { <id/objective/e/1> skos:notation '1' }"


class Versions:
    """Writes what ships with two versions, and the examples, each into a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        former = self.written(
            "former.trig", self.text("Vatten", ("kept", 2), ("regraded", 2), ("dropped", 2))
        )
        self.former = (
            former,
            self.written("old.trig", "<graph/source/old> { <id/objective/o/1> skos:notation '1' }"),
        )
        self.new = (
            self.written("new.trig", self.text("Rent vatten", ("kept", 2), ("regraded", 3), ("more", 1))),
        )
        self.examples = (self.written("example.trig", EXAMPLE),)

    def written(self, name: str, text: str) -> Path:
        path = self._folder / name
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    @staticmethod
    def text(label: str, *stated: tuple[str, int]) -> str:
        said = "".join(STATED.format(name=name, strength=strength) for name, strength in stated)
        return (
            f"<graph/source/x> {{ <id/objective/x/kept> skos:prefLabel '{label}'@sv }}\n"
            f"<graph/ledger/x> {{ <graph/ledger/x> a pg:LedgerGraph . {said} }}"
        )


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path)


@pytest.fixture
def writer(versions: Versions) -> Iterator[Writer]:
    store = open_store("memory:")
    made = Writer(store, clock=Clock())
    load_shipped(made, versions.former, sum_of(versions.former))
    yield made
    store.close()


def brought(writer: Writer, versions: Versions, *, over: bool = False) -> Update:
    update = update_of(writer, versions.new, versions.examples, over=over)
    bring(writer, update, sum_of(versions.new))
    return update


def label(store: Store) -> list[str]:
    found = store.quads(node("id/objective/x/kept"), expand("skos:prefLabel"))
    return [quad.object.value for quad in found if not isinstance(quad.object, NamedNode)]


def standing(store: Store, name: str) -> str:
    return standing_of(store, node(f"id/alignment/x/{name}")).status


def test_sources_are_replaced_and_ledgers_superseded(writer: Writer, versions: Versions) -> None:
    update = brought(writer, versions)
    store = writer.store
    assert label(store) == ["Rent vatten"]
    told = {name: standing(store, name) for name in ("kept", "regraded", "regraded.2", "dropped", "more")}
    assert told == {
        "kept": "proposed",
        "regraded": "superseded",
        "regraded.2": "proposed",
        "dropped": "withdrawn",
        "more": "proposed",
    }
    assert not any(store.quads(graph=OLD)), "what ships no longer is gone"
    assert update.counts()[SOURCE.value] == (1, 1)
    assert update.counts()[LEDGER.value][1] == 0, "ledgers lose nothing"
    assert not brought(writer, versions).changes


def test_a_store_knows_what_was_brought_into_it(writer: Writer, versions: Versions) -> None:
    assert is_brought(writer.store, sum_of(versions.former))
    assert not is_brought(writer.store, sum_of(versions.new))
    assert differs(writer, versions.new, versions.examples)
    brought(writer, versions)
    assert not differs(writer, versions.new, versions.examples)
    assert is_brought(writer.store, sum_of(versions.new))


def test_what_somebody_else_changed_is_left_until_it_is_asked_for(writer: Writer, versions: Versions) -> None:
    theirs = in_graph(SOURCE, "<id/objective/x/kept> skos:prefLabel 'Dricksvatten'@sv .")
    former = frozenset(writer.store.quads(graph=SOURCE))
    writer.commit(Changes(former, theirs), agent=ALICE, reason="corrected")
    assert brought(writer, versions).theirs == (SOURCE.value,)
    assert (label(writer.store), standing(writer.store, "more")) == (["Dricksvatten"], "proposed")
    assert brought(writer, versions, over=True).theirs == ()
    assert label(writer.store) == ["Rent vatten"]


def test_an_update_is_taken_back_whole_and_not_forced_again(writer: Writer, versions: Versions) -> None:
    brought(writer, versions)
    writer.undo(2, ALICE, "not now")
    assert (label(writer.store), standing(writer.store, "dropped")) == (["Vatten"], "proposed")
    assert any(writer.store.quads(graph=OLD))
    assert not differs(writer, versions.new, versions.examples)
    assert SOURCE.value in brought(writer, versions).theirs


def test_what_a_person_withdrew_stays_so(writer: Writer, versions: Versions) -> None:
    recorder = Recorder(writer, Agent(ALICE, "Alice"))
    recorder.withdraw(f"{BASE}id/alignment/x/kept", Name("nej", "sv"))
    brought(writer, versions)
    assert standing(writer.store, "kept") == "withdrawn"


def test_examples_come_only_where_some_are(writer: Writer, versions: Versions) -> None:
    example = node("graph/source/example")
    brought(writer, versions)
    assert not any(writer.store.quads(graph=example))
    held = in_graph(example, "<id/objective/e/1> skos:notation '0' .")
    writer.commit(Changes(added=held), agent=ALICE, reason="x")
    brought(writer, versions, over=True)
    assert [quad.object for quad in writer.store.quads(graph=example)] != [quad.object for quad in held]
