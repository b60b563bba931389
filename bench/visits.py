"""A visitor of our pages over HTTP, signed in where a page needs it, and how the server works for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx

from api.access.tokens import Holder, hash_of, make_token
from bench.pages_asked import Shown
from bench.server import clock_of, serving

HERE = {"Sec-Fetch-Site": "same-origin"}
HTML = {"Accept": "text/html"}
# What is built when somebody first asks for it: the portfolio, and the index of the search.
GATHERED = ("/api/v1/portfolio/goals", "/api/v1/search?q=vatten")
LONG = 600.0
_STILL = 0.003
_ROWS = 12
_DRAFT: dict[str, Any] = {
    "project": {
        "identifier": "utkast-1",
        "names": [{"text": "Vatten och innovation i glesbygd", "lang": "sv"}],
        "territories": ["nuts:SE331"],
    },
    "serves": [{"target": "sdg:6.1", "evidence": [{"source": "id/document/bench/agenda"}]}],
}
_QUERY = (
    "SELECT ?goal ?name { ?goal a <http://metadata.un.org/sdg/ontology#Goal> ; "
    "<http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
)
_SAVED = {"title": "Strategier", "query": _QUERY}
_ENTERED: dict[str, Any] = {
    "identifier": "inlagt-1",
    "names": [{"text": "Skog och digitalisering i inlandet", "lang": "sv"}],
    "start": "2024-01-01",
    "end": "2025-12-31",
    "territories": ["nuts:SE331"],
    "parties": [{"organisation": "id/organisation/bench/1"}],
    "grants": [{"programme": "id/programme/bench/1", "amount": {"value": "500000", "currency": "SEK"}}],
}


class WrongPageError(Exception):
    """Says that a page was not what the benchmark asks for."""


@dataclass
class Visitor:
    """Asks one server for pages over one connection; `made` fills the places of addresses."""

    process: int
    http: httpx.Client
    token: str
    made: Mapping[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def cookie(self) -> Mapping[str, str]:
        """Returns the cookie by which pages know who is signed in."""
        return dict(self.http.cookies)

    def page(self, shown: Shown, number: int) -> httpx.Response:
        """Returns the page at an address of its kind; raises WrongPageError for anything else."""
        path = shown.path(number, self.made)
        cookies = self.cookie if shown.is_signed_in else {}
        headers = HTML | {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if shown.fields:
            answer = self.http.post(path, data=dict(shown.fields), headers=headers | HERE)
        else:
            answer = self.http.get(path, headers=headers)
        if answer.status_code != shown.status:
            raise WrongPageError(f"{path} answered {answer.status_code}: {answer.text[:200]}")
        return answer

    def work(self, shown: Shown, number: int) -> float:
        """Returns the seconds of work that the server takes for a page, until it has nothing more to do."""
        before = self.settled()
        self.page(shown, number)
        return self.settled() - before

    def settled(self) -> float:
        """Returns how much the server has worked once it works no more."""
        until, last = monotonic() + LONG, clock_of(self.process)
        while monotonic() < until:
            sleep(_STILL)
            now = clock_of(self.process)
            if now == last:
                return now
            last = now
        raise TimeoutError("the server does not come to rest")

    def commit(self) -> None:
        """Has the server make one commit: a statement that a project serves a target."""
        stated = {
            "source": f"id/project/bench/{next(self._numbers)}",
            "target": "sdg:9.1",
            "strength": 2,
            "confidence": "0.7",
            "evidence": [{"source": "id/document/bench/agenda"}],
        }
        self._sent("/api/v1/alignments", stated)

    def sign_in(self) -> None:
        """Begins a session, as a browser does."""
        fields = {"token": self.token, "after": "/sv/"}
        answer = self.http.post("/sv/sign-in", data=fields, headers=HERE)
        if answer.status_code != 303:
            raise WrongPageError(f"sign-in answered {answer.status_code}")

    def gather(self) -> None:
        """Asks for what is built when somebody first asks for it, until it is there."""
        until = monotonic() + LONG
        for path in GATHERED:
            while self.http.get(path).status_code != 200:
                if monotonic() > until:
                    raise TimeoutError(path)
                sleep(1)

    def make(self) -> None:
        """Makes what the pages of drafts, of things entered singly and of imports are about."""
        entered = self._sent("/api/v1/projects", _ENTERED)["iri"]
        sequence = self._sent_list("/api/v1/imports?mapping=projects")["report"]["commit"]["sequence"]
        self.made = {
            "entered": entered.rpartition("id/project/")[2],
            "draft": self._sent("/api/v1/drafts", _DRAFT)["key"],
            "saved": self._sent("/api/v1/saved", _SAVED)["key"],
            "undo": str(sequence),
            "job": self._previewed(),
        }

    def _previewed(self) -> str:
        """Previews a list by the page; returns the number of the job."""
        page = self.http.get("/sv/import", headers=HTML).text
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        told = {"csrf": found[1] if found else "", "mapping": "projects"}
        answer = self.http.post("/sv/import", data=told, files=_list(), headers=HERE)
        if answer.status_code != 303:
            raise WrongPageError(f"a list was answered {answer.status_code}: {answer.text[:200]}")
        return answer.headers["Location"].rpartition("/")[2]

    def _sent(self, path: str, content: Any) -> Any:
        return _told(self.http.post(path, json=content, headers=self._bearer()))

    def _sent_list(self, path: str) -> Any:
        return _told(self.http.post(path, files=_list(), headers=self._bearer()))

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@contextmanager
def visiting(directory: Path) -> Iterator[Visitor]:
    """Serves a store that may be written to; gives a visitor who is signed in and has made what is shown."""
    token = make_token()
    holder = Holder(role="administrator", name="Bench", agent="id/agent/bench/officer", sha256=hash_of(token))
    tokens = directory.with_suffix(".tokens")
    tokens.write_text(holder.model_dump_json(exclude_none=True) + "\n", encoding="utf-8")
    with ExitStack() as stack:
        address, process = stack.enter_context(serving(directory, tokens=str(tokens)))
        http = stack.enter_context(httpx.Client(base_url=address, timeout=LONG))
        visitor = Visitor(process, http, token)
        visitor.sign_in()
        visitor.gather()
        visitor.make()
        yield visitor


def _list() -> dict[str, tuple[str, bytes]]:
    head = "Projektnummer;Projektnamn;Startdatum;Slutdatum;Organisation;Mål"
    rows = (
        f"2024{n:04};Bredband {n};2024-01-01;2025-06-30;Exempelbolaget;9.{n % 5 + 1}" for n in range(_ROWS)
    )
    return {"file": ("projekt.csv", "\n".join((head, *rows, "")).encode())}


def _told(answer: httpx.Response) -> Any:
    if answer.status_code != 201:
        raise WrongPageError(f"{answer.url} answered {answer.status_code}: {answer.text[:500]}")
    return answer.json()
