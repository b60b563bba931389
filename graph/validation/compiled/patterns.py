"""Regular expressions that Python and the store's engine read alike, and how the engine is told them."""

from __future__ import annotations

from collections.abc import Iterator

_PUNCTUATION = frozenset(r".^$*+?()[]{}|\/-")
# In a class, these doubled are operations on sets to the engine and plain characters to Python.
_OPERATORS = ("&&", "--", "~~", "[")


def translated(pattern: str) -> str | None:
    """Returns the pattern as the engine must be told it, or None where the two may read it differently.

    Python's `$` also stands before a line feed at the end. Classes by letter (`\\w`) hold other characters in
    the one than in the other, and look-around is unknown to the engine.

    >>> translated("^[0-9]{4}$")
    '^[0-9]{4}\\\\n?$'
    >>> translated("(?=a)") or translated("[a-z&&b]") or translated("a{,2}")
    """
    parts = []
    for part in _parts(pattern):
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def _parts(pattern: str) -> Iterator[str | None]:
    place = 0
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\":
            yield _escaped(pattern[place : place + 2])
            place += 2
        elif sign == "[":
            end = _end_of_class(pattern, place)
            yield _class(pattern[place:end]) if end else None
            place = end or len(pattern)
        else:
            yield _plain(pattern, place)
            place += 1


def _escaped(pair: str) -> str | None:
    return pair if len(pair) == 2 and pair[1] in _PUNCTUATION else None


def _plain(pattern: str, place: int) -> str | None:
    sign = pattern[place]
    if pattern.startswith(("(?", "{,"), place) or pattern.startswith(("*+", "++", "?+", "}+"), place):
        return None
    return "\\n?$" if sign == "$" else sign


def _end_of_class(pattern: str, start: int) -> int | None:
    """Returns the place after a class; its first character may be a bracket that closes nothing."""
    place = start + 1 + pattern.startswith("^", start + 1)
    place += pattern.startswith("]", place)
    while place < len(pattern):
        if pattern[place] == "]":
            return place + 1
        place += 2 if pattern[place] == "\\" else 1
    return None


def _class(text: str) -> str | None:
    inner, place = text[1:-1], 0
    if any(sign in inner for sign in _OPERATORS) or inner.startswith(("]", "^]")):
        return None
    while (place := inner.find("\\", place)) >= 0:
        if _escaped(inner[place : place + 2]) is None:
            return None
        place += 2
    return text
