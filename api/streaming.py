"""Answers written by a worker thread: small ones whole, with their length; large ones as a bounded stream."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Executor
from typing import IO, cast

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

CHUNK = 64 * 1024
WAITING = 4
CLIENT_GONE = 499

Produce = Callable[[IO[bytes]], None]


class AbandonedError(OSError):
    """Says to the producing thread that nobody reads its answer any more."""


class BrokenAnswerError(Exception):
    """Says that an answer failed after its first byte was sent: the transfer must break, not end."""


class Outlet:
    """Is the file that the worker thread writes and the event loop reads, at most WAITING chunks ahead."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._gathered = bytearray()
        self._free = threading.Semaphore(WAITING)
        self._gone = threading.Event()
        self._items: asyncio.Queue[bytes | Exception | None] = asyncio.Queue()

    def write(self, data: bytes) -> int:
        """Takes bytes from the worker; raises AbandonedError once nobody reads them."""
        self._gathered += data
        if len(self._gathered) >= CHUNK:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Does nothing: what is gathered leaves when it is enough, or at the end."""

    def run(self, produce: Produce) -> None:
        """Lets `produce` write the whole answer, in the worker thread, and tells the reader how it ended."""
        end = None
        try:
            produce(cast(IO[bytes], self))
            if self._gathered:
                self._send()
        except Exception as error:
            end = error
        self._tell(end)

    async def read(self) -> bytes | None:
        """Returns the next chunk, None at the end; raises what the producer raised."""
        item = await self._items.get()
        if isinstance(item, Exception):
            raise item
        self._free.release()
        return item

    def abandon(self) -> None:
        """Stops the producer at its next chunk."""
        self._gone.set()
        self._free.release()

    def _send(self) -> None:
        self._free.acquire()
        if self._gone.is_set():
            raise AbandonedError
        self._tell(bytes(self._gathered))
        self._gathered.clear()

    def _tell(self, item: bytes | Exception | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._items.put_nowait, item)


class StreamedAnswer(StreamingResponse):
    """Is a large answer on its way; whatever ends the transfer also stops the producer."""

    def __init__(self, outlet: Outlet, first: bytes, headers: Mapping[str, str]) -> None:
        super().__init__(_chunks(outlet, first), headers=headers)
        self._outlet = outlet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the answer."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._outlet.abandon()


async def answered(
    request: Request, executor: Executor, produce: Produce, headers: Mapping[str, str]
) -> Response:
    """Returns what `produce` writes in one thread; what it raises before the first byte is raised here."""
    loop = asyncio.get_running_loop()
    outlet = Outlet(loop)
    work = loop.run_in_executor(executor, outlet.run, produce)
    try:
        first = await _unless_gone(request, outlet)
    except ClientGoneError:
        work.cancel()
        outlet.abandon()
        return Response(status_code=CLIENT_GONE)
    if len(first) < CHUNK:
        return Response(first, headers=dict(headers))
    if "policygraph.head" in request.scope:
        outlet.abandon()
        return Response(headers=dict(headers))
    return StreamedAnswer(outlet, first, headers)


class ClientGoneError(Exception):
    """Says that the client went away before the answer began."""


async def _unless_gone(request: Request, outlet: Outlet) -> bytes:
    """Returns the first chunk, or raises ClientGoneError if the client leaves before there is one."""
    chunk = asyncio.ensure_future(outlet.read())
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((chunk, leaving), return_when=asyncio.FIRST_COMPLETED)
        if chunk.done():
            return chunk.result() or b""
        raise ClientGoneError
    finally:
        chunk.cancel()
        leaving.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _chunks(outlet: Outlet, first: bytes) -> AsyncIterator[bytes]:
    chunk: bytes | None = first
    try:
        while chunk is not None:
            yield chunk
            chunk = await outlet.read()
    except Exception as error:
        raise BrokenAnswerError(str(error)) from error
