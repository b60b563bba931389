"""Answers of workers that are soon there: the event loop takes them itself, without a thread that waits."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.serving.streaming import CHUNK, BrokenAnswerError
from graph.errors import PolicygraphError
from graph.isolation import Answer

SOON = 0.02
"""For so many seconds the event loop waits for a worker, and for its answer; after that a thread does."""
AT_ONCE = 0.001
"""For so long the event loop itself waits for the answer to the only query: to be called back takes
it as long as a look-up takes."""
_LINE = 32
_CAN_WAIT = sys.platform != "win32"  # whose event loop cannot wait for a pipe


def _nothing() -> None:
    pass


class Early:
    """Takes answers in the event loop, as many at once as there are workers; a few more wait."""

    def __init__(self) -> None:
        self._going = 0
        self._is_left = False
        """Whether one was begun that nobody has taken over yet: then the loop waits for no other."""
        self._waiting: deque[asyncio.Future[None]] = deque()

    def at_once(
        self,
        answer: Answer,
        meanwhile: Callable[[], None] = _nothing,
        send: Callable[[bytes], None] | None = None,
    ) -> bytes | None:
        """Returns an answer that is short and there while the event loop waits for it, else None.

        Nobody else may be waiting. It may have begun by then, and `whole` then goes on with it. `meanwhile`
        is called once the worker works, `send` with the answer before the worker is given back. Raises what
        the worker tells in the place of an answer.
        """
        if self._going or self._waiting or self._is_left or not _CAN_WAIT or not answer.begin_at_once():
            return None
        try:
            meanwhile()
            whole = answer.whole(send) if answer.gather_within(AT_ONCE, CHUNK) else None
            self._is_left = whole is None
            return whole
        except BaseException:
            answer.close()
            raise

    async def whole(self, answer: Answer) -> bytes | None:
        """Returns an answer that is short and soon there, else None.

        It may have begun by then: if a chunk of it is there, `Flowing` sends it and the rest; else a thread
        has to read it. Raises what the worker tells in the place of an answer.
        """
        self._is_left = False
        try:
            if not answer.is_begun:
                whole = self.at_once(answer)
                if whole is not None:
                    return whole
            if not answer.is_begun and not await self._begun(answer):
                return None
            return await self._soon(answer)
        except BaseException:
            answer.close()
            raise

    async def _soon(self, answer: Answer) -> bytes | None:
        self._going += 1
        try:
            if not (answer.is_at_end or answer.is_flowing(CHUNK)):
                await _gathered(answer, SOON)
            return answer.whole()
        finally:
            self._going -= 1
            self._call_next()

    async def _begun(self, answer: Answer) -> bool:
        """Begins an answer, now or once another one has ended; returns whether it could."""
        if not _CAN_WAIT:
            return False
        if not self._waiting and answer.begin_at_once():
            return True
        if not self._going or len(self._waiting) >= _LINE:
            return False
        called = asyncio.get_running_loop().create_future()
        self._waiting.append(called)
        try:
            await asyncio.wait_for(called, SOON)
        except TimeoutError:
            return False
        finally:
            if called in self._waiting:
                self._waiting.remove(called)
        if answer.begin_at_once():
            return True
        self._call_next()
        return False

    def _call_next(self) -> None:
        while self._waiting:
            called = self._waiting.popleft()
            if not called.done():
                called.set_result(None)
                return


class Flowing(StreamingResponse):
    """Is a large answer on its way, read as quickly as it is sent; `on_end` is called once it ends."""

    def __init__(self, answer: Answer, headers: Mapping[str, str], on_end: Callable[[], None]) -> None:
        super().__init__(_chunks(answer), headers=headers)
        self._answer = answer
        self._on_end = on_end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the answer."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._answer.close()
            self._on_end()


async def _chunks(answer: Answer) -> AsyncIterator[bytes]:
    try:
        while not answer.is_at_end:
            yield answer.taken()
            await _gathered(answer)
        yield answer.taken()
        answer.end()
    except PolicygraphError as error:
        raise BrokenAnswerError(str(error)) from error


async def _gathered(answer: Answer, at_most: float | None = None) -> None:
    """Waits until a chunk or the end of an answer is there, or for so many seconds."""
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def come() -> None:
        if answer.gather(CHUNK):
            end()

    def end() -> None:
        if not done.done():
            done.set_result(None)

    loop.add_reader(answer.descriptor, come)
    late = None if at_most is None else loop.call_later(at_most, end)
    try:
        with answer.waited_for():
            await done
    finally:
        if late is not None:
            late.cancel()
        loop.remove_reader(answer.descriptor)
        os.set_blocking(answer.descriptor, True)  # uvloop has it not block, and a thread may read on
