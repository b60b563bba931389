"""Proposals over HTTP: for anybody's text without a trace, and into the ledger for who may contribute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api_serving import Client, client_of
from graph.store import Changes
from graph.terms import Literal, Quad, expand, graph_iri, iri
from graph_facts import BASE
from holders import bearer, token_file
from small_graph import full, small_store

PROPOSALS = "/api/v1/proposals"
LAB = "Forskare vid universitetet bygger en testbädd för ny teknik tillsammans med ett forskningsinstitut."
TEXT = {"title": "Testbädd i norr", "text": LAB, "territories": ["nuts:SE331"]}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    store = small_store()
    told = Literal(LAB, language="sv")
    quad = Quad(iri(full("project/x/p2")), expand("dct:description"), told, graph_iri(BASE, "list", "x"))
    store.apply(Changes(added=frozenset([quad])), store.sequence + 1)
    with client_of(store, tokens=str(token_file(tmp_path_factory.mktemp("tokens")))) as opened:
        yield opened


def post(client: Client, body: object, path: str = PROPOSALS, who: str | None = None, **headers: str) -> Any:
    return client.request("POST", path, json=body, headers=(bearer(who) if who else {}) | headers)


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def test_a_text_is_answered_with_marked_words_and_leaves_no_trace(client: Client) -> None:
    before = client.get("/ready").json()["commit"]
    answer = post(client, TEXT, **{"accept-language": "sv"})
    told = answer.json()
    assert (answer.status_code, told["lang"], told["abstained"]) == (200, "sv", None)
    goal = told["items"][0]
    assert (goal["kind"], goal["code"], goal["name"]["text"]) == ("goal", "9", "Industri")
    for word in goal["words"]:
        assert TEXT[word["field"]][word["start"] : word["end"]] == word["text"]
    assert client.get("/ready").json()["commit"] == before


def test_areas_that_a_text_names_are_told(client: Client) -> None:
    told = post(client, {"text": "Fibernät för alla byar i Umeå."}).json()
    assert [(each["iri"], each["code"]) for each in told["areas"]] == [(full("area/se-kommun/2480"), "2480")]
    assert post(client, {"project": "id/project/x/p2"}).json()["areas"] == []


def test_a_project_is_read_by_its_own_words(client: Client) -> None:
    told = post(client, {"project": "id/project/x/p2"}).json()
    assert [item["code"] for item in told["items"][:2]] == ["9", "9.5"]


def test_it_abstains_and_says_why(client: Client) -> None:
    told = post(client, {"text": "Ett projekt."}).json()
    assert (told["items"], told["abstained"]) == ([], "too-short")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (400, "text-or-project")),
        (TEXT | {"project": "id/project/x/p2"}, (400, "text-or-project")),
        ({"project": "id/project/x/none"}, (404, "resource-unknown")),
        ({"text": "x" * 20_001}, (422, "body-refused")),
        ({"text": LAB, "lang": "fi"}, (422, "body-refused")),
        ({"text": LAB, "least": 2}, (422, "body-refused")),
    ],
)
def test_what_cannot_be_read_is_refused(client: Client, body: object, expected: tuple[int, str]) -> None:
    assert problem(post(client, body)) == expected


def test_who_may_contribute_states_them_and_a_reviewer_decides_on_all(client: Client) -> None:
    path, body = f"{PROPOSALS}/statements", {"project": "id/project/x/p2"}
    assert problem(post(client, body, path)) == (401, "token-missing")
    assert problem(post(client, body, path, "Reader"))[0] == 403
    made = post(client, body, path, "Contributor")
    assert made.status_code == 201, made.text
    names = made.json()["stated"]
    again = post(client, body, path, "Contributor").json()
    assert (again["stated"], again["unchanged"]) == ([], names)
    agent = f"{BASE}id/agent/policygraph/proposals"
    found = client.get(f"/api/v1/alignments?author={agent}&view=unreviewed").json()
    assert {item["iri"] for item in found["items"]} == set(names)
    why = {"text": "Stämmer.", "lang": "sv"}
    decisions = [
        {
            "alignment": item["iri"],
            "decision": "accept" if item["target"].endswith("/9") else "reject",
            "reason": why,
            "version": item["version"],
        }
        for item in found["items"]
    ]
    decided = post(client, {"decisions": decisions}, "/api/v1/alignments/decisions", "Reviewer")
    assert {item["status"] for item in decided.json()["items"]} == {"accepted", "rejected"}
    assert expand("sdg:9").value in post(client, body, path, "Contributor").json()["left"]
    key = names[0].removeprefix(f"{BASE}id/alignment/")
    history = client.get(f"/api/v1/alignments/{key}/history").json()["items"]
    assert [event["kind"] for event in history] == ["statement", "review"]
    assert history[1]["reason"] == why
