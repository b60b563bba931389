"""The ledger over HTTP: acts by role, on the state that was read, whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from api_serving import Client, client_of
from graph.terms import expand
from holders import BOT, bearer, token_file
from small_graph import full, small_store

WHY = {"text": "Så står det i planen.", "lang": "sv"}
STATEMENT = {
    "source": "id/project/x/p4",
    "target": "sdg:6",
    "strength": 2,
    "confidence": "0.7",
    "evidence": [
        {"source": "id/document/x/list", "quote": {"text": "rent vatten", "lang": "sv", "prefix": "för "}}
    ],
    "reasoning": WHY,
}
ALIGNMENTS = "/api/v1/alignments"
P1A1, CONTESTED, GONE = (f"{ALIGNMENTS}/x/{name}" for name in ("p1-a1", "p2-b", "p3-6"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Returns a client of one store for all tests here: each states alignments of its own."""
    with client_of(small_store(), tokens=str(token_file(tmp_path_factory.mktemp("tokens")))) as opened:
        yield opened


def post(client: Client, path: str, body: object, who: str = "Reviewer", **headers: str) -> Any:
    return client.request("POST", path, json=body, headers=bearer(who) | headers)


def stated(client: Client, who: str = "Contributor", **changes: Any) -> tuple[str, str]:
    """States an alignment; returns its path and its ETag."""
    answer = post(client, ALIGNMENTS, STATEMENT | changes, who)
    assert answer.status_code == 201, answer.text
    path = answer.json()["iri"].replace("http://127.0.0.1:8000/id/alignment", ALIGNMENTS)
    return path, answer.headers["etag"]


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def sequence(client: Client) -> int:
    commit: int = client.get("/ready").json()["commit"]
    return commit


def test_an_alignment_is_stated_in_the_name_of_who_speaks(client: Client) -> None:
    answer = post(client, ALIGNMENTS, STATEMENT, "Contributor")
    made = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, made["iri"])
    assert made["author"]["iri"] == "http://127.0.0.1:8000/id/agent/test/contributor"
    assert made["author"]["name"]["text"] == "Contributor"
    assert (made["status"], made["score"], made["target"]) == ("proposed", None, expand("sdg:6").value)
    assert made["evidence"][0]["quote"] == {
        "text": "rent vatten",
        "lang": "sv",
        "prefix": "för ",
        "suffix": "",
    }
    path = made["iri"].replace("http://127.0.0.1:8000/id/alignment", ALIGNMENTS)
    read = client.get(path)
    assert (read.json(), read.headers["etag"]) == (made, answer.headers["etag"])
    assert read.headers["etag"] == f'"{made["version"]}"'
    commit = client.get("/api/v1/commits?limit=1").json()["items"][0]
    assert (commit["agent"], commit["reason"]) == (made["author"]["iri"], "Statement of an alignment")
    assert client.get(made["iri"].removeprefix("http://127.0.0.1:8000"), "text/turtle").status_code == 200
    assert problem(post(client, ALIGNMENTS, STATEMENT, "Contributor")) == (409, "stated-already")


def test_a_review_moves_status_score_and_version(client: Client) -> None:
    path, tag = stated(client, target="sdg:9")
    answer = post(client, f"{path}/reviews", {"agreement": "1", "reason": WHY}, **{"if-match": tag})
    made = answer.json()
    assert (answer.status_code, made["status"], made["score"], made["supporters"]) == (
        201,
        "accepted",
        "0.5000",
        1,
    )
    assert answer.headers["etag"] != tag
    assert "/id/review/" in answer.headers["location"]
    again = post(
        client, f"{path}/reviews", {"agreement": -1, "reason": WHY}, **{"if-match": answer.headers["etag"]}
    ).json()
    assert (again["status"], again["opponents"], again["supporters"]) == ("rejected", 1, 0)
    history = client.get(f"{path}/history?lang=sv")
    told = [(each["kind"], each["author"]["name"]["text"], each["state"]) for each in history.json()["items"]]
    assert told == [
        ("statement", "Contributor", "holds"),
        ("review", "Reviewer", "replaced"),
        ("review", "Reviewer", "holds"),
    ]
    assert history.json()["items"][1]["reason"] == WHY
    assert history.headers["etag"] == client.get(path).headers["etag"]
    assert client.get(f"{path}/history.csv").text.startswith("iri,kind,on,author.iri,")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{P1A1}/reviews", {"agreement": 1, "reason": WHY}),
        (f"{P1A1}/withdrawals", {"reason": WHY}),
        (f"{P1A1}/supersessions", {"reason": WHY, "statement": STATEMENT}),
        (
            f"{ALIGNMENTS}/decisions",
            {"decisions": [{"alignment": "id/alignment/x/p1-a1", "decision": "accept", "reason": WHY}]},
        ),
    ],
)
def test_a_change_says_on_which_state_it_is_made(client: Client, path: str, body: dict[str, Any]) -> None:
    before = sequence(client)
    assert problem(post(client, path, body, "Administrator")) == (428, "version-missing")
    if "decisions" not in body:
        for tag in ('"stale"', 'W/"weak"', "nonsense"):
            assert problem(post(client, path, body, "Administrator", **{"if-match": tag})) == (
                412,
                "version-stale",
            )
    assert sequence(client) == before


