"""What the pages say, and how they write numbers, money and dates, in one language."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from babel.dates import format_datetime, get_month_names, get_timezone

from api.wording.messages import messages, plural, text
from api.wording.numerals import day_mark, locale_of, money, numeral, percent

ZONE = get_timezone("Europe/Stockholm")


@dataclass(frozen=True, slots=True)
class Words:
    """Words things in one language; the keys are those of `api/locale/<lang>/pages.po`."""

    lang: str

    def __call__(self, key: str, **values: object) -> str:
        """Returns the message `pages.<key>`.

        >>> Words("sv")("nav.goals")
        'Mål'
        """
        return text(f"pages.{key}", self.lang, **values)

    def has(self, key: str) -> bool:
        """Says whether there is such a message."""
        return f"pages.{key}" in messages(self.lang)

    def count(self, key: str, number: int, **values: object) -> str:
        """Returns the form of the message that fits the number, written as the language writes it.

        >>> Words("sv").count("count.projects", 1), Words("en").count("count.projects", 2000)
        ('1 projekt', '2,000 projects')
        """
        return plural(f"pages.{key}", number, self.lang, number=self.number(number), **values)

    def property(self, name: str) -> str | None:
        """Returns the name of a property or class, given as prefixed name, None if the pages have none."""
        key = f"term.{name}"
        return self(key) if self.has(key) else None

    def number(self, value: int | Decimal) -> str:
        """Returns a number with the language's marks."""
        return numeral(value, self.lang)

    def percent(self, share: Decimal) -> str:
        """Returns a share of 0 to 1 as whole per cent.

        >>> Words("da").percent(Decimal("0.6"))
        '60\\xa0%'
        """
        return percent(share, self.lang)

    def money(self, value: Decimal, currency: str) -> str:
        """Returns an amount in whole units with the code of its currency: both countries have kronor."""
        return money(value, currency, self.lang)

    def day(self, value: date) -> str:
        """Returns a day with the month in words; in Danish its number is an ordinal.

        >>> Words("da").day(date(2016, 10, 14)), Words("sv").day(date(2016, 10, 14))
        ('14. oktober 2016', '14 oktober 2016')
        """
        return f"{value.day}{day_mark(self.lang)} {self._month(value)}"

    def moment(self, value: datetime) -> str:
        """Returns a moment in the time of Stockholm and Copenhagen."""
        return format_datetime(
            value, f"d{day_mark(self.lang)} MMMM y, HH:mm", tzinfo=ZONE, locale=locale_of(self.lang)
        )

    def period(self, start: date | None, end: date | None) -> str | None:
        """Returns a span of days; whole years and months are written as such; an unknown end stays open.

        >>> Words("en").period(date(2020, 1, 1), date(2030, 12, 31))
        '2020–2030'
        """
        if start is None and end is None:
            return None
        written = self._unit(start, end)
        first, last = (written(each) if each else "" for each in (start, end))
        return self._span(first, last)

    def _unit(self, start: date | None, end: date | None) -> Callable[[date], str]:
        """Returns how the ends of a span are written: whole years as years, whole months as months."""
        ends_month = end is None or end.day == monthrange(end.year, end.month)[1]
        if (start is None or start.day == 1) and ends_month:
            is_year = (start is None or start.month == 1) and (end is None or end.month == 12)
            return (lambda day: str(day.year)) if is_year else self._month
        return self.day

    def _month(self, value: date) -> str:
        return f"{_months(self.lang)[value.month]} {value.year}"

    def _span(self, first: str, last: str) -> str:
        if first and last:
            if first == last:
                return first
            return f"{first}–{last}" if first.isdecimal() else f"{first} – {last}"
        return self("period.from", start=first) if first else self("period.until", end=last)


@cache
def _months(lang: str) -> Mapping[int, str]:
    """Returns the names of the months by number."""
    return get_month_names("wide", "format", locale=locale_of(lang))
