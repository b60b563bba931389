"""IRIs resolve: to a page for people, to RDF and JSON for programs, for what is ours and what is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph

from api.iris import address, page_url
from api_serving import Client, client_of, filled_store, serving, shipped_client
from data import shipped_files
from graph.loading import load_shipped
from graph.store import open_store, parse_rdf
from graph.terms import DEFAULT_BASE, expand
from ontology import CONTEXT_JSONLD, POLICY_TTL, PREFIXES

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PROJECT = "/id/project/tillvaxtverket-2014/20200606"
RDF = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
SUFFIXES = (
    ("ttl", RDF[0]),
    ("jsonld", RDF[1]),
    ("nt", RDF[2]),
    ("rdf", RDF[3]),
    ("json", "application/json"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped_client(tmp_path_factory.mktemp("resources") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def address_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = open_store(str(tmp_path_factory.mktemp("served") / "store"), base=DEFAULT_BASE)
    load_shipped(store, shipped_files(examples=False))
    with serving(store) as opened:
        yield opened


@pytest.mark.parametrize("path", [PROJECT, "/graph/source/laws", "/ontology"])
@pytest.mark.parametrize("name", ["turtle", "nt", "xml"])
def test_rdflib_reads_an_address_in_the_syntax_it_is_told(address_served: str, path: str, name: str) -> None:
    """It asks for some by names of their own, and for anything else at a tenth of that."""
    assert len(Graph().parse(address_served + path, format=name)) == len(Graph().parse(address_served + path))


def triples(text: bytes, media_type: str) -> set[str]:
    plain = text
    if media_type == "application/ld+json":
        context = json.loads(CONTEXT_JSONLD.read_text(encoding="utf-8"))["@context"]
        plain = json.dumps({**json.loads(text), "@context": context}).encode()
    return {str(quad.triple) for quad in parse_rdf(plain, base=DEFAULT_BASE, media_type=media_type)}


@pytest.mark.parametrize(
    ("path", "language", "page"),
    [
        (PROJECT, "da", "/da/projects/tillvaxtverket-2014/20200606"),
        ("/id/document/agenda2030/agenda", None, "/sv/documents/agenda2030/agenda"),
        ("/resource?iri=sdg:9", "en", "/en/goals/9"),
        (
            "/resource?iri=nuts:SE331",
            "en",
            "/en/resource?iri=http%3A%2F%2Fdata.europa.eu%2Fnuts%2Fcode%2FSE331",
        ),
    ],
)
def test_a_browser_is_led_to_the_page(client: Client, path: str, language: str | None, page: str) -> None:
    response = client.get(path, BROWSER, headers={"accept-language": language} if language else {})
    assert (response.status_code, response.headers["location"]) == (303, page)
    assert "Accept" in response.headers["vary"]


def test_a_browser_is_not_led_to_a_page_of_nothing(client: Client) -> None:
    assert client.get("/id/project/a/b", BROWSER).status_code == 404


@pytest.mark.parametrize("media_type", RDF[1:])
def test_every_syntax_says_the_same(client: Client, media_type: str) -> None:
    turtle = triples(client.get(PROJECT, "text/turtle").content, "text/turtle")
    other = client.get(PROJECT, media_type)
    assert other.headers["content-type"].partition(";")[0] == media_type
    assert len(turtle) > 5
    assert triples(other.content, media_type) == turtle


@pytest.mark.parametrize(("suffix", "media_type"), SUFFIXES)
def test_a_suffix_stands_for_accept(client: Client, suffix: str, media_type: str) -> None:
    response = client.get(f"{PROJECT}.{suffix}", BROWSER)
    assert response.headers["content-type"].partition(";")[0] == media_type


def test_json_says_which_graph_states_what(client: Client) -> None:
    told = client.get(PROJECT).json()
    assert told["iri"] == f"{DEFAULT_BASE}{PROJECT[1:]}"
    assert PREFIXES["pg"] + "Project" in told["types"]
    assert {each["graph"] for each in told["statements"]} <= {name["g"]["value"] for name in graphs(client)}


def graphs(client: Client) -> list[dict[str, dict[str, str]]]:
    query = "SELECT DISTINCT ?g { GRAPH ?g { } }"
    told = client.get("/sparql", params={"query": query}, accept="application/json").json()
    found: list[dict[str, dict[str, str]]] = told["results"]["bindings"]
    return found


def test_json_speaks_the_language_asked_for(client: Client) -> None:
    told = client.get("/resource?iri=sdg:9&lang=sv").json()
    assert told["name"]["lang"] == "sv"
    assert told["page"] == "/sv/goals/9"


def test_a_full_iri_and_a_prefixed_name_are_the_same_resource(client: Client) -> None:
    full = client.get("/resource?iri=http://metadata.un.org/sdg/9.5").json()
    assert full == client.get("/resource?iri=sdg:9.5").json()


def test_evidence_comes_with_what_it_quotes(client: Client) -> None:
    listed = client.get("/api/v1/alignments?limit=100").json()["items"]
    quoted = next(each["iri"] for each in listed if any(part["quote"] for part in each["evidence"]))
    found = triples(client.get(quoted.removeprefix(DEFAULT_BASE[:-1]), "text/turtle").content, "text/turtle")
    assert any(PREFIXES["oa"] + "exact" in line for line in found)


@pytest.mark.parametrize("media_type", RDF)
def test_a_graph_is_what_its_iri_answers(client: Client, media_type: str) -> None:
    response = client.get("/graph/derived/accepted", media_type)
    empty = response.status_code == 404
    other = client.get(f"/graph?graph={DEFAULT_BASE}graph/derived/proposed", media_type)
    own = client.get("/graph/derived/proposed", media_type)
    assert own.content == other.content
    assert empty or response.headers["content-type"].startswith(media_type)


def test_the_vocabulary_is_served_in_every_syntax(client: Client) -> None:
    shipped = {str(quad.triple) for quad in parse_rdf(POLICY_TTL, base=DEFAULT_BASE)}
    for media_type in RDF:
        response = client.get("/ontology", media_type)
        assert response.headers["content-type"].startswith(media_type)
    told = triples(client.get("/ontology.nt").content, "application/n-triples")
    assert len(told) == len(shipped)


def test_the_context_is_the_one_that_ships(client: Client) -> None:
    response = client.get("/ontology/context.jsonld")
    assert response.headers["content-type"] == "application/ld+json"
    assert response.content == Path(CONTEXT_JSONLD).read_bytes()


def test_head_says_what_get_would(client: Client) -> None:
    head = client.request("HEAD", PROJECT, headers={"accept": "text/turtle"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == "text/turtle; charset=utf-8"


def test_graphs_and_nodes_without_a_name_lead_a_browser_to_a_page(client: Client) -> None:
    store = client.app.state.services.store
    graphs = {graph.value for graph in store.graphs()}
    nodes = {quad.subject.value for quad in store.quads() if "/genid/" in str(quad.subject)}
    assert nodes
    for name in [*sorted(graphs), *sorted(nodes)[:5]]:
        path = name.removeprefix(store.base.rstrip("/"))
        assert client.get(path, RDF[0]).status_code == 200, path
        led = client.get(path, BROWSER)
        assert led.status_code == 303, path
        assert client.get(led.headers["location"], BROWSER).status_code == 200, path


@pytest.mark.parametrize("name", ["did:web:example.org", "info:eu-repo/grantAgreement/EC/H2020/1", "ark:1"])
def test_an_iri_that_looks_like_a_prefixed_name_has_a_page_and_a_description(
    tmp_path: Path, name: str
) -> None:
    store = filled_store(tmp_path / "store", f'<{name}> <{expand("skos:prefLabel").value}> "Ett bolag"@sv .')
    with client_of(store) as asking:
        page = asking.get(page_url(name, DEFAULT_BASE, "sv"), BROWSER)
        assert (page.status_code, "Ett bolag" in page.text) == (200, True)
        told = asking.get(address(name, DEFAULT_BASE).removeprefix(DEFAULT_BASE.rstrip("/")), RDF[0])
        assert (told.status_code, "Ett bolag" in told.text) == (200, True)
