"""Which encoding a text probably has that is not in the one it should be in."""

from __future__ import annotations

import codecs

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def likely_encoding(content: bytes) -> str:
    """Returns UTF-16 for a text with its mark or a NUL, else Windows-1252, as Nordic programs write.

    >>> likely_encoding("Småland".encode("cp1252")), likely_encoding("Småland".encode("utf_16"))
    ('Windows-1252', 'UTF-16')
    """
    return "UTF-16" if content.startswith(_WIDE) or b"\0" in content else "Windows-1252"
