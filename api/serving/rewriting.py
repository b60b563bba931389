"""What a request means before it is routed: HEAD is a GET without its body, a suffix stands for Accept."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from api.formats.negotiation import (
    CSV,
    GRAPHML,
    JSON,
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    TRIG,
    TSV,
    TURTLE,
    XLSX,
)

_OFFERED = (JSON, JSONLD, TURTLE, CSV, TSV, NTRIPLES, RDFXML, XLSX, TRIG, NQUADS, GRAPHML)
_TYPES = {f".{offered.suffix}": offered.media_type for offered in _OFFERED}
_PLACES = ("/api/v1/", "/id/", "/graph/", "/ontology", "/resource", "/catalog")
_FILES = ("/api/v1/openapi.json", "/ontology/context.jsonld")


class SuffixAsAccept:
    """Takes a known suffix off the path and asks for its media type; files keep their names."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        if scope["type"] == "http":
            scope = _without_suffix(scope)
        await self._app(scope, receive, send)


class HeadAsGet:
    """Answers HEAD as GET would be; the server leaves the body out, and no stream is begun for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET", "policygraph.head": True}
        await self._app(scope, receive, send)


def _without_suffix(scope: Scope) -> Scope:
    path: str = scope["path"]
    stem, dot, suffix = path.rpartition(".")
    media_type = _TYPES.get(dot + suffix)
    if media_type is None or path in _FILES or not path.startswith(_PLACES):
        return scope
    headers = MutableHeaders(raw=list(scope["headers"]))
    headers["accept"] = media_type
    return {
        **scope,
        "path": stem,
        "raw_path": stem.encode(),
        "headers": headers.raw,
        "policygraph.path": path,
    }
