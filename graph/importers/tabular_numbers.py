"""Numbers as people write them: a decimal comma, spaces and dots in thousands, a currency beside them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009'’](?=\d{3}(?:\D|$))")
_MINUS = str.maketrans("\u2212\u2013", "--")
# Digits are read by one part of it alone: by two, a number of many takes the square of their time.
_PLAIN = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?")
_MAY_BE_TWO = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
_CURRENCY = re.compile(r"(SEK|DKK|NOK|euro|EUR|USD|GBP|kronor|kroner|kr\.?|€|\$|£)", re.IGNORECASE)
_CODES = {
    "€": ("EUR",),
    "euro": ("EUR",),
    "$": ("USD",),
    "£": ("GBP",),
    "kr": ("SEK", "DKK", "NOK"),
    "kronor": ("SEK",),
    "kroner": ("DKK", "NOK"),
}
CURRENCIES = frozenset({"SEK", "DKK", "NOK", "EUR", "USD", "GBP"})


def split_currency(text: str) -> tuple[str, tuple[str, ...]]:
    """Returns a text without a currency before or behind it, and the codes that the currency may mean.

    >>> split_currency("1 200 kr"), split_currency("EUR 5"), split_currency("7")
    (('1 200', ('SEK', 'DKK', 'NOK')), ('5', ('EUR',)), ('7', ()))
    """
    if text.isdecimal():  # as most amounts are
        return text, ()
    for found in _CURRENCY.finditer(text):
        if found.start() == 0 or found.end() == len(text):
            rest = (text[: found.start()] + text[found.end() :]).strip()
            return rest, codes_of(found[0])
    return text, ()


def read_number(text: str, group: str, point: str) -> Decimal | None:
    """Returns the number that a text is, or None if it is none, or may be two.

    `group` and `point` are the separators that the list has. One that stands otherwise is read where only
    one reading is possible: "1.234" in a list with neither sign is not.

    >>> [str(read_number(text, "", ".")) for text in ("1 234,5", "1.234.567", "1,234", "1.234")]
    ['1234.5', '1234567', 'None', '1.234']
    >>> [str(read_number(text, ".", ",")) for text in ("1.234", "1.5", "1.234,5")]
    ['1234', '1.5', '1234.5']
    """
    plain = _SPACES.sub("", text.strip().translate(_MINUS))
    number = _declared(plain, group, point)
    return number if number is not None else _sole_reading(plain)


def thousands_of(text: str) -> str | None:
    """Returns the figures of a text that may be thousands or have three decimals, None for any other.

    >>> thousands_of("500.000"), thousands_of("1,250"), thousands_of("500 000")
    ('500000', '1250', None)
    """
    return re.sub(r"[.,]", "", text) if _MAY_BE_TWO.fullmatch(text) else None


def _declared(text: str, group: str, point: str) -> Decimal | None:
    """Returns the number if it is written as declared: groups are of three digits."""
    if group and group in text:
        whole = text.partition(point)[0]
        if not re.fullmatch(rf"[-+]?[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+", whole):
            return None
        text = text.replace(group, "")
    if point != "." and "." in text:
        return None
    return _decimal(text.replace(point, "."))


def _sole_reading(text: str) -> Decimal | None:
    """Returns the number if dots and commas can stand for one thing only."""
    signs = [letter for letter in text if letter in ".,"]
    if not signs:
        return None
    last, before = signs[-1], signs[:-1]
    if last in before:  # a sign that stands twice parts thousands
        return _declared(text, last, "," if last == "." else ".") if set(signs) == {last} else None
    if before:
        return _declared(text, before[0], last)
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", text):
        return None
    return _decimal(text.replace(",", "."))


def _decimal(text: str) -> Decimal | None:
    if not _PLAIN.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def codes_of(unit: str) -> tuple[str, ...]:
    """Returns the codes that a currency as people write it may mean.

    >>> codes_of("kr"), codes_of("kronor"), codes_of("€"), codes_of("dkk")
    (('SEK', 'DKK', 'NOK'), ('SEK',), ('EUR',), ('DKK',))
    """
    return _CODES.get(unit.lower().rstrip("."), (unit.upper(),))
