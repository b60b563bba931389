"""Which predicates and classes a query can read, by its words: more than it does, never less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph.terms import expand

TYPE = str(expand("rdf:type"))
_TOKEN = re.compile(
    r"""<[^<>\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\#[^\n]*|[?$]\w+|[\w-]*:[\w.-]*\w|[\w-]*:|\w+|\S"""
)
_IS_TERM = re.compile(r"""[<"'?$\d\[]|\w*:|(?:true|false)$""")
_IS_SUBJECT = re.compile(r"""<|[?$\]]|\w*:|;$""")
_NEGATED = re.compile(r"!\s*(?:\^|<|\w*:|a\b|\(\s*(?:\^|(?:<[^<>\s]*>|\w*:\w+|a)\s*[|)]))")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Is predicates, and the classes of which instances are looked for, as N-Quads write them."""

    predicates: frozenset[str]
    classes: frozenset[str]


@lru_cache(maxsize=1_000)
def mentioned(query: str) -> Mentioned | None:
    """Returns what of a store can bear on a query; None where that may be anything.

    >>> found = mentioned("PREFIX x: <http://x/> SELECT ?s { ?s a x:C ; x:p/<http://x/q> ?o }")
    >>> sorted(found.predicates - {TYPE}), sorted(found.classes)
    (['<http://x/>', '<http://x/C>', '<http://x/p>', '<http://x/q>'], ['<http://x/C>'])
    >>> mentioned("SELECT ?s { ?s ?p 5 }") or mentioned("SELECT ?s { ?s a ?kind }")
    """
    if _NEGATED.search(query):
        return None
    tokens = [token for token in _TOKEN.findall(query) if not token.startswith("#")]
    if any(_looks_for_any(*three) for three in zip(tokens, tokens[1:], tokens[2:], strict=False)):
        return None
    iris = list(_iris(tokens))
    classes = _classes(iris)
    return None if classes is None else Mentioned(frozenset(each for each in iris if each[0] == "<"), classes)


def _looks_for_any(before: str, token: str, after: str) -> bool:
    """Says whether a token may be a variable in the place of a predicate."""
    is_between = _IS_SUBJECT.match(before) and _IS_TERM.match(after)
    return token[0] in "?$" and bool(is_between)


def _iris(tokens: Sequence[str]) -> Iterator[str]:
    """Yields the tokens with IRIs written out."""
    prefixes = {name: iri for name, iri in pairwise(tokens) if name.endswith(":")}
    for token in tokens:
        name, colon, local = token.partition(":")
        if token == "a":
            yield TYPE
        elif colon and f"{name}:" in prefixes and token[0] not in "<\"'":
            yield f"{prefixes[f'{name}:'][:-1]}{local}>"
        else:
            yield token


def _classes(tokens: Sequence[str]) -> frozenset[str] | None:
    """Returns the classes behind rdf:type; None where it stands before anything else."""
    threes = zip(tokens, tokens[1:], [*tokens[2:], ""], strict=False)
    found = {(kind, then) for word, kind, then in threes if word == TYPE}
    if any(kind[0] != "<" or then in (",", "|", "/", "*", "+", "?") for kind, then in found):
        return None
    return frozenset(kind for kind, _ in found)
