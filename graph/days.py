"""Days that have come: what a source said, or a rate that was noted, is of no other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


def has_come(day: date) -> bool:
    """Says whether a day has begun anywhere: where it is furthest ahead it is a day later than by UTC.

    >>> has_come(date(2019, 12, 11)), has_come(date.max)
    (True, False)
    """
    return day <= datetime.now(UTC).date() + timedelta(days=1)
