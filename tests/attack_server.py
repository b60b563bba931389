"""Attacks a server with hostile queries: python attack_server.py URL SECONDS ADDRESSES CONNECTIONS.

Each of so many clients, told apart by what a trusted proxy says of them, keeps so many connections busy. Who
is told to wait does so for a moment only. Prints as JSON how many answers of each status there were; 0 are
those that broke off.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import Counter
from itertools import count

import httpx

from generated_queries import generated

FORM = {"accept": "application/sparql-results+json, text/turtle"}
MOMENT = 0.1


def attack(url: str, address: str, seeds: count[int], became: Counter[str]) -> None:
    """Sends one query after another without end."""
    with httpx.Client(base_url=url, headers={**FORM, "x-forwarded-for": address}, timeout=60) as client:
        while True:
            try:
                status = client.post("/sparql", data={"query": generated(next(seeds))[1]}).status_code
            except httpx.TransportError:
                status = 0
            became[str(status)] += 1
            if status == 429:
                time.sleep(MOMENT)


def main(url: str, seconds: str, addresses: str, connections: str) -> None:
    """Attacks from all addresses at once, and leaves in the middle of it."""
    became: Counter[str] = Counter()
    for number in range(int(addresses)):
        for connection in range(int(connections)):
            # Each begins elsewhere among the kinds, and none sends what another does.
            seeds = count(1_000_000 * (number + 1) + 10_007 * connection)
            given = (url, f"198.51.100.{number + 1}", seeds, became)
            threading.Thread(target=attack, args=given, daemon=True).start()
    time.sleep(float(seconds))
    sys.stdout.write(json.dumps(became))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
