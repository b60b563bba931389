"""A server with our own protocol in a thread, and what is read of its answers from a real connection."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator, MutableMapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn

from api.app import create_app
from api.serving.server import config_of
from api.settings import Settings
from graph.isolation import Limits
from graph.store import open_store
from isolation_pools import COUNT, SIZE, eventually, fill

ACCEPT = b"accept: application/sparql-results+json"
ANSWER = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"%d"' % SIZE
Entries = list[MutableMapping[str, Any]]


class Served:
    """Is a server in a thread of this process, with our own protocol, and what it has logged."""

    def __init__(self, **settings: Any) -> None:
        self.settings = Settings(store="memory:", **settings)
        self.store = fill(open_store("memory:"))
        self.app = create_app(self.settings, self.store)
        self.server = uvicorn.Server(config_of(self.app, self.settings))
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],))

    def __enter__(self) -> Served:
        self.thread.start()
        pool = self.app.state.services.pool
        assert eventually(lambda: self.server.started)
        assert eventually(
            lambda: b" 200 " in self.asked(request(COUNT)) and pool.occupied.processes["idle"] == 2
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join()
        self.store.close()

    def asked(self, *parts: bytes, answers: int = 1) -> bytes:
        """Returns what is answered to what is sent over one connection, in parts."""
        with socket.create_connection(self.socket.getsockname(), timeout=60) as connection:
            for part in parts:
                connection.sendall(part)
                time.sleep(0.01)
            return received(connection, answers)


def served_patiently() -> Iterator[Served]:
    """Yields a server that waits at once as long as it takes, on a machine that may be busy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.serving.pool.Limits", partial(Limits, slow_after=60.0))
        patch.setattr("api.serving.early.AT_ONCE", 60.0)
        with Served() as opened:
            yield opened


def request(query: str, *headers: bytes, method: str = "GET", version: str = "1.1", **more: str) -> bytes:
    line = f"{method} /sparql?{urlencode({'query': query, **more})} HTTP/{version}"
    return b"\r\n".join((line.encode(), b"host: here", ACCEPT, *headers, b"", b""))


def received(connection: socket.socket, answers: int) -> bytes:
    found = b""
    while len(whole_in(found)) < answers:
        part = connection.recv(1 << 20)
        if not part:
            break
        found += part
    return found


def whole_in(found: bytes) -> list[tuple[bytes, bytes]]:
    """Returns the heads and bodies of the answers that are whole."""
    answers = []
    while b"\r\n\r\n" in found:
        head, _, rest = found.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        size = int(length[1]) if length else 0
        if len(rest) < size:
            break
        answers.append((head, rest[:size]))
        found = rest[size:]
    return answers


def told(found: bytes) -> tuple[int, list[bytes], bytes]:
    """Returns the status, headers and body of an answer, without what is another's in each."""
    [(head, body)] = whole_in(found)
    first, *headers = head.split(b"\r\n")
    own = re.compile(rb"(date|x-request-id): ")
    number = re.search(rb"x-request-id: (\w+)", head)
    assert number
    assert any(header.startswith(b"date: ") for header in headers)
    same = sorted(header for header in headers if not own.match(header))
    return int(first.split(b" ")[1]), same, body.replace(number[1], b"")
