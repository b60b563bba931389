"""Publishing a private draft: once, as it is then, and told alike to all who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.drafts import own_draft
from api_serving import Client
from graph.commits import Writer
from holders import bearer
from test_api_drafts import CANARY, CONTENT, DRAFTS, asked, drafting, saved
from test_api_isolation import eventually
from test_api_ledger import post, problem, sequence

UNNUMBERED: dict[str, Any] = {
    "project": {name: CONTENT["project"][name] for name in ("names", "territories")},
    "serves": CONTENT["serves"],
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with drafting(tmp_path) as opened:
        yield opened


def published(client: Client, draft: Any) -> Any:
    tag = {"if-match": f'"{draft["version"]}"'}
    return asked(client, "POST", f"{DRAFTS}/{draft['key']}/publication", "Contributor", **tag)


def test_a_draft_that_could_not_be_removed_is_not_entered_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = saved(client, content=UNNUMBERED)

    def failing(*_: Any) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr("graph.store.beside.sync_directory", failing)
        first, before = published(client, made), sequence(client)
    again = published(client, made)
    assert (first.status_code, problem(again)) == (201, (409, "entry-exists"))
    assert first.json()["iri"].endswith(f"/{made['key']}")
    assert sequence(client) == before == first.json()["commit"]
    left = asked(client, "GET", f"{DRAFTS}/{made['key']}", "Contributor").json()
    assert [each["key"] for each in left["findings"]] == ["entry-exists"]


def test_what_is_written_while_a_draft_is_published_stays(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, commit, drafts = saved(client), Writer.commit, client.app.state.services.drafts
    path, tag = f"{DRAFTS}/{made['key']}", {"if-match": f'"{made["version"]}"'}
    changed = CONTENT | {"project": CONTENT["project"] | {"names": [{"text": "Nyare", "lang": "sv"}]}}
    put = partial(client.request, "PUT", path, json=changed, headers=bearer("Contributor") | tag)

    with ThreadPoolExecutor(1) as other:
        answers: list[Any] = []

        def meanwhile(writer: Writer, *told: Any, **more: Any) -> Any:
            done = commit(writer, *told, **more)
            answers.append(other.submit(put))
            assert eventually(lambda: drafts.find(made["key"]).title == "Nyare")
            return done

        monkeypatch.setattr(Writer, "commit", meanwhile)
        assert published(client, made).status_code == 201
        assert answers[0].result(timeout=60).status_code == 200
    kept = asked(client, "GET", path, "Contributor").json()
    assert (kept["title"], kept["content"]) == ("Nyare", changed)


def test_what_is_published_is_what_is_there_then(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = saved(client, content=UNNUMBERED)
    changed = UNNUMBERED | {"project": UNNUMBERED["project"] | {"names": [{"text": "Nyare", "lang": "sv"}]}}

    def read_before_a_change(*told: Any) -> Any:
        draft = own_draft(*told)
        client.app.state.services.drafts.change(draft.key, "Nyare", changed)
        return draft

    monkeypatch.setattr("api.routers.drafts.own_draft", read_before_a_change)
    path = f"{DRAFTS}/{made['key']}/publication"
    answer = asked(client, "POST", path, "Contributor", **{"if-match": "*"})
    project = client.get(f"/resource?iri={answer.json()['iri']}", headers={"accept": "text/turtle"}).text
    assert ("Nyare" in project, CANARY in project) == (True, False)


def test_one_alignment_is_published_once(client: Client) -> None:
    [serving] = CONTENT["serves"]
    hindering = serving | {"hinders": True}
    twice = saved(client, content=CONTENT | {"serves": [serving, hindering, serving | {"strength": 3}]})
    [told] = twice["findings"]
    assert (told["key"], told["place"]["pointer"]) == ("serves-repeated", "#/serves/2/target")
    assert "serves.0" in told["detail"]
    before = sequence(client)
    assert problem(published(client, twice)) == (422, "entry-refused")
    assert sequence(client) == before
    both = saved(client, content=CONTENT | {"serves": [serving, hindering]})
    assert published(client, both).status_code == 201


def test_owner_and_reviewer_see_what_keeps_the_owner_from_publishing(client: Client) -> None:
    entered = post(client, "/api/v1/projects", CONTENT["project"], "Contributor").json()["iri"]
    made = saved(client)
    seen = asked(client, "GET", f"{DRAFTS}/{made['key']}", "Reviewer").json()
    assert [each["key"] for each in made["findings"]] == ["entry-exists"]
    assert seen["findings"] == made["findings"]
    assert made["findings"][0]["detail"].startswith(entered)
