"""Headers of every answer, the request id, and what the log says and does not say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from api.app import create_app
from api.serving.security import API_POLICY, SAFE_HEADERS
from api.settings import Settings
from api_serving import Client, client_of, filled_store

TURTLE = "<id/objective/a/1> <http://www.w3.org/2004/02/skos/core#prefLabel> 'Ett'@sv ."


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with client_of(filled_store(tmp_path / "store", TURTLE)) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/health", "/nothing", "/sparql?query=ASK{}", "/sparql?query=ASK", "/id/x"])
def test_every_answer_is_guarded(client: Client, path: str) -> None:
    response = client.get(path)
    assert {name: response.headers[name] for name in SAFE_HEADERS} == SAFE_HEADERS
    assert response.headers["content-security-policy"] == API_POLICY


def test_a_page_may_load_our_own_scripts_only(client: Client) -> None:
    policy = client.get("/api/docs").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_request_id_comes_back(client: Client) -> None:
    given = client.get("/health", headers={"x-request-id": "abc-12345"}).headers["x-request-id"]
    made = client.get("/health", headers={"x-request-id": "two\nlines"}).headers["x-request-id"]
    assert given == "abc-12345"
    assert len(made) == 32


def test_the_log_has_one_entry_without_the_query(client: Client) -> None:
    with capture_logs() as entries:
        client.get("/sparql?query=ASK{}&token=secret", headers={"x-request-id": "abc-12345"})
    (entry,) = entries
    assert "secret" not in str(entry)
    assert {name: entry[name] for name in ("event", "method", "path", "status", "request_id")} == {
        "event": "request",
        "method": "GET",
        "path": "/sparql",
        "status": 200,
        "request_id": "abc-12345",
    }


def test_any_origin_may_read_and_query(client: Client) -> None:
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    asked["access-control-request-headers"] = "content-type"
    preflight = client.request("OPTIONS", "/sparql", headers=asked)
    assert preflight.headers["access-control-allow-origin"] == "*"
    read = client.get("/sparql?query=ASK{}", headers={"origin": "https://example.org"})
    assert read.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in read.headers


def test_crawlers_are_kept_out_of_endless_questions(client: Client) -> None:
    assert "Disallow: /sparql" in client.get("/robots.txt").text


def test_it_lives_and_is_ready(client: Client) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json() == {"status": "ready", "commit": 1, "base": "http://127.0.0.1:8000/"}


def test_a_closed_store_is_not_ready_but_alive(tmp_path: Path) -> None:
    store = filled_store(tmp_path / "store", TURTLE)
    client = client_of(store)
    store.close()
    assert (client.get("/health").status_code, client.get("/ready").status_code) == (200, 503)
    assert client.get("/ready").headers["content-type"] == "application/problem+json"


def test_the_environment_makes_the_server_export_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://192.0.2.1:4318")
    app = create_app(Settings(store="memory:"))
    try:
        assert not app._native_telemetry.enabled()
        assert not app._telemetry["auto_configure"]
    finally:
        app.state.services.close()
