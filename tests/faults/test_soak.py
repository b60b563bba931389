"""Mixed reads, writes and uploads for an hour: memory and handles of server and workers stay flat.

POLICYGRAPH_SOAK_MINUTES says for how long, to try it. The short form does a few rounds of the same.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import httpx
import pytest

from api_serving import live_server
from footprints import Footprint, footprint, tenth
from generated_queries import generated
from holders import bearer, token_file
from isolation_pools import children
from lists_of_ours import row
from register_serving import MINE, PROJECT
from shipped_stores import shipped_store

MINUTES = float(os.environ.get("POLICYGRAPH_SOAK_MINUTES", "60"))
ROUNDS, WARM = 2, 450
"""Rounds of the short form, and before the hour: the engine's cache of blocks, 32 MiB, fills in them.

What the C library has given out grew by 33 MiB from the 50th round to the 450th, 17 of them by the 200th,
while the objects of Python stayed as many.
"""
PAUSE = 0.5
GROWTH, HANDLES = 1.10, 4
"""By how much memory may be more in the last tenth than in the second, and how many handles."""
QUERY = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/policygraph#Project> }"
READS = (
    "/sv/",
    "/sv/coverage",
    "/en/sparql",
    "/api/v1/projects?limit=50",
    "/api/v1/projects?q=bredband",
    "/api/v1/objectives?limit=20",
    "/sparql?query=" + QUERY.replace("?", "%3F").replace("#", "%23").replace(" ", "+"),
    "/api/v1/questions",
)
IMPORTS = "/api/v1/imports"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, int]]:
    """Yields a client of a server with what ships, and the id of the server's process."""
    folder = tmp_path_factory.mktemp("soak")
    shipped_store(folder / "store").close()
    before, given = children(), {"tokens": str(token_file(folder)), "log_level": "warning"}
    with (
        live_server(folder / "store", **given) as address,
        httpx.Client(base_url=address, timeout=120, headers=bearer("Contributor")) as client,
    ):
        [process] = children() - before
        yield client, process


def read(client: httpx.Client) -> None:
    """Reads pages and answers, four at a time."""
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(client.get, READS))
    assert {str(answer.url): answer.status_code for answer in answers if answer.status_code != 200} == {}


def write(client: httpx.Client, number: int) -> None:
    """Replaces a project by another form of itself."""
    path = f"/api/v1/projects/{MINE}/soak"
    there = client.get(path)
    on = {"if-match": there.headers["etag"]} if there.status_code == 200 else {"if-none-match": "*"}
    changed = {"identifier": "soak", "start": f"20{number % 20:02}-01-01"}
    answer = client.put(path, json=PROJECT | changed, headers=on)
    assert answer.status_code in (200, 201), answer.text


def upload(client: httpx.Client, number: int) -> None:
    """Sends a list that differs from the one before in each row."""
    rows = [
        row(ärende_id=str(20_999_000 + each), beviljat_belopp_sek=1_000 + number % 7) for each in range(50)
    ]
    file = ("list.json", json.dumps(rows, ensure_ascii=False).encode())
    answer = client.post(f"{IMPORTS}?mapping=tillvaxtverket-2014", files={"file": file})
    job: dict[str, Any] = answer.json()
    while job.get("state") == "running":
        time.sleep(0.1)
        job = client.get(f"{IMPORTS}/jobs/{job['id']}").json()
    assert job["state"] == "done", job


def ask_badly(client: httpx.Client, number: int) -> None:
    """Sends a hostile query, whose answer may break off."""
    with suppress(httpx.RemoteProtocolError):
        answer = client.post("/sparql", data={"query": generated(number)[1]})
        assert answer.status_code != 500


def worked(client: httpx.Client, process: int, goes_on: Callable[[int], bool]) -> list[Footprint]:
    """Works in rounds as long as it goes on; returns the footprint of server and workers after each."""
    samples: list[Footprint] = []
    while goes_on(number := len(samples)):
        read(client)
        write(client, number)
        upload(client, number)
        ask_badly(client, number)
        time.sleep(PAUSE)
        samples.append(footprint(process))
    return samples


def warm(client: httpx.Client, rounds: int) -> None:
    """Does all but hostile queries, without a pause, so that what has a bound comes near it."""
    for number in range(rounds):
        read(client)
        write(client, number)
        upload(client, number)


@pytest.mark.soak
def test_memory_and_handles_stay_flat(
    served: tuple[httpx.Client, int], full_length: bool, measured: Callable[[str], None]
) -> None:
    client, process = served
    warm(client, WARM if full_length else 1)
    until = time.monotonic() + MINUTES * 60
    samples = worked(client, process, lambda done: time.monotonic() < until if full_length else done < ROUNDS)
    assert client.get("/health").status_code == 200
    assert all(sample.memory > 0 and sample.handles > 0 for sample in samples)
    if full_length:
        second, last = tenth(samples, 1), tenth(samples, 9)
        for name, found in (("second", second), ("last", last)):
            told = f"{found.memory >> 20} MiB, {found.handles} handles"
            measured(f"soak, {name} tenth of {len(samples)} rounds: {told}")
        assert last.memory <= GROWTH * second.memory
        assert last.handles <= second.handles + HANDLES
