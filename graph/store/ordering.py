"""Solutions put in an order by a variable whose values may be of several kinds, or many.

The engine compares two numbers by their value, a number and any other literal by how they are written. So 9
comes before 10, 10 before "100x", and "100x" before 9: there is no such order. It then tells numbers in a
wrong order, or where it notices, ends its whole process. And it looks up both texts each time that it
compares two. So a query is asked with another key first: the kind of a value, and its text, which the engine
then has in its memory.

SPARQL leaves open how numbers and other literals stand to each other (section 15.1). Here those that are
neither text nor number come first, as dates do, and numbers last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.causes.sparql_tokens import Token, tokens

_LAST = frozenset(("LIMIT", "OFFSET", "VALUES"))
_BRACKETS = {"(": 1, ")": -1}
_MOST = 32
_ORDER = re.compile("order", re.IGNORECASE)
_STRING = "<http://www.w3.org/2001/XMLSchema#string>"
# NUL, below which no character is, leaves texts in their order and makes ones that are not in the store: such
# texts the engine keeps in memory.
_TEXT = 'CONCAT("{}", STR(VAR), "\\u0000")'
_KEY = (
    f'IF(isNumeric(VAR), "4", IF(isIRI(VAR), {_TEXT.format(1)}, IF(isBlank(VAR), "0", '
    f'IF(DATATYPE(VAR) = {_STRING} || LANG(VAR) != "", {_TEXT.format(3)}, "2"))))'
)

Insertion = tuple[int, str]


def key_of(variable: str) -> str:
    """Returns the expression for the key of a variable, which is written with its sign; unbound has none."""
    return _KEY.replace("VAR", variable)


def in_order(query: str) -> str:
    """Returns a query that asks for the key of a variable before it puts solutions in the order of that.

    One that orders by very many variables is returned as it is, as is one that has no order.

    >>> in_order("SELECT * { ?s ?p ?o } ORDER BY STR(?s) DESC(?o)").partition("DESC")[0]
    'SELECT * { ?s ?p ?o } ORDER BY STR(?s) '
    """
    if (found := _ORDER.search(query)) is None:
        return query
    begin = _clean_before(query, found.start())
    insertions = list(_insertions(list(tokens(query[begin:]))))
    if len(insertions) > _MOST:
        return query
    pieces, done = [], 0
    for place, words in insertions:
        pieces += [query[done : begin + place], words]
        done = begin + place
    return "".join((*pieces, query[done:]))


def _clean_before(query: str, place: int) -> int:
    """Returns where to begin to read: a line begins in no string, IRI or comment, but for long strings."""
    if "'''" in query or '"""' in query:
        return 0
    return query.rfind("\n", 0, place) + 1


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
            yield token.start, f"({key_of(token.text)}) "
        elif depth == 0 and (variable := _directed(read, at)):
            yield token.start, f"{token.text}({key_of(variable)}) "
        depth += _BRACKETS.get(token.text, 0)


def _directed(read: Sequence[Token], at: int) -> str | None:
    """Returns the variable of ASC(?variable) or DESC(?variable), None where something else stands there."""
    match [(each.word or each.kind, each.text) for each in read[at : at + 4]]:
        case [("ASC" | "DESC", _), (_, "("), ("variable", variable), (_, ")")]:
            return variable
    return None
