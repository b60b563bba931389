"""Organisations in two spellings: proposed as one, never merged, until somebody says what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.messages import worded
from graph.alignment.portfolio import Portfolio
from graph.commits import Writer
from graph.errors import InputError, NotPermitted, SubmissionRefused
from graph.importers.annotating import suggestion_of
from graph.importers.organisations import likely_ones
from graph.importers.preview import preview_list
from graph.importers.tabular import import_list, open_list
from graph.importers.tabular_mapping import load_mapping
from graph.model import Name
from graph.recording import Agent, Judgement, judge
from graph.repository import Repository
from graph.search import likely_duplicates
from graph.store import Store, open_store
from graph.terms import Literal, Quad, expand, iri
from graph.validation import validate_submission
from workbooks import xlsx

BASE = "http://127.0.0.1:8000/"
ANNA = Agent(f"{BASE}id/agent/local/anna", "Anna")
BOT = Agent(f"{BASE}id/agent/local/bot", "Bot", is_machine=True)
WHY = Name("Samma organisationsnummer.", "sv")


def named(key: str, name: str, graph: str = "graph/list/a") -> list[Quad]:
    node, where = iri(f"{BASE}id/organisation/{key}"), iri(BASE + graph)
    facts = (
        (expand("rdf:type"), expand("org:FormalOrganization")),
        (expand("skos:prefLabel"), Literal(name, language="sv")),
    )
    return [Quad(node, predicate, value, where) for predicate, value in facts]


@pytest.fixture
def store() -> Store:
    filled = open_store("memory:", base=BASE)
    filled.bulk_add([*named("a/karlstad", "Karlstads universitet"), *named("a/havn", "Aalborg Havn")])
    return filled


@pytest.mark.parametrize(
    ("name", "other", "reason"),
    [
        ("Karlstads Universitet", "Karlstads universitet", "name"),
        ("Ålborg Havn A/S", "Aalborg Havn", "form"),
        ("Karlstads univeristet", "Karlstads universitet", "spelling"),
        ("Borås universitet", None, None),
    ],
)
def test_a_name_that_the_graph_has_in_another_spelling_is_proposed(
    store: Store, name: str, other: str | None, reason: str | None
) -> None:
    found = likely_ones(named("b/new", name), store)

    assert [(each.other_name, each.reason) for each in found] == ([(other, reason)] if other else [])


def test_the_same_spelling_from_another_source_is_told_where_it_stands(store: Store) -> None:
    [found] = likely_ones(named("b/new", "Aalborg Havn"), store)

    assert found.finding().key == "organisation-same"
    assert f"{BASE}id/organisation/a/havn" in worded(found.finding(), "da")


def test_two_spellings_within_a_list_are_proposed_once(store: Store) -> None:
    brought = [*named("b/1", "Umeå kommun"), *named("b/2", "UMEÅ KOMMUN"), *named("b/3", "Luleå kommun")]
    [found] = likely_ones(brought, store)

    assert (found.name, found.other_name, found.reason) == ("UMEÅ KOMMUN", "Umeå kommun", "name")


def test_what_the_graph_holds_already_is_not_proposed_again(store: Store) -> None:
    assert likely_ones(named("a/karlstad", "Karlstads Universitet"), store) == ()


def test_what_a_person_says_ends_the_proposal_until_it_is_undone(store: Store) -> None:
    store.bulk_add(named("b/new", "Karlstads Universitet", "graph/list/b"))
    writer = Writer(store, validate_submission)
    writer.fill(agent=ANNA.iri, reason="test")
    first, second = f"{BASE}id/organisation/a/karlstad", f"{BASE}id/organisation/b/new"
    pairs = [(each.first.iri, each.second.iri) for each in likely_duplicates(Repository(store)).items]
    said = judge(writer, ANNA, Judgement(first, second, True, WHY))
    after = likely_duplicates(Repository(store)).items
    again = judge(writer, ANNA, Judgement(first, second, True, WHY))
    other = judge(writer, ANNA, Judgement(first, second, False, WHY))
    links = {quad.predicate.value for quad in store.quads(iri(first), None, iri(second))}
    assert other is not None
    writer.undo(other.sequence, ANNA.iri, "test")
    assert said is not None
    writer.undo(said.sequence, ANNA.iri, "test")

    assert pairs == [(first, second)]
    assert (after, again) == ((), None)
    assert links == {expand("owl:differentFrom").value}
    assert [(each.first.iri, each.second.iri) for each in likely_duplicates(Repository(store)).items] == pairs
    claims = list(store.quads(None, expand("rdf:type"), expand("pg:Claim")))
    assert {getattr(quad.graph_name, "value", "") for quad in claims} == {f"{BASE}graph/ledger/by-local-anna"}


def test_machines_strangers_and_silence_are_refused_without_a_trace(store: Store) -> None:
    writer = Writer(store, validate_submission)
    writer.fill(agent=ANNA.iri, reason="test")
    first, second = f"{BASE}id/organisation/a/karlstad", f"{BASE}id/organisation/a/havn"
    before = store.sequence
    with pytest.raises(NotPermitted):
        judge(writer, BOT, Judgement(first, second, True, WHY))
    with pytest.raises(InputError):
        judge(writer, ANNA, Judgement(first, second, True, Name(" ", "sv")))
    with pytest.raises(SubmissionRefused) as unknown:
        judge(writer, ANNA, Judgement(first, f"{second}x", True, WHY))
    with pytest.raises(SubmissionRefused) as itself:
        judge(writer, ANNA, Judgement(first, first, True, WHY))

    assert [each.place.pointer for each in unknown.value.findings] == ["#/second"]
    assert [each.key for each in itself.value.findings] == ["aligned-with-itself"]
    assert store.sequence == before


def test_a_preview_places_the_proposal_at_the_cell(store: Store, tmp_path: Path) -> None:
    writer = Writer(store, validate_submission)
    writer.fill(agent=ANNA.iri, reason="test")
    head = ["Projektnummer", "Projektnamn", "Organisation"]
    path = tmp_path / "lista.xlsx"
    path.write_bytes(xlsx({"A": [head, ["1", "A", "Sala kommun"], ["2", "B", "Karlstads Universitet"]]}))
    opened = open_list(path, load_mapping("projects"))
    found = preview_list(opened, writer, agent=ANNA.iri, portfolio=Portfolio(store), lang="sv")
    [proposed] = [each for each in found.warnings if each.key.startswith("organisation-")]
    done = import_list(opened, writer, agent=ANNA.iri)

    assert (proposed.key, proposed.place.row, proposed.place.column) == (
        "organisation-name",
        3,
        "Organisation",
    )
    assert proposed.place.value == "Karlstads Universitet"
    assert "Karlstads universitet" in worded(proposed, "sv")
    assert suggestion_of(proposed) is None, "nothing is put in its place"
    assert done.rows == 2
    assert len(likely_duplicates(Repository(store)).items) == 1