def test_of_several_tags_the_one_that_fits_is_taken_and_a_star_fits_all(client: Client) -> None:
    path, tag = stated(client, target="sdg:9.5")
    body = {"agreement": "0.5", "reason": WHY}
    assert post(client, f"{path}/reviews", body, **{"if-match": f'"other", {tag}'}).status_code == 201
    assert post(client, f"{path}/reviews", body, **{"if-match": "*"}).status_code == 201
    coded = client.get(path).headers["etag"].replace('"', "", 1)[:-1]
    for name in ("zstd", "gzip"):  # as a proxy has it that compressed the answer
        reviewed = post(client, f"{path}/reviews", body, **{"if-match": f'"{coded}-{name}"'})
        assert reviewed.status_code == 201
        coded = reviewed.headers["etag"].strip('"')
    stale = post(client, f"{path}/reviews", body, **{"if-match": '"other"', "accept-language": "en"}).json()
    assert re.match(r"“.+ → .+” \(http.+\) has changed since you read it", stale["detail"])
    nowhere = f"{ALIGNMENTS}/x/nothing/reviews"
    for given in ("*", tag):
        assert problem(post(client, nowhere, body, **{"if-match": given})) == (404, "alignment-unknown")


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("Reader", ALIGNMENTS, 403),
        ("Contributor", f"{P1A1}/reviews", 403),
        ("Contributor", f"{P1A1}/supersessions", 403),
        ("Contributor", f"{P1A1}/withdrawals", 403),
        ("Reviewer", f"{P1A1}/withdrawals", 403),
        ("Contributor", f"{ALIGNMENTS}/decisions", 403),
        (BOT, f"{P1A1}/reviews", 403),
        (BOT, f"{P1A1}/supersessions", 403),
        ("Nobody", f"{P1A1}/reviews", 401),
    ],
)
def test_each_act_takes_its_role(client: Client, who: str, path: str, status: int) -> None:
    statement = {"reason": WHY, "statement": STATEMENT | {"source": "id/project/x/p1"}}
    bodies = {
        "reviews": {"agreement": 1, "reason": WHY},
        "withdrawals": {"reason": WHY},
        "supersessions": statement,
        "decisions": {
            "decisions": [
                {"alignment": "id/alignment/x/p1-a1", "decision": "accept", "reason": WHY, "version": "x"}
            ]
        },
        "alignments": STATEMENT,
    }
    before = sequence(client)
    answer = post(client, path, bodies[path.rpartition("/")[2]], who, **{"if-match": "*"})
    assert answer.status_code == status, answer.text
    assert sequence(client) == before


def test_who_speaks_is_known_before_what_they_send_is_read(client: Client) -> None:
    broken = client.request("POST", ALIGNMENTS, content=b"{", headers={"content-type": "application/json"})
    assert problem(broken) == (401, "token-missing")


def test_one_withdraws_ones_own_and_an_administrator_anything(client: Client) -> None:
    path, tag = stated(client, source="id/objective/x/b")
    gone = post(client, f"{path}/withdrawals", {"reason": WHY}, "Contributor", **{"if-match": tag})
    assert (gone.status_code, gone.json()["status"]) == (201, "withdrawn")
    for act in ("reviews", "supersessions", "withdrawals"):
        body: dict[str, Any] = {"reason": WHY}
        body |= {"reviews": {"agreement": 1}, "supersessions": {"statement": STATEMENT}}.get(act, {})
        answer = post(client, f"{path}/{act}", body, "Administrator", **{"if-match": "*"})
        assert (answer.status_code, "not-in-force" in answer.json()["type"]) == (409, True)
    back = {"reason": WHY, "of": gone.headers["location"]}
    assert problem(post(client, f"{path}/withdrawals", back, "Reviewer", **{"if-match": "*"})) == (
        403,
        "statement-foreign",
    )
    restored = post(client, f"{path}/withdrawals", back, "Administrator", **{"if-match": "*"})
    assert (restored.status_code, restored.json()["status"]) == (201, "proposed")


