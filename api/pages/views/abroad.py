"""Which areas a reader looks for last: those of other countries than the one of the language."""

from __future__ import annotations

from api.pages.reader import Link

_HOMES = {"sv": "SE", "da": "DK"}
_COUNTRY = 2  # letters that a code of NUTS begins with


def is_abroad(place: Link, lang: str) -> bool:
    """Says whether a place lies in another country than that of the language; for English none does.

    The codes of municipalities, which are figures, name no country.
    """
    home, country = _HOMES.get(lang), (place.code or "")[:_COUNTRY]
    return home is not None and country.isalpha() and country != home


def order_of_areas(place: Link, lang: str) -> tuple[bool, str, str]:
    """Returns how areas are ordered: those of the reader's country first, in English the Swedish ones.

    The others follow country by country.
    """
    country = (place.code or "")[:_COUNTRY]
    return (country != _HOMES.get(lang, _HOMES["sv"]), country, place.label.text)
