"""The server sends what it has: no part of an answer waits for the reader to acknowledge the part before."""

from __future__ import annotations

import asyncio
import socket

from api.server import listening


def test_each_connection_sends_at_once() -> None:
    """What uvicorn does with our socket: asyncio accepts, and the connection must not gather small parts."""
    assert asyncio.run(_no_delay_of_a_connection())


def test_port_0_is_a_free_port() -> None:
    with listening("127.0.0.1", 0) as first, listening("127.0.0.1", 0) as second:
        ports = {each.getsockname()[1] for each in (first, second)}
    assert len(ports) == 2
    assert 0 not in ports


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
