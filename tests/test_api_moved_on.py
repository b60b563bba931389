"""Whatever was written while a server ran, it answers as one that is started anew on the same store."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import httpx
import pytest

from api_serving import Client, client_of
from graph.errors import Conflict, SubmissionRefused
from graph.store import open_store
from graph.terms import DEFAULT_BASE
from holders import bearer, token_file
from pages_serving import PAGES
from register_serving import BASE, OBJECTIVE, OBSERVATION, PROJECT, RUS, register_client

PAGES_ASKED = [f"sv/{path}" for name, path in PAGES.items() if not name.startswith("sparql")]
PORTFOLIO = ("goals", "targets", "goals-by-region", "goals-by-programme", "regions", "flow")
OF_DOCUMENT = ("portfolio/objectives", "portfolio/gaps", "portfolio/concentration", "effects/single-points")
LISTINGS = (
    *("projects?limit=200", "projects?goal=sdg:9&chain=true", "projects?territory=nuts:SE125"),
    *("objectives?limit=500", "organisations?limit=200", "observations", "alignments?limit=200"),
    *(
        "alignments?view=contested",
        "alignments?view=consensus",
        "search?q=bredband",
        "search?q=vind&limit=50",
    ),
    *("changes?since=2026-01-01", "changes?since=2026-01-01&of=sdg:9", "matrix", "commits", "imports"),
    *("organisations/duplicates", "chains?from=sdg:9&direction=down&limit=50", "alignments.sssom"),
)
ASKED = (
    *PAGES_ASKED,
    *(f"api/v1/portfolio/{name}{by}" for name in PORTFOLIO for by in ("", "?region=nuts:SE125")),
    *(f"api/v1/{name}?document={RUS}" for name in OF_DOCUMENT),
    "api/v1/portfolio/say-fund-do?region=nuts:SE125",
    *(f"api/v1/{path}" for path in LISTINGS),
    *("sv/saved", "sv/changes?since=2026-01-01", "da/review", "catalog"),
)
ONCE = re.compile(r'"request_id":"\w+"|name="csrf" value="[^"]*"|nonce="[^"]*"')
"""What no two answers have in common."""


class Hand:
    """Writes one thing after another, by chance, as people do over HTTP."""

    def __init__(self, client: Client, seed: int) -> None:
        self.client = client
        self.chance = random.Random(seed)
        self.entered: dict[str, dict[str, Any]] = {}
        self.stated: list[str] = []
        self.number = 0
        self.ways: list[Callable[[], None]] = [
            *(self.enter, self.enter, self.change, self.state, self.state, self.judge, self.judge),
            *(self.withdraw, self.bring, self.undo),
        ]
        self.wrote: set[Callable[[], None]] = set()

    def send(self, method: str, path: str, body: Any = None, at: str | None = None) -> httpx.Response:
        """Sends a change, with the version that is read at a path."""
        version = self.client.get(at, headers=bearer("Administrator")).headers.get("etag") if at else None
        headers = bearer("Administrator") | ({"if-match": version} if version else {})
        answer = self.client.request(method, path, headers=headers, json=body)
        assert answer.status_code < 500, answer.text
        return answer

    def enter(self) -> None:
        self.number += 1
        kind, like = self.chance.choice(
            (
                ("projects", PROJECT),
                ("projects", PROJECT),
                ("objectives", OBJECTIVE),
                ("observations", OBSERVATION),
            )
        )
        own = {"projects": "identifier", "objectives": "code", "observations": "period"}[kind]
        name = str(2000 + self.number % 25) if kind == "observations" else f"n-{self.number}"
        body = like | {own: name}
        answer = self.send("POST", f"/api/v1/{kind}", body)
        if answer.status_code == 201:
            self.entered[answer.headers["location"]] = body

    def change(self) -> None:
        name = self.chance.choice([*self.entered])
        path, body = path_of(name), self.entered[name]
        if "names" in body:
            body = body | {"names": [{"text": f"Vindkraft {self.chance.randint(1, 9)}", "lang": "sv"}]}
        if "grants" in body:
            body = body | {"territories": [self.chance.choice(("nuts:SE125", "nuts:SE331"))], "grants": []}
        if self.send("PUT", path, body, f"{path}/entry").status_code == 200:
            self.entered[name] = body

    def withdraw(self) -> None:
        name = self.chance.choice([*self.entered])
        path = path_of(name)
        if self.send("DELETE", f"{path}?reason=x", None, f"{path}/entry").status_code == 200:
            del self.entered[name]

    def state(self) -> None:
        body = {
            "source": self.chance.choice([*self.entered]),
            "target": self.chance.choice(
                ("sdg:9", "sdg:9.1", "sdg:13", "id/objective/vastmanland/target-area-2")
            ),
            "strength": self.chance.randint(1, 3),
            "confidence": self.chance.choice(("0.4", "1")),
            "evidence": [{"source": RUS}],
            "hinders": self.chance.random() < 0.2,
        }
        answer = self.send("POST", "/api/v1/alignments", body)
        if answer.status_code == 201:
            self.stated.append(path_of(answer.headers["location"]))

    def judge(self) -> None:
        if not self.stated:
            return
        path, reason = self.chance.choice(self.stated), {"text": "Så är det.", "lang": "sv"}
        if self.chance.random() < 0.2:
            self.send("POST", f"{path}/withdrawals", {"reason": reason}, path)
        else:
            agreement = self.chance.choice(("1", "-1", "0"))
            self.send("POST", f"{path}/reviews", {"agreement": agreement, "reason": reason}, path)

    def bring(self) -> None:
        """Brings a list that has other rows each time: some come, some go, some are changed."""
        rows = "".join(
            f"L{each},Vind {self.chance.randint(1, 3)},2020-01-01,Sala,Bolag {each},{each}00000,SEK,{goal}\n"
            for each, goal in enumerate(
                self.chance.choices(("9.c", "13", "7.2; 9.1"), k=self.chance.randint(1, 5))
            )
        )
        head = (
            "Project number,Project name,Start date,Areas,Organisation,Granted amount,Currency,Objectives\n"
        )
        self.client.request(
            "POST",
            "/api/v1/imports?mapping=projects&list_name=chance&accept_loss=9",
            headers=bearer("Administrator"),
            files={"file": ("l.csv", (head + rows).encode())},
        )

    def undo(self) -> None:
        writer = self.client.app.state.services.writer
        newest = writer.store.sequence
        try:
            writer.undo(max(3, newest - self.chance.randint(0, 3)), f"{BASE}id/agent/test/a", "ångrat")
        except (Conflict, SubmissionRefused):
            assert writer.store.sequence == newest

    def work(self, rounds: int) -> None:
        """Writes in each way so many times, in any order, and has the server remember answers in between."""
        self.enter()
        store = self.client.app.state.services.store
        for way in chain.from_iterable(self.chance.sample(self.ways, len(self.ways)) for _ in range(rounds)):
            before = store.sequence
            if way in (self.enter, self.bring, self.undo) or self.entered:
                way()
            if store.sequence > before:
                self.wrote.add(way)
            for path in self.chance.sample(ASKED, 3):
                answer(self.client, path)


def path_of(name: str) -> str:
    """Returns the address at which a thing of ours is changed."""
    kind, key = name.removeprefix(f"{BASE}id/").split("/", 1)
    return f"/api/v1/{kind}s/{key}"


def answer(client: Client, path: str) -> tuple[int, str]:
    """Returns an answer without what no other has."""
    found = client.get(f"/{path}", accept="text/html" if path[:3] in ("sv/", "da/") else None)
    return found.status_code, ONCE.sub("", found.text)


def answers(client: Client) -> dict[str, tuple[int, str]]:
    client.app.state.services.portfolio.current(60.0)
    return {path: answer(client, path) for path in ASKED}


def beside_the_store(folder: str, names: list[str]) -> list[str]:
    """Returns what is kept beside the store and its journal, which a new server makes anew."""
    is_top = Path(folder).name == "store"
    return [name for name in names if is_top and name != "db" and not name.startswith("journal")]


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr("api.routers.imports.AT_ONCE", 60.0)
    with register_client(tmp_path) as opened:
        yield opened


def test_a_server_that_ran_on_answers_as_one_that_begins(client: Client, tmp_path: Path) -> None:
    hand = Hand(client, 1)
    hand.work(3)
    ran_on, store = answers(client), client.app.state.services.store
    assert hand.wrote == {*hand.ways}, "each way of writing was taken"
    store.close()
    anew = tmp_path / "anew"
    shutil.copytree(tmp_path / "store", anew, ignore=beside_the_store)
    with client_of(open_store(str(anew), base=DEFAULT_BASE), tokens=str(token_file(tmp_path))) as begun:
        found = answers(begun)
    assert {path: ran_on[path] for path in ASKED if ran_on[path] != found[path]} == {}
    assert {path: told[0] for path, told in ran_on.items() if told[0] != 200} == {"sv/nowhere": 404}
