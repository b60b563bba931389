"""The server: uvicorn with one process, our logs, and an end that leaves nothing open."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import structlog
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.serving.logs import configure_logs
from api.serving.quick import QuickLookUps
from api.settings import Settings
from api.wording.messages import read_ahead
from graph.isolation import available
from graph.store import Store

_log = structlog.get_logger("policygraph.server")
GRACE = 3
KEPT_OPEN = 75
"""How long an idle connection stays open, in seconds: longer than clients and proxies keep theirs.

Nginx keeps them a minute. Whoever asks has to be the one who closes: else a request goes out on a connection
that the server is just closing, and comes back as a reset, which is nobody's fault and looks like one.
"""
_TURN = 0.001
"""How long a thread computes before others get their turn, in seconds: a look-up may wait for one of them."""
_SETTLED = 1.0
"""So many seconds after the start the messages are read, which takes a quarter of one for each language."""


class Server(uvicorn.Server):
    """Tells that it listens once it does, and reads the messages of its languages a little later.

    The event loop would do that for the first error, and answer nobody else meanwhile.
    """

    def __init__(
        self, config: uvicorn.Config, on_listening: Callable[[], None], languages: Sequence[str] = ()
    ) -> None:
        super().__init__(config)
        self._on_listening = on_listening
        self._reading = threading.Thread(target=read_ahead, args=(languages,), name="messages", daemon=True)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to listen."""
        await super().startup(sockets)
        if self.started:
            asyncio.get_running_loop().call_later(_SETTLED, self._reading.start)
            self._on_listening()


def serve(settings: Settings, store: Store, on_listening: Callable[[str], None]) -> bool:
    """Serves until it is told to stop, then closes the store; returns False where the port is not to be had.

    `on_listening` is given the address; port 0 has become a real one by then.
    """
    configure_logs(settings)
    sys.setswitchinterval(_TURN)
    if not available():
        _log.warning("workers-unconfined", host=settings.host)
    try:
        with listening(settings.host, settings.port) as sock, _ending_here():
            address = f"http://{_in_url(settings.host)}:{sock.getsockname()[1]}/"
            _run(create_app(settings, store), settings, sock, lambda: on_listening(address))
    except OSError as error:
        _log.error("cannot-listen", host=settings.host, port=settings.port, why=str(error))
        return False
    finally:
        store.close()
    return True


def listening(host: str, port: int) -> socket.socket:
    """Returns a socket that listens, and whose connections send at once; port 0 is any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.create_server((host, port), family=family)
    # Connections inherit this. asyncio sees to it only where a socket names its protocol, which these do not:
    # the body of an answer would wait some 40 ms, until the reader has acknowledged the headers.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def _run(app: FastAPI, settings: Settings, sock: socket.socket, on_listening: Callable[[], None]) -> None:
    try:
        Server(config_of(app, settings), on_listening, settings.languages).run([sock])
    finally:
        app.state.services.close()  # a second signal ends the server before the application can do it


@contextmanager
def _ending_here() -> Iterator[None]:
    """Lets a signal end the server and no more: uvicorn raises it again, and the store would stay open."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def config_of(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """Returns how uvicorn is to serve an application."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=QuickLookUps,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whose word is taken, and for which header, is in our own settings
        timeout_keep_alive=KEPT_OPEN,
        timeout_graceful_shutdown=GRACE,
    )


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
