"""Errors and findings on their way from a worker to the server, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from graph.errors import (
    Cause,
    FileProblem,
    Finding,
    InputError,
    Place,
    PolicygraphError,
    QueryProblem,
    TermInvalid,
    UnknownName,
    UpdateRefused,
)

# What a worker may say went wrong, by name: it makes the server raise nothing else.
_KINDS: Mapping[str, type[PolicygraphError]] = {
    kind.__name__: kind for kind in (InputError, FileProblem, TermInvalid, UnknownName, QueryProblem)
}


def told(error: PolicygraphError) -> bytes:
    """Returns an error as a worker tells it."""
    place = asdict(error.place) if error.place else None
    said = {"kind": type(error).__name__, "key": error.key, "place": place, "values": error.values}
    return json.dumps(said, default=_plain).encode()


def heard(content: bytes) -> PolicygraphError:
    """Returns the error that a worker told.

    >>> heard(told(QueryProblem("query-malformed", why=Cause("sparql-end")))).values["why"].key
    'sparql-end'
    """
    said = json.loads(content)
    if said["key"] == "update-refused":
        return UpdateRefused()
    place = Place(**said["place"]) if said["place"] else None
    values = {name: _read(value) for name, value in said["values"].items()}
    return _KINDS.get(said["kind"], InputError)(said["key"], place, **values)


def told_findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Returns findings as they are told in JSON."""
    return [
        {
            "key": finding.key,
            "place": asdict(finding.place),
            "values": [[name, _plain(value)] for name, value in finding.values],
            "messages": finding.messages,
        }
        for finding in findings
    ]


def heard_findings(said: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Returns the findings that a worker told.

    >>> found = Finding("sheet-hidden", Place(sheet="Blad1"), (("count", "3"),))
    >>> heard_findings(told_findings([found])) == (found,)
    True
    """
    return tuple(
        Finding(
            each["key"],
            Place(**each["place"]),
            tuple((name, _read(value)) for name, value in each["values"]),
            tuple((lang, text) for lang, text in each["messages"]),
        )
        for each in said
    )


def _plain(value: object) -> Any:
    if isinstance(value, Cause):
        return {"cause": value.key, "values": dict(value.values), "words": value.words}
    return str(value)


def _read(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return Cause(value["cause"], tuple(value["values"].items()), value["words"])
