"""What Python's reader of CSV says."""

from __future__ import annotations

from graph.causes.tables import Table, named
from graph.errors import Cause

CSV: Table = (
    (r"unexpected end of data", "csv-quote"),
    (r"expected after", "csv-after-quote"),
    (r"field larger than field limit \((?P<limit>\d+)\)", "csv-long"),
    (r"new-line character", "csv-newline"),
    (r"NUL", "csv-nul"),
)


def csv_cause(words: str) -> Cause:
    """Returns why a text is not CSV.

    >>> csv_cause("unexpected end of data").key
    'csv-quote'
    """
    return named(CSV, words, "csv-other")
