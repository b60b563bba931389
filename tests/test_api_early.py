"""Short queries over HTTP are answered without a thread, and leave nothing behind where they are not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest

from api.errors import TooManyRequests
from api.services import Services
from api_serving import Client, client_of
from graph.isolation import Limits
from graph.store import open_store
from isolation_pools import COUNT, ENDLESS, SIZE, eventually, fill

LONG = f"# {'x' * 3_000}\n{COUNT}"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Yields a client of a server whose workers have all been asked, and which takes no query for slow."""
    monkeypatch.setattr("api.serving.pool.Limits", partial(Limits, slow_after=60.0))
    store = fill(open_store(str(tmp_path / "store")))
    with client_of(store) as opened:
        pool = services(opened).pool
        assert eventually(lambda: counted(opened) == SIZE and pool.occupied.processes["idle"] == 2)
        assert [counted(opened) for _ in range(2)] == [SIZE] * 2
        yield opened
    store.close()


def services(client: Client) -> Services:
    found: Services = client.app.state.services
    return found


def asked(client: Client, query: str, **options: Any) -> Any:
    return client.request("POST", "/sparql", data={"query": query, "format": "json"}, **options)


def counted(client: Client) -> int:
    return int(asked(client, COUNT).json()["results"]["bindings"][0]["n"]["value"])


def no_thread(*_: object) -> NoReturn:
    raise TooManyRequests("query-line-full", {"Retry-After": "10"}, most=4, waiting=32, seconds=10)


@pytest.fixture
def threadless(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Returns the client of a server in which no thread is to be had, on a machine that may be busy."""
    monkeypatch.setattr("api.serving.early.SOON", 60.0)
    monkeypatch.setattr(services(client).turns, "of", lambda _: type("Full", (), {"submit": no_thread})())
    return client


def test_a_look_up_takes_no_thread(threadless: Client) -> None:
    assert [counted(threadless) for _ in range(5)] == [SIZE] * 5
    refused = asked(threadless, "SELECT * { ?s ?p }")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (400, "query-malformed")
    head = threadless.request("HEAD", "/sparql", params={"query": COUNT})
    assert (head.status_code, head.content) == (200, b"")


def test_more_than_there_are_workers_wait_without_threads(threadless: Client) -> None:
    assert asyncio.run(counted_together(threadless, 30)) == [SIZE] * 30


def test_more_than_may_wait_ask_for_a_thread(threadless: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.serving.early._LINE", 0)
    monkeypatch.setattr("api.serving.early.AT_ONCE", 0.0)  # or a quick machine answers them one by one
    assert set(asyncio.run(statuses_together(threadless, 10))) == {200, 429}


async def together(client: Client, times: int) -> list[httpx.Response]:
    transport = httpx.ASGITransport(client.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as opened:
        asking = [opened.get("/sparql", params={"query": COUNT, "format": "json"}) for _ in range(times)]
        return list(await asyncio.gather(*asking))


async def counted_together(client: Client, times: int) -> list[int]:
    answers = await together(client, times)
    return [int(each.json()["results"]["bindings"][0]["n"]["value"]) for each in answers]


async def statuses_together(client: Client, times: int) -> list[int]:
    return [each.status_code for each in await together(client, times)]


def test_a_large_answer_takes_no_thread(threadless: Client) -> None:
    query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    answer = asked(threadless, query)
    output = BytesIO()
    services(threadless).store.write_answer(query, "application/sparql-results+json", output)
    assert answer.content == output.getvalue()
    assert eventually(lambda: services(threadless).pool.occupied.processes["idle"] == 2)


def test_what_is_computed_for_a_large_answer_is_counted(
    threadless: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    charged: list[float] = []
    monkeypatch.setattr(threadless.app.state.rates, "charge", lambda _, seconds: charged.append(seconds))
    assert asked(threadless, "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000").status_code == 200
    assert [seconds > 0 for seconds in charged] == [True]


def test_a_long_query_is_looked_at_by_a_thread(threadless: Client) -> None:
    assert asked(threadless, LONG).status_code == 429


def test_what_no_thread_takes_over_is_given_up(threadless: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.serving.early.SOON", 0.02)
    for _ in range(3):  # more than there are places
        assert asked(threadless, ENDLESS).status_code == 429
        assert eventually(lambda: services(threadless).pool.occupied.processes["idle"] == 2)
    assert services(threadless).pool.occupied.ended["abandoned"] >= 1


def test_a_client_that_has_enough_worked_on_waits_for_a_thread(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services(client).turns, "has_room", lambda _: False)
    monkeypatch.setattr(services(client).turns, "of", lambda _: type("Full", (), {"submit": no_thread})())
    assert asked(client, COUNT).status_code == 429
