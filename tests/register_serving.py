"""Serves a register to the tests that enter single things, and has good examples of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from api_serving import Client, shipped_client
from graph.store import Changes
from graph.terms import Literal, Quad, expand, iri
from holders import bearer, token_file

BASE = "http://127.0.0.1:8000/"
MINE, GRAPH = "by-test-contributor", f"{BASE}graph/list/by-test-contributor"
RUS = "id/document/vastmanland/rus-2030"
AREA = "id/objective/vastmanland/target-area-2"
PROJECT: dict[str, Any] = {
    "identifier": "2024-17",
    "names": [{"text": "Bredband i byn", "lang": "sv"}, {"text": "Village broadband", "lang": "en"}],
    "descriptions": [{"text": "Fiber till sista huset.", "lang": "sv"}],
    "start": "2024-01-01",
    "end": "2025-12-31",
    "territories": ["nuts:SE125"],
    "parties": [
        {"organisation": "id/organisation/se/region-vastmanland"},
        {"name": {"text": "Byalaget", "lang": "sv"}, "role": "partner"},
    ],
    "grants": [{"amount": {"value": "1250000.50", "currency": "SEK"}}],
}
OBJECTIVE: dict[str, Any] = {
    "kind": "pg:SubGoal",
    "broader": AREA,
    "code": "2.1",
    "names": [{"text": "Bredband till alla", "lang": "sv"}],
    "prioritised": True,
}
INDICATOR = f"{BASE}id/indicator/test/bredband"
OBSERVATION: dict[str, Any] = {
    "indicator": INDICATOR,
    "role": "baseline",
    "value": "71.5",
    "unit": "%",
    "period": "2024",
    "territory": "nuts:SE125",
}


@contextmanager
def register_client(folder: Path) -> Iterator[Client]:
    """Gives a client of a store with an indicator; everybody in the token file may speak."""
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        writer, graph = opened.app.state.services.writer, iri(f"{BASE}graph/list/test")
        name = Literal("Bredband", language="sv")
        facts = (("rdf:type", expand("pg:Indicator")), ("skos:prefLabel", name))
        told = (Quad(iri(INDICATOR), expand(predicate), value, graph) for predicate, value in facts)
        writer.commit(Changes(added=frozenset(told)), agent=f"{BASE}id/agent/test/a", reason="test")
        yield opened


def send(
    client: Client, method: str, path: str, body: object = None, who: str = "Contributor", **more: str
) -> Any:
    """Returns the answer to a request of one of the holders."""
    sent = {} if body is None else {"json": body}
    return client.request(method, f"/api/v1/{path}", headers=bearer(who) | more, **sent)


def entered(client: Client, noun: str, body: object) -> tuple[str, str]:
    """Enters something; returns its path and its ETag."""
    answer = send(client, "POST", noun, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["iri"].replace(f"{BASE}id/{noun[:-1]}", noun), answer.headers["etag"]


def problem(answer: Any) -> tuple[int, str]:
    """Returns the status and the key of a refusal."""
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def sequence(client: Client) -> int:
    """Returns the number of the last commit."""
    commit: int = client.get("/ready").json()["commit"]
    return commit


def size(client: Client) -> int:
    """Returns how many quads the store holds."""
    return int(client.app.state.services.store.size())
