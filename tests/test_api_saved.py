"""Saved questions: who keeps one, when it is asked again, and what its page and its feed tell."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from api.serving.streaming import CLIENT_GONE
from api_serving import Client
from graph.commits import Writer
from graph.saved import told_of
from graph.store import Changes
from graph_facts import ALICE, in_graph, node
from holders import bearer
from pages_serving import Page, get_page
from signed_in import Visit
from test_api_drafts import drafting
from test_api_ledger import post, problem
from test_api_pages_outlets import ATOM, check
from test_api_streaming import leaving

SAVED = "/api/v1/saved"
LABELLED = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
QUERY = LABELLED + 'SELECT ?thing ?name { ?thing skos:altLabel ?name FILTER(STRSTARTS(?name, "Nytt")) }'
PLACE = node("graph/source/test")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with drafting(tmp_path) as opened:
        yield opened


def saved(client: Client, who: str = "Contributor", query: str = QUERY, title: str = "Nya namn") -> Any:
    answer = post(client, SAVED, {"title": title, "query": query}, who)
    assert answer.status_code == 201, answer.text
    return answer.json()


def named(client: Client, *, add: str = "", remove: str = "") -> int:
    """Commits a name of goal 9, or its removal, waits until workers know it, and returns the commit."""
    quads = {
        sign: in_graph(PLACE, f'sdg:9 skos:altLabel "{name}"@sv .') if name else frozenset()
        for sign, name in (("added", add), ("removed", remove))
    }
    writer = Writer(client.app.state.services.store)
    made = writer.commit(Changes(**quads), agent=ALICE, reason="Ett namn")
    assert made is not None
    wait(client, made.sequence)
    return made.sequence


def wait(client: Client, sequence: int) -> None:
    """Waits until the copy that workers read holds a commit."""
    checkpoints = client.app.state.services.pool._checkpoints
    waited = threading.Event()
    for _ in range(600):
        checkpoint = checkpoints.hold(None)
        checkpoints.release(checkpoint)
        if checkpoint.sequence >= sequence:
            return
        waited.wait(0.1)
    raise AssertionError("workers never saw the commit")


def test_a_question_tells_what_came_and_went_between_the_looks_at_it(client: Client) -> None:
    made = saved(client)
    path = f"{SAVED}/{made['key']}"
    assert (made["rows"], made["changes"], made["sequence"]) == (0, [], 1)
    first = named(client, add="Nytt ett")
    named(client, add="Nytt två")
    second = named(client, add="Nytt tre", remove="Nytt två")

    told = client.get(path).json()
    [turn] = told["changes"]
    assert (turn["since"], turn["sequence"], turn["came"], turn["went"]) == (1, second, 2, 0)
    assert sorted(row[1] for row in turn["rows_came"]) == ["Nytt ett", "Nytt tre"]
    assert told["looked"] == second > first
    third = named(client, remove="Nytt ett")
    told = client.get(path).json()
    assert [(each["sequence"], each["came"], each["went"]) for each in told["changes"]] == [
        (third, 0, 1),
        (second, 2, 0),
    ]
    assert client.get(path).json() == told
    assert client.get(SAVED).json()["items"] == [told]


def test_the_list_is_had_as_a_table_too(client: Client) -> None:
    made = saved(client)
    named(client, add="Nytt")
    client.get(f"{SAVED}/{made['key']}")
    links = Page(get_page(client, "/sv/saved")).all("a")
    [href] = [each.attributes["href"] for each in links if each.text == "CSV"]
    [line] = csv.DictReader(io.StringIO(client.get(href).text))
    assert (line["title"], line["rows"], line["page"]) == ("Nya namn", "1", made["page"])
    assert "changes" not in line
    table = client.get(f"{SAVED}.jsonld").json()
    [row] = table["csvw:row"]
    assert row["csvw:describes"]["page"] == [{"@id": made["page"]}]
    assert client.get(f"{SAVED}.xlsx").content.startswith(b"PK")


def test_it_is_asked_at_most_once_for_each_commit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    key = saved(client)["key"]
    pool, asked = client.app.state.services.pool, []
    answer = pool.answer
    monkeypatch.setattr(pool, "answer", lambda *told, **more: asked.append(1) or answer(*told, **more))
    paths = [f"{SAVED}/{key}", f"/sv/saved/{key}", f"/da/saved/{key}/feed", f"/en/saved/{key}/feed"]
    for path in paths:
        assert client.get(path, accept="*/*").status_code == 200
    assert asked == []
    named(client, add="Nytt")
    for path in paths:
        client.get(path, accept="*/*")
    assert len(asked) == 1


def test_whoever_comes_right_after_another_does_not_ask_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, sequence = saved(client)["key"], named(client, add="Nytt")
    services = client.app.state.services
    turn = services.saves.turn

    def late(key: str) -> AbstractContextManager[bool]:
        services.saves.answered(key, told_of(sequence, ("thing", "name"), []))
        return turn(key)

    monkeypatch.setattr(services.saves, "turn", late)
    monkeypatch.setattr(services.pool, "answer", lambda *_, **__: pytest.fail("asked again"))
    assert client.get(f"{SAVED}/{key}").json()["looked"] == sequence


def test_who_may_not_keep_one_and_what_is_not_kept(client: Client) -> None:
    body = {"title": "t", "query": QUERY}
    assert client.request("POST", SAVED, json=body).status_code == 401
    assert post(client, SAVED, body, "Reader").status_code == 403
    refused = {
        "query-no-table": "ASK { ?s ?p ?o }",
        "query-malformed": "SELECT ?s WHERE { ?s a }",
        "saved-answer-too-long": "SELECT ?a { ?a ?p ?b . ?c ?q ?d } LIMIT 1001",
        "saved-unsteady": "SELECT (RAND() AS ?chance) {}",
        "update-refused": "DELETE WHERE { ?s ?p ?o }",
    }
    for key, query in refused.items():
        answer = post(client, SAVED, {"title": "t", "query": query}, "Contributor")
        assert problem(answer)[1] == key
    assert post(client, SAVED, {"title": "t", "query": "x" * 20_001}, "Contributor").status_code == 422
    assert client.get(SAVED).json()["total"] == 0


def test_its_owner_removes_it_and_nobody_else_but_an_administrator(client: Client) -> None:
    own, other = saved(client), saved(client, "Bo")
    path = f"{SAVED}/{own['key']}"

    def removed(path: str, who: str) -> int:
        return int(client.request("DELETE", path, headers=bearer(who)).status_code)

    assert [removed(path, who) for who in ("Reader", "Bo", "Reviewer", "Contributor")] == [403, 403, 403, 200]
    assert removed(path, "Contributor") == 404
    assert removed(f"{SAVED}/{other['key']}", "Administrator") == 200
    assert client.get(SAVED).json()["total"] == 0


def test_the_list_comes_in_pages_the_newest_first(client: Client) -> None:
    keys = [saved(client, title=title)["key"] for title in ("ett", "två")]
    first = client.get(f"{SAVED}?limit=1").json()
    second = client.get(first["next"]).json()
    assert [first["items"][0]["key"], second["items"][0]["key"]] == keys[::-1]
    assert (first["total"], len(first["items"]), second["next"]) == (2, 1, None)


@pytest.mark.parametrize(
    ("lang", "title"), [("sv", "1 rad kom till"), ("da", "1 række kom til"), ("en", "1 row came")]
)
def test_the_feed_is_in_the_readers_language_with_ids_that_stay(
    client: Client, lang: str, title: str
) -> None:
    key = saved(client)["key"]
    sequence = named(client, add="Nytt & <gott>")
    feed = fed(client.get(f"/{lang}/saved/{key}/feed"))
    assert check(feed) == [
        f"http://127.0.0.1:8000/saved/{key}#change-{sequence}",
        f"http://127.0.0.1:8000/saved/{key}#saved",
    ]
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == title
    assert "Nytt & <gott>" in (feed.findtext(f"{ATOM}entry/{ATOM}summary") or "")
    led = client.get(f"/saved/{key}/feed", headers={"accept-language": lang})
    assert (led.status_code, led.headers["location"]) == (307, f"/{lang}/saved/{key}/feed")
    assert client.get(f"/saved/{key}").status_code == 307
    assert [client.get(f"/saved/none{rest}").status_code for rest in ("", "/feed")] == [404, 404]
    assert client.get(f"/{lang}/saved/none", accept="text/html").status_code == 404


def fed(answer: httpx.Response) -> ElementTree.Element:
    assert answer.headers["content-type"] == "application/atom+xml"
    return ElementTree.fromstring(answer.content)


def test_a_question_is_saved_below_its_answer_followed_and_removed_on_the_pages(client: Client) -> None:
    visit = Visit(client, "Contributor")
    answered = Page(visit.get("/sv/questions/goal-counts?ask=1").text)
    fields = {
        each.attributes["name"]: each.attributes["value"]
        for each in answered.all("input")
        if each.attributes.get("name") in ("title", "query")
    }
    assert "Spara frågan" in {each.text for each in answered.all("button")}
    location = visit.send("/sv/saved", fields).headers["location"]
    page = Page(visit.get(location).text)
    assert page.faults == []
    assert "Inget har ändrats än" in page.html
    [feed] = [
        each.attributes for each in page.all("link") if each.attributes.get("type") == "application/atom+xml"
    ]
    assert feed["href"] == f"{location}/feed"
    assert fields["title"] in visit.get("/sv/saved").text

    other = Visit(client, "Bo")
    assert f"{location}/removal" not in other.get(location).text
    assert other.send(f"{location}/removal", {}).status_code == 403
    assert visit.send(f"{location}/removal", {}).headers["location"] == "/sv/saved"
    assert visit.get(location).status_code == 404


def test_a_page_shows_the_rows_that_came_and_went(client: Client) -> None:
    key = saved(client, title="Namn & <b>fetstil</b>")["key"]
    named(client, add="Nytt ett")
    client.get(f"{SAVED}/{key}")
    named(client, add="Nytt två", remove="Nytt ett")
    page = Page(get_page(client, f"/sv/saved/{key}"))
    assert page.faults == []
    assert [each.text for each in page.all("h3")] == ["1 rad kom till, 1 rad försvann", "1 rad kom till"]
    cells = [each.text for each in page.all("td")]
    assert (cells.count("Nytt ett"), cells.count("Nytt två")) == (2, 2)
    assert page.all("b") == []


def test_what_is_refused_on_the_page_stays_in_the_form(client: Client) -> None:
    visit = Visit(client, "Contributor")
    query = "SELECT (NOW() AS ?now) (RAND() AS ?chance) {}"
    answer = visit.send("/sv/saved", {"title": "Slump", "query": query})
    assert answer.status_code == 400
    page = Page(answer.text)
    [text] = [each.text for each in page.all("textarea")]
    assert text == query
    assert "ORDER BY" in next(each.text for each in page.elements if each.attributes.get("role") == "alert")
    assert "Den som är uppgiftslämnare" in get_page(client, "/sv/saved")
    assert visit.send("/sv/saved", {"title": "", "query": QUERY}).status_code == 400
    answer = visit.send("/sv/saved", {"title": "Lång", "query": "å" * 20_001})
    assert answer.status_code == 413
    assert "20000 tecken" in answer.text


def test_what_cannot_be_answered_any_more_says_so_and_shows_the_last_answer(client: Client) -> None:
    query = "SELECT ?a ?b { ?a <urn:p> ?x . ?b <urn:p> ?y }"
    key = saved(client, query=query)["key"]
    many = in_graph(PLACE, " ".join(f"<urn:s{n}> <urn:p> {n} ." for n in range(40)))
    made = Writer(client.app.state.services.store).commit(Changes(added=many), agent=ALICE, reason="Många")
    assert made is not None
    wait(client, made.sequence)
    told = client.get(f"{SAVED}/{key}").json()
    assert (told["fault"], told["rows"], told["changes"]) == ("saved-answer-too-long", 0, [])
    page = get_page(client, f"/sv/saved/{key}")
    assert "svaret har fått för många rader" in page
    assert "version 1" in page


def test_whoever_leaves_while_it_is_asked_has_kept_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = saved(client)["key"]
    named(client, add="Nytt")
    monkeypatch.setattr("api.querying.asking.unless_gone", leaving)
    assert post(client, SAVED, {"title": "t", "query": QUERY}, "Contributor").status_code == CLIENT_GONE
    assert client.get(f"{SAVED}/{key}").status_code == CLIENT_GONE
    assert client.get(f"/sv/saved/{key}/feed").status_code == CLIENT_GONE
    monkeypatch.undo()
    assert client.get(SAVED).json()["total"] == 1
    assert len(client.get(f"{SAVED}/{key}").json()["changes"]) == 1


def test_whoever_has_no_budget_left_gets_what_was_known(tmp_path: Path) -> None:
    with drafting(tmp_path) as client:
        key = saved(client)["key"]
        named(client, add="Nytt")
        rates = client.app.state.rates
        rates._most["query"], far = 1, Client(client.app, "203.0.113.9")
        rates.charge("203.0.113.9", 1.0)
        assert far.get(f"{SAVED}/{key}").json()["changes"] == []
        assert far.get(f"/sv/saved/{key}/feed").status_code == 200
        assert len(client.get(f"{SAVED}/{key}").json()["changes"]) == 1
