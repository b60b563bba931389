"""Which areas a reader looks for last: those of other countries than the one of the language."""

from __future__ import annotations

from api.pages.reader import Link
from ontology.languages import BY_TAG, FALLBACKS

_COUNTRY = 2  # letters that a code of NUTS begins with


def is_abroad(place: Link, lang: str) -> bool:
    """Says whether a place lies in another country than that of the language; for English none does.

    The codes of municipalities, which are figures, name no country.
    """
    home, country = BY_TAG[lang].country, (place.code or "")[:_COUNTRY]
    return home is not None and country.isalpha() and country != home


def order_of_areas(place: Link, lang: str) -> tuple[bool, str, str]:
    """Returns how areas are ordered: those of the reader's country first, then country by country.

    For English, which is nobody's, the Swedish ones are.
    """
    country = (place.code or "")[:_COUNTRY]
    return (country != _home(lang), country, place.label.text)


def _home(lang: str) -> str:
    """Returns the country whose areas come first."""
    return next(filter(None, (BY_TAG[each].country for each in (lang, *FALLBACKS))), "")
