"""Names that stand in a cell otherwise than the list has them: between other signs, or behind a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.importers.matching import Matcher, called_alike
from graph.importers.tabular_cells import Value

# A comma between two digits is a decimal one; each of the other signs parts names.
_BETWEEN = re.compile(r"\s*(?:[;/|]|,(?!\d)|(?<!\d),|(?<=\s)(?:och|og|and|&|\+)(?=\s))\s*")
_CODE = r"([0-9]{1,2}(?:[.,][0-9a-z]{1,2})?|[a-z]{2,4} ?[0-9](?:\.[0-9]{1,2})?)"
_WORD = r"(?:agenda ?2030[ -]*)?(?:globala? )?(?:(?:verdens|del)?(?:mål(?:et)?|maal)|goal|target|sdg)"
_BEHIND_WORD = re.compile(rf"{_WORD}\s*(?:nr\.?)?\s*:?\s*{_CODE}", re.IGNORECASE)
_WITH_NAME = re.compile(rf"(?:{_WORD}\s*:?\s*)?{_CODE}\s*[.:–-]?\s+(\D.*)", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[0-9]{1,2},[0-9a-z]{1,2}")


def read_otherwise(matchers: Sequence[Matcher], separator: str | None, text: str) -> tuple[Value, ...]:
    """Returns what a text stands for that is no known name, nothing where that cannot be told for sure.

    Several names are parted by other signs than the column's `separator`, if it has one; a code may stand
    behind a word or before its own name. Every part has to be known, or all of them together.
    """
    parts = list(filter(None, _BETWEEN.split(" ".join(text.split())))) if separator else [text]
    if len(parts) > 1 and (whole := _sole(matchers, " ".join(parts))):
        return (whole,)  # "Jämtland och Härjedalen" is one county, and no county and a municipality
    found = [_found(matchers, part) for part in dict.fromkeys(parts)]
    known = {value.term: value for value in found if value}
    return tuple(known.values()) if found and all(found) else ()


def _found(matchers: Sequence[Matcher], text: str) -> Value | None:
    values = (_sole(matchers, each) for each in _codes(text))
    return next(filter(None, values), None) or _with_its_name(matchers, text)


def _codes(text: str) -> Iterator[str]:
    """Yields a text, and the codes that it may stand for.

    >>> list(_codes("Mål 13")), list(_codes("9,1")), list(_codes("SDG 9,c"))
    (['Mål 13', '13'], ['9,1', '9.1'], ['SDG 9,c', '9.c'])
    """
    yield text
    behind = _BEHIND_WORD.fullmatch(text)
    if behind or _DECIMAL_COMMA.fullmatch(text):
        yield (behind[1] if behind else text).replace(",", ".")


def _with_its_name(matchers: Sequence[Matcher], text: str) -> Value | None:
    """Returns what both the code at the beginning and the name behind it stand for."""
    if not (found := _WITH_NAME.fullmatch(text)):
        return None
    code, named = (_sole(matchers, each) for each in (found[1].replace(",", "."), found[2]))
    return code if code and named and code.term == named.term else None


def _sole(matchers: Sequence[Matcher], text: str) -> Value | None:
    found = next(filter(None, (matcher.sole(text) for matcher in matchers)), None)
    return called_alike(matchers, found) if found else None
