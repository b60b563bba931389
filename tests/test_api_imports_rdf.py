"""RDF over HTTP: in each syntax, looked at or loaded, by an administrator, refused without a trace."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api_serving import Client, client_of
from graph.terms import iri
from holders import bearer, token_file
from small_graph import small_store

PATH = "/api/v1/imports/rdf"
BASE = "http://127.0.0.1:8000/"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
THING = f"{BASE}id/thing/x"
LINE = f'<{THING}> <{LABEL}> "Ett"@sv '
FILES = {
    "a.ttl": "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <id/thing/x> skos:prefLabel 'Ett'@sv .",
    "a.trig": LINE + ".",
    "a.nt": LINE + ".",
    "a.nq": LINE + f"<{BASE}graph/source/a> .",
    "a.jsonld": f'{{"@id": "{THING}", "{LABEL}": {{"@value": "Ett", "@language": "sv"}}}}',
    "a.rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2004/02/skos/core#">'
    f'<r:Description r:about="{THING}"><s:prefLabel xml:lang="sv">Ett</s:prefLabel></r:Description></r:RDF>',
}
WRONG = "<id/fund/1> a <https://w3id.org/policygraph#Fund> ."


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """Lets a request wait for its import, however slow the machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.routers.imports.AT_ONCE", 60.0)
        yield


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with client_of(small_store(), tokens=str(token_file(tmp_path)), import_max_bytes=100_000) as opened:
        yield opened


def send(
    client: Client, content: str, name: str = "a.ttl", query: str = "", who: str = "Administrator"
) -> Any:
    sent = {"file": (name, io.BytesIO(content.encode()))}
    return client.request("POST", f"{PATH}{query}", files=sent, headers=bearer(who))


def state(client: Client) -> tuple[int, int]:
    store = client.app.state.services.store
    return store.sequence, store.size()


def graph(client: Client, name: str) -> set[str]:
    """Returns what a graph holds, without the marks around it."""
    return {
        str(quad.triple) for quad in client.app.state.services.store.quads(graph=iri(f"{BASE}graph/{name}"))
    }


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def test_each_syntax_says_the_same(client: Client) -> None:
    told = [send(client, content, name) for name, content in FILES.items()]
    reports = [answer.json()["report"] for answer in told]

    assert [answer.status_code for answer in told] == [201] * 6
    assert [each["changed"] for each in reports] == [True] + [False] * 5
    assert {tuple(each["graphs"]) for each in reports} == {(f"{BASE}graph/source/a",)}
    assert graph(client, "source/a") == {LINE.strip()}


def test_a_preview_tells_what_would_change_and_writes_nothing(client: Client) -> None:
    send(client, FILES["a.ttl"])
    before = state(client)
    report = send(client, FILES["a.ttl"].replace("Ett", "Två"), query="?preview=true").json()["report"]
    faulty = send(client, WRONG, query="?preview=true")

    assert (report["quads"], report["findings"]) == ({"added": 1, "removed": 1}, [])
    assert faulty.status_code == 200
    first = faulty.json()["report"]["findings"][0]
    assert (first["severity"], first["rule"], first["value"]) == (
        "refusal",
        "shape-violated",
        f"{BASE}id/fund/1",
    )
    assert set(first["messages"]) == {"sv", "da", "en"}
    assert state(client) == before


def test_a_file_replaces_its_graphs_in_the_name_of_who_speaks(client: Client) -> None:
    send(client, FILES["a.nq"], "a.nq")
    into = "?graph=graph/source/other"
    english = LINE.replace('"Ett"@sv', '"One"@en')
    both = f"{english}. <{BASE}graph/source/a> {{ {LINE.replace('Ett', 'Två')} }}"
    done = send(client, both, "b.trig", into).json()["report"]
    [newest, *_] = client.get("/api/v1/imports").json()["items"]

    assert done["graphs"] == [f"{BASE}graph/source/a", f"{BASE}graph/source/other"]
    assert (done["commit"]["added"] > 1, done["commit"]["removed"] > 0) == (True, True)
    assert graph(client, "source/other") == {english.strip()}
    assert graph(client, "source/a") == {LINE.strip().replace("Ett", "Två")}
    assert (newest["mapping"], newest["sha256"]) == ("rdf", done["sha256"])
    assert newest["agent"] == f"{BASE}id/agent/test/administrator"


@pytest.mark.parametrize(
    ("name", "content", "query", "said"),
    [
        ("a.ttl", WRONG, "", (422, "submission-invalid")),
        ("a.ttl", "<a> <b> .", "", (400, "file-syntax")),
        ("a.csv", LINE, "", (400, "file-format-unknown")),
        ("a.nq", LINE + f"<{BASE}graph/commits> .", "", (400, "file-graph-reserved")),
        ("a.ttl", FILES["a.ttl"], f"?graph={BASE}graph/ontology", (400, "file-graph-reserved")),
        ("a.ttl", FILES["a.ttl"], "?graph=no+iri", (400, "iri-invalid")),
        ("a.ttl", FILES["a.ttl"], "?mapping=projects", (400, "query-parameter-unknown")),
        ("a.rdf", "<!DOCTYPE x [<!ENTITY e 'x'>]><a>&e;</a>", "", (400, "file-doctype")),
        (
            "a.jsonld",
            '{"@context": "http://127.0.0.1:9/c", "@id": "x:y", "name": "z"}',
            "",
            (400, "file-syntax"),
        ),
        (
            "a.jsonld",
            f'[{FILES["a.jsonld"]}, {{"@id": "x/b ad", "http://a.example/p": 1}}]',
            "",
            (400, "file-syntax"),
        ),
        ("a.ttl", "# " + "x" * 200_000, "", (413, "body-too-large")),
    ],
)
def test_what_is_wrong_leaves_no_trace(
    client: Client, name: str, content: str, query: str, said: tuple[int, str]
) -> None:
    before = state(client)

    assert problem(send(client, content, name, query)) == said
    assert state(client) == before


def test_only_an_administrator_loads_rdf(client: Client) -> None:
    before = state(client)
    for who in ("Reader", "Contributor", "Reviewer"):
        assert problem(send(client, FILES["a.ttl"], who=who)) == (403, "role-too-low")
    assert state(client) == before
