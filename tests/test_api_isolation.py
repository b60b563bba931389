"""Strangers' queries over HTTP: given up in time, never cut in silence, ended with the server."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import cast

import httpx
import pytest
from structlog.testing import capture_logs

from api.safety import refuse_dangers
from api.serving.pool import make_pool
from api.settings import Settings
from api_serving import client_of, serving
from graph.errors import InputError, StoreProblem
from graph.store import Changes, Store, open_store
from isolation_pools import COUNT, ENDLESS, FLOOD, children, eventually, fill, quad

SIZE = 500


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = fill(open_store(str(tmp_path / "store")), SIZE)
    yield opened
    opened.close()


def ask(url: str, query: str) -> httpx.Response:
    return httpx.get(f"{url}/sparql", params={"query": query, "lang": "en"}, timeout=120)


def count(url: str) -> int:
    return int(ask(url, COUNT).json()["results"]["bindings"][0]["n"]["value"])


def asked_in_vain(url: str, seconds: float | None = None, path: str = "sparql") -> None:
    """Asks what has no end, until the patience of so many seconds is over or the server ends."""
    with suppress(httpx.TransportError):
        httpx.get(f"{url}/{path}", params={"query": ENDLESS, "run": "1"}, timeout=seconds)


def test_an_endless_query_is_given_up_and_the_next_is_answered(store: Store) -> None:
    with serving(store, query_seconds=1) as url:
        response = ask(url, ENDLESS)
        assert count(url) == SIZE
    assert (response.status_code, response.headers["retry-after"]) == (503, "10")
    assert response.json()["type"].endswith("/problems/query-timeout")
    assert "1 seconds" in response.json()["detail"]


def test_an_answer_that_is_too_long_breaks_off(store: Store) -> None:
    with serving(store, query_answer_bytes=1 << 20) as url:
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            ask(url, FLOOD)
        assert count(url) == SIZE


def test_an_answer_that_breaks_off_is_a_line_in_the_log(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(store, query_answer_bytes=1 << 20) as url, capture_logs() as entries:
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            ask(url, FLOOD)
        assert eventually(lambda: "request" in {each["event"] for each in entries})
    [broken] = [each for each in entries if each["log_level"] == "error"]
    assert (broken["event"], broken["path"]) == ("broken", "/sparql")
    assert broken["why"].startswith("query-answer-too-large")
    assert not [each for each in (*entries, *map(vars, caplog.records)) if each.get("exc_info")]


def test_a_worker_that_dies_breaks_the_transfer(store: Store) -> None:
    before = children()
    with serving(store) as url:
        with httpx.stream("GET", f"{url}/sparql", params={"query": FLOOD}) as response:
            chunks = response.iter_raw()
            assert next(chunks)
            for worker in children() - before:
                os.kill(worker, signal.SIGKILL)
            with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
                list(chunks)
        assert count(url) == SIZE


def test_a_query_ends_when_its_client_leaves(store: Store) -> None:
    before = children()
    with serving(store, query_seconds=600) as url:
        assert count(url) == SIZE
        for _ in range(12):  # more than may run and wait together
            asked_in_vain(url, 0.5)
        assert count(url) == SIZE
        # Those that wait, two more that were needed beside them, and the template of all.
        assert eventually(lambda: len(children() - before) <= Settings().query_workers + 3)


def test_a_commit_is_seen_within_a_second(store: Store) -> None:
    with serving(store) as url:
        assert count(url) == SIZE
        store.apply(Changes(added=frozenset({quad(SIZE)})), 2)
        time.sleep(1)
        assert count(url) == SIZE + 1


@pytest.mark.parametrize("grace", [0.0, 2.0], ids=["idle", "busy"])
def test_the_end_of_a_server_leaves_no_worker_behind(store: Store, grace: float) -> None:
    before = children()
    with ThreadPoolExecutor(1) as threads:
        with serving(store) as url:
            assert count(url) == SIZE
            if grace:
                threads.submit(asked_in_vain, url)
                time.sleep(grace)
            assert children() - before
        assert children() == before
        assert not (Path(store.place) / "checkpoints").exists()  # type: ignore[attr-defined]


def test_a_server_that_is_asked_nothing_has_no_worker(store: Store) -> None:
    before = children()
    with serving(store) as url:
        assert httpx.get(f"{url}/ready").status_code == 200
        assert children() == before


def test_the_page_tells_in_swedish_that_a_query_took_too_long(store: Store) -> None:
    with client_of(store, query_seconds=1) as client:
        answer = client.get("/sv/sparql", accept="text/html", params={"query": ENDLESS, "run": "1"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "Frågan hann inte besvaras på 1 sekunder" in answer.text
    assert "?g ?h ?i" in answer.text


def test_the_page_reads_the_first_rows_of_an_answer_without_end(store: Store) -> None:
    with client_of(store) as client:
        answer = client.get("/sv/sparql", accept="text/html", params={"query": FLOOD, "run": "1"})
        wide = "SELECT * { ?a ?b ?c BIND(REPEAT AS ?d) }".replace("REPEAT", _long_text(16))
        refused = client.get("/sv/sparql", accept="text/html", params={"query": wide, "run": "1"})
    assert (answer.status_code, answer.text.count("<tr")) == (200, 201)
    assert refused.status_code == 400
    assert "Svaret är längre än" in refused.text


def _long_text(doublings: int) -> str:
    """Returns an expression whose value has 2 to the power of so many characters."""
    return "STR('x')" if doublings == 0 else f"REPLACE({_long_text(doublings - 1)}, 'x', 'xx')"


def test_a_page_that_is_left_ends_its_query(store: Store) -> None:
    before = children()
    with serving(store, query_seconds=600) as url:
        assert count(url) == SIZE
        asked_in_vain(url, 1.0, "sv/sparql")
        assert count(url) == SIZE
        # Those that wait, two more that were needed beside them, and the template of all.
        assert eventually(lambda: len(children() - before) <= Settings().query_workers + 3)


def test_a_store_that_cannot_be_copied_is_refused() -> None:
    with pytest.raises(StoreProblem, match="store-not-copied: store=object"):
        make_pool(Settings(), cast(Store, object()))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_workers_that_cannot_be_confined_serve_this_machine(host: str) -> None:
    refuse_dangers(Settings(host=host), is_confined=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "policy.example.org", ""])
def test_workers_that_cannot_be_confined_serve_no_other_machine(host: str) -> None:
    with pytest.raises(InputError, match="workers-unconfined"):
        refuse_dangers(Settings(host=host), is_confined=False)
    refuse_dangers(Settings(host=host), is_confined=True)
    refuse_dangers(Settings(host=host, allow_unconfined=True), is_confined=False)
