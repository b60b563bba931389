"""Files that are served in parts too, so that a transfer goes on: what asks for no such part is told why."""

from __future__ import annotations

from fastapi.responses import FileResponse
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from api.errors import RangeUnfit
from graph.errors import InputError


class RangedFile(FileResponse):
    """Is a file of which ranges are served.

    A range outside the file raises RangeUnfit, one that is none InputError, before anything is sent; a range
    in another unit than bytes is passed over, as RFC 9110 (14.2) has it.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the file or the part of it that is asked for."""
        asked = Headers(scope=scope).get("range", "")

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                _refuse(message, asked)
            await send(message)

        await super().__call__(scope if _is_in_bytes(asked) else _whole(scope), receive, sent)


def _is_in_bytes(asked: str) -> bool:
    return asked.partition("=")[0].strip().lower() in ("bytes", "")


def _whole(scope: Scope) -> Scope:
    return {**scope, "headers": [each for each in scope["headers"] if each[0] != b"range"]}


def _refuse(message: Message, asked: str) -> None:
    if message["status"] == 416:
        place = Headers(raw=message["headers"])["content-range"]
        raise RangeUnfit(
            "range-outside", {"Content-Range": place}, range=asked, size=place.rpartition("/")[2]
        )
    if message["status"] == 400:
        raise InputError("range-malformed", range=asked)
