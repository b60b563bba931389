"""The W3C tests of the SPARQL 1.1 Protocol, Graph Store Protocol and Service Description, on a live server.

Every query test and every read must pass as it stands. We take no updates and no graph store writes: each
such request gets the refusal that docs/http.md documents, and the tables below name the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from api_serving import client_of, live_server
from graph.store import Changes, open_store, parse_rdf
from graph.terms import DEFAULT_BASE, iri

pytestmark = pytest.mark.lists

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"

QUERIES = (
    "query_post_form",
    "query_dataset_default_graphs_get",
    "query_dataset_default_graphs_post",
    "query_dataset_named_graphs_post",
    "query_dataset_named_graphs_get",
    "query_dataset_full",
    "query_multiple_dataset",
    "query_get",
    "query_content_type_select",
    "query_content_type_ask",
    "query_content_type_describe",
    "query_content_type_construct",
    "query_post_direct",
    "bad_query_method",
    "bad_multiple_queries",
    "bad_query_wrong_media_type",
    "bad_query_missing_form_type",
    "bad_query_missing_direct_type",
    "bad_query_non_utf8",
    "bad_query_syntax",
)
# The status that each update gets; None marks a query that asks whether it was done, which it was not.
UPDATES: dict[str, list[int | None]] = {
    "update_dataset_default_graph": [403, None],
    "update_dataset_default_graphs": [403, None],
    "update_dataset_named_graphs": [403, None],
    "update_dataset_full": [403, None],
    "update_post_form": [403],
    "update_post_direct": [403],
    "update_base_uri": [403, None],
    "bad_update_get": [403],
    "bad_multiple_updates": [403],
    "bad_update_wrong_media_type": [415],
    "bad_update_missing_form_type": [415],
    "bad_update_non_utf8": [403],
    "bad_update_syntax": [403],
    "bad_update_dataset_conflict": [403],
}
# Graphs are read by their own IRI or as /graph?graph=...; writes are refused, so nothing is there to read.
GRAPH_STORE = {
    "put_get_repeat_direct": [405, 404, 405, 404],
    "put_delete_get_delete_direct": [405, 405, 404, 405],
    "post_get_post_get_direct": [405, 404, 405, 404],
    "head_existing_direct": [405, 404],
    "head_non_existing_direct": [404],
    "put_get_repeat_indirect": [405, 404, 405, 404],
    "put_get_default": [405, 400],
    "put_delete_get_delete_indirect": [405, 405, 404, 405],
    "post_get_post_get_indirect": [405, 404, 405, 404],
    "post_get_new_graph": [405, 400],
    "head_existing_indirect": [405, 404],
    "head_non_existing_indirect": [404],
    "put_get_uri_pct_encoded_indirect": [405, 404],
    "put_get_uri_pct_encoded_twice": [405, 405, 404, 404],
}
NOT_OURS = {"put_get_default", "post_get_new_graph"}
"""The union of all graphs is not read as one, and no write makes a graph whose name we would choose."""
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"},
}


@dataclass(frozen=True)
class Wanted:
    """Is one request of a manifest and what it expects."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    classes: set[str]
    boolean: bool | None
    format: str | None


@cache
def manifest(path: Path) -> tuple[Graph, dict[str, URIRef]]:
    g = Graph().parse(path, format="turtle")
    entries = [node for each in g.objects(None, MF.entries) for node in Collection(g, each)]
    return g, {str(node).rpartition("#")[2]: URIRef(node) for node in entries}


def wanted(g: Graph, test: Node) -> list[Wanted]:
    action = g.value(test, MF.action)
    requests = g.value(action, HT.requests)
    assert requests is not None
    return [_wanted(g, node) for node in Collection(g, requests)]


def _wanted(g: Graph, node: Node) -> Wanted:
    response = g.value(node, HT.resp)
    boolean = g.value(response, MF.expectedBoolean)
    form = g.value(response, MF.expectedFormat)
    return Wanted(
        method=str(g.value(node, HT.methodName)),
        path=str(g.value(node, HT.absolutePath)),
        headers=_headers(g, node),
        body=_body(g, node),
        classes={str(each).rpartition("#")[2] for each in g.objects(response, MF.expectedStatus)},
        boolean=None if boolean is None else bool(boolean.toPython()),
        format=None if form is None else str(form),
    )


