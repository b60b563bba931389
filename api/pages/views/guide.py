"""The page of help: what each measure means, in words, and where it is met."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.words import Words

# What is explained, in groups; each entry may name the page on which it is met.
ENTRIES = {
    "reading": (("chain", "trace"), ("proof", "trace"), ("status", ""), ("language", "")),
    "counting": (("projects", ""), ("money", ""), ("rates", ""), ("accepted", ""), ("fresh", "data")),
    "trust": (("strength", ""), ("confidence", "trace"), ("weakest", "trace"), ("independent", "trace"),
              ("score", ""), ("machine", "")),
    "gaps": (("coverage", "coverage"), ("prioritised", "documents"), ("why-not", "trace"),
             ("single", "what-if"), ("smallest", "what-if"), ("ripples", "what-if")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """Is one thing explained; `href` leads to where it is met, None where that is everywhere."""

    id: str
    title: str
    text: str
    href: str | None
    place: str


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """Is the entries of one subject."""

    id: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class GuideView:
    """Is the page."""

    groups: tuple[EntryGroup, ...]


def guide_view(words: Words) -> GuideView:
    """Returns the page in one language."""
    return GuideView(
        tuple(
            EntryGroup(
                group, words(f"help.group.{group}"), tuple(_entry(words, name, place) for name, place in own)
            )
            for group, own in ENTRIES.items()
        )
    )


def _entry(words: Words, name: str, place: str) -> Entry:
    return Entry(
        id=name,
        title=words(f"help.{name}.title"),
        text=words(f"help.{name}.text"),
        href=f"/{words.lang}/{place}" if place else None,
        place=words(f"nav.{place}") if place else "",
    )
