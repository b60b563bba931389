"""Asks the real application: in this process over ASGI, or in a process of its own over a socket."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx
import structlog
import uvicorn
from fastapi import FastAPI
from structlog.testing import capture_logs

from api.app import create_app
from api.settings import Settings
from graph.store import Changes, Store, open_store, parse_rdf
from graph.terms import DEFAULT_BASE, iri
from shipped_stores import shipped_store

RUNNER = Path(__file__).with_name("serve_store.py")

# As servers have it: the default shows tracebacks with all locals, which takes seconds.
structlog.configure(
    processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
)


class Client:
    """Sends requests to an application in this process; redirects are not followed."""

    def __init__(self, app: FastAPI, address: str = "127.0.0.1") -> None:
        self.app = app
        self.address = address

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the workers, as the end of a server does."""
        self.app.state.services.close()

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._sent(method, path, options))

    def get(self, path: str, accept: str | None = None, **options: Any) -> httpx.Response:
        headers = {"accept": accept} if accept else {}
        return self.request("GET", path, headers=headers | options.pop("headers", {}), **options)

    async def _sent(self, method: str, path: str, options: Mapping[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(self.address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.request(method, path, **options)


def filled_store(path: Path, turtle: str, graph: str = "graph/source/test") -> Store:
    """Returns a store on disk that holds the Turtle in one named graph."""
    store = open_store(str(path), base=DEFAULT_BASE)
    name = iri(DEFAULT_BASE + graph)
    store.bulk_add(parse_rdf(turtle.encode(), base=DEFAULT_BASE, media_type="text/turtle", graph=name))
    store.apply(Changes(), 1)
    return store


def client_of(store: Store, **settings: Any) -> Client:
    return Client(create_app(Settings(store="memory:", **settings), store))


@contextmanager
def serving(store: Store, **settings: Any) -> Iterator[str]:
    """Serves a store in a thread of this process, over a real socket, and gives its address.

    What it logs is thrown away.
    """
    config = uvicorn.Config(create_app(Settings(**settings), store), log_config=None, access_log=False)
    config.timeout_graceful_shutdown = 1
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening, capture_logs():
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def live_server(store: Path, **settings: str) -> Iterator[str]:
    """Serves a store on disk in a process of its own, and gives its address."""
    variables = {f"POLICYGRAPH_{name.upper()}": value for name, value in settings.items()}
    environment = {**os.environ, **variables, "POLICYGRAPH_STORE": str(store), "POLICYGRAPH_PORT": "0"}
    command = [sys.executable, str(RUNNER)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip().rstrip("/")
        finally:
            process.terminate()
            process.communicate(timeout=30)


def shipped_client(path: Path, **settings: Any) -> Client:
    """Returns a client of a store on disk that holds what ships, examples included."""
    return client_of(shipped_store(path), **settings)
