"""Writes numbers as a language does; pages hold hundreds, and Babel reads its pattern anew for each."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.numbers import format_decimal, format_percent, get_decimal_symbol, get_group_symbol, parse_pattern

from ontology.languages import BY_TAG

_DIGITS = 20
_MONEY = parse_pattern("#,##0\xa0¤¤")


@cache
def locale_of(lang: str) -> Locale:
    """Returns how a language writes numbers and dates; made when it is first asked for, not at each start."""
    return Locale.parse(BY_TAG[lang].locale)


@cache
def day_mark(lang: str) -> str:
    """Returns what stands behind the number of a day.

    >>> day_mark("da"), day_mark("sv")
    ('.', '')
    """
    return "." if locale_of(lang).date_formats["long"].pattern.startswith("d.") else ""


def numeral(value: int | Decimal, lang: str) -> str:
    """Returns a number with the language's marks, to three decimals at most.

    >>> numeral(Decimal("1234.5"), "sv")
    '1\\xa0234,5'
    """
    if not _is_plain(value):
        return format_decimal(value, locale=locale_of(lang))
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.3f}".rstrip("0").rstrip(".")
    return text.translate(_marks(lang))


def money(value: int | Decimal, currency: str, lang: str) -> str:
    """Returns an amount in whole units with the code of its currency.

    >>> money(Decimal(2500), "sek", "en")
    '2,500\\xa0SEK'
    """
    if not _is_plain(value):
        told: str = _MONEY.apply(value, locale_of(lang), currency=currency, currency_digits=False)
        return told
    return f"{Decimal(value):,.0f}".translate(_marks(lang)) + f"\xa0{currency.upper()}"


@lru_cache(1024)
def percent(share: Decimal, lang: str) -> str:
    """Returns a share as whole per cent: few shares are said, and each in many sentences."""
    return format_percent(share, locale=locale_of(lang))


def _is_plain(value: int | Decimal) -> bool:
    """Says whether there are only digits to write; what has a sign, is huge or no number is left to Babel."""
    if isinstance(value, int):
        return value >= 0
    return value.is_finite() and not value.is_signed() and value.adjusted() < _DIGITS


@cache
def _marks(lang: str) -> dict[int, str]:
    """Returns the marks of a language by those of Python."""
    locale = locale_of(lang)
    return {ord(","): get_group_symbol(locale), ord("."): get_decimal_symbol(locale)}
