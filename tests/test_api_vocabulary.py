"""The vocabulary of the editor: what the graph truly uses, named and explained in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.vocabulary.gathering import known_terms
from api_serving import Client, filled_store
from graph.repository.vocabulary import vocabulary_of
from graph.store import Store
from graph.terms import NamedNode, compact
from ontology import PREFIXES
from pages_serving import pages_client, shipped


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with shipped(tmp_path_factory.mktemp("vocabulary") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with pages_client(store) as opened:
        yield opened


def asked(client: Client, lang: str = "sv") -> dict[str, Any]:
    told: dict[str, Any] = client.get(f"/api/v1/vocabulary?lang={lang}").json()
    return told


def used(store: Store, query: str) -> set[str]:
    return {compact(row["term"].value) for row in store.select(query) if isinstance(row["term"], NamedNode)}


def test_it_holds_what_the_graph_uses_and_nothing_else(client: Client, store: Store) -> None:
    """Few terms that describe vocabularies, and stand on nothing else, may be missing."""
    told = asked(client)
    for use, query in (
        ("class", "SELECT DISTINCT ?term WHERE { ?s a ?term }"),
        ("property", "SELECT DISTINCT ?term WHERE { ?s ?term ?o }"),
    ):
        named = {term["name"] for term in told["terms"] if term["use"] == use}
        truly = used(store, query)
        assert named - truly == set()
        assert {
            each for each in truly - named if each.startswith(("pg:", "eli:", "eurio:", "skos:"))
        } == set()
        assert len(truly - named) < len(truly) / 8


def test_terms_are_named_and_explained_in_the_readers_language(client: Client) -> None:
    terms = {term["name"]: term for term in asked(client)["terms"]}
    assert terms["pg:Project"]["label"] == {"text": "Projekt", "lang": "sv"}
    assert terms["pg:Project"]["text"]["lang"] == "sv"
    assert terms["sdg:9"]["use"] == terms["nuts:SE331"]["use"] == "thing"
    assert terms["nuts:SE331"]["label"]["text"] == "Västerbottens län"
    assert {term["name"]: term for term in asked(client, "da")["terms"]}["pg:Project"]["label"][
        "lang"
    ] == "da"


def test_the_prefixes_are_ours(client: Client) -> None:
    assert asked(client)["prefixes"] == dict(PREFIXES)
    assert client.get("/api/v1/vocabulary.csv").text.startswith("name,iri,use,label.text")


def test_a_term_that_nobody_knew_is_found_on_a_thing_of_a_known_class(tmp_path: Path) -> None:
    turtle = (
        "<id/project/x/1> a <https://w3id.org/policygraph#Project>, <http://x/Own> ; <http://x/says> 'a' ."
    )
    other = filled_store(tmp_path / "store", turtle)
    found = vocabulary_of(other, known_terms())
    assert "http://x/Own" in found.classes
    assert "http://x/says" in found.properties
    assert "https://w3id.org/policygraph#Project" in found.classes
    assert "https://w3id.org/policygraph#strength" not in found.properties
    other.close()
