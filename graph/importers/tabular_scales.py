"""Amounts that are told in thousands or millions: what they are in full, to tell people what to write."""

from __future__ import annotations

import re

from graph.importers.tabular_numbers import codes_of, read_number

_MONEY = r"(?:kronor|kroner|kr|sek|dkk|nok|euro|eur|usd|gbp|[€$£])"
_SCALES = {
    3: rf"t\.? ?{_MONEY}|k ?(?:sek|dkk|nok|eur|€)|tusen|tusind|thousand",
    6: rf"m(?:n|io|ill|ilj)?\.? ?{_MONEY}|mn|mio|mill?|milj|miljon(?:er)?|million(?:er|s)?",
    9: rf"m(?:d|dr|ia|rd)\.? ?{_MONEY}|mdr|mia|mrd|miljard(?:er)?|milliard(?:er)?",
}
_WORDS = "|".join(f"(?P<e{places}>{words})" for places, words in _SCALES.items())
_SCALED = re.compile(rf"(?P<number>[-+\u2212\u2013]?\d[\d .,'’]*?) ?(?:{_WORDS})\.?(?: ?{_MONEY})?\.?", re.I)
_SCALE = re.compile(rf"(?:{_WORDS})\.?", re.I)
_CODE = re.compile(rf"{_MONEY}\.?$", re.I)


def in_full(text: str) -> str | None:
    """Returns an amount that is told in thousands, millions or milliards in full; None for any other text.

    A currency that can mean one only stays beside it.

    >>> in_full("12,5 mio."), in_full("12,5 mnkr"), in_full("3 tkr"), in_full("1.2 MSEK"), in_full("1 250")
    ('12500000', '12500000', '3000', '1200000 SEK', None)
    """
    plain = " ".join(text.split())
    found = _SCALED.fullmatch(plain)
    if not found:
        return None
    number, other = (read_number(found["number"], "", point) for point in ",.")
    if number is None or number != other:
        return None
    places = next(places for places in _SCALES if found[f"e{places}"])
    unit = _CODE.search(plain)
    codes = codes_of(unit[0]) if unit else ()
    whole = f"{number.scaleb(places):f}"
    whole = whole.rstrip("0").rstrip(".") if "." in whole else whole
    return f"{whole} {codes[0]}" if len(codes) == 1 else whole


def is_scale(text: str) -> bool:
    """Says whether a text tells how amounts are counted, and not in what.

    >>> is_scale("tkr"), is_scale("MSEK"), is_scale("kr")
    (True, True, False)
    """
    return bool(_SCALE.fullmatch(" ".join(text.split())))
