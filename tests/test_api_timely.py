"""Clients that send nothing, or a byte now and then: their connections end, and nobody else's do."""

from __future__ import annotations

import gc
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import uvicorn
from structlog.testing import capture_logs

from api.app import create_app
from api.serving import timely
from api.serving.server import config_of
from api.settings import Settings
from graph.store import open_store
from holders import token_file
from isolation_pools import eventually

Address = tuple[str, int]
PATIENCE = 1.0
HEALTH = b"GET /health HTTP/1.1\r\nhost: here\r\n\r\n"
POSTED = b"POST /sparql HTTP/1.1\r\nhost: here\r\ncontent-type: application/sparql-query\r\n"
LONG = {"a": 900, "b": 900, "c": 16}
QUERY = b"ASK { ?s ?p ?o }"


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Address]:
    """Gives the address of a server that waits for clients for a second."""
    monkeypatch.setattr(timely, "PATIENCE", PATIENCE)
    settings = Settings(tokens=str(token_file(tmp_path)))
    app = create_app(settings, open_store(str(tmp_path / "store")))
    server = uvicorn.Server(config_of(app, settings))
    with socket.create_server(("127.0.0.1", 0)) as listening, capture_logs():
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[:2]
        server.should_exit = True
        thread.join()


def told(connection: socket.socket) -> bytes:
    """Returns all that is answered until the server ends the connection."""
    answer = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(65_536):
            answer += part
    return answer


def drip(connection: socket.socket, data: bytes, seconds: float) -> int:
    """Sends one byte after another, until the connection ends or all is sent; returns how many it sent."""
    for number in range(len(data)):
        try:
            connection.sendall(data[number : number + 1])
        except OSError:
            return number
        time.sleep(seconds)
    return len(data)


def test_a_connection_on_which_nothing_comes_is_ended(address: Address) -> None:
    began = time.monotonic()
    with socket.create_connection(address, timeout=20) as connection:
        assert told(connection) == b""
    assert time.monotonic() - began >= PATIENCE * 0.9


@pytest.mark.parametrize("begun", [b"G", b"GET /health HTTP/1.1\r\nhost: he", HEALTH[:-1]])
def test_a_head_that_does_not_end_is_told_so(address: Address, begun: bytes) -> None:
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(begun)
        assert told(connection).startswith(b"HTTP/1.1 408 ")


def test_a_head_in_drops_is_not_waited_for(address: Address) -> None:
    began = time.monotonic()
    with socket.create_connection(address, timeout=20) as connection:
        assert drip(connection, b"GET /health HTTP/1.1\r\nx-slow: " + b"x" * 400, 0.05) < 400
    assert PATIENCE * 0.9 <= time.monotonic() - began < 20


@pytest.mark.parametrize("sent", [b"", b"ASK {", b"ASK { ?s"])
def test_a_body_that_does_not_come_is_told_so(address: Address, sent: bytes) -> None:
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(POSTED + b"content-length: 16\r\n\r\n" + sent)
        assert told(connection).startswith(b"HTTP/1.1 408 ")


def test_a_body_in_drops_is_not_waited_for(address: Address) -> None:
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(POSTED + b"content-length: 1000\r\n\r\n")
        assert drip(connection, b" " * 400, 0.05) < 400


def test_a_body_that_goes_on_coming_is_waited_for(address: Address) -> None:
    with socket.create_connection(address, timeout=20) as connection:
        body = QUERY + b" " * 4_000
        connection.sendall(POSTED + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(body))
        for part in (body[at : at + 500] for at in range(0, len(body), 500)):
            connection.sendall(part)
            time.sleep(PATIENCE / 4)
        assert told(connection).startswith(b"HTTP/1.1 200 ")


def test_an_idle_connection_that_had_an_answer_stays(address: Address) -> None:
    with socket.create_connection(address, timeout=20) as connection:
        for _ in range(2):
            connection.sendall(HEALTH)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
            time.sleep(2 * PATIENCE)
        connection.sendall(HEALTH[:20])
        assert told(connection).startswith(b"HTTP/1.1 408 ")


def test_what_takes_the_server_long_is_no_concern(address: Address) -> None:
    """A long query is answered to whoever has sent all of it."""
    blocks = [f"VALUES ?{name} {{ {' '.join(map(str, range(most)))} }}" for name, most in LONG.items()]
    query = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(blocks)} }}"
    body, began = query.encode(), time.monotonic()
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(POSTED + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
        assert told(connection).startswith(b"HTTP/1.1 200 ")
    assert time.monotonic() - began > PATIENCE


def test_a_client_that_leaves_is_forgotten(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timely, "PATIENCE", 600.0)
    for _ in range(50):
        with socket.create_connection(address, timeout=20) as connection:
            connection.sendall(HEALTH[:9])
    assert eventually(lambda: _connections() < 10)


def _connections() -> int:
    gc.collect()
    return sum(isinstance(each, timely.TimelyRequests) for each in gc.get_objects())
