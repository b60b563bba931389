"""Search by name or code: what was found, by kind, the exact code first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from api.pages.reader import Link, Reader
from api.pages.views.levels import kind_of

KINDS = ("goals", "documents", "objectives", "projects", "programmes", "organisations", "areas", "others")
LIMIT = 300
PER_KIND = 25
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """Is one thing that was found, with its kind in words."""

    thing: Link
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """Is what was found of one kind; `more` counts what is not shown."""

    title: str
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SearchView:
    """Is the page of a search; an empty question finds nothing."""

    query: str
    total: int
    summary: str
    groups: tuple[Group, ...]


def search_view(reader: Reader, query: str) -> SearchView:
    """Returns what has the text as its code, or the words in its name."""
    asked = " ".join(query.split())[:_LONGEST]
    if not asked:
        return SearchView("", 0, "", ())
    found = reader.repository.search(asked, lang=reader.lang, limit=LIMIT)
    groups: dict[str, list[str]] = defaultdict(list)
    for thing in found.items:
        groups[_group_of(reader, thing.iri)].append(thing.iri)
    return SearchView(
        query=asked,
        total=found.total,
        summary=reader.words.count("search.found", found.total),
        groups=tuple(_group(reader, kind, groups[kind]) for kind in KINDS if kind in groups),
    )


def _group_of(reader: Reader, iri: str) -> str:
    tests = {
        "goals": ("sdgo:Goal", "sdgo:Target"),
        "projects": ("pg:Project",),
        "programmes": ("eurio:FundingScheme",),
        "documents": ("eli:Work", "eli:LegalResource"),
        "objectives": ("pg:Objective",),
        "organisations": ("org:FormalOrganization", "org:OrganizationalUnit"),
        "areas": ("dct:Location",),
    }
    return next((kind for kind, names in tests.items() if any(reader.is_a(iri, n) for n in names)), "others")


def _group(reader: Reader, kind: str, members: list[str]) -> Group:
    hits = tuple(Hit(reader.link(iri), kind_of(reader, iri)) for iri in members[:PER_KIND])
    return Group(reader.words(f"search.kind.{kind}"), hits, len(members) - len(hits))
