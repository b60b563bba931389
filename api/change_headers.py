"""The headers of changes in OpenAPI: a key by which one is done once, and the state that it is made on."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

_WRITES = ("post", "put", "delete")
_VERSIONS_IN_BODY = "/decisions"


def headers_of(method: str, path: str, responses: Container[str]) -> Iterator[dict[str, Any]]:
    """Yields the headers of an operation; who changes needs a token: 401 is among its responses."""
    if method in _WRITES and "401" in responses:
        yield _header("Idempotency-Key", "The same change with the same key is done once.", "3f1c9a52-1")
    if "428" in responses and not path.endswith(_VERSIONS_IN_BODY):
        yield _header(
            "If-Match", "The ETag of the state that the change is made on, or `*`.", '"5f0c3b0e6c6a4b1f9d8b"'
        )


def _header(name: str, description: str, example: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$"}
    told = {"name": name, "in": "header", "required": False, "description": description}
    return told | {"schema": schema, "example": example}
