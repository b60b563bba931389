"""The published contract: every operation is described, exemplified and says how it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api_serving import Client, client_of
from graph.store import open_store
from graph.terms import DEFAULT_BASE

FILES = {"text/tab-separated-values", "text/csv", "text/plain", "application/gzip"}
NEEDED = {
    "/api/v1/chains": {"from": "sdg:9.5"},
    "/api/v1/changes": {"since": "2026-01-01"},
    "/api/v1/search": {"q": "bredband"},
}
PROBLEM = "application/problem+json"
SUCCESSES = ("200", "201", "202", "303")
Operation = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    told: dict[str, Any] = Client(client_of(open_store("memory:")).app).get("/api/v1/openapi.json").json()
    return told


def test_the_document_is_the_same_whenever_it_is_read() -> None:
    client = Client(client_of(open_store("memory:")).app)
    first, again = (client.get("/api/v1/openapi.json") for _ in range(2))
    assert again.content == first.content


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/"])
def test_where_the_api_begins_leads_to_what_describes_it(path: str) -> None:
    client = client_of(open_store("memory:"))
    page, document = (client.get(path, accept) for accept in ("text/html,*/*;q=0.8", "application/json"))
    assert [each.status_code for each in (page, document)] == [303, 303]
    assert client.get(page.headers["location"], "text/html").headers["content-type"].startswith("text/html")
    assert client.get(document.headers["location"], "application/json").json()["openapi"].startswith("3.")


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_the_routes_are_those_that_are_promised(document: dict[str, Any]) -> None:
    nouns = ("projects", "objectives", "documents", "organisations", "territories", "alignments", "questions")
    for noun in (*nouns, "chains", "commits", "search", "matrix"):
        assert f"/api/v1/{noun}" in document["paths"]
    assert {"/sparql", "/id/{path}", "/graph/{path}", "/resource", "/ontology"} <= set(document["paths"])


def test_no_schema_is_called_by_the_module_that_holds_it(document: dict[str, Any]) -> None:
    """Two models of one name are told apart so, and makers of clients drop one with all that uses it."""
    assert [name for name in document["components"]["schemas"] if "__" in name] == []


def test_every_operation_has_a_summary_of_its_own_and_a_description(document: dict[str, Any]) -> None:
    summaries = [operation["summary"] for _, operation in operations(document)]
    assert len(summaries) == len(set(summaries))
    assert [name for name, operation in operations(document) if not operation.get("description")] == []


def test_changes_tell_of_their_headers(document: dict[str, Any]) -> None:
    told = {
        name: {each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"}
        for name, operation in operations(document)
    }
    assert told["put /api/v1/projects/{source}/{key}"] == {"Idempotency-Key", "If-Match"}
    assert told["post /api/v1/alignments/{source}/{key}/reviews"] == {"Idempotency-Key", "If-Match"}
    assert told["post /api/v1/alignments/decisions"] == {"Idempotency-Key"}, "versions stand in its body"
    assert [
        name for name in ("post /sparql", "post /api/v1/effects", "get /api/v1/audit") if told[name]
    ] == []


def test_every_operation_says_how_it_succeeds_with_an_example(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        answers = operation["responses"]
        content = answers.get("200", answers.get("201", {}))["content"]
        told = [part for media_type, part in content.items() if media_type.endswith("json")]
        assert content, name
        if "application/json" in content:
            assert "example" in content["application/json"], name
            assert content["application/json"]["schema"] != {}, name
        assert told or FILES & set(content), name


def test_every_operation_says_how_it_fails_with_an_example(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        answers = operation["responses"]
        failures = {status: told for status, told in answers.items() if status not in SUCCESSES}
        assert "default" in failures, name
        for told in failures.values():
            assert set(told["content"]) == {PROBLEM}, name
            assert told["content"][PROBLEM]["example"]["type"], name


def test_a_query_that_is_given_up_says_when_to_ask_again(document: dict[str, Any]) -> None:
    for operation in document["paths"]["/sparql"].values():
        assert "Retry-After" in operation["responses"]["503"]["headers"]


def test_nothing_of_the_framework_shows_through(document: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in document["components"]["schemas"]
    reads = (operation for name, operation in operations(document) if name.startswith("get "))
    assert all("422" not in operation["responses"] for operation in reads)


def test_examples_name_things_of_the_server_that_tells_them(document: dict[str, Any]) -> None:
    base = "https://graph.example.org/policy/"
    store = open_store("memory:", base=base)
    with Client(client_of(store, base=base).app) as client:
        told = client.get("/api/v1/openapi.json").text
    assert "127.0.0.1" not in told
    assert json.loads(told.replace(base, DEFAULT_BASE)) == document


def test_limits_are_those_of_the_server_that_tells_them() -> None:
    with Client(client_of(open_store("memory:"), page_size_max=7).app) as client:
        told = dict(limits(client.get("/api/v1/openapi.json").json()))
        assert told.pop("get /api/v1/chains/why-not") == (5, 50), "no page, so no matter of the settings"
        assert len(told) > 20
        assert set(told.values()) == {(7, 7)}
        for path in (name.removeprefix("get ") for name in told if "{" not in name):
            refused = client.get(path, params={"limit": 8, **NEEDED.get(path, {})}).json()
            if refused["status"] != 403:
                assert "at most 7" in refused["detail"], path


def limits(document: dict[str, Any]) -> Iterator[tuple[str, tuple[int, int]]]:
    for name, operation in operations(document):
        for schema in (each["schema"] for each in operation.get("parameters", ()) if each["name"] == "limit"):
            most = {part["maximum"] for part in (schema, *schema.get("anyOf", ())) if "maximum" in part}
            yield name, (schema["default"], *most)  # type: ignore[misc]


def test_every_parameter_is_described(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for parameter in operation.get("parameters", ()):
            assert parameter["in"] == "path" or parameter.get("description"), (name, parameter["name"])


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for reference in references(document):
        assert reference.removeprefix("#/components/schemas/") in schemas


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
        for part in node.values():
            yield from references(part)
    if isinstance(node, list):
        for part in node:
            yield from references(part)


def test_every_published_model_is_documented(document: dict[str, Any]) -> None:
    undocumented = [
        name for name, schema in document["components"]["schemas"].items() if "description" not in schema
    ]
    assert undocumented == []


def test_the_page_about_http_names_every_path(document: dict[str, Any], root: Path) -> None:
    page = (root / "docs/http.md").read_text(encoding="utf-8")
    assert [path for path in document["paths"] if f"`{path}`" not in page] == []
