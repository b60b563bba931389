"""The figures of the running server: what they count, and who may read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api_serving import Client, client_of, filled_store
from holders import bearer, token_file

TURTLE = "<id/objective/a/1> <http://www.w3.org/2004/02/skos/core#prefLabel> 'Ett'@sv ."


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    store = filled_store(tmp_path / "store", TURTLE)
    with client_of(store, tokens=str(token_file(tmp_path))) as opened:
        yield opened


def figures(client: Client) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Returns every sample by its name and its labels."""
    answer = client.get("/metrics", headers=bearer("Reader"))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    samples = (one for family in text_string_to_metric_families(answer.text) for one in family.samples)
    return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value for sample in samples}


def requests(client: Client) -> dict[tuple[str, str, str], float]:
    """Returns how many requests were counted by method, route and status."""
    return {
        (labels["method"], labels["route"], labels["status"]): value
        for (name, pairs), value in figures(client).items()
        if name == "policygraph_http_requests_total" and (labels := dict(pairs))
    }


def test_requests_are_counted_by_route_and_status(client: Client) -> None:
    client.get("/id/objective/a/1.ttl")
    client.get("/id/objective/a/2")
    client.request("HEAD", "/health")
    client.get("/api/v1/commits/1")
    client.get("/no/such/path")
    client.request("BREW", "/health")
    counted = requests(client)

    assert counted["GET", "/id/{path:path}", "200"] + counted["GET", "/id/{path:path}", "404"] == 2
    assert counted["GET", "/api/v1/commits/{sequence}", "200"] == 1
    assert counted["HEAD", "/health", "200"] == 1
    assert counted["(other)", "/health", "405"] == 1
    assert sum(value for (_, route, _), value in counted.items() if route == "(none)") == 1
    assert not any("/a/1" in route for _, route, _ in counted)


def test_durations_are_a_histogram(client: Client) -> None:
    client.get("/health")
    told = figures(client)
    name = "policygraph_http_request_duration_seconds"
    assert told[f"{name}_count", (("route", "/health"),)] == 1
    assert told[f"{name}_bucket", (("le", "+Inf"), ("route", "/health"))] == 1
    assert told[f"{name}_sum", (("route", "/health"),)] > 0


def test_the_store_and_its_journal_are_told(client: Client, tmp_path: Path) -> None:
    told = figures(client)
    assert told["policygraph_commit", ()] == 1
    files = (tmp_path / "store").rglob("journal*")
    assert told["policygraph_journal_bytes", ()] == sum(f.stat().st_size for f in files if f.is_file())
    assert told["policygraph_disk_free_bytes", ()] > 0
    assert told["process_resident_memory_bytes", ()] > 0


def test_what_strangers_ask_is_told_by_how_it_ended(client: Client) -> None:
    for query in ("ASK {}", "ASK {}", "SELECT * { ?a ?b ?c FILTER(?a > ?nonsense) }"):
        client.get("/sparql", params={"query": query})
    told = figures(client)
    assert told["policygraph_jobs_total", (("end", "answered"), ("of", "queries"))] == 3
    states = {dict(labels)["state"] for name, labels in told if name == "policygraph_workers"}
    assert states == {"quick", "slow", "held", "idle"}


def test_what_follows_the_store_is_told_once_it_is_used(client: Client) -> None:
    assert not any(name == "policygraph_behind_commits" for name, _ in figures(client))
    client.get("/api/v1/search", params={"q": "ett"})
    client.get("/api/v1/portfolio/goals")
    told = figures(client)
    assert told["policygraph_behind_commits", (("of", "search"),)] == 0
    assert told["policygraph_behind_commits", (("of", "portfolio"),)] == 0


def test_figures_are_for_whoever_has_a_token(client: Client, tmp_path: Path) -> None:
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/metrics", headers=bearer("Administrator")).status_code == 200
    with client_of(client.app.state.services.store, tokens=str(tmp_path / "none")) as closed:
        answer = closed.get("/metrics")
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "metrics-closed")


def test_figures_are_public_where_that_is_told(client: Client) -> None:
    with client_of(client.app.state.services.store, metrics_public=True) as opened:
        assert opened.get("/metrics").status_code == 200


def test_a_closed_store_still_has_figures(client: Client) -> None:
    client.app.state.services.store.close()
    assert client.get("/metrics", headers=bearer("Reader")).status_code == 200


def test_every_figure_is_explained(client: Client, root: Path) -> None:
    page = (root / "docs/running.md").read_text(encoding="utf-8")
    client.get("/api/v1/search", params={"q": "ett"})
    names = {name for name, _ in figures(client) if name.startswith("policygraph_")}
    families = {name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum") for name in names}
    assert {name for name in families if f"`{name}`" not in page and "_created" not in name} == set()
