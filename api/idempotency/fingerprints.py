"""What a request amounts to, as a sum: by it the same one is known that is sent a second time."""

from __future__ import annotations

import re
from hashlib import sha256

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

_BOUNDARY = re.compile(r"""(multipart/.*;\s*boundary=)"?([^";,\s]+)"?""", re.IGNORECASE)


class Body:
    """Is the body of a request, summed up while it is read; method, address and format count too.

    What parts a form does not: clients make it up anew each time they send the same file.
    """

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        self._sum = sha256()
        headers = Headers(scope=scope)
        kind = headers.get("content-type", "")
        parted = _BOUNDARY.match(kind)
        self._boundary, self._rest = parted[2].encode("latin-1") if parted else b"", b""
        about = (scope["method"], scope["path"], scope["query_string"].decode("latin-1"))
        told = "\n".join((*about, parted[1] if parted else kind, headers.get("if-match", ""), ""))
        self._sum.update(told.encode())

    async def receive(self) -> Message:
        """Returns the next part of the body, as the application asks for it."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._add(message.get("body", b""))
        return message

    async def drain(self) -> None:
        """Reads the body to its end, and keeps nothing of it."""
        while True:
            message = await self.receive()
            if message["type"] != "http.request" or not message.get("more_body", False):
                return

    def fingerprint(self) -> str:
        """Returns the sum of what was read so far."""
        whole = self._sum.copy()
        whole.update(self._rest)
        return whole.hexdigest()

    def _add(self, content: bytes) -> None:
        if not self._boundary:
            self._sum.update(content)
            return
        # A boundary that is only begun waits for its end.
        *parts, rest = (self._rest + content).split(self._boundary)
        for part in parts:
            self._sum.update(part)
        kept = min(len(rest), len(self._boundary) - 1)
        self._sum.update(rest[: len(rest) - kept])
        self._rest = rest[len(rest) - kept :]
