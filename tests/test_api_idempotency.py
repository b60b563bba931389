"""A POST with a key is done once: the same answer, one commit, across a restart and a lost answer too."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.rotating import rotated
from api.idempotency.answers import Answers, kept_answer
from api.idempotency.fingerprints import Body
from api_serving import Client, client_of
from graph.commits import Asked, asked
from graph.commits.asking import Keys
from graph.store import Changes, open_store
from graph.terms import DEFAULT_BASE
from holders import bearer, token_file
from small_graph import small_store
from test_api_ledger import ALIGNMENTS, STATEMENT, post, problem, sequence

KEY = {"idempotency-key": "3f1c9a52-1"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with client_of(small_store(), tokens=str(token_file(tmp_path))) as opened:
        yield opened


def test_the_second_request_gets_the_first_answer_and_does_nothing(client: Client) -> None:
    first = post(client, ALIGNMENTS, STATEMENT, **KEY)
    before = sequence(client)
    second = post(client, ALIGNMENTS, STATEMENT, **KEY)
    assert (first.status_code, second.status_code, sequence(client)) == (201, 201, before)
    assert (second.content, second.headers["location"]) == (first.content, first.headers["location"])
    assert second.headers["etag"] == first.headers["etag"]
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers


@pytest.mark.parametrize("changed", [{"strength": 1}, {"target": "sdg:9"}])
def test_a_key_belongs_to_one_body(client: Client, changed: dict[str, Any]) -> None:
    post(client, ALIGNMENTS, STATEMENT, **KEY)
    before = sequence(client)
    assert problem(post(client, ALIGNMENTS, STATEMENT | changed, **KEY)) == (422, "idempotency-reused")
    assert sequence(client) == before


def test_a_key_belongs_to_one_address_and_one_state(client: Client) -> None:
    made = post(client, ALIGNMENTS, STATEMENT, **KEY)
    path = made.json()["iri"].replace("http://127.0.0.1:8000/id/alignment", ALIGNMENTS)
    refused = post(client, f"{path}/reviews", STATEMENT, **KEY, **{"if-match": made.headers["etag"]})
    assert problem(refused) == (422, "idempotency-reused")


def test_a_key_counts_for_whoever_speaks(client: Client) -> None:
    one = post(client, ALIGNMENTS, STATEMENT, "Contributor", **KEY)
    other = post(client, ALIGNMENTS, STATEMENT, "Administrator", **KEY)
    assert (one.status_code, other.status_code) == (201, 201)
    assert one.json()["author"] != other.json()["author"]


def test_a_key_outlives_the_token_that_it_came_with(client: Client, tmp_path: Path) -> None:
    first = post(client, ALIGNMENTS, STATEMENT, **KEY)
    secret, before = rotated(tmp_path / "tokens.jsonl", "Reviewer", 2, None), sequence(client)
    second = post(client, ALIGNMENTS, STATEMENT, **KEY, authorization=f"Bearer {secret}")
    assert (second.content, second.headers["idempotency-replayed"]) == (first.content, "true")
    assert sequence(client) == before


def test_a_key_opens_nothing_to_those_without_a_token(client: Client) -> None:
    post(client, ALIGNMENTS, STATEMENT, **KEY)
    for headers in ({}, {"authorization": "Bearer pgt_wrong"}):
        answer = client.request("POST", ALIGNMENTS, json=STATEMENT, headers=KEY | headers)
        assert answer.status_code == 401


def test_what_was_refused_may_be_sent_again(client: Client) -> None:
    assert post(client, ALIGNMENTS, STATEMENT | {"strength": 9}, **KEY).status_code == 422
    assert post(client, ALIGNMENTS, STATEMENT, **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "x" * 256])
def test_a_key_that_is_none_is_refused(client: Client, key: str) -> None:
    answer = post(client, ALIGNMENTS, STATEMENT, **{"idempotency-key": key})
    assert problem(answer) == (400, "idempotency-key-invalid")


def test_two_at_once_are_done_once(client: Client) -> None:
    async def both() -> list[httpx.Response]:
        transport = httpx.ASGITransport(client.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as sender:
            sent = (
                sender.post(ALIGNMENTS, json=STATEMENT, headers=bearer("Reviewer") | KEY) for _ in range(6)
            )
            return await asyncio.gather(*sent)

    before = sequence(client)
    statuses = sorted(answer.status_code for answer in asyncio.run(both()))
    assert statuses[0] == 201
    assert set(statuses) <= {201, 409}
    assert sequence(client) == before + 1


def uploaded(client: Client, content: bytes, boundary: str) -> httpx.Response:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="p.csv"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    kind = {"content-type": f"multipart/form-data; boundary={boundary}"}
    return client.request(
        "POST", "/api/v1/imports?mapping=projects", content=body, headers=bearer("Contributor") | KEY | kind
    )


def test_a_file_is_known_again_by_whatever_its_parts_are_divided(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clients make a boundary up anew each time they send a form."""
    monkeypatch.setattr("api.routers.imports.AT_ONCE", 60.0)  # however busy the machine is
    lines = "Projektnummer;Projektnamn;Organisation\n1;Bredband;Byalaget\n"
    first, last = uploaded(client, lines.encode(), "1f0c"), sequence(client)
    second = uploaded(client, lines.encode(), "-----a much longer one".replace(" ", "-"))
    assert (first.status_code, second.content) == (201, first.content), second.text
    assert second.headers["idempotency-replayed"] == "true"
    other = uploaded(client, lines.replace("Bredband", "Fiber").encode(), "1f0c")
    assert (problem(other), sequence(client)) == ((422, "idempotency-reused"), last)