def _headers(g: Graph, node: Node) -> dict[str, str]:
    listed = g.value(node, HT.headers)
    fields = Collection(g, listed) if listed else []
    return {str(g.value(each, HT.fieldName)): str(g.value(each, HT.fieldValue)) for each in fields}


def _body(g: Graph, node: Node) -> bytes | None:
    body = g.value(node, HT.body)
    if body is None:
        return None
    encoding = g.value(body, CNT.characterEncoding)
    return str(g.value(body, CNT.chars)).encode(str(encoding or "UTF-8"))


def send(client: httpx.Client, request: Wanted) -> httpx.Response:
    path = request.path.replace("/sparql/", "/sparql", 1)
    return client.request(request.method, path, headers=request.headers, content=request.body)


@pytest.fixture(scope="module")
def suite(lists_dir: Path) -> Path:
    return lists_dir / "w3c/sparql11"


@pytest.fixture(scope="module")
def client(suite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = tmp_path_factory.mktemp("w3c") / "store"
    store = open_store(str(path))
    for number in (1, 2, 3):
        file = suite / f"protocol/data{number}.nt"
        store.bulk_add(parse_rdf(file, base=DEFAULT_BASE, graph=iri(DATA.format(number))))
    store.apply(Changes(), 1)
    store.close()
    with live_server(path) as address, httpx.Client(base_url=address) as opened:
        yield opened


def protocol_test(suite: Path, name: str) -> tuple[Graph, Node]:
    g, entries = manifest(suite / "protocol/manifest.ttl")
    return g, entries[name]


def test_the_tables_name_every_test_of_the_protocol(suite: Path) -> None:
    _, entries = manifest(suite / "protocol/manifest.ttl")
    assert set(entries) == {*QUERIES, *UPDATES}


@pytest.mark.parametrize("name", QUERIES)
def test_query(client: httpx.Client, suite: Path, name: str) -> None:
    for request in wanted(*protocol_test(suite, name)):
        response = send(client, request)
        assert f"StatusCode{response.status_code // 100}xx" in request.classes, response.text
        check_content(request, response)


def check_content(request: Wanted, response: httpx.Response) -> None:
    media_type = response.headers["content-type"].partition(";")[0]
    if request.format:
        assert media_type in FORMATS[request.format]
    if request.boolean is not None:
        assert response.json()["boolean"] is request.boolean
    if response.status_code >= 400:
        assert media_type == "application/problem+json"


@pytest.mark.parametrize("name", UPDATES)
def test_update_is_refused(client: httpx.Client, suite: Path, name: str) -> None:
    requests = wanted(*protocol_test(suite, name))
    for request, status in zip(requests, UPDATES[name], strict=True):
        response = send(client, request)
        if status is None:
            assert response.json()["boolean"] is False, "the update was refused, so nothing is there"
        else:
            assert_refused(response, status)


def assert_refused(response: httpx.Response, status: int) -> None:
    problem: dict[str, Any] = response.json()
    key = {403: "update-refused", 415: "media-type-unsupported"}[status]
    assert (response.status_code, problem["type"]) == (status, f"{DEFAULT_BASE}problems/{key}")


@cache
def graph_store_tests(suite: Path) -> dict[str, list[Wanted]]:
    found = {}
    for file in sorted((suite / "graph-store-protocol").glob("manifest-*.ttl")):
        g = Graph().parse(file, format="turtle")
        for test in g.subjects(RDF.type, MF.GraphStoreProtocolTest):
            found[str(test).rpartition("#")[2]] = wanted(g, test)
    return found


def test_the_table_names_every_test_of_the_graph_store_protocol(suite: Path) -> None:
    assert set(graph_store_tests(suite)) == set(GRAPH_STORE)


@pytest.mark.parametrize("name", GRAPH_STORE)
def test_graph_store_write_is_refused(client: httpx.Client, suite: Path, name: str) -> None:
    requests = graph_store_tests(suite)[name]
    for request, status in zip(requests, GRAPH_STORE[name], strict=True):
        path = request.path.replace("/gsp", "/graph", 1)
        response = client.request(request.method, path, headers=request.headers, content=request.body)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        if status == 405:
            assert response.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("name", sorted(set(GRAPH_STORE) - NOT_OURS))
def test_graph_store_read(suite: Path, name: str) -> None:
    """Each read answers as the suite wants of graphs as the writes before it would leave them.

    The end of an address of ours that says a format is no part of the graph's name: `/graph/person/1.ttl` is
    `/graph/person/1` as Turtle.
    """
    held: dict[str, list[bytes]] = {}
    reads = 0
    for request in graph_store_tests(suite)[name]:
        if request.method in ("GET", "HEAD"):
            check_read(request, held)
            reads += 1
        else:
            hold(request, held)
    assert reads


def graph_path(request: Wanted) -> str:
    return request.path.replace("/gsp", "/graph", 1)


def graph_name(request: Wanted) -> str:
    """Returns the IRI of the graph that a request is about."""
    parts = urlsplit(graph_path(request))
    if "graph" in (given := parse_qs(parts.query)):
        return given["graph"][0]
    return DEFAULT_BASE + unquote(parts.path).removeprefix("/").removesuffix(".ttl")


def hold(request: Wanted, held: dict[str, list[bytes]]) -> None:
    """Does what a write says to the graphs that are held: PUT replaces, POST adds, DELETE removes."""
    if request.method == "DELETE":
        held.pop(graph_name(request), None)
        return
    before = held.get(graph_name(request), []) if request.method == "POST" else []
    held[graph_name(request)] = [*before, *bodies(request)]


def bodies(request: Wanted) -> list[bytes]:
    """Returns the Turtle that a write holds, in one part or in several."""
    kind, body = request.headers["content-type"], request.body or b""
    if not kind.startswith("multipart/"):
        return [body]
    parts = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body).get_payload()
    assert isinstance(parts, list)
    return [part.get_payload(decode=True) for part in parts]  # type: ignore[misc,union-attr]


