"""Errors on their way from a worker to the server, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from graph.errors import Cause, Place, PolicygraphError, QueryProblem, UpdateRefused


def told(error: PolicygraphError) -> bytes:
    """Returns an error as a worker tells it."""
    place = {"row": error.place.row, "column": error.place.column} if error.place else None
    return json.dumps({"key": error.key, "place": place, "values": error.values}, default=_plain).encode()


def heard(content: bytes) -> QueryProblem:
    """Returns the error that a worker told.

    >>> heard(told(QueryProblem("query-malformed", why=Cause("sparql-end")))).values["why"].key
    'sparql-end'
    """
    said = json.loads(content)
    if said["key"] == "update-refused":
        return UpdateRefused()
    place = Place(**said["place"]) if said["place"] else None
    return QueryProblem(said["key"], place, **{name: _read(value) for name, value in said["values"].items()})


def _plain(value: object) -> object:
    if isinstance(value, Cause):
        return {"cause": value.key, "values": dict(value.values), "words": value.words}
    return str(value)


def _read(value: Any) -> object:
    if not isinstance(value, Mapping):
        return value
    return Cause(value["cause"], tuple(value["values"].items()), value["words"])
