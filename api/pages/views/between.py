"""The form that traces from anything to anything: each end is typed, and what may be meant is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.iris import trace_url
from api.pages.reader import Link, Reader
from api.pages.views.homes import written

START, END, WAY, DOWN = "start", "end", "way", "down"
IRIS = {START: "from", END: "goal"}


@dataclass(frozen=True, slots=True)
class Meant:
    """Is what an end means: what was typed, the thing where it is one alone, else those that it may be."""

    typed: str = ""
    link: Link | None = None
    offered: tuple[Link, ...] = ()

    @property
    def text(self) -> str:
        """Returns what the field shows."""
        return written(self.link) if self.link else self.typed

    @property
    def is_open(self) -> bool:
        """Says whether something was typed that means nothing yet."""
        return bool(self.typed) and self.link is None


@dataclass(frozen=True, slots=True)
class End:
    """Is one end as the form shows it; `offered` are things that may be meant, with the address of each."""

    name: str
    iri_name: str
    iri: str
    text: str
    offered: tuple[tuple[Link, str], ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Between:
    """Is the form."""

    ends: tuple[End, ...]
    is_open: bool


def between_view(reader: Reader, meant: Mapping[str, Meant], *, is_open: bool) -> Between:
    """Returns the form with what was typed in it; an end that is open says so."""
    return Between(tuple(_ends(reader, meant)), is_open)


def _ends(reader: Reader, meant: Mapping[str, Meant]) -> Iterator[End]:
    for name, each in meant.items():
        others = {other: own for other, own in meant.items() if other != name}
        offered = tuple((link, _address(reader, others, name, link)) for link in each.offered)
        key = "trace.offered" if offered else "trace.unfound"
        note = reader.words(key, text=each.typed) if each.is_open else None
        yield End(name, IRIS[name], each.link.iri if each.link else "", each.text, offered, note)


def _address(reader: Reader, others: Mapping[str, Meant], name: str, link: Link) -> str:
    """Returns the address of the form with one more end chosen."""
    given = {name: written(link), IRIS[name]: link.iri}
    for other, each in others.items():
        given |= {other: each.text, IRIS[other]: each.link.iri if each.link else ""}
    return f"/{reader.lang}/trace?{urlencode({key: value for key, value in given.items() if value})}"


def address_of(lang: str, meant: Mapping[str, Meant], way: str) -> str | None:
    """Returns the address of the chains that are meant, None while something is open, or no start named."""
    start, end = meant[START].link, meant[END].link
    if start is None or any(each.is_open for each in meant.values()):
        return None
    if way == DOWN:
        return trace_url(lang, start.iri, down=True)
    return trace_url(lang, start.iri, end.iri if end else None)
