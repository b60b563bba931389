"""Organisations in two spellings: proposed as one, never merged, until somebody says what they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.wording.messages import worded
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
from graph.search.sharing import Sharing
from graph.store import Changes, Store, open_store
from graph.terms import Literal, NamedNode, Quad, Term, expand, iri
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
    found = likely_ones(named("b/new", name), Repository(store).reading)

    assert [(each.other_name, each.reason) for each in found] == ([(other, reason)] if other else [])


def test_the_same_spelling_from_another_source_is_told_where_it_stands(store: Store) -> None:
    [found] = likely_ones(named("b/new", "Aalborg Havn"), Repository(store).reading)

    assert found.finding().key == "organisation-same"
    assert f"{BASE}id/organisation/a/havn" in worded(found.finding(), "da")


def test_two_spellings_within_a_list_are_proposed_once(store: Store) -> None:
    brought = [*named("b/1", "Umeå kommun"), *named("b/2", "UMEÅ KOMMUN"), *named("b/3", "Luleå kommun")]
    [found] = likely_ones(brought, Repository(store).reading)

    assert (found.name, found.other_name, found.reason) == ("UMEÅ KOMMUN", "Umeå kommun", "name")


def test_what_the_graph_holds_already_is_not_proposed_again(store: Store) -> None:
    assert likely_ones(named("a/karlstad", "Karlstads Universitet"), Repository(store).reading) == ()


def test_what_is_remembered_of_the_graph_ends_with_a_commit() -> None:
    store = open_store("memory:", base=BASE)
    reading = Repository(store).reading
    brought = named("b/new", "Ålborg Havn A/S")
    before = likely_ones(brought, reading)
    store.apply(Changes(added=frozenset(named("a/havn", "Aalborg Havn"))), 1)

    assert (before, [each.other_name for each in likely_ones(brought, reading)]) == ((), ["Aalborg Havn"])


class Asked:
    """Is a store that notes of which things it is asked."""

    def __init__(self, store: Store) -> None:
        self._store, self.things = store, set[object]()

    def quads(self, subject: NamedNode | None = None, *pattern: Term | None) -> Iterator[Quad]:
        self.things.add(subject)
        return self._store.quads(subject, *pattern)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


def test_a_second_list_looks_at_no_organisation_that_is_unlike_its_own(store: Store) -> None:
    store.bulk_add(quad for n in range(200) for quad in named(f"c/{n}", f"Förening nummer {n}"))
    asked = Asked(store)
    reading = Repository(cast(Store, asked)).reading
    first = likely_ones(named("b/new", "Ålborg Havn A/S"), reading)
    asked.things.clear()
    second = likely_ones(named("b/new", "Ålborg Havn A/S"), reading)

    assert [each.other_name for each in second] == [each.other_name for each in first] == ["Aalborg Havn"]
    assert asked.things == {iri(f"{BASE}id/organisation/{key}") for key in ("b/new", "a/havn")}


@given(st.lists(st.lists(st.integers(-(2**60), 2**60) | st.integers(0, 9), max_size=4)))
def test_who_has_a_key_is_found_by_it(keys: list[list[int]]) -> None:
    nodes = [iri(f"urn:x:{place}") for place in range(len(keys))]
    found = Sharing(zip(nodes, keys, strict=True))
    for key in itertools.chain(*keys, (1 << 59,)):
        like = [any(each >> 24 == key >> 24 for each in own) for own in keys]
        assert list(found.of(key)) == list(itertools.compress(nodes, like))


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
    [proposed] = [each for each in found.doubts if each.key.startswith("organisation-")]
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
