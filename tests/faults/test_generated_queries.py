"""A thousand generated queries to a server process: none harms it, or whoever asks next."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
import pytest

from api_serving import live_server
from canaries import Canary, listening
from generated_queries import FAMILIES, generated
from graph.isolation.limits import MEBIBYTE
from graph.store import open_store
from isolation_pools import COUNT, SIZE, fill

QUERIES = 1_000
SECONDS, MARGIN = 2, 1.0
PATIENCE = 120.0
FORMATS = ("application/sparql-results+json, text/turtle", "text/csv, application/n-triples", "*/*")
BROKEN = 0
"""Stands for the status of an answer that broke off: whoever reads it knows that it is not whole."""
REASONS = {"query-service", "query-timeout", "query-too-deep", "update-refused"}
ANSWERS = (BROKEN, 200, 400, 403, 413, 503)


@dataclass(frozen=True)
class Outcome:
    """Is what became of a query: its status, the key of its problem, and the seconds that it took."""

    status: int
    key: str
    seconds: float


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with listening() as canary:
        yield canary


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = tmp_path_factory.mktemp("generated") / "store"
    fill(open_store(str(path))).close()
    limits = {
        "query_seconds": str(SECONDS),
        "query_memory_bytes": str(640 * MEBIBYTE),
        "query_answer_bytes": str(4 * MEBIBYTE),
    }
    with live_server(path, **limits) as address, httpx.Client(base_url=address, timeout=PATIENCE) as opened:
        assert counted(opened)[0] == SIZE
        yield opened


def counted(client: httpx.Client) -> tuple[int, int]:
    """Returns the answer to a good query, and how often it was refused before: a busy machine may do so."""
    until, times = time.monotonic() + 60, 0
    while (answer := client.post("/sparql", data={"query": COUNT})).status_code == 503:
        times += 1
        assert time.monotonic() < until, answer.text
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"]), times


def asked(client: httpx.Client, query: str, accept: str) -> Outcome:
    """Sends a query and reads its answer to the end."""
    body = urlencode({"query": query})
    headers = {"accept": accept, "content-type": "application/x-www-form-urlencoded"}
    began = time.monotonic()
    try:
        answer = client.post("/sparql", content=body, headers=headers)
    except httpx.RemoteProtocolError:
        return Outcome(BROKEN, "", time.monotonic() - began)
    taken = time.monotonic() - began
    is_problem = answer.headers.get("content-type") == "application/problem+json"
    assert is_problem is (answer.status_code >= 400)
    return Outcome(answer.status_code, answer.json()["type"].rpartition("/")[2] if is_problem else "", taken)


@pytest.mark.soak
def test_each_generated_query_ends_and_the_next_good_one_is_answered(
    client: httpx.Client, canary: Canary, full_length: bool, measured: Callable[[str], None]
) -> None:
    became: Counter[tuple[str, int, str]] = Counter()
    again = 0
    took: dict[tuple[int, str], float] = {}
    for seed in range(QUERIES if full_length else len(FAMILIES)):
        name, query = generated(seed)
        outcome = asked(client, query.replace("CANARY", canary.address), FORMATS[seed % len(FORMATS)])
        became[name, outcome.status, outcome.key] += 1
        assert outcome.status in ANSWERS, (seed, name, outcome, query[:2_000])
        took[seed, name] = outcome.seconds
        found, times = counted(client)
        assert found == SIZE, (seed, name)
        again += times
    assert canary.asked == []
    assert {key for _, _, key in became} >= REASONS
    for (name, status, key), times in sorted(became.items()):
        measured(f"{name}: {status} {key}: {times}")
    late = {query: seconds for query, seconds in took.items() if seconds > SECONDS + MARGIN}
    measured(f"hostile queries: {len(took)}, the longest took {max(took.values()):.2f} s of {SECONDS} s")
    measured(f"good queries behind them: {len(took)}, of which {again} were to be asked again")
    assert not full_length or (late, again) == ({}, 0)


def test_a_seed_makes_one_query_and_seeds_make_different_ones() -> None:
    made = [generated(seed) for seed in range(QUERIES)]
    assert made == [generated(seed) for seed in range(QUERIES)]
    assert {name for name, _ in made} == set(FAMILIES)
    assert len({text for _, text in made}) > 0.95 * QUERIES
    assert sum("SERVICE" in text for _, text in made) >= QUERIES // len(FAMILIES)
