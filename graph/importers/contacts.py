"""Contact data of persons: lists hold it, the graph does not. It is dropped, and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from graph.errors import Finding, Place
from graph.importers.tabular_mapping import Column

_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[A-Za-z]{2,24}")
# With a country code, or as Swedes write a number: an area code, a hyphen, groups of two or three digits.
_PHONE = re.compile(
    r"(?<![\w.-])(?:\+4[5-7][\s\d()-]{7,14}\d|0\d{1,3}[-/]\s?\d{2,3}(?:\s?\d{2}){1,3}(?:\s?\d)?)(?![\w-])"
)
_TEXTS = frozenset({"string", "normalizedString", "token"})
_HEADING = re.compile(
    r"e-?post|e-?mail|mejl|telefon|\btlf\b|phone|mobil(?!itet)|kontaktperson|kontaktuppgift|contact|"
    r"projektledare|projektleder|handläggare|sagsbehandler",
    re.IGNORECASE,
)


def is_contact(heading: str) -> bool:
    """Says whether a heading is that of contact data.

    >>> is_contact("E-post till projektledaren"), is_contact("Mobilitet")
    (True, False)
    """
    return bool(_HEADING.search(heading))


def has_contacts(text: str) -> bool:
    """Says whether a text may hold an e-mail address or a telephone number."""
    return "@" in text or bool(_PHONE.search(text))


class Contacts:
    """Takes e-mail addresses and telephone numbers out of texts, and counts them by column.

    `dropped` is how many were taken out so far.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self.dropped = 0

    def without(self, column: Column, text: str) -> str:
        """Returns a text that is to be stated without contact data."""
        if column.datatype.base not in _TEXTS or column.suppressed:
            return text
        if not has_contacts(text):
            return text
        plain, mails = _MAIL.subn("…", text)
        plain, phones = _PHONE.subn("…", plain)
        self._counts[column.titles[0] if column.titles else column.name] += mails + phones
        self.dropped += mails + phones
        return plain

    def findings(self, file: str) -> Iterator[Finding]:
        """Yields a warning for each column that something was taken from."""
        for column, count in sorted(self._counts.items()):
            if count:
                yield Finding("contacts-dropped", Place(file=file, column=column), (("count", str(count)),))
