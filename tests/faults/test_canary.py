"""No connection leaves because of input: a listener to which every input points is never called."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi.routing import APIRoute

from api_serving import Client, client_of, filled_store
from canaries import Canary, listening
from graph.store import open_store
from holders import bearer, token_file
from hostile_files import LISTS
from hostile_queries import FOREIGN, REFUSED
from hostile_rdf import RDF
from issuers import AUDIENCE, DISCOVERY, KEYS, own_issuer

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<id/objective/a/1> a <https://w3id.org/policygraph#Objective> ; skos:prefLabel 'Ett'@sv .
"""
LANG, OTHER = "sv", "en"
PAGE_NAMES = ("q", "query", "run", "iri", "goal", "from", "document", "file", "next", "mapping", "region")


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with listening() as canary:
        yield canary


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, canary: Canary) -> Iterator[Client]:
    """Yields a client of a graph that itself names the canary."""
    folder = tmp_path_factory.mktemp("canary")
    told = f"{TURTLE} <id/objective/a/1> skos:related <{canary.address}> ; skos:note '{canary.address}' ."
    store = filled_store(folder / "store", told)
    with client_of(store, tokens=str(token_file(folder)), backups=str(folder / "backups")) as opened:
        yield opened


@pytest.fixture
def calling(canary: Canary) -> dict[str, str]:
    """Returns headers of an administrator, all others of which name the canary."""
    names = ("origin", "referer", "x-forwarded-for", "x-forwarded-host", "forwarded", "from", "via")
    return bearer("Administrator") | dict.fromkeys(names, canary.address)


def test_the_canary_hears_who_calls_it() -> None:
    with listening() as canary:
        with pytest.raises(httpx.TransportError):
            httpx.get(canary.address)
        assert canary.asked == ["127.0.0.1"]


def replaced(example: Any, value: str) -> Iterator[Any]:
    """Yields the example once for each text in it, with the value in the place of that text."""
    if isinstance(example, str):
        yield value
    if not isinstance(example, dict | list):
        return
    keys = list(example) if isinstance(example, dict) else range(len(example))
    for key in keys:
        for other in replaced(example[key], value):
            made = copy.copy(example)
            made[key] = other
            yield made


def requests(path: str, operation: dict[str, Any], value: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields addresses and options of requests that name the value in one place each."""
    parameters = operation.get("parameters", ())
    yield path.replace("{", "").replace("}", ""), {}
    for parameter in parameters:
        name = parameter["name"]
        if parameter["in"] == "path":
            for text in (value, quote(value, safe="")):
                yield path.replace(f"{{{name}}}", text).replace("{", "").replace("}", ""), {}
        else:
            yield path.replace("{", "").replace("}", ""), {"params": {name: value}}
    content = operation.get("requestBody", {}).get("content", {})
    told = content.get("application/json", {})
    for example in (told.get("example"), *(each["value"] for each in told.get("examples", {}).values())):
        yield from ((path, {"json": body}) for body in replaced(example, value))


def test_no_operation_calls_what_it_is_told(client: Client, canary: Canary, calling: dict[str, str]) -> None:
    document = client.get("/api/v1/openapi.json").json()
    sent = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for address, options in requests(path, operation, canary.address):
                client.request(method.upper(), address, headers=calling, **options)
                sent += 1
    assert sent > 300
    assert canary.asked == []


def own_routes(routes: Iterable[Any]) -> Iterator[APIRoute]:
    """Yields the routes of an application, those of the routers that it includes too."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from own_routes(route.original_router.routes)


def test_no_token_calls_the_keys_that_it_names(canary: Canary) -> None:
    named = {"jku": canary.address, "x5u": canary.address, "kid": canary.address}
    with own_issuer() as issuer:
        settings = {"oidc_issuer": issuer.address, "oidc_audience": AUDIENCE, "tokens": "none.jsonl"}
        with client_of(open_store("memory:"), **settings) as client:
            for path in ("/metrics", "/api/v1/imports/jobs/x"):
                headers = {"authorization": f"Bearer {issuer.token(head=named)}"}
                assert client.get(path, headers=headers).status_code == 401
        assert issuer.asked == [DISCOVERY, KEYS], "the token is looked at, and its issuer alone is asked"
    assert canary.asked == []


def test_no_page_calls_what_it_is_told(client: Client, canary: Canary, calling: dict[str, str]) -> None:
    routes = [route for route in own_routes(client.app.routes) if not route.path.startswith("/api")]
    asked = dict.fromkeys(PAGE_NAMES, canary.address)
    for route in routes:
        path = route.path.replace("{lang:language}", LANG)
        for name in route.param_convertors:
            path = path.replace(f"{{{name}:path}}", canary.address)
            path = path.replace(f"{{{name}}}", quote(canary.address))
        for method in route.methods:
            client.request(method, path, headers=calling)
            client.request(method, path, headers=calling, params=asked)
            for name in PAGE_NAMES:
                client.request(method, path, headers=calling, params={name: canary.address})
    assert len(routes) > 20
    assert canary.asked == []


@pytest.mark.parametrize("name", [*FOREIGN, *(name for name in REFUSED if "CANARY" in REFUSED[name][0])])
def test_no_query_calls_what_it_names(client: Client, canary: Canary, name: str) -> None:
    query = (FOREIGN.get(name) or REFUSED[name][0]).replace("CANARY", canary.address)
    client.get("/sparql", params={"query": query})
    client.get(f"/{OTHER}/sparql", params={"query": query, "run": "1"})
    client.request("POST", "/sparql", data={"query": query, "default-graph-uri": canary.address})
    client.request("POST", "/sparql", data={"update": query})
    assert canary.asked == []


CALLING = ("external entities", "external document type", "links to elsewhere", "formulas that fetch")


CALLING_RDF = ("external entity", "external document type", "remote context", "remote import", "odd schemes")


@pytest.mark.parametrize("name", CALLING)
@pytest.mark.parametrize("path", ["/api/v1/imports?mapping=projects", "/api/v1/imports/proposals"])
def test_no_file_calls_what_it_names(client: Client, canary: Canary, path: str, name: str) -> None:
    hostile = LISTS[name]
    file = (hostile.name, hostile.content(canary=canary.address))
    answer = client.request("POST", path, files={"file": file}, headers=bearer("Administrator"))
    assert answer.status_code < 500
    assert canary.asked == []


@pytest.mark.parametrize("name", CALLING_RDF)
def test_no_rdf_file_calls_what_it_names(client: Client, canary: Canary, name: str) -> None:
    file = (RDF[name].name, RDF[name].content(canary=canary.address))
    answer = client.request(
        "POST", "/api/v1/imports/rdf", files={"file": file}, headers=bearer("Administrator")
    )
    assert answer.status_code < 500
    assert canary.asked == []


def test_no_mapping_set_calls_what_it_names(client: Client, canary: Canary) -> None:
    content = f"#curie_map:\n#  x: {canary.address}#\n#license: {canary.address}\n"
    columns = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    rows = columns + "x:1\tx:2\tx:3\tsemapv:ManualMappingCuration\n"
    sent = {"content-type": "text/tab-separated-values"} | bearer("Administrator")
    answer = client.request("POST", "/api/v1/alignments.sssom", content=content + rows, headers=sent)
    assert 400 <= answer.status_code < 500
    assert canary.asked == []
