"""Why a SPARQL text is malformed.

The engine's parser lists the signs that it could have read at its farthest, which helps nobody. So the
tokens are looked through for the commonest mistakes; else the message quotes what stands at the place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from graph.causes.sparql_tokens import FUNCTIONS, WORDS, Token, tokens
from graph.causes.tables import Table, named
from graph.errors import Cause
from ontology import PREFIXES

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_CLOSING = {"(": ")", "{": "}", "[": "]"}
_OPERATORS = ("<", ">", "=", "&", "|", "!", "/", "^", "-")
_SIMPLE_WORDS = ("A", "TRUE", "FALSE")
_SENTENCES: Table = (
    (r"variable that is unbound", "sparql-ungrouped"),
    (r"not authorized with GROUP BY", "sparql-star-grouped"),
    (r"Duplicated variable", "sparql-twice"),
)

Found = tuple[int, Cause]


def sparql_cause(query: str, line: int, column: int, words: str) -> tuple[int, int, Cause]:
    """Returns line and column of a mistake, from 1, and what it is; the engine's own are given.

    >>> sparql_cause("SELECT * { ?s sdg:x ?o }", 1, 20, "expected OPTIONAL")[1:2]
    (15,)
    """
    read = list(tokens(query))
    for look in _LOOKS:
        for start, cause in look(read):
            return *_place(query, start), Cause(cause.key, cause.values, words)
    said = named(_SENTENCES, words, "")
    if said.key:
        return line, column, said
    return line, column, _here(read, _offset(query, line, column), words)


def _empty(read: Sequence[Token]) -> Iterator[Found]:
    if not read:
        yield 0, Cause("sparql-empty")


def _open_string(read: Sequence[Token]) -> Iterator[Found]:
    yield from ((token.start, Cause("sparql-string")) for token in read if token.kind == "quote")


def _prefix_form(read: Sequence[Token]) -> Iterator[Found]:
    for before, token in pairwise(read):
        if before.word == "PREFIX" and not token.text.endswith(":"):
            yield token.start, Cause("sparql-prefix-form", (("found", token.text),))


def _prefix(read: Sequence[Token]) -> Iterator[Found]:
    pairs = pairwise(read)
    declared = {token.text for before, token in pairs if before.word == "PREFIX"} | {"_:"}
    for token in read:
        if token.kind == "name" and (prefix := token.text.partition(":")[0] + ":") not in declared:
            known = PREFIXES.get(prefix[:-1], "…")
            yield token.start, Cause("sparql-prefix", (("prefix", prefix), ("iri", known)))


def _word(read: Sequence[Token]) -> Iterator[Found]:
    for token in read:
        if token.kind == "word" and token.word not in WORDS and not token.text[0].isdigit():
            near = get_close_matches(token.word, WORDS, 1, cutoff=0.7)
            key = "sparql-word-near" if near else "sparql-word"
            yield token.start, Cause(key, (("found", token.text), ("near", "".join(near))))


def _form(read: Sequence[Token]) -> Iterator[Found]:
    if not any(token.word in _FORMS for token in read):
        yield read[0].start, Cause("sparql-form")


def _brackets(read: Sequence[Token]) -> Iterator[Found]:
    opened: list[Token] = []
    for token in read:
        if token.text in _CLOSING:
            opened.append(token)
        elif token.text in _CLOSING.values():
            if not opened or _CLOSING[opened[-1].text] != token.text:
                yield token.start, _mismatch(token, opened)
                return
            opened.pop()
    for token in opened[-1:]:
        yield token.start, Cause("sparql-unclosed", _pair(token))


def _mismatch(token: Token, opened: Sequence[Token]) -> Cause:
    if not opened:
        return Cause("sparql-unopened", (("found", token.text),))
    return Cause("sparql-unclosed", _pair(opened[-1]))


def _pair(token: Token) -> tuple[tuple[str, str], ...]:
    return ("found", token.text), ("closing", _CLOSING[token.text])


def _select(read: Sequence[Token]) -> Iterator[Found]:
    """Looks for commas and for expressions without `AS` between SELECT and what follows its variables."""
    is_selecting, depth = False, 0
    for token, after in pairwise(read):
        is_selecting = token.word == "SELECT" or (is_selecting and not _ends_select(token))
        depth += (token.text == "(") - (token.text == ")")
        if is_selecting and depth == 0 and token.text == ",":
            yield token.start, Cause("sparql-comma")
        if is_selecting and depth == 0 and token.word in FUNCTIONS and after.text == "(":
            yield token.start, Cause("sparql-as", (("found", token.text),))


def _ends_select(token: Token) -> bool:
    return token.text == "{" or token.word in ("WHERE", "FROM")


def _triples(read: Sequence[Token]) -> Iterator[Found]:
    """Looks for one or two terms alone between the signs that begin and end a triple."""
    begin, is_values = -1, False
    for place, token in enumerate(read):
        is_values = token.word == "VALUES" or (is_values and token.text != "}")
        if token.text in ("}", ".") and begin >= 0 and 0 < place - begin - 1 < 3:
            yield token.start, Cause("sparql-triple", (("found", token.text),))
        if token.text in ("{", "}", ".") and not is_values:
            begin = place
        elif not _is_simple(token):
            begin = -1


def _is_simple(token: Token) -> bool:
    return token.kind in ("iri", "name", "variable", "string", "number") or token.word in _SIMPLE_WORDS


def _operands(read: Sequence[Token]) -> Iterator[Found]:
    for token, after in pairwise(read):
        if token.text in _OPERATORS and after.text == ")":
            yield token.start, Cause("sparql-operand", (("found", token.text),))


def _iri(read: Sequence[Token]) -> Iterator[Found]:
    spaced = (token for token in read if token.kind == "spaced")
    yield from ((token.start, Cause("sparql-iri", (("found", token.text),))) for token in spaced)


_LOOKS: Sequence[Callable[[Sequence[Token]], Iterator[Found]]] = (
    _empty,
    _open_string,
    _iri,
    _prefix_form,
    _brackets,
    _word,
    _form,
    _prefix,
    _select,
    _triples,
    _operands,
)


def _here(read: Sequence[Token], offset: int, words: str) -> Cause:
    if "IRI parsing failed" in words:
        found = next((t.text for t in reversed(read) if t.kind == "iri" and t.start <= offset), "")
        return Cause("sparql-iri", (("found", found),), words)
    found = next((token.text for token in read if token.start + len(token.text) > offset), "")
    if not found and read[-1].text == "}":  # what is wrong lies before: all that was opened is closed
        found = "}"
    return Cause("sparql-here" if found else "sparql-end", (("found", found[:60]),), words)


def _place(query: str, start: int) -> tuple[int, int]:
    before = query[:start]
    return before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1


def _offset(query: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = query.find("\n", start) + 1
    return start + column - 1
