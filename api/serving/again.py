"""Look-ups that a client sends one after another: what is the same in their heads is read once."""

from __future__ import annotations

import re
from typing import NamedTuple

from api.serving.look_ups import PLACE

_BEGINNING = b"GET " + PLACE
_VERSION = b" HTTP/1.1\r\n"
_END = b"\r\n\r\n"
_QUERY = re.compile(rb"[!-~]*")
"""What may stand in the line of a request without ending its address."""


class SameHead(NamedTuple):
    """Is the head of a look-up but for its query: what stands behind that, and the headers in it.

    >>> first = b"GET /sparql?query=ASK+%7B%7D HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n"
    >>> SameHead.of(first, [(b"host", b"a")]).query_in(first.replace(b"ASK", b"ask"))
    b'ask+%7B%7D'
    """

    behind: bytes
    headers: list[tuple[bytes, bytes]]

    @classmethod
    def of(cls, data: bytes, headers: list[tuple[bytes, bytes]]) -> SameHead | None:
        """Returns the head of a look-up that the parser has read, None where the data hold more or less."""
        whole = data.startswith(_BEGINNING) and data.find(_END) == len(data) - len(_END)
        return cls(data[data.index(_VERSION) :], headers) if whole else None

    def query_in(self, data: bytes) -> bytes | None:
        """Returns the query, encoded, of data that are this head with another one, else None."""
        if not (data.startswith(_BEGINNING) and data.endswith(self.behind)):
            return None
        query = data[len(_BEGINNING) : -len(self.behind)]
        return query if _QUERY.fullmatch(query) else None
