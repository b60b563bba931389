"""When a document holds, in words and, where they say more, in those of its source."""

from __future__ import annotations

from collections.abc import Iterator

from api.pages.reader import Label, Reader
from api.pages.views.facts import Value


def periods_of(reader: Reader, document: str) -> Iterator[Value]:
    """Yields the periods for which a document is said to hold, each with how its source puts it."""
    for period in reader.nodes(document, "dct:temporal"):
        start, end = reader.day(period, "dcat:startDate"), reader.day(period, "dcat:endDate")
        shown = reader.words.period(start, end)
        if shown:
            stated = reader.text(period, "pg:statedAs")
            yield Value(Label(shown), note=stated if stated and stated.text not in shown else None)
