"""Heads of requests on real connections: only those that are too long, or do not end, are refused."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from api.serving.protocol import MOST, BoundedHeads
from api.serving.server import config_of
from api.settings import Settings
from api_serving import client_of, live_server
from graph.store import open_store

FIRST = b"GET /health HTTP/1.1\r\nhost: here\r\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    path = tmp_path_factory.mktemp("heads") / "store"
    open_store(str(path)).close()
    with live_server(path) as url:
        found = urlsplit(url)
        yield str(found.hostname), int(found.port or 0)


def sent(address: tuple[str, int], *parts: bytes) -> bytes:
    """Returns what is answered until the connection ends, or its first answer is there."""
    with socket.create_connection(address, timeout=60) as connection:
        for part in parts:
            with suppress(OSError):  # who is refused may find the connection closed
                connection.sendall(part)
        return received(connection)


def received(connection: socket.socket) -> bytes:
    answer = b""
    with suppress(ConnectionResetError):
        while not answer.endswith((b"}", b"together.", b"received.")):
            part = connection.recv(65_536)
            if not part:
                break
            answer += part
    return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def padded(length: int) -> bytes:
    """Returns a head whose line and headers, counted without their marks, have so many bytes."""
    told = len(b"/health") + len(b"host") + len(b"here") + len(b"x-much")
    return FIRST + b"x-much: " + b"x" * (length - told) + b"\r\n\r\n"


def test_a_head_may_be_long(address: tuple[str, int]) -> None:
    assert status(sent(address, padded(MOST - 200))) == 200


@pytest.mark.parametrize(
    "head",
    [
        padded(MOST + 1),
        FIRST + b"".join(b"x-%d: %d\r\n" % (number, number) for number in range(20_000)) + b"\r\n",
        b"GET /health?" + b"x" * MOST + b" HTTP/1.1\r\nhost: here\r\n\r\n",
    ],
    ids=["one header", "many headers", "the address"],
)
def test_a_head_that_is_too_long_is_refused(address: tuple[str, int], head: bytes) -> None:
    answer = sent(address, head)
    assert answer == b"" or status(answer) == 431  # the rest that nobody reads may reset the connection


@pytest.mark.parametrize("part", [b"x" * 8_192, b"a: b\r\n" * 1_000])
def test_a_head_without_end_is_cut_off(address: tuple[str, int], part: bytes) -> None:
    length = 0
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(FIRST + b"x-much: ")
        with suppress(OSError):
            while length < 100 * MOST:
                connection.sendall(part)
                length += len(part)
        assert length < 100 * MOST
    assert status(sent(address, FIRST + b"\r\n")) == 200


def test_bodies_and_requests_one_after_another_count_for_no_head(address: tuple[str, int]) -> None:
    body = b"x" * (3 * MOST)
    post = b"POST /sparql HTTP/1.1\r\nhost: here\r\ncontent-type: text/plain\r\ncontent-length: %d\r\n\r\n"
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(post % len(body) + body + FIRST + b"\r\n")
        assert status(received(connection)) == 415
    assert sent(address, FIRST, b"\r\n" + FIRST + b"\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "head",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: here\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nhost: here\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: here\r\nx y: z\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(address: tuple[str, int], head: bytes) -> None:
    assert status(sent(address, head)) == 400


def test_the_server_reads_requests_so(tmp_path: Path) -> None:
    app = client_of(open_store(str(tmp_path / "store"))).app
    protocol = config_of(app, Settings()).http
    assert isinstance(protocol, type)
    assert issubclass(protocol, BoundedHeads)