def test_a_machine_proposes_and_people_decide_in_one_go(client: Client) -> None:
    paths = [
        stated(client, BOT, source="id/objective/x/a1", target=code)[0]
        for code in ("sdg:6", "sdg:9.5", "sdg:9.10")
    ]
    queue = client.get(f"{ALIGNMENTS}?view=unreviewed&author=id/agent/test/roboten").json()
    assert (queue["total"], all(each["by_machine"] for each in queue["items"])) == (3, True)
    serving = client.get("/api/v1/chains?from=id/objective/x/a1&goal=sdg:6").json()
    assert serving["total"] == 0
    correction = STATEMENT | {"source": "id/objective/x/a1", "target": "sdg:9.10", "strength": 1}
    decisions = [
        {"alignment": each["iri"], "version": each["version"], "reason": WHY, "decision": decision}
        for each, decision in zip(queue["items"], ("accept", "reject", "correct"), strict=True)
    ]
    decisions[2]["statement"] = correction | {
        "source": queue["items"][2]["source"],
        "target": queue["items"][2]["target"],
    }
    stale = [*decisions[:2], decisions[2] | {"version": "stale"}]
    before = sequence(client)
    assert problem(post(client, f"{ALIGNMENTS}/decisions", {"decisions": stale})) == (412, "version-stale")
    empty = [decisions[0] | {"decision": "correct"}]
    assert problem(post(client, f"{ALIGNMENTS}/decisions", {"decisions": empty})) == (400, "correction-empty")
    assert sequence(client) == before
    answer = post(client, f"{ALIGNMENTS}/decisions", {"decisions": decisions})
    assert (answer.status_code, sequence(client)) == (201, before + 1)
    assert [each["status"] for each in answer.json()["items"]] == ["accepted", "rejected", "superseded"]
    again = client.get(paths[0])
    assert again.headers["etag"].strip('"') in {each["version"] for each in answer.json()["items"]}


def test_views_are_filters_that_go_together(client: Client) -> None:
    contested = client.get(f"{ALIGNMENTS}?view=contested").json()
    assert [each["iri"] for each in contested["items"]] == [full("alignment/x/p2-b")]
    assert contested["items"][0]["score"] == "0.0000"
    agreed = client.get(f"{ALIGNMENTS}?view=consensus&source=id/project/x/p1").json()
    assert [each["iri"] for each in agreed["items"]] == [full("alignment/x/p1-a1")]
    assert problem(client.get(f"{ALIGNMENTS}?view=consensus&status=proposed")) == (400, "view-of-status")
    assert client.get(f"{ALIGNMENTS}?view=unreviewed&status=proposed").json()["total"] > 0
    assert problem(client.get(f"{ALIGNMENTS}?view=loud"))[0] == 400
    assert client.get(f"{ALIGNMENTS}?status=withdrawn&target=sdg:6").json()["total"] == 1
    by = client.get(f"{ALIGNMENTS}?author=id/agent/x/critic").json()
    assert [each["iri"] for each in by["items"]] == [full("alignment/x/p1-6")]


