"""In which form something was sent."""

from __future__ import annotations

from fastapi import Request

from api.errors import UnsupportedMediaType


def media_type_of(request: Request) -> str:
    """Returns the media type of a body, empty where none is told.

    A body that is packed (`Content-Encoding: gzip`) raises UnsupportedMediaType: read as it comes it would be
    called malformed.
    """
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", ""):
        raise UnsupportedMediaType("coding-unsupported", {"Accept-Encoding": "identity"}, coding=coding)
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
