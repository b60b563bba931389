"""What an answer does not wait for: that its first part is acknowledged, and threads for trifles."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any, get_args

import httpx
import pytest
from fastapi import FastAPI

from api.pages.asked import Asking
from api.parameters import refuse_repeated
from api.services import Wired
from api.serving.server import config_of, listening
from api.settings import Settings


def test_each_connection_sends_at_once() -> None:
    """What uvicorn does with our socket: asyncio accepts, and the connection must not gather small parts."""
    assert asyncio.run(_no_delay_of_a_connection())


def test_port_0_is_a_free_port() -> None:
    with listening("127.0.0.1", 0) as first, listening("127.0.0.1", 0) as second:
        ports = {each.getsockname()[1] for each in (first, second)}
    assert len(ports) == 2
    assert 0 not in ports


def test_idle_connections_outlive_those_of_clients_and_proxies() -> None:
    """A proxy that keeps a connection for a minute must not send on one that is being closed."""
    config = config_of(FastAPI(), Settings())
    assert config.timeout_keep_alive > 60
    assert config.timeout_keep_alive > httpx.Limits().keepalive_expiry


NEEDED = [refuse_repeated, *(get_args(each)[1].dependency for each in (Wired, Asking))]


@pytest.mark.parametrize("needed", NEEDED)
def test_what_every_route_needs_takes_no_thread(needed: Callable[..., Any]) -> None:
    """FastAPI sends a dependency that is no coroutine through a thread: it costs more than what it does."""
    assert iscoroutinefunction(needed)


async def _no_delay_of_a_connection() -> int:
    accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        accepted.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    sock = listening("127.0.0.1", 0)
    async with await asyncio.start_server(note, sock=sock):
        _, writer = await asyncio.open_connection(*sock.getsockname())
        no_delay = await accepted
        writer.close()
    return no_delay
