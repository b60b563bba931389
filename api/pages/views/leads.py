"""Where one goes on from a thing that has no page of its own kind: an area, an organisation."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from api.pages.reader import Reader
from api.pages.views.levels import level_of
from api.pages.views.since import recent_href
from graph.terms import compact

WIDE = ("pg:RegionalLevel", "pg:NationalLevel")
"""The levels of areas of which the portfolio tells what is said, funded and done."""


def leads_of(reader: Reader, thing: str) -> tuple[tuple[str, str], ...]:
    """Returns the addresses of what the pages tell of an area or an organisation, each with its words."""
    return tuple((href, reader.words(f"leads.{key}")) for key, href in _leads(reader, thing))


def _leads(reader: Reader, thing: str) -> Iterator[tuple[str, str]]:
    name = compact(thing).removeprefix(reader.store.base)
    if reader.is_a(thing, "dct:Location"):
        yield "projects", _address(reader, "questions/projects-in-territory", territory=name, ask="1")
        yield "documents", _address(reader, "documents", territory=name)
        if level_of(reader, thing) in WIDE:
            yield "coverage", _address(reader, "coverage", region=name)
            yield "flow", _address(reader, "flow", region=name)
            yield "what-if", _address(reader, "what-if", territory=name)
        yield "changes", recent_href(reader.lang, of=name)
    elif reader.is_a(thing, "org:FormalOrganization"):
        yield "takes-part", _address(reader, "questions/projects-of-organisation", organisation=name, ask="1")
        yield "duties", _address(reader, "questions/obligations", organisation=name, ask="1")


def _address(reader: Reader, page: str, **given: str) -> str:
    return f"/{reader.lang}/{page}?{urlencode(given)}"
