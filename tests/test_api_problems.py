"""Every failure is problem details, in the language asked for, and never tells more than it should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.errors import HttpError, problem_of
from api_serving import Client, client_of, filled_store
from graph.errors import Finding, Place, SubmissionRefused

TURTLE = "<id/objective/a/1> <http://www.w3.org/2004/02/skos/core#prefLabel> 'Ett'@sv ."
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}

FAILURES: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("GET", "/nothing", {}, 404, "path-unknown"),
    ("GET", "/api/v1/nothing", {}, 404, "path-unknown"),
    ("GET", "/static/nothing", {}, 404, "path-unknown"),
    ("POST", "/api/v1/territories", {}, 405, "method-not-allowed"),
    ("DELETE", "/health", {}, 405, "method-not-allowed"),
    ("PUT", "/sparql", {}, 405, "method-not-allowed"),
    ("PUT", "/graph/source/test", {}, 405, "method-not-allowed"),
    ("GET", "/api/v1/projects?colour=blue", {}, 400, "query-parameter-unknown"),
    ("GET", "/api/v1/projects/a/b?colour=blue", {}, 400, "query-parameter-unknown"),
    ("GET", "/api/v1/projects?limit=many", {}, 400, "parameter-not-number"),
    ("GET", "/api/v1/projects?limit=0", {}, 400, "parameter-too-small"),
    ("GET", "/api/v1/projects?limit=100000", {}, 400, "parameter-too-large"),
    ("GET", "/api/v1/projects?offset=-1", {}, 400, "parameter-too-small"),
    ("GET", "/api/v1/projects?offset=99999999999", {}, 400, "parameter-too-large"),
    ("GET", "/api/v1/projects?limit=1&limit=2", {}, 400, "parameter-repeated"),
    ("GET", "/api/v1/projects?lang=fi", {}, 400, "language-unknown"),
    ("GET", "/api/v1/projects?goal=no%20iri", {}, 400, "iri-invalid"),
    ("GET", "/api/v1/projects?goal=nope:9", {}, 400, "prefix-unknown"),
    ("GET", "/api/v1/projects?q=", {}, 400, "value-invalid"),
    ("GET", "/api/v1/objectives?sort=colour", {}, 400, "parameter-not-offered"),
    ("GET", "/api/v1/alignments?status=maybe", {}, 400, "parameter-not-offered"),
    ("GET", "/api/v1/chains", {}, 400, "query-parameter-missing"),
    ("GET", "/api/v1/projects/a/b", {}, 404, "resource-unknown"),
    ("GET", "/api/v1/commits/first", {}, 400, "parameter-not-number"),
    ("GET", "/api/v1/questions/nothing", {}, 404, "question-unknown"),
    ("GET", "/api/v1/questions/nothing/answer", {}, 404, "question-unknown"),
    ("GET", "/api/v1/questions/projects-serving-goal/answer", {}, 400, "parameter-missing"),
    ("GET", "/api/v1/questions/projects-serving-goal/answer?colour=1", {}, 400, "parameter-unknown"),
    ("GET", "/api/v1/questions/projects-serving-goal/answer?goal=%20", {}, 400, "parameter-invalid"),
    ("GET", "/api/v1/questions/projects-serving-goal/answer?limit=x", {}, 400, "parameter-not-number"),
    ("GET", "/api/v1/projects", {"headers": {"accept": "image/png"}}, 406, "not-acceptable"),
    ("GET", "/api/v1/questions.ttl", {}, 406, "not-acceptable"),
    ("GET", "/id/project/a/b", {}, 404, "resource-unknown"),
    ("GET", "/id/a%20b", {}, 400, "iri-invalid"),
    ("GET", "/id/objective/a/1", {"headers": {"accept": "image/png"}}, 406, "not-acceptable"),
    ("GET", "/resource", {}, 400, "query-parameter-missing"),
    ("GET", "/resource?iri=http://example.org/", {}, 404, "resource-unknown"),
    ("GET", "/graph/source/none", {}, 404, "graph-unknown"),
    ("GET", "/graph", {}, 400, "query-parameter-missing"),
    ("GET", "/problems/none", {}, 404, "path-unknown"),
    ("POST", "/sparql", {"content": b"", "headers": FORM}, 400, "query-missing"),
    ("GET", "/sparql?query=ASK{}&query=ASK{}", {}, 400, "query-repeated"),
    ("GET", "/sparql?query=ASK{", {}, 400, "query-malformed"),
    ("GET", "/sparql?query=%FF", {}, 400, "query-not-utf8"),
    ("POST", "/sparql", {"content": b"\xff", "headers": DIRECT}, 400, "query-not-utf8"),
    ("GET", "/sparql?query=ASK{}&default-graph-uri=no%20iri", {}, 400, "iri-invalid"),
    ("GET", "/sparql?update=CLEAR%20ALL", {}, 403, "update-refused"),
    ("GET", "/sparql?query=CLEAR%20ALL", {}, 403, "update-refused"),
    ("POST", "/sparql", {"content": b"update=CLEAR+ALL", "headers": FORM}, 403, "update-refused"),
    ("GET", "/sparql?query=ASK{}", {"headers": {"accept": "text/turtle"}}, 406, "not-acceptable"),
    ("GET", "/sparql?query=ASK{}&format=ttl", {}, 406, "not-acceptable"),
    ("GET", "/sparql", {"headers": {"accept": "image/png"}}, 406, "not-acceptable"),
    ("POST", "/sparql", {"content": b"ASK{}"}, 415, "media-type-unsupported"),
    (
        "POST",
        "/sparql",
        {"content": b"ASK{}", "headers": {"content-type": "application/sparql-query; charset=latin1"}},
        415,
        "charset-unsupported",
    ),
    ("POST", "/sparql", {"content": b"#" * 300_000, "headers": DIRECT}, 413, "query-too-large"),
    ("POST", "/sparql", {"content": b"#" * 900_000, "headers": DIRECT}, 413, "query-too-large"),
    ("GET", "/sparql?query=ASK{" + "{" * 200 + "}" * 200 + "}", {}, 400, "query-too-deep"),
    ("GET", "/sparql?query=ASK{SERVICE<http://127.0.0.1:1/>{?s%20?p%20?o}}", {}, 400, "query-service"),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client_of(filled_store(tmp_path_factory.mktemp("problems") / "store", TURTLE)) as opened:
        yield opened


def problem(response: httpx.Response) -> dict[str, Any]:
    assert response.headers["content-type"] == "application/problem+json", response.text
    told: dict[str, Any] = response.json()
    return told


@pytest.mark.parametrize(("method", "path", "options", "status", "key"), FAILURES)
def test_a_failure_is_problem_details(
    client: Client, method: str, path: str, options: dict[str, Any], status: int, key: str
) -> None:
    response = client.request(method, path, **options)
    told = problem(response)
    assert (response.status_code, told["status"]) == (status, status)
    assert told["type"] == f"http://127.0.0.1:8000/problems/{key}"
    assert told["instance"] == httpx.URL(f"http://x{path}").path
    assert told["request_id"] == response.headers["x-request-id"]
    assert told["detail"][0] != "{"
    assert not re.search(r"error\.|Traceback|\{[a-z_]+\}", told["detail"]), told["detail"]
    assert not told["title"].startswith("status.")


def test_the_type_of_a_problem_leads_to_what_it_means(client: Client) -> None:
    told = problem(client.get("/sparql?update=x"))
    meaning = client.get(told["type"].removeprefix("http://127.0.0.1:8000")).json()
    assert set(meaning["texts"]) == {"sv", "da", "en"}


@pytest.mark.parametrize(
    ("path", "accept", "lang", "title"),
    [
        ("/nothing", "sv", "sv", "Finns inte"),
        ("/nothing?lang=da", "sv", "da", "Findes ikke"),
        ("/nothing", None, "en", "Not found"),
        ("/nothing?lang=fi", "sv", "sv", "Finns inte"),
        ("/da/nothing", "sv", "da", "Findes ikke"),
    ],
)
def test_a_problem_speaks_the_language_asked_for(
    client: Client, path: str, accept: str | None, lang: str, title: str
) -> None:
    response = client.get(path, headers={"accept-language": accept} if accept else {})
    assert (problem(response)["title"], response.headers["content-language"]) == (title, lang)


def test_a_malformed_query_says_where(client: Client) -> None:
    told = problem(client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"}))
    assert told["place"]["row"] == 2


def test_what_may_be_used_is_told_with_the_refusal(client: Client) -> None:
    assert client.request("PUT", "/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert client.request("PUT", "/health").headers["allow"] == "GET, HEAD"
    assert "application/sparql-query" in client.request("POST", "/sparql").headers["accept-post"]
    assert "text/turtle" in problem(client.get("/graph/source/test", "image/png"))["detail"]
    assert "territory" in problem(client.get("/api/v1/projects?colour=1"))["detail"]


def test_findings_are_worded_one_by_one() -> None:
    finding = Finding("path-unknown", Place(row=3, column="Kod"), values=(("path", "/x"),))
    shaped = Finding("shape", Place(row=4), messages=(("sv", "Saknas"), ("en", "Missing")))
    error = SubmissionRefused("path-unknown", [finding, shaped], path="/y")
    told = problem_of(error, "da", "http://127.0.0.1:8000/", "/import", None)
    assert [each.detail for each in told.findings][1] == "Missing"
    assert told.findings[0].place.row == 3
    assert "/x" in told.findings[0].detail
    assert told.status == 422


def test_an_unexpected_fault_tells_nothing_but_its_id(tmp_path: Path) -> None:
    client = client_of(filled_store(tmp_path / "store", TURTLE))
    client.app.add_api_route("/fault", _fault)
    response = client.get("/fault")
    told = problem(response)
    assert response.status_code == 500
    assert told["request_id"] in told["detail"]
    assert "secret" not in response.text


def _fault() -> None:
    raise ValueError("secret")


def test_every_refusal_of_http_has_a_status_of_its_own() -> None:
    statuses = [each.status for each in HttpError.__subclasses__()]
    assert len(statuses) == len(set(statuses))
