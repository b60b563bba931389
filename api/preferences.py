"""Headers that tell preferences, as far as they are read."""

from __future__ import annotations

_MOST = 4_000  # characters: no browser sends a tenth of that, and 60,000 take the parser a second


def beginning(header: str) -> str:
    """Returns a header up to the last comma within so many characters: what is preferred less is left out.

    >>> len(beginning("text/csv, " * 10_000)) < 4_000
    True
    """
    return header if len(header) <= _MOST else header[:_MOST].rpartition(",")[0]
