"""Answers on their way: whole or streamed, stopped when unread, broken when they fail, never in the way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import httpx
import pytest
from structlog.testing import capture_logs

from api.serving.streaming import CLIENT_GONE, ClientGoneError
from api_serving import client_of, filled_store, live_server, serving
from graph.store.oxigraph import OxigraphStore
from graph.terms import NamedNode
from isolation_pools import fill

MANY = "".join(f"<id/project/a/{n}> <http://example.org/p> {n} .\n" for n in range(3000))
ALL = "SELECT ?s ?o { ?s <http://example.org/p> ?o }"
ASK = httpx.Client(timeout=120)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z FILTER(?x + ?y + ?z = -1) }"
HUGE = "SELECT * { ?a ?p ?x . ?b ?q ?y }"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("streaming") / "store"
    filled_store(path, MANY).close()
    return path


@pytest.fixture(scope="module")
def address(many: Path) -> Iterator[str]:
    with live_server(many, query_workers="1") as url:
        yield url


def test_a_small_answer_says_its_length(address: str) -> None:
    response = ASK.get(f"{address}/sparql", params={"query": "ASK {}"})
    assert response.headers["content-length"] == str(len(response.content))
    assert "transfer-encoding" not in response.headers


def test_a_large_answer_is_streamed_whole(address: str) -> None:
    response = ASK.get(f"{address}/sparql", params={"query": ALL})
    assert response.headers["transfer-encoding"] == "chunked"
    assert len(json.loads(response.content)["results"]["bindings"]) == 3000


def test_a_graph_is_streamed_whole(address: str) -> None:
    response = ASK.get(f"{address}/graph/source/test", headers={"accept": "application/n-triples"})
    assert response.headers["transfer-encoding"] == "chunked"
    assert response.text.count(" .\n") == 3000


@pytest.mark.parametrize("query", ["ASK {}", ALL, HUGE])
def test_head_has_headers_only(address: str, query: str) -> None:
    response = ASK.head(f"{address}/sparql", params={"query": query})
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-type"] == "application/sparql-results+json"


def test_a_client_that_leaves_frees_the_only_worker(address: str) -> None:
    with ASK.stream("GET", f"{address}/sparql", params={"query": HUGE}) as response:
        assert next(response.iter_raw())
    assert ASK.get(f"{address}/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


async def leaving(_: object, work: Awaitable[object]) -> None:
    """Is a client that leaves before what it waits for is there."""
    asyncio.ensure_future(work).cancel()
    raise ClientGoneError


def test_who_left_is_noted_as_such_and_not_as_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = filled_store(tmp_path / "store", MANY)
    for room in ("api.querying.asking", "api.serving.streaming"):
        monkeypatch.setattr(f"{room}.unless_gone", leaving)
    paths = ("sv/sparql?run=1&query=ASK {}", f"sv/sparql.xlsx?query={ALL}", "graph/source/test")
    with client_of(store) as client, capture_logs() as logs:
        for path in paths:
            answer = client.get(f"/{path}", accept="*/*")
            assert (answer.status_code, answer.content) == (CLIENT_GONE, b""), path
    assert [each for each in logs if each["log_level"] in ("error", "critical")] == []
    store.close()


def test_who_leaves_before_all_is_sent_is_no_fault(tmp_path: Path) -> None:
    store = filled_store(tmp_path / "store", MANY)
    messages: list[MutableMapping[str, Any]] = []

    async def leaves() -> MutableMapping[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/sparql-query")]
    scope = {"type": "http", "method": "POST", "path": "/sparql", "query_string": b"", "headers": headers}
    rest = {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 1), "scheme": "http", "http_version": "1.1"}
    with client_of(store) as client, capture_logs() as logs:
        asyncio.run(client.app(scope | rest | {"raw_path": b"/sparql", "root_path": ""}, leaves, send))
    assert messages[0]["status"] == CLIENT_GONE
    assert [each for each in logs if each["log_level"] in ("error", "critical")] == []
    store.close()


def test_the_server_answers_while_a_query_runs(tmp_path: Path) -> None:
    path = tmp_path / "store"
    filled_store(path, MANY).close()
    with ThreadPoolExecutor(1) as pool, httpx.Client() as asking, live_server(path, query_workers="1") as url:
        running = pool.submit(_ask_in_vain, asking, url)
        answers = [ASK.get(f"{url}/{path}").status_code for path in ("health", "ready", "nothing") * 5]
        assert not running.done()
        assert answers == [200, 200, 404] * 5


def _ask_in_vain(client: httpx.Client, url: str) -> None:
    try:
        client.get(f"{url}/sparql", params={"query": ENDLESS}, timeout=None)
    except httpx.TransportError:
        return


class BreakingStore(OxigraphStore):
    """Is a store whose disk fails after `written` bytes of a graph."""

    written = 0

    def dump(self, output: IO[bytes], _media_type: str, _graph: NamedNode | None = None) -> None:
        output.write(b"x" * self.written)
        raise OSError("the disk at /secret/place is gone")


def breaking(written: int) -> BreakingStore:
    store = BreakingStore.in_memory()
    assert isinstance(store, BreakingStore)
    store.written = written
    fill(store, 1)
    return store


BROKEN = "graph?graph=http://example.org/graph"


def test_a_failure_before_the_first_byte_is_a_problem() -> None:
    with serving(breaking(1000)) as url:
        response = ASK.get(f"{url}/{BROKEN}")
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert response.json()["request_id"] == response.headers["x-request-id"]
    assert "secret" not in response.text


def test_a_failure_after_the_first_byte_breaks_the_transfer() -> None:
    with serving(breaking(200_000)) as url, pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        ASK.get(f"{url}/{BROKEN}")
