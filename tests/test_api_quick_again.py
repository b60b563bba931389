"""Look-ups that follow each other on a connection: each is answered as on a connection of its own."""

from __future__ import annotations

import re
import socket
import time
from typing import NoReturn

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import api.serving.quick
from isolation_pools import COUNT
from quick_serving import ACCEPT, ANSWER, Served, received, request, served_patiently, told, whole_in

FIRST = request(COUNT)
BEFORE, _, _ = FIRST.partition(b"SELECT")
BEHIND = FIRST[FIRST.index(b" HTTP/") :]
NUMBER = re.compile(rb"[0-9a-f]{32}")


served = pytest.fixture(name="served", scope="module")(served_patiently)


def answers(served: Served, sent: bytes, *before: bytes, most: int = 1) -> list[tuple[bytes, bytes]]:
    """Returns status and body of so many answers to what is sent, behind the answers to what was before."""
    with socket.create_connection(served.socket.getsockname(), timeout=60) as connection:
        for each in before:
            connection.sendall(each)
            assert told(received(connection, 1))[0] == 200
        connection.sendall(sent)
        found = whole_in(received(connection, most))
    return [(head.split(b" ")[1], NUMBER.sub(b"", body)) for head, body in found]


def test_what_is_the_same_is_read_once(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []
    protocol = api.serving.quick.QuickLookUps
    read = protocol._behind_offer
    monkeypatch.setattr(protocol, "_behind_offer", lambda self, data: parsed.append(data) or read(self, data))
    found = [
        answers(served, request(query), FIRST, FIRST)[0] for query in (COUNT, "ASK {}", "ASK { ?s ?p 1 }")
    ]
    assert parsed == [FIRST] * 3
    assert [status for status, _ in found] == [b"200"] * 3
    assert found == [answers(served, request(query))[0] for query in (COUNT, "ASK {}", "ASK { ?s ?p 1 }")]


OTHERS = {
    "another format": request(COUNT).replace(b"sparql-results+json", b"sparql-results+xml"),
    "another origin": request(COUNT, b"origin: https://yasgui.example"),
    "a body": request(COUNT, b"content-length: 3") + b"ASK",
    "more in the address": request(COUNT, of=""),
    "an update": request("DROP ALL"),
    "no query": request("what"),
    "by HTTP/1.0": request(COUNT, version="1.0"),
}


@pytest.mark.parametrize("sent", OTHERS.values(), ids=OTHERS)
def test_what_is_different_is_seen(served: Served, sent: bytes) -> None:
    assert answers(served, sent, FIRST, FIRST) == answers(served, sent)


HIDDEN = {
    "another": FIRST + request("ASK {}"),
    "with its head": request("ASK {}") + FIRST,
    "in the line": BEFORE + b"ASK+%7B%7D HTTP/1.1\r\nhost: here\r\n\r\n" + BEFORE + b"ASK+%7B%7D" + BEHIND,
}


@pytest.mark.parametrize("sent", HIDDEN.values(), ids=HIDDEN)
def test_two_that_come_together_are_two(served: Served, sent: bytes) -> None:
    assert answers(served, sent, FIRST, most=2) == answers(served, sent, most=2)
    assert len(answers(served, sent, FIRST, most=2)) == 2


def test_one_that_comes_in_parts_is_whole(served: Served) -> None:
    found = served.asked(FIRST, FIRST[:40], FIRST[40:] + FIRST[:-2], FIRST[-2:], answers=3)
    assert [body[: len(ANSWER)] for _, body in whole_in(found)] == [ANSWER] * 3


def test_a_head_is_kept_that_came_by_itself(served: Served) -> None:
    """What looks like one may be the end of another, with what stood before it."""
    around = request(COUNT, b"x: ")[:-4]
    hidden = FIRST.replace(ACCEPT, b"accept: application/*")
    for sent in (around.replace(b"results+json", b"results+xml"), around):
        with socket.create_connection(served.socket.getsockname(), timeout=60) as connection:
            connection.sendall(sent)
            time.sleep(0.05)
            connection.sendall(hidden)
            received(connection, 1)
            connection.sendall(hidden)
            assert told(received(connection, 1))[2].startswith(ANSWER)


@given(st.binary(max_size=60) | st.text("AS K{}%20+&#?\r\n/:HTP1.", max_size=60).map(str.encode))
@example(b"ASK+%7B%7D HTTP/1.1\r\norigin: https://yasgui.example\r\nx:")
@example(b"ASK+{}\tHTTP/1.1\r\n")
def test_whatever_stands_in_the_place_of_the_query_is_read_as_if_it_came_first(
    served: Served, query: bytes
) -> None:
    sent = BEFORE + query + BEHIND
    assert answers(served, sent, FIRST) == answers(served, sent)


def test_what_is_not_there_at_once_is_asked_once(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = served.app.state.services.pool
    before = sum(pool.occupied.ended.values())
    with socket.create_connection(served.socket.getsockname(), timeout=60) as connection:
        for wait in (60.0, 0.0, 60.0):
            monkeypatch.setattr("api.serving.early.AT_ONCE", wait)
            connection.sendall(FIRST)
            assert told(received(connection, 1))[2].startswith(ANSWER)
    assert sum(pool.occupied.ended.values()) == before + 3


def test_each_is_counted_for_its_client_once() -> None:
    with Served(unlimited=()) as limited:
        limited.app.state.rates._most["requests"] = 4
        limited.app.state.rates._limiter = None
        sent = (FIRST, request("what"), FIRST, request("ASK {}"), FIRST)
        found = limited.asked(*sent, answers=len(sent))
    assert [int(head.split(b" ")[1]) for head, _ in whole_in(found)] == [200, 400, 200, 200, 429]


def test_a_fault_is_answered_by_the_application(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_connection(served.socket.getsockname(), timeout=60) as connection:
        connection.sendall(FIRST)
        assert told(received(connection, 1))[0] == 200
        monkeypatch.setattr(api.serving.quick, "prepared", _broken)
        connection.sendall(FIRST)
        assert told(received(connection, 1))[2].startswith(ANSWER)


def _broken(*_: object) -> NoReturn:
    raise AssertionError("broken")
