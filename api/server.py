"""The server: uvicorn with one process, our logs, and an end that does not wait for a query without end."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import structlog
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.logs import configure_logs
from api.settings import Settings
from graph.store import Store

_log = structlog.get_logger("policygraph.server")
GRACE = 3


class Server(uvicorn.Server):
    """Tells where it listens once it does; port 0 has become a real one by then."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[str], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, *args: object, **kwargs: object) -> None:
        """Starts to listen."""
        await super().startup(*args, **kwargs)  # type: ignore[arg-type]
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._on_listening(f"http://{_in_url(host)}:{port}/")


def serve(settings: Settings, store: Store, on_listening: Callable[[str], None]) -> bool:
    """Serves until it is told to stop, then closes the store; returns whether it ever listened."""
    configure_logs(settings)
    app = create_app(settings, store)
    server = Server(_config(app, settings), on_listening)
    try:
        server.run()
    finally:
        store.close()
    _leave_endless_queries()
    return server.started


def _config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _leave_endless_queries() -> None:
    """Ends the process where a query still runs after the grace: the engine cannot cancel it."""
    for thread in threading.enumerate():
        if thread.name.startswith("sparql"):
            thread.join(GRACE)
    if any(thread.name.startswith("sparql") for thread in threading.enumerate()):
        _log.warning("left-a-query-running")
        os._exit(0)