def check_read(request: Wanted, held: dict[str, list[bytes]]) -> None:
    store = open_store("memory:", base=DEFAULT_BASE)
    for graph, turtles in held.items():
        for turtle in turtles:
            store.bulk_add(parse_rdf(turtle, base=DEFAULT_BASE, media_type="text/turtle", graph=iri(graph)))
    with client_of(store) as client:
        answer = client.request(request.method, graph_path(request), headers=request.headers)
    wanted = {"OK": 200, "NotFound": 404}
    assert answer.status_code in {wanted[each] for each in request.classes}
    if answer.status_code == 200:
        assert answer.headers["content-type"].startswith("text/turtle")
        assert answer.content or request.method == "HEAD"
    if answer.status_code == 200 and request.method == "GET":
        whole = Graph()
        for turtle in held[graph_name(request)]:
            whole.parse(data=turtle, format="turtle", publicID=DEFAULT_BASE)
        told = Graph().parse(data=answer.text, format="turtle").de_skolemize()
        assert isomorphic(told, whole), "nodes without a name have one of ours"


def described(client: httpx.Client) -> tuple[httpx.Response, Graph]:
    response = client.get("/sparql", headers={"accept": "text/turtle"})
    return response, Graph().parse(data=response.text, format="turtle")


def test_service_description_returns_rdf(client: httpx.Client) -> None:
    response, g = described(client)
    assert response.status_code == 200
    assert len(g) > 0


def test_service_description_has_endpoint_triple(client: httpx.Client) -> None:
    _, g = described(client)
    endpoint = URIRef(str(client.base_url).rstrip("/") + "/sparql")
    assert (None, SD.endpoint, endpoint) in g


def test_service_description_conforms_to_schema(client: httpx.Client) -> None:
    """Checks domain and range of each property as the recommendation's section 3.4 gives them."""
    _, g = described(client)
    schema = {
        SD.defaultDataset: (SD.Service, SD.Dataset),
        SD.defaultGraph: (SD.Dataset, SD.Graph),
        SD.namedGraph: (SD.Dataset, SD.NamedGraph),
        SD.graph: (SD.NamedGraph, SD.Graph),
    }
    for predicate, (domain, range_) in schema.items():
        for subject, value in g.subject_objects(predicate):
            assert (subject, RDF.type, domain) in g
            assert (value, RDF.type, range_) in g
    names = {str(name) for name in g.objects(None, SD.name)}
    assert names == {DATA.format(number) for number in (1, 2, 3)}


def test_the_service_description_tests_are_these(suite: Path) -> None:
    _, entries = manifest(suite / "service-description/manifest.ttl")
    assert set(entries) == {"has-endpoint-triple", "returns-rdf", "conforms-to-schema"}
