"""What an engine is to the benchmark: something with a name that answers SPARQL with JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Rows = Sequence[Mapping[str, str]]


class Unanswered(Exception):
    """Is raised where an engine refuses a query, fails at it, or passes the deadline."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Is an answer as SPARQL results in JSON, and the seconds until its last byte was there."""

    seconds: float
    body: bytes

    def rows(self) -> Rows:
        """Returns the rows, each with the text of its bound variables; raises Unanswered for another body."""
        try:
            found = json.loads(self.body)["results"]["bindings"]
        except (ValueError, LookupError):
            raise Unanswered(self.body[:200].decode(errors="replace")) from None
        return [{name: term["value"] for name, term in row.items()} for row in found]


class Engine(Protocol):
    """Holds the same triples as our store and answers queries; `over_http` says whether it is a server."""

    @property
    def name(self) -> str:
        """Returns what people call it, with the version."""

    @property
    def over_http(self) -> bool:
        """Says whether it is asked over HTTP, or in its own process."""

    def ask(self, query: str, /) -> Reply:
        """Returns the answer; raises Unanswered."""

    def close(self) -> None:
        """Ends its process."""
