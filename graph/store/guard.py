"""What is refused before the engine sees a query: texts that would kill the process or fetch from elsewhere.

The engine's parser and evaluator recurse, so 4 kB of query can use up the stack of a thread (8 MB): 1,000
nested function calls or EXISTS, 5,000 nested braces, 5,000 MINUS, BIND or projected expressions in a row,
20,000 operators in a row. The limits below leave a margin of five.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from graph.errors import QueryProblem

MAX_LENGTH = 500_000
MAX_DEPTH = 100
MAX_LINKS = 1_000
_SHORT = 3_000  # characters: whatever stands in so short a text without nesting is harmless

# A prefix has a bound, for else each word of many that dots join is read to their end for a colon.
_TOKEN = re.compile(
    r"""
    (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<skip> \#[^\n\r]*
      | '''(?:[^'\\]|\\.|'(?!''))*+''' | \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3}
      | '(?:[^'\\\n\r]|\\.)*+' | "(?:[^"\\\n\r]|\\.)*+" | \\. )
  | (?P<open> <<\(? | [({\[] ) | (?P<close> \)>> | >> | [)}\]] )
  | (?P<link> [!+*/|&^=<>-] )
  | (?P<name> (?:[^\W\d_][\w.-]{0,255}+)?:[\w.:%-]* ) | (?P<word> [?$@]?\w+ )
    """,
    re.VERBOSE | re.DOTALL,
)
# An IRI that the grammar cannot also read as "less than" and an expression: no expression holds "//".
_SURE = re.compile(r"<[^'#()\[\]]*(?://|>$)")
_LINKING = frozenset(
    ("AS", "BIND", "EXISTS", "FILTER", "GRAPH", "HAVING", "MINUS", "OPTIONAL", "SELECT", "UNION", "VALUES")
)


@dataclass(frozen=True, slots=True)
class Outline:
    """Says what a query holds outside its strings, comments and IRIs.

    `depth` is how deep its brackets nest, `links` how many operators and clauses could form one chain.
    """

    depth: int
    links: int
    words: frozenset[str]

    @property
    def names_dataset(self) -> bool:
        """Says whether the query has a FROM clause."""
        return "FROM" in self.words

    @property
    def calls_service(self) -> bool:
        """Says whether the query may call a service; the grammar asks for no space after the keyword."""
        return any("SERVICE" in word for word in self.words)


_PLAIN = Outline(0, 0, frozenset())


@dataclass(slots=True)
class _Reader:
    """Reads the tokens of a query, and both readings where `<` may open an IRI or mean "less than"."""

    query: str
    words: set[str]
    deepest: int = 0
    longest: int = 0

    def read(self) -> Outline:
        waiting: dict[int, tuple[int, int]] = {0: (0, 0)}
        positions = [0]
        while positions:
            position = heappop(positions)
            depth, links = waiting.pop(position)
            for after in self._step(position, depth, links):
                self._wait(waiting, positions, *after)
        return Outline(self.deepest, self.longest, frozenset(self.words))

    @staticmethod
    def _wait(
        waiting: dict[int, tuple[int, int]], positions: list[int], position: int, depth: int, links: int
    ) -> None:
        if position in waiting:
            other = waiting[position]
            depth, links = max(depth, other[0]), max(links, other[1])
        else:
            heappush(positions, position)
        waiting[position] = (depth, links)

    def _step(self, position: int, depth: int, links: int) -> Iterator[tuple[int, int, int]]:
        """Returns where reading goes on, how deep it is there and how many links were met."""
        match = _TOKEN.search(self.query, position)
        if match is None:
            return
        depth, links = self._weigh(match, depth, links)
        self.deepest, self.longest = max(self.deepest, depth), max(self.longest, links)
        yield match.end(), depth, links
        if match["iri"] and not _SURE.match(match["iri"]):
            yield match.start() + 1, depth, links + 1

    def _weigh(self, match: re.Match[str], depth: int, links: int) -> tuple[int, int]:
        kind = match.lastgroup
        if kind == "open":
            return depth + 1, links + (match[0] == "{" or "HAVING" in self.words)
        if kind == "close":
            return max(0, depth - 1), links
        if kind == "name":
            self.words.add(match[0].partition(":")[0].upper() + ":")
            return depth, links + match[0].count("-") + ("DESCRIBE" in self.words)
        if kind == "word":
            return depth, links + self._is_link(match[0])
        return depth, links + (kind == "link" or (kind == "iri" and "DESCRIBE" in self.words))

    def _is_link(self, word: str) -> bool:
        if word[0] not in "?$@":
            self.words.add(word.upper())
        return word.upper() in _LINKING or "DESCRIBE" in self.words


def outline(query: str) -> Outline:
    """Returns what a query holds, by its tokens alone.

    >>> outline("SELECT * { FILTER(STR(?a) = '((') } # ((").depth
    3
    """
    return _Reader(query, set()).read()


def check_query(query: str, *, length: int = MAX_LENGTH, depth: int = MAX_DEPTH) -> Outline:
    """Returns the outline of a query; raises QueryProblem if it is too long, too deep or calls a service."""
    if len(query) > length:
        raise QueryProblem("query-too-long", length=len(query), limit=length)
    if _is_plain(query, depth):
        return _PLAIN
    found = outline(query)
    if found.depth > depth or found.links > MAX_LINKS:
        raise QueryProblem(
            "query-too-deep", depth=found.depth, links=found.links, limit=depth, most=MAX_LINKS
        )
    if found.calls_service:
        raise QueryProblem("query-service")
    return found


def _is_plain(query: str, depth: int) -> bool:
    """Says whether a query is so short and flat that its tokens need not be read."""
    if len(query) > _SHORT or sum(map(query.count, "({[<")) > depth:
        return False
    upper = query.upper()
    return "SERVICE" not in upper and "FROM" not in upper
