"""Solutions put in an order by a variable whose values are of several kinds.

Two numbers are compared by their value, a number and any other literal by how they are written. So 9 comes
before 10, 10 before "100x", and "100x" before 9: there is no such order. The engine then tells numbers in a
wrong order, or where it notices, ends its whole process. SPARQL leaves open how numbers and other literals
stand to each other (section 15.1): here numbers come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.causes.sparql_tokens import Token, tokens

_LAST = frozenset(("LIMIT", "OFFSET", "VALUES"))
_BRACKETS = {"(": 1, ")": -1}

Insertion = tuple[int, str]


def numbers_last(query: str) -> str:
    """Returns a query that has numbers last wherever it puts solutions in the order of a variable.

    >>> numbers_last("SELECT * { ?s ?p ?o } ORDER BY ?p DESC(?o) STR(?s)")
    'SELECT * { ?s ?p ?o } ORDER BY isNumeric(?p) ?p DESC(isNumeric(?o)) DESC(?o) STR(?s)'
    """
    if "ORDER" not in query.upper():
        return query
    pieces, done = [], 0
    for place, words in _insertions(list(tokens(query))):
        pieces += [query[done:place], words]
        done = place
    return "".join((*pieces, query[done:]))


def _insertions(read: Sequence[Token]) -> Iterator[Insertion]:
    for number, token in enumerate(read[1:], 1):
        if token.word == "BY" and read[number - 1].word == "ORDER":
            yield from _of_conditions(read, number + 1)


def _of_conditions(read: Sequence[Token], number: int) -> Iterator[Insertion]:
    """Yields what comes before each condition that is a variable, or one with its direction."""
    depth = 0
    for at in range(number, len(read)):
        token = read[at]
        if depth == 0 and (token.word in _LAST or token.text == "}"):
            return
        if depth == 0 and token.kind == "variable":
            yield token.start, f"isNumeric({token.text}) "
        elif depth == 0 and (variable := _directed(read, at)):
            yield token.start, f"{token.text}(isNumeric({variable})) "
        depth += _BRACKETS.get(token.text, 0)


def _directed(read: Sequence[Token], at: int) -> str | None:
    """Returns the variable of ASC(?variable) or DESC(?variable), None where something else stands there."""
    if read[at].word not in ("ASC", "DESC"):
        return None
    opening, variable, closing = (each.text for each in (*read[at + 1 : at + 4], *_NOTHING)[:3])
    return variable if (opening, closing) == ("(", ")") and variable[:1] in ("?", "$") else None


_NOTHING = (Token("sign", "", 0),) * 3
