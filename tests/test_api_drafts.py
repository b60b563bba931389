"""Private drafts: who sees them, that nobody else does anywhere, and how they are published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from api.pages.routers import PAGES
from api_serving import Client, client_of
from command_line import CommandLine
from graph.drafts import Drafts
from graph.errors import Conflict, StoreProblem
from graph.export import export
from graph.store import Changes, open_store
from holders import bearer, line_of, token_file
from pages_serving import Page
from signed_in import Visit
from small_graph import small_store
from test_api_ledger import post, problem, sequence

DRAFTS = "/api/v1/drafts"
CANARY = "Kanariefågeln"
CONTENT: dict[str, Any] = {
    "project": {
        "identifier": "kanarie-77",
        "names": [{"text": f"{CANARY} sjunger", "lang": "sv"}],
        "territories": ["http://data.europa.eu/nuts/code/SE331"],
    },
    "serves": [
        {
            "target": "http://metadata.un.org/sdg/6",
            "evidence": [{"source": "http://127.0.0.1:8000/id/document/x/list"}],
            "reasoning": {"text": f"{CANARY} dricker", "lang": "sv"},
        }
    ],
}
MARKS = (CANARY.lower(), "kanarie-77")
EVERYTHING = (
    "SELECT ?s ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"
    ' FILTER(CONTAINS(LCASE(CONCAT(STR(?s), STR(?o))), "kanarie")) }'
)
FOLLOWED = (("/api/v1", ""), ("/sv", ""), ("/sv", "/feed"))


@contextmanager
def drafting(tmp_path: Path) -> Iterator[Client]:
    """Yields a client of a small graph on disk, with two contributors."""
    store = open_store(str(tmp_path / "store"), base="http://127.0.0.1:8000/")
    store.bulk_add(small_store().quads())
    store.apply(Changes(), 1)
    tokens = token_file(tmp_path)
    tokens.write_text(tokens.read_text("utf-8") + line_of("Bo", "contributor") + "\n")
    with client_of(store, tokens=str(tokens)) as opened:
        yield opened
    store.close()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with drafting(tmp_path) as opened:
        yield opened


def saved(client: Client, who: str = "Contributor", content: dict[str, Any] = CONTENT) -> Any:
    answer = post(client, DRAFTS, content, who)
    assert answer.status_code == 201, answer.text
    return answer.json()


def asked(client: Client, method: str, path: str, who: str, **headers: str) -> Any:
    return client.request(method, path, headers=bearer(who) | headers)


def test_a_draft_is_seen_by_its_owner_and_reviewers_alone(client: Client) -> None:
    made = saved(client)
    path = f"{DRAFTS}/{made['key']}"
    seen = {
        who: asked(client, "GET", path, who).status_code
        for who in ("Contributor", "Reviewer", "Bo", "Reader")
    }
    assert seen == {"Contributor": 200, "Reviewer": 200, "Bo": 404, "Reader": 403}
    assert client.get(path).status_code == 401
    listed = {
        who: asked(client, "GET", DRAFTS, who).json()["total"]
        for who in ("Contributor", "Administrator", "Bo")
    }
    assert listed == {"Contributor": 1, "Administrator": 1, "Bo": 0}
    told = asked(client, "GET", path, "Contributor").json()
    assert (told["title"], told["content"], told["findings"]) == (f"{CANARY} sjunger", CONTENT, [])


def test_a_draft_shows_nowhere_else(client: Client, tmp_path: Path) -> None:
    key = saved(client)["key"]
    visits = [Visit(client), Visit(client, "Bo")]
    followed = post(client, "/api/v1/saved", {"title": "Allt", "query": EVERYTHING}, "Contributor").json()
    assert followed["rows"] == 0
    own = [f"{place}/saved/{followed['key']}{rest}" for place, rest in FOLLOWED]
    paths = [*api_paths(client), *page_paths(), "/sv/saved", *own]
    assert len(paths) > 100
    for visit in visits:
        for path in paths:
            answer = visit.get(path, accept="*/*" if path.startswith("/api") else "text/html")
            assert leaks(answer.text, key) == [], path
    assert [path for path in paths if leaks(asked(client, "GET", path, "Bo").text, key)] == []
    services = client.app.state.services
    dump = tmp_path / "all.nq"
    with dump.open("wb") as file:
        export(services.store, file, "nq")
    assert leaks(dump.read_text("utf-8"), key) == []
    services.close()
    services.store.close()
    run = CommandLine(tmp_path / "store")
    for command in (
        ("search", "kanariefågeln"),
        ("query", "SELECT * { GRAPH ?g { ?s ?p ?o } }"),
        ("questions",),
    ):
        assert leaks(run(*command, "--json").out.replace('"kanariefågeln"', ""), key) == []


def leaks(text: str, key: str) -> list[str]:
    return [mark for mark in (*MARKS, key) if mark in text.lower()]


def api_paths(client: Client) -> list[str]:
    """Returns every GET route of the OpenAPI document with values for its parameters, in every format."""
    filled = {"source": "x", "key": "p1", "name": "projects-serving-goal", "job": "1", "sequence": "1"}
    filled |= {"draft": "0" * 16, "path": "graph/list/x", "suffix": "json"}
    document = client.get("/api/v1/openapi.json").json()
    routes = [path for path, methods in document["paths"].items() if "get" in methods]
    plain = [re.sub(r"\{(\w+)\}", lambda found: filled.get(found[1], "x"), path) for path in routes]
    listed = [path for path in plain if path.startswith("/api/v1/") and "." not in path]
    forms = [f"{path}.{suffix}" for path in listed for suffix in ("csv", "jsonld")]
    asked_for = ["/api/v1/search?q=kanarie&lang=sv", "/api/v1/projects?q=kanarie", "/resource?iri=nuts:SE331"]
    sparql = [
        f"/sparql?query={query}" for query in ("SELECT * { ?s ?p ?o }", "SELECT * { GRAPH ?g { ?s ?p ?o } }")
    ]
    own = "/id/project/by-test-contributor/kanarie"
    return [*plain, *forms, *asked_for, *sparql, own, "/id/organisation/x/umea", "/graph/list/x", "/ready"]


def page_paths() -> list[str]:
    """Returns every GET route of the pages, and some that ask for what a draft holds."""
    filled = {"lang": "sv", "code": "6", "source": "x", "key": "p1", "kind": "project", "sequence": "1"}
    filled |= {"name": "projects-serving-goal", "job": "1", "mapping": "projects", "column": "goal"}
    routes = [
        route.path.replace(":language", "")
        for router in PAGES
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods
    ]
    plain = [re.sub(r"\{(\w+)\}", lambda found: filled[found[1]], path) for path in routes]
    asked_for = (
        "search?q=sjunger",
        "things?q=kanarie",
        "documents/x/rus",
        "goals/6?territory=nuts:SE331",
        "trace?from=sdg:6&direction=down",
        "resource?iri=nuts:SE331",
        "changes?of=sdg:6",
        "changes.atom?of=sdg:6",
        "what-if?territory=nuts:SE331",
        "sparql?run=1&query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D",
        "sparql.xlsx?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D",
        "sparql.jsonld?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D",
    )
    return [*plain, *(f"/sv/{path}" for path in asked_for), "/robots.txt", "/metrics"]


def test_a_draft_is_published_through_the_normal_way(client: Client) -> None:
    made, before = saved(client), sequence(client)
    path = f"{DRAFTS}/{made['key']}"
    assert problem(asked(client, "POST", f"{path}/publication", "Contributor")) == (428, "version-missing")
    tag = {"if-match": f'"{made["version"]}"'}
    assert problem(asked(client, "POST", f"{path}/publication", "Bo", **tag)) == (404, "draft-unknown")
    assert problem(asked(client, "POST", f"{path}/publication", "Reviewer", **tag)) == (403, "draft-foreign")
    answer = asked(client, "POST", f"{path}/publication", "Contributor", **tag)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["commit"], sequence(client)) == (before + 1, before + 1)
    project = answer.json()["iri"]
    assert project.endswith("/id/project/by-test-contributor/kanarie-77")
    [stated] = client.get(f"/api/v1/alignments?source={project}").json()["items"]
    assert (stated["target"], stated["author"]["iri"].rpartition("/")[2]) == (
        "http://metadata.un.org/sdg/6",
        "contributor",
    )
    assert asked(client, "GET", path, "Contributor").status_code == 404
    again = post(client, DRAFTS, CONTENT, "Contributor").json()
    assert [each["key"] for each in again["findings"]] == ["entry-exists"]


def test_a_draft_may_lack_what_publishing_takes_and_says_what(client: Client) -> None:
    content = {
        "project": {"names": [], "territories": ["nuts:XX9"], "start": "2027-01-02", "end": "2026-01-01"},
        "serves": [
            {"target": "sdg:6"},
            {"target": "sdg:99", "strength": 9, "evidence": [{"source": "sdg:6"}]},
        ],
    }
    made, before = saved(client, content=content), sequence(client)
    named = saved(client, content=content | {"project": {"names": CONTENT["project"]["names"]}})
    assert {(each["key"], each["place"]["pointer"]) for each in named["findings"]} == {
        ("evidence-missing", "#/serves/0/evidence"),
        ("named-unknown", "#/serves/1/target"),
        ("strength-range", "#/serves/1/strength"),
    }
    assert {each["key"] for each in made["findings"]} == {"entry-nameless", "named-unknown"}
    tag = {"if-match": f'"{named["version"]}"'}
    refused = asked(client, "POST", f"{DRAFTS}/{named['key']}/publication", "Contributor", **tag)
    assert problem(refused) == (422, "entry-refused")
    assert sequence(client) == before
    assert (
        asked(client, "GET", f"{DRAFTS}/{named['key']}", "Contributor").json()["content"] == named["content"]
    )


def test_what_the_shapes_refuse_is_told_and_leaves_nothing(client: Client) -> None:
    dates = {"start": "2027-01-02", "end": "2026-01-01"}
    made, before = saved(client, content={"project": CONTENT["project"] | dates}), sequence(client)
    assert made["findings"] != []
    tag = {"if-match": f'"{made["version"]}"'}
    refused = asked(client, "POST", f"{DRAFTS}/{made['key']}/publication", "Contributor", **tag)
    assert (refused.status_code, sequence(client)) == (422, before)
    assert [each["detail"] for each in refused.json()["findings"]] == [
        each["detail"] for each in made["findings"]
    ]


def test_a_draft_is_changed_by_its_owner_on_what_they_read(client: Client) -> None:
    made = saved(client)
    path, tag = f"{DRAFTS}/{made['key']}", f'"{made["version"]}"'
    changed = {"project": {"names": [{"text": "Annat", "lang": "sv"}]}}

    def put(who: str, **headers: str) -> Any:
        return client.request("PUT", path, json=changed, headers=bearer(who) | headers)

    assert put("Contributor").status_code == 428
    assert problem(put("Reviewer", **{"if-match": tag})) == (403, "draft-foreign")
    answer = put("Contributor", **{"if-match": tag})
    assert (answer.status_code, answer.json()["title"], answer.json()["content"]) == (200, "Annat", changed)
    assert answer.headers["etag"] != tag
    assert problem(put("Contributor", **{"if-match": tag})) == (412, "draft-stale")
    assert asked(client, "DELETE", path, "Contributor", **{"if-match": tag}).status_code == 412
    gone = asked(client, "DELETE", path, "Contributor", **{"if-match": answer.headers["etag"]})
    assert (gone.status_code, asked(client, "GET", path, "Contributor").status_code) == (200, 404)


def test_the_page_of_a_draft_publishes_it(client: Client) -> None:
    key, visit = saved(client)["key"], Visit(client, "Contributor")
    assert f"/sv/drafts/{key}" in visit.get("/sv/drafts").text
    page = visit.get(f"/sv/drafts/{key}").text
    assert all(
        text in page
        for text in (f"{CANARY} sjunger", f"{CANARY} dricker", "Västerbottens län", "Inget hindrar")
    )
    assert Page(page).faults == []
    reviewer = Visit(client, "Reviewer").get(f"/da/drafts/{key}").text
    assert "Af Contributor" in reviewer
    assert f"/drafts/{key}/publication" not in reviewer
    assert Visit(client, "Bo").get(f"/sv/drafts/{key}").status_code == 404
    assert Visit(client).get(f"/sv/drafts/{key}").status_code == 401
    assert visit.send(f"/sv/drafts/{key}/publication", {"version": "stale"}).status_code == 412
    answer = visit.send(f"/sv/drafts/{key}/publication", {})
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/sv/projects/by-test-contributor/kanarie-77",
    )
    assert f"{CANARY} sjunger" in Visit(client).get(answer.headers["location"]).text


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_owner_and_reviewer_read_all_that_a_draft_says(client: Client, lang: str) -> None:
    """What a reviewer judges by is there: the text, who takes part, which programme pays."""
    programme, partner = (
        "http://127.0.0.1:8000/id/programme/x/fund",
        "http://127.0.0.1:8000/id/organisation/x/umea",
    )
    project = {
        "names": [{"text": "Fågeln", "lang": "sv"}, {"text": "The bird", "lang": "en"}],
        "descriptions": [{"text": "Den sjunger om <våren>.", "lang": "sv"}],
        "parties": [
            {"organisation": partner},
            {"role": "partner", "name": {"text": "Byalaget", "lang": "sv"}},
        ],
        "grants": [{"programme": programme, "amount": {"value": "1250000", "currency": "SEK"}}],
        "start": "2026-01-01",
    }
    key = saved(client, content={"project": project})["key"]
    for who in ("Contributor", "Reviewer"):
        page = Visit(client, who).get(f"/{lang}/drafts/{key}").text
        for text in ("The bird", "sjunger om &lt;våren&gt;", "Byalaget (partner)", "SEK", "2026"):
            assert text in page
        hrefs = [each.attributes.get("href", "") for each in Page(page).all("a")]
        assert f"/{lang}/programmes/x/fund" in hrefs
        assert any("organisation%2Fx%2Fumea" in each for each in hrefs)
        assert Page(page).faults == []


def test_the_page_says_what_is_missing_and_throws_away(client: Client) -> None:
    key, visit = saved(client, content={"project": {"names": []}})["key"], Visit(client, "Contributor")
    page = visit.get(f"/sv/drafts/{key}").text
    assert "Innan utkastet kan publiceras" in page
    assert "/publication" not in page
    assert visit.send(f"/sv/drafts/{key}/publication", {}).status_code == 422
    assert visit.send(f"/sv/drafts/{key}/removal", {}).headers["location"] == "/sv/drafts"
    assert "Inga utkast" in visit.get("/sv/drafts").text


@pytest.mark.parametrize(
    "content",
    [{}, {"project": {"names": "x"}}, {"project": {"names": [], "colour": "x"}}, {"graph": "x"}],
    ids=str,
)
def test_what_is_no_draft_is_refused(client: Client, content: dict[str, Any]) -> None:
    assert post(client, DRAFTS, content, "Contributor").status_code == 422
    assert asked(client, "GET", DRAFTS, "Contributor").json()["total"] == 0


@pytest.mark.parametrize(
    ("field", "serves"),
    [
        ("serves.0.evidence.0.source", {"target": "sdg:6", "evidence": [{"source": "not an iri"}]}),
        ("serves.0.target", {"target": "not an iri"}),
        ("serves.0.reasoning.lang", {"target": "sdg:6", "reasoning": {"text": "Hej", "lang": "sv-a"}}),
        ("serves.0.said", {"target": "sdg:6", "said": 20000}),
        ("serves.0.said", {"target": "sdg:6", "said": "2024-01-01T00:00:00"}),
    ],
)
def test_a_draft_that_is_refused_is_not_kept(client: Client, field: str, serves: dict[str, Any]) -> None:
    refused = post(client, DRAFTS, CONTENT | {"serves": [serves]}, "Contributor")
    assert problem(refused) == (422, "body-refused")
    assert [each["place"]["column"] for each in refused.json()["findings"]] == [field]
    assert asked(client, "GET", DRAFTS, "Contributor").json()["total"] == 0


def test_a_draft_that_was_kept_when_more_was_taken_is_still_read(client: Client) -> None:
    owner = saved(client)["owner"]
    content = CONTENT | {"serves": [{"target": "sdg:6", "evidence": [{"source": "not an iri"}]}]}
    old = client.app.state.services.drafts.make(owner, "Contributor", "Gammalt", content)
    path, tag = f"{DRAFTS}/{old.key}", {"if-match": f'"{old.version}"'}
    told = asked(client, "GET", path, "Contributor")
    assert told.status_code == 200
    assert [each["place"]["column"] for each in told.json()["findings"]] == ["serves.0.evidence.0.source"]
    assert Visit(client, "Contributor").get(f"/sv/drafts/{old.key}").status_code == 200
    refused = asked(client, "POST", f"{path}/publication", "Contributor", **tag)
    assert problem(refused) == (422, "body-refused")
    assert asked(client, "DELETE", path, "Contributor", **tag).status_code == 200


def test_drafts_survive_a_restart_and_broken_ones_are_told(tmp_path: Path) -> None:
    drafts = Drafts(str(tmp_path), least_free=0)
    made = drafts.make("https://a.example/bo", "Bo", "Ett", {"project": {"names": []}})
    [path] = (tmp_path / "drafts").iterdir()
    assert (path.name, path.stat().st_mode & 0o777) == (f"{made.key}.json", 0o600)
    assert Drafts(str(tmp_path)).all() == (made,)
    path.write_text("{")
    with pytest.raises(StoreProblem):
        Drafts(str(tmp_path)).all()


def test_a_draft_that_cannot_be_kept_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = Drafts(str(tmp_path), least_free=0)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(StoreProblem):
            drafts.make("https://a.example/bo", "Bo", "Ett", {})
    assert (drafts.all(), list((tmp_path / "drafts").iterdir())) == ((), [])


def test_one_person_does_not_fill_the_disk(tmp_path: Path) -> None:
    drafts = Drafts("memory:", least_free=0)
    for _ in range(100):
        drafts.make("https://a.example/bo", "Bo", "", {})
    with pytest.raises(Conflict):
        drafts.make("https://a.example/bo", "Bo", "", {})
    assert drafts.make("https://a.example/anna", "Anna", "", {}).name == "Anna"
    full = Drafts(str(tmp_path), least_free=1 << 62)
    with pytest.raises(StoreProblem):
        full.make("https://a.example/bo", "Bo", "", {})
    assert full.all() == ()
