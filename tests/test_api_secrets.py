"""No token or cookie is in what a server writes, and no page leads to what a browser would run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from api_serving import Client, client_of, filled_store
from holders import bearer, token_file, token_of
from pages_serving import Page
from signed_in import HERE, hidden

RUNNER = Path(__file__).with_name("serve_store.py")
WAYS = ("http://", "https://", "mailto:", "urn:", "/", "#", "?")
SCRIPT = "javascript:alert(1)"
HOSTILE = f"""
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix pg: <https://w3id.org/policygraph#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{SCRIPT}> a eli:Work ; skos:prefLabel "Klicka"@sv ;
    rdfs:seeAlso <{SCRIPT}>, <data:text/html,x>, <file:///etc/passwd> .
<id/document/x/a> a eli:Work ; skos:prefLabel "A"@sv ; foaf:page <{SCRIPT}> ;
    dct:source <vbscript:x>, <{SCRIPT}> ;
    eli:is_about <{SCRIPT}> ; eli:based_on <{SCRIPT}> ; dct:creator <{SCRIPT}> ; foaf:homepage <{SCRIPT}> .
<id/project/x/a> a pg:Project ; skos:prefLabel "P"@sv ; dct:spatial <{SCRIPT}> ; dct:source <{SCRIPT}> ;
    foaf:page <{SCRIPT}>, "{SCRIPT}" .
"""


@contextmanager
def watched_server(folder: Path) -> Iterator[tuple[str, Path]]:
    """Serves a store in a process of its own that logs all it can; gives its address and its log."""
    filled_store(folder / "store", HOSTILE).close()
    told = {
        "STORE": str(folder / "store"),
        "PORT": "0",
        "TOKENS": str(token_file(folder)),
        "LOG_LEVEL": "debug",
    }
    environment = {**os.environ, **{f"POLICYGRAPH_{name}": value for name, value in told.items()}}
    log = folder / "log"
    with (
        log.open("wb") as file,
        subprocess.Popen(
            [sys.executable, str(RUNNER)], env=environment, stdout=subprocess.PIPE, stderr=file, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip().rstrip("/"), log
        finally:
            process.terminate()
            process.communicate(timeout=60)


def test_no_secret_is_in_what_the_server_writes(tmp_path: Path) -> None:
    wrong = "pgt_wrong-but-nearly-right"
    with watched_server(tmp_path) as (server, log):
        here = HERE | {"origin": server, "accept": "text/html"}
        with httpx.Client(base_url=server, headers=here) as browser:
            browser.post("/sv/sign-in", data={"token": wrong})
            browser.post("/sv/sign-in", data={"token": token_of("Reviewer"), "after": "/sv/"})
            [secret] = browser.cookies.values()
            csrf = hidden(Page(browser.get("/sv/sign-in").text))["csrf"]
            browser.post("/sv/sign-out", data={"csrf": csrf, "token": token_of("Reviewer")})
        for who in ("Reviewer", "Administrator"):
            httpx.post(f"{server}/api/v1/alignments", headers=bearer(who), content=b"{")
            httpx.post(f"{server}/api/v1/alignments", headers=bearer(who), json={"token": token_of(who)})
            httpx.post(
                f"{server}/api/v1/backups?token={token_of(who)}", headers=bearer(who), json={"name": "/"}
            )
            httpx.get(f"{server}/api/v1/projects?token={token_of(who)}", headers=bearer(who))
        httpx.post(f"{server}/api/v1/alignments", headers={"authorization": f"Bearer {wrong}"}, json={})
    written = log.read_text("utf-8")
    assert written.count("request") > 10
    secrets = (token_of("Reviewer"), token_of("Administrator"), wrong, secret, csrf)
    assert [each for each in secrets if each in written] == []
    kept = b"".join(path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file())
    assert [each for each in secrets if each.encode() in kept] == []


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    store = filled_store(tmp_path / "store", HOSTILE)
    with client_of(store) as opened:
        yield opened
    store.close()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/sparql", "application/sparql-query"),
        ("/sparql", "application/x-www-form-urlencoded"),
        ("/sv/sign-in", "application/x-www-form-urlencoded"),
        ("/api/v1/effects", "application/json"),
    ],
)
def test_what_says_it_is_too_long_is_refused_before_it_is_read(
    client: Client, path: str, media_type: str
) -> None:
    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError("the body is read")
        yield b""

    headers = {"content-type": media_type, "content-length": "99999999"}
    assert client.request("POST", path, content=unread(), headers=headers).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        f"resource?iri={quote(SCRIPT)}",
        "documents/x/a",
        "projects/x/a",
        "documents",
        "search?q=klicka",
        "sparql?run=1&query=" + quote("SELECT * { ?s ?p ?o }"),
        f"trace?from={quote(SCRIPT)}",
        f"sign-in?after={quote(SCRIPT)}",
    ],
)
def test_no_page_links_what_a_browser_would_run(client: Client, path: str) -> None:
    answer = client.get(f"/sv/{path}", accept="text/html")
    assert answer.status_code in (200, 400, 404)
    page = Page(answer.text)
    led = [
        each.attributes[name]
        for name in ("href", "action", "src", "formaction")
        for each in page.with_attribute(name)
    ]
    assert len(led) > 5
    assert [address for address in led if not address.startswith(WAYS)] == []
