"""Answers written by a worker thread: small ones whole, with their length; large ones as a bounded stream."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import Executor
from typing import IO, TypeVar, cast

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from graph.errors import PolicygraphError

CHUNK = 64 * 1024
WAITING = 4
CLIENT_GONE = 499

Produce = Callable[[IO[bytes]], None]
T = TypeVar("T")


def _nothing() -> None:
    pass


class AbandonedError(OSError):
    """Says to the producing thread that nobody reads its answer any more."""


class BrokenAnswerError(Exception):
    """Says why an answer failed after its first byte was sent: the transfer must break, not end."""


class Outlet:
    """Is the file that the worker thread writes and the event loop reads, at most WAITING chunks ahead."""

    def __init__(self, loop: asyncio.AbstractEventLoop, on_abandon: Callable[[], None] = _nothing) -> None:
        self._loop = loop
        self._on_abandon = on_abandon
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
        """Stops the producer at its next chunk, and what it waits for at once."""
        self._gone.set()
        self._free.release()
        self._on_abandon()

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
    request: Request,
    executor: Executor,
    produce: Produce,
    headers: Mapping[str, str],
    on_abandon: Callable[[], None] = _nothing,
) -> Response:
    """Returns what `produce` writes in one thread; what it raises before the first byte is raised here.

    `on_abandon` is called once nobody wants the answer, at the latest after its end.
    """
    loop = asyncio.get_running_loop()
    outlet = Outlet(loop, on_abandon)
    work = loop.run_in_executor(executor, outlet.run, produce)
    try:
        first = await unless_gone(request, outlet.read()) or b""
    except BaseException:
        work.cancel()
        outlet.abandon()
        raise
    if len(first) < CHUNK:
        return Response(first, headers=dict(headers))
    if "policygraph.head" in request.scope:
        outlet.abandon()
        return Response(headers=dict(headers))
    return StreamedAnswer(outlet, first, headers)


class ClientGoneError(Exception):
    """Says that the client went away before the answer began; the server then notes `CLIENT_GONE`."""


async def unless_gone(request: Request, work: Awaitable[T]) -> T:
    """Returns what is waited for, or raises ClientGoneError if the client leaves before it is there."""
    waited = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((waited, leaving), return_when=asyncio.FIRST_COMPLETED)
        if waited.done():
            return waited.result()
        raise ClientGoneError
    finally:
        waited.cancel()
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
    except PolicygraphError as error:
        raise BrokenAnswerError(str(error)) from error