@given(st.text("ab-", max_size=30), st.lists(st.integers(0, 60), max_size=5))
def test_a_sum_does_not_hang_on_how_a_body_arrives(content: str, cuts: list[int]) -> None:
    def summed(boundary: str, cuts: list[int]) -> str:
        whole = f"--{boundary}{content}{boundary}--".encode()
        places = sorted({0, *(cut for cut in cuts if cut < len(whole)), len(whole)})
        parts = iter([whole[a:b] for a, b in pairwise(places)])

        async def receive() -> dict[str, Any]:
            part = next(parts, b"")
            return {"type": "http.request", "body": part, "more_body": bool(part)}

        kind = f"multipart/form-data; boundary={boundary}".encode()
        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b""}
        body = Body(scope | {"headers": [(b"content-type", kind)]}, receive)
        asyncio.run(body.drain())
        return body.fingerprint()

    assert summed("xyx", cuts) == summed("xyx", []) == summed("zzzzz", cuts)


def test_the_journal_names_the_request(client: Client) -> None:
    answer = post(client, ALIGNMENTS, STATEMENT, **KEY)
    told = client.app.state.services.store.about(sequence(client))
    assert told["request"] == answer.headers["x-request-id"]
    assert told["from"] == "127.0.0.1"
    assert KEY["idempotency-key"] not in str(told)
    assert len(told["key"]) == len(told["body"]) == 64


def stored(path: Path) -> Any:
    store = open_store(str(path), base=DEFAULT_BASE)
    if not store.sequence:
        store.bulk_add(small_store().quads())
        store.apply(Changes(), 1)
    return store


def test_a_restart_forgets_no_key_and_a_lost_answer_is_told_by_its_commit(tmp_path: Path) -> None:
    tokens = str(token_file(tmp_path))
    with client_of(stored(tmp_path / "store"), tokens=tokens) as client:
        first = post(client, ALIGNMENTS, STATEMENT, **KEY)
        last = sequence(client)
        client.app.state.services.store.close()
    with client_of(stored(tmp_path / "store"), tokens=tokens) as client:
        assert post(client, ALIGNMENTS, STATEMENT, **KEY).content == first.content
        client.app.state.services.store.close()
    shutil.rmtree(tmp_path / "store" / "answers")
    with client_of(stored(tmp_path / "store"), tokens=tokens) as client:
        again = post(client, ALIGNMENTS, STATEMENT, **KEY)
        assert (again.status_code, again.headers["location"]) == (201, f"/api/v1/commits/{last}")
        assert again.json()["sequence"] == last
        assert problem(post(client, ALIGNMENTS, STATEMENT | {"strength": 1}, **KEY)) == (
            422,
            "idempotency-reused",
        )
        assert sequence(client) == last
        client.app.state.services.store.close()


def test_a_broken_answer_on_the_disk_is_none(tmp_path: Path) -> None:
    answers = Answers(str(tmp_path))
    answers.keep("k", kept_answer("f", 201, [(b"etag", b'"1"')], b"x"))
    assert answers.find("k") == kept_answer("f", 201, [(b"etag", b'"1"')], b"x")
    (tmp_path / "answers" / "k").write_bytes(b"{")
    assert answers.find("k") is None


def test_answers_do_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.idempotency.answers._MOST_TOGETHER", 40_000)
    answers, one = Answers(str(tmp_path)), kept_answer("f", 201, [], b"x" * 6_000)
    for number in range(20):
        answers.keep(str(number), one)
        os.utime(tmp_path / "answers" / str(number), (time.time() - 100 + number,) * 2)
    files = list((tmp_path / "answers").iterdir())
    assert sum(path.stat().st_size for path in files) < 60_000
    assert (answers.find("19"), answers.find("0")) == (one, None)
    full = Answers(str(tmp_path / "full"), least_free=1 << 60)
    (tmp_path / "full").mkdir()
    full.keep("k", one)
    assert full.find("k") is None


def test_what_writes_nothing_is_answered_anew(client: Client) -> None:
    answers = [post(client, "/api/v1/effects", {"remove": ["id/project/x/p4"]}, **KEY) for _ in range(2)]
    answers += [post(client, "/api/v1/proposals", {"text": "vatten"}, **KEY) for _ in range(2)]
    assert {each.status_code for each in answers} == {200}
    assert not any("idempotency-replayed" in each.headers for each in answers)


def test_no_request_is_named_outside_of_one() -> None:
    store = small_store()
    with asked(Asked(request="r")):
        pass
    assert (
        Keys(store, lambda: __import__("datetime").datetime.now(__import__("datetime").UTC)).find("k") is None
    )
