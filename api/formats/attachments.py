"""Files that are given to be kept, with a name that every browser understands (RFC 6266)."""

from __future__ import annotations

import re
from urllib.parse import quote

from fastapi import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PLAIN = re.compile(r"[^A-Za-z0-9._ -]")


def notes_name(file: str) -> str:
    """Returns what the copy of a list with notes on its cells is called.

    >>> notes_name("våra.projekt.csv"), notes_name("list")
    ('våra.projekt-notes.xlsx', 'list-notes.xlsx')
    """
    return f"{file.rpartition('.')[0] or file}-notes.xlsx"


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """Returns a file to be kept under a name, whatever letters it has.

    >>> attachment(b"", "målen.xlsx", XLSX).headers["content-disposition"]
    'attachment; filename="m_len.xlsx"; filename*=UTF-8\\'\\'m%C3%A5len.xlsx'
    """
    plain = _PLAIN.sub("_", name)
    told = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": told, "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
