"""Dates as people of the Nordic countries write them, and as spreadsheets number them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

# The fields of UAX 35 that CSVW asks for (Tabular Data Model, 6.4.4).
_FIELDS = {
    "yyyy": "%Y",
    "MM": "%m",
    "M": "%m",
    "dd": "%d",
    "d": "%d",
    "HH": "%H",
    "mm": "%M",
    "ss": "%S",
}
_FIELD = re.compile(r"([A-Za-z])\1*")
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})" + _TIME)
_DAY_FIRST = re.compile(r"(\d{1,2})\s?[-./]\s?(\d{1,2})(?:\s?[-./]\s?|\s)(\d{4})" + _TIME)
_RUN_TOGETHER = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_IN_WORDS = re.compile(r"(?:den )?(\d{1,2})\.? ([a-zåäöæø]{3,9})\.? (\d{4})", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
# The first letters of the months in Swedish, Danish, Norwegian and English.
_MONTHS = {
    letters: month
    for month, names in enumerate(
        ("jan", "feb", "mar", "apr", "maj mai may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec des"),
        1,
    )
    for letters in names.split()
}
# Day 0 of spreadsheets. Numbers of four digits would be days before 1927: they are mostly years, and refused.
_DAY_0, _FIRST, _LAST = date(1899, 12, 30), 10_000, 109_574


def from_serial(number: float) -> date | None:
    """Returns the day that a spreadsheet keeps as this number; None for one before May 1927 or after 2199.

    >>> from_serial(43831), from_serial(43831.75), from_serial(2024)
    (datetime.date(2020, 1, 1), datetime.date(2020, 1, 1), None)
    """
    return _DAY_0 + timedelta(days=int(number)) if _FIRST <= number <= _LAST else None


def read_date(text: str, pattern: str | None) -> tuple[date | None, bool]:
    """Returns the day that a text names, and whether it is written in another way than the pattern says.

    Without a pattern any known way will do, but for a bare number of a spreadsheet, which is always another.
    Of two numbers before a year the first is the day.

    >>> read_date("31/12/2020", "dd.MM.yyyy"), read_date("2 maj 2021", None), read_date("2023-02-30", None)
    ((datetime.date(2020, 12, 31), True), (datetime.date(2021, 5, 2), False), (None, False))
    >>> read_date("5.2.2021", "d.M.yyyy"), read_date("05.02.2021", "d.M.yyyy")
    ((datetime.date(2021, 2, 5), False), (datetime.date(2021, 2, 5), False))
    """
    if pattern and (found := _by_pattern(text, pattern)):
        return found, False
    if _SERIAL.fullmatch(text):
        day = from_serial(float(text))
        return day, day is not None
    day = next(_written(text), None)
    return day, day is not None and pattern is not None


def written(day: date, pattern: str | None) -> str:
    """Returns a day as the pattern has it, or else as ISO 8601 has it."""
    return day.strftime(_directives(pattern)) if pattern else day.isoformat()[:10]


def _by_pattern(text: str, pattern: str) -> date | None:
    try:
        return datetime.strptime(text, _directives(pattern)).date()
    except ValueError:
        return None


def is_pattern(pattern: str) -> bool:
    """Says whether a pattern of days can be read here: all its letters are fields, a whole day among them.

    >>> is_pattern("d.M.yyyy"), is_pattern("yyyy-MM-ddTHH:mm"), is_pattern("%Y-%m-%d"), is_pattern("MM.yyyy")
    (True, True, False, False)
    """
    fields = [found[0] for found in _FIELD.finditer(pattern) if found[0] != "T"]
    read = {_FIELDS.get(field, "") for field in fields}
    return "%" not in pattern and "" not in read and {"%Y", "%m", "%d"} <= read


@lru_cache
def _directives(pattern: str) -> str:
    return _FIELD.sub(lambda found: _FIELDS.get(found[0], found[0]), pattern)


def _written(text: str) -> Iterator[date]:
    """Yields the day for each way of writing that a text fits and that is a day of the calendar."""
    for year, month, day in _numbers(text):
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _numbers(text: str) -> Iterator[tuple[int, int, int]]:
    for form in (_YEAR_FIRST, _RUN_TOGETHER):
        if found := form.fullmatch(text):
            yield int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(text):
        yield int(found[3]), int(found[2]), int(found[1])
    if (found := _IN_WORDS.fullmatch(text)) and (month := _MONTHS.get(found[2][:3].lower())):
        yield int(found[3]), month, int(found[1])
