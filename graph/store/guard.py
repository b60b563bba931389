"""What is refused before the engine's parser sees a query: texts that would kill the process or fetch from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.errors import QueryProblem

MAX_LENGTH = 500_000
MAX_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Outline:
    """Says what a query text holds outside its strings, comments and IRIs: how deep, and which clauses."""

    depth: int
    names_dataset: bool
    calls_service: bool


_TOKEN = re.compile(
    r"""
    (?P<skip> \#[^\n\r]* | <[^<>"{}|^`\\\x00-\x20]*>
      | '''(?:[^'\\]|\\.|'(?!''))*''' | \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}
      | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*" | \\. | [?$:@]\w+ )
  | (?P<open> [({\[] ) | (?P<close> [)}\]] ) | (?P<word> \w+:? )
    """,
    re.VERBOSE | re.DOTALL,
)


def outline(query: str) -> Outline:
    """Returns what the query text holds, by its tokens alone."""
    depth = deepest = 0
    words = set()
    for match in _TOKEN.finditer(query):
        if match["open"]:
            depth += 1
            deepest = max(depth, deepest)
        elif match["close"]:
            depth = max(0, depth - 1)
        elif match["word"]:
            words.add(match["word"].upper())
    return Outline(deepest, "FROM" in words, "SERVICE" in words)


def check_query(query: str) -> Outline:
    """Returns the outline of a query; one that is too long, too deep or calls a service raises QueryProblem."""
    if len(query) > MAX_LENGTH:
        raise QueryProblem("query-too-long", length=len(query), limit=MAX_LENGTH)
    found = outline(query)
    if found.depth > MAX_DEPTH:
        raise QueryProblem("query-too-deep", depth=found.depth, limit=MAX_DEPTH)
    if found.calls_service:
        raise QueryProblem("query-service")
    return found
