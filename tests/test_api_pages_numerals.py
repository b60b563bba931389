"""Numbers and days on pages: written as Babel writes them, whatever they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from api.wording.numerals import locale_of, money, numeral
from api.wording.words import Words
from ontology.languages import LANGUAGES

NUMBERS = st.one_of(st.integers(-(10**15), 10**15), st.decimals(-(10**15), 10**15))


@given(NUMBERS, st.sampled_from(LANGUAGES))
def test_numbers_are_written_as_babel_writes_them(value: int | Decimal, lang: str) -> None:
    assert numeral(value, lang) == format_decimal(value, locale=locale_of(lang))


@given(st.decimals(-(10**15), 10**15), st.sampled_from(("SEK", "DKK", "eur")), st.sampled_from(LANGUAGES))
def test_money_is_written_as_babel_writes_it(value: Decimal, currency: str, lang: str) -> None:
    by_babel = format_currency(value, currency, "#,##0\xa0¤¤", locale=locale_of(lang), currency_digits=False)
    assert money(value, currency, lang) == by_babel


@given(st.dates(), st.sampled_from(LANGUAGES))
def test_days_are_written_as_babel_writes_them(day: date, lang: str) -> None:
    assert Words(lang).day(day) == format_date(day, "long", locale=locale_of(lang))


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (1234567, "1\xa0234\xa0567"), (Decimal("0.0625"), "0,062"), (Decimal("-2.50"), "-2,5")],
)
def test_numbers_in_swedish(value: int | Decimal, told: str) -> None:
    assert Words("sv").number(value) == told


def test_money_is_rounded_to_whole_units() -> None:
    assert Words("sv").money(Decimal("1234567.50"), "SEK") == "1\xa0234\xa0568\xa0SEK"
    assert Words("en").money(Decimal(-1200), "DKK") == "-1,200\xa0DKK"
