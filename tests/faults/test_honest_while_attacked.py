"""Honest look-ups while others attack: none is refused or cut, and the slowest take not too long."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from api_serving import live_server
from graph.store import Changes, open_store
from isolation_pools import SIZE, quad
from small_graph import small_store

ATTACKER = Path(__file__).parent.parent / "attack_server.py"
HONEST = tuple(f"192.0.2.{number}" for number in range(1, 21))
"""They ask in turn, hundreds of times in seconds, so that p99 is not the slowest of all."""
CONNECTIONS = 4
PATIENCE = 60.0
PACE = 0.005
"""So many seconds lie between two look-ups."""
SHORT, QUIET, ATTACKED = 6.0, 120.0, 240.0
AT_MOST = {1: 5.0, 8: 50.0}
"""How many times longer the slowest look-ups in a hundred may take, by the number of attackers."""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yields the address of a server behind a proxy that says who asks; limits are those by default."""
    path = tmp_path_factory.mktemp("attacked") / "store"
    store = open_store(str(path))
    store.bulk_add(small_store().quads())
    store.bulk_add(quad(number) for number in range(SIZE))
    store.apply(Changes(), 1)
    store.close()
    with live_server(path, trusted_proxies="127.0.0.1", unlimited="192.0.2.200") as address:
        yield address


def by_sparql(client: httpx.Client, number: int) -> None:
    """Looks a thing up in SPARQL."""
    query = f"SELECT ?o {{ <http://example.org/{number}> <http://example.org/in> ?o }}"
    answer = client.get("/sparql", params={"query": query}, headers={"accept": "text/csv"})
    assert (answer.status_code, answer.text) == (200, f"o\r\nhttp://example.org/{number + 1}\r\n")


def by_rest(client: httpx.Client, _: int) -> None:
    """Looks a goal up."""
    answer = client.get("/api/v1/projects", params={"limit": "5"})
    assert answer.status_code == 200
    assert answer.json()["items"]


WAYS: dict[str, Callable[[httpx.Client, int], None]] = {"sparql": by_sparql, "rest": by_rest}
Times = dict[str, list[float]]


def looked_up(url: str, goes_on: Callable[[], bool]) -> Times:
    """Returns how long each look-up took, by its way, in seconds; each is answered, and rightly."""
    times: Times = {way: [] for way in WAYS}
    number = 0
    with httpx.Client(base_url=url, timeout=PATIENCE) as client:
        while goes_on():
            number = (number + 1) % SIZE
            client.headers["x-forwarded-for"] = HONEST[number % len(HONEST)]
            for way, look_up in WAYS.items():
                began = time.monotonic()
                look_up(client, number)
                times[way].append(time.monotonic() - began)
                time.sleep(PACE)
    return times


def while_attacked(url: str, attackers: int, seconds: float) -> tuple[Times, dict[str, int]]:
    """Returns the times of the look-ups during an attack, and how many answers its queries got by status."""
    command = [sys.executable, str(ATTACKER), url, str(seconds), str(attackers), str(CONNECTIONS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as attack:
        times = looked_up(url, lambda: attack.poll() is None)
        became: dict[str, int] = json.loads(attack.communicate()[0])
    return times, became


def while_quiet(url: str, seconds: float) -> Times:
    """Returns the times of look-ups that nobody disturbs, without the first ones, which start workers."""
    looked_up(url, iter((True, True, False)).__next__)
    until = time.monotonic() + seconds
    return looked_up(url, lambda: time.monotonic() < until)


def slowest(times: list[float]) -> float:
    """Returns the 99th percentile."""
    return sorted(times)[round(0.99 * (len(times) - 1))]


@pytest.mark.soak
@pytest.mark.parametrize("attackers", AT_MOST)
def test_honest_look_ups_are_answered_while_others_attack(
    url: str, attackers: int, full_length: bool, measured: Callable[[str], None]
) -> None:
    quiet = while_quiet(url, QUIET / len(AT_MOST) if full_length else 3.0)
    times, became = while_attacked(url, attackers, ATTACKED if full_length else SHORT)
    assert "500" not in became
    assert sum(became.values()) >= attackers
    looked_up(url, iter((True, False)).__next__)
    ratios = compared(quiet, times, measured, f"{attackers} attackers {became}")
    assert (
        not full_length or {way: ratio for way, ratio in ratios.items() if ratio > AT_MOST[attackers]} == {}
    )


def compared(quiet: Times, times: Times, measured: Callable[[str], None], who: str) -> dict[str, float]:
    """Returns how many times longer the slowest took while attacked, and tells it."""
    ratios = {way: slowest(times[way]) / slowest(quiet[way]) for way in WAYS}
    for way, ratio in ratios.items():
        both = f"p99 {slowest(quiet[way]) * 1000:.1f} ms quiet, {slowest(times[way]) * 1000:.1f} ms attacked"
        measured(f"{who}: {len(times[way])} look-ups by {way}: {both}: {ratio:.1f}x")
    return ratios
