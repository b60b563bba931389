"""Requests on one connection, however cut into pieces: each is answered, in order, as it is alone."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.isolation import Limits
from isolation_pools import COUNT
from test_api_quick import HEALTH, LISTED, Served, received, request, told, whole_in

ASKED = b"POST /sparql HTTP/1.1\r\nhost: here\r\ncontent-type: application/sparql-query\r\n"
# What Java's own client adds to each request in clear text, and `curl --http2`.
OFFER = b"connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAEAAEAAAAIAAAABAAMAAABk"
OFFERING = ASKED + OFFER + b"\r\n"
KINDS = {
    "look-up": request(COUNT),
    "malformed": request("what"),
    "of another origin": request(COUNT, b"origin: https://yasgui.example"),
    "posted": ASKED + b"content-length: 6\r\n\r\nASK {}",
    "posted in chunks": ASKED + b"transfer-encoding: chunked\r\n\r\n2\r\nAS\r\n4\r\nK {}\r\n0\r\n\r\n",
    "posted with an offer": OFFERING + b"content-length: 6\r\n\r\nASK {}",
    "posted in chunks with an offer": OFFERING
    + b"transfer-encoding: chunked\r\n\r\n2\r\nAS\r\n4\r\nK {}\r\n0\r\n\r\n",
    "a look-up with an offer": request(COUNT, OFFER),
    "padded": request(COUNT, b"x-pad: " + b"p" * 9_000),
    "a list": LISTED,
    "health": HEALTH,
    "nowhere": HEALTH.replace(b"/health", b"/nowhere"),
}
ENDS = {
    "": b"",
    "the last": request(COUNT, b"connection: close"),
    "no request": b"nonsense\r\n\r\n",
}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Yields a server without limits on how often one asks, as its own machine has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.serving.pool.Limits", partial(Limits, slow_after=60.0))
        with Served() as opened:
            yield opened


@pytest.fixture(scope="module")
def alone(served: Served) -> dict[bytes, tuple[int, bytes]]:
    """Returns what is answered to each request on a connection of its own: status and body."""
    sent = (*KINDS.values(), *filter(None, ENDS.values()))
    return {each: answers(served.asked(each))[0] for each in sent}


@pytest.mark.parametrize("kind", ["posted", "posted in chunks", "a look-up"])
def test_an_offer_of_another_protocol_changes_nothing(
    alone: dict[bytes, tuple[int, bytes]], kind: str
) -> None:
    """A server may pass it over (RFC 9110, 7.8): the body is still the request's."""
    plain = KINDS["look-up" if kind == "a look-up" else kind]
    assert alone[KINDS[f"{kind} with an offer"]] == alone[plain]
    assert alone[plain][0] == 200


def answers(found: bytes) -> list[tuple[int, bytes]]:
    """Returns status and body of each answer, but for what is another's in each."""
    return [said(head, body) for head, body in whole_in(found)]


def said(head: bytes, body: bytes) -> tuple[int, bytes]:
    if b"x-request-id" not in head:
        return int(head.split(b" ")[1]), body
    status, _, told_of = told(head + b"\r\n\r\n" + body)
    return status, told_of


def pieces(whole: bytes, places: Sequence[float]) -> list[bytes]:
    cuts = sorted({0, len(whole), *(round(place * len(whole)) for place in places)})
    return [whole[start:end] for start, end in pairwise(cuts)]


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(list(KINDS.values())), min_size=1, max_size=12),
    st.sampled_from(list(ENDS.values())),
    st.lists(st.floats(0, 1), max_size=15),
)
def test_requests_are_answered_in_order_however_they_are_cut(
    served: Served,
    alone: dict[bytes, tuple[int, bytes]],
    asked: list[bytes],
    end: bytes,
    places: list[float],
) -> None:
    wanted = [alone[each] for each in (*asked, end) if each]
    with socket.create_connection(served.socket.getsockname(), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # What came behind a refusal would reset the connection: so the end comes in one piece.
        for piece in (*pieces(b"".join(asked), places), end):
            connection.sendall(piece)
        found = received(connection, len(wanted))
        assert answers(found) == wanted
        assert not end or connection.recv(1) == b""
