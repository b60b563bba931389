"""The frames on the pipe between the server and a worker: one byte of kind, four of length, then the content.

A request is one frame REQUEST and one BODY, its content. An answer is any number of BODY, then END; or
ERROR in the place of any of these. An answer without END is not whole, however it looks.
"""

from __future__ import annotations

import os
import struct

READY, REQUEST, BODY, END, ERROR = b"R", b"Q", b"B", b"E", b"X"
_HEADER = struct.Struct(">cI")
_CHUNK = 1 << 16

Frame = tuple[bytes, bytes]


class CutError(Exception):
    """Says that the pipe ended before its frame did."""


def packed(kind: bytes, content: bytes = b"") -> bytes:
    """Returns a frame as it goes over the pipe.

    >>> packed(BODY, b"abc")
    b'B\\x00\\x00\\x00\\x03abc'
    """
    return _HEADER.pack(kind, len(content)) + content


def send(descriptor: int, data: bytes | bytearray) -> None:
    """Writes all of the data; raises OSError if nobody reads it."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


class FrameReader:
    """Reads the frames of a pipe, one after another."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._gathered = bytearray()

    def read(self) -> Frame:
        """Returns the next frame's kind and content; raises CutError at the end of the pipe."""
        while (frame := self.there()) is None:
            if not self.gather():
                raise CutError
        return frame

    def gather(self) -> bool:
        """Takes what the pipe has, and waits where it has nothing; returns False at its end."""
        data = os.read(self._descriptor, _CHUNK)
        self._gathered += data
        return bool(data)

    def there(self) -> Frame | None:
        """Returns the next frame if all of it was gathered."""
        if len(self._gathered) < _HEADER.size:
            return None
        kind, length = _HEADER.unpack_from(self._gathered)
        end = _HEADER.size + length
        if len(self._gathered) < end:
            return None
        content = bytes(self._gathered[_HEADER.size : end])
        del self._gathered[:end]
        return kind, content
