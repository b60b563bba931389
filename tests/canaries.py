"""A listener to which hostile input points: whoever calls it was made to by that input."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


class Canary(HTTPServer):
    """Listens where hostile queries point to, and keeps what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Listening)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/canary"


class _Listening(BaseHTTPRequestHandler):
    server: Canary

    def handle(self) -> None:
        self.server.asked.append(self.client_address[0])


@contextmanager
def listening() -> Iterator[Canary]:
    """Gives a canary that listens."""
    with Canary() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