@pytest.mark.parametrize(
    ("changes", "field", "key"),
    [
        ({"strength": 7}, "strength", "strength-range"),
        ({"strength": "much"}, "strength", "field-invalid"),
        ({"strength": True}, "strength", "field-invalid"),
        ({"confidence": "2"}, "confidence", "confidence-range"),
        ({"target": "sdg:99"}, "target", "named-unknown"),
        ({"said": "2999-01-01"}, "said", "said-later"),
        ({"evidence": []}, "evidence", "evidence-missing"),
        ({"evidence": [{"quote": WHY}]}, "evidence.0.source", "field-missing"),
        ({"evidence": [{"source": "not an iri"}]}, "evidence.0.source", "field-invalid"),
        ({"colour": "blue"}, "colour", "field-unknown"),
        ({"author": "id/agent/x/editors"}, "author", "field-unknown"),
        ({"reasoning": {"text": "hej", "lang": "svenska på"}}, "reasoning.lang", "field-invalid"),
        ({"reasoning": {"text": "hej", "lang": "sv-x"}}, "reasoning.lang", "field-invalid"),
    ],
)
def test_what_cannot_stand_is_refused_by_field_and_leaves_nothing(
    client: Client, changes: dict[str, Any], field: str, key: str
) -> None:
    before = sequence(client)
    answer = post(client, ALIGNMENTS, STATEMENT | changes, "Contributor", **{"accept-language": "da"})
    assert answer.status_code == 422
    found = [(each["place"]["column"], each["key"]) for each in answer.json()["findings"]]
    assert (field, key) in found
    assert sequence(client) == before


@pytest.mark.parametrize(
    ("content", "headers", "status", "key"),
    [
        (b"{", {"content-type": "application/json"}, 400, "body-not-json"),
        (b"\xff", {"content-type": "application/json"}, 400, "body-not-json"),
        (b"a=b", {"content-type": "application/x-www-form-urlencoded"}, 415, "media-type-unsupported"),
        (b"{}", {"content-type": "text/plain"}, 415, "media-type-unsupported"),
        (b"[]", {"content-type": "application/json; charset=utf-8"}, 422, "body-no-object"),
        (b" " * 1_048_577, {"content-type": "application/json"}, 413, "body-too-large"),
        (
            json.dumps(STATEMENT | {"source": "nothing:x"}).encode(),
            {"content-type": "application/json"},
            400,
            "prefix-unknown",
        ),
        (
            json.dumps(STATEMENT | {"source": "<a b>"}).encode(),
            {"content-type": "application/json"},
            400,
            "iri-invalid",
        ),
    ],
)
def test_what_is_no_statement_is_refused(
    client: Client, content: bytes, headers: dict[str, str], status: int, key: str
) -> None:
    answer = client.request("POST", ALIGNMENTS, content=content, headers=bearer("Contributor") | headers)
    assert problem(answer) == (status, key)


def test_bad_reviews_are_refused(client: Client) -> None:
    def refused(path: str, **body: object) -> tuple[int, str]:
        return problem(post(client, f"{path}/reviews", body, **{"if-match": "*"}))

    before = sequence(client)
    assert refused(P1A1, agreement="1.5", reason=WHY) == (400, "agreement-range")
    assert refused(P1A1, agreement="1e-30000", reason=WHY) == (400, "agreement-decimals")
    assert refused(P1A1, agreement=1) == (422, "body-refused")
    assert refused(P1A1, agreement=1, reason={"text": " ", "lang": "sv"}) == (400, "reason-missing")
    assert refused(GONE, agreement=1, reason=WHY) == (409, "alignment-not-in-force")
    foreign = {"reason": WHY, "of": "id/review/x/3"}
    answer = post(client, f"{P1A1}/withdrawals", foreign, "Administrator", **{"if-match": "*"})
    assert problem(answer) == (409, "event-foreign")
    assert sequence(client) == before


def test_the_bodies_are_in_the_openapi_document(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    for path, operations in document["paths"].items():
        content = operations.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json")
        if content:
            name = content["schema"]["$ref"].rpartition("/")[2]
            assert document["components"]["schemas"][name]["properties"], path
    assert "/api/v1/alignments/{source}/{key}/reviews" in document["paths"]
    assert "ProofBody" in document["components"]["schemas"]


def test_the_page_of_a_statement_shows_its_history(client: Client) -> None:
    page = client.get("/sv/resource?iri=id/alignment/x/p1-a1", "text/html")
    assert page.status_code == 200
    assert "Vad som har hänt" in page.text
    assert "1 håller med, 0 håller inte med. Poäng 0,5 mellan −1 (emot) och 1 (med)" in page.text


def test_what_is_sent_twice_with_a_key_is_done_once(client: Client) -> None:
    body = STATEMENT | {"source": "id/objective/x/b", "target": "sdg:9.10"}
    first = post(client, ALIGNMENTS, body, "Contributor", **{"idempotency-key": "state-once"})
    commit = sequence(client)
    again = post(client, ALIGNMENTS, body, "Contributor", **{"idempotency-key": "state-once"})
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert sequence(client) == commit
