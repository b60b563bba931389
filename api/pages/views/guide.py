"""The page of help: what each measure means, in words, and where it is met."""

from __future__ import annotations

from dataclasses import dataclass

from api.wording.words import Words

# What is explained, in groups; each entry may name the page on which it is met.
ENTRIES = {
    "reading": (("chain", "trace"), ("proof", "trace"), ("status", ""), ("language", "")),
    "counting": (("projects", ""), ("money", ""), ("rates", ""), ("accepted", ""), ("fresh", "data"),
                 ("changed", "changes")),
    "trust": (("strength", ""), ("confidence", "trace"), ("weakest", "trace"), ("independent", "trace"),
              ("score", ""), ("machine", "")),
    "gaps": (("coverage", "coverage"), ("prioritised", "documents"), ("why-not", "trace"),
             ("single", "what-if"), ("smallest", "what-if"), ("ripples", "what-if")),
}  # fmt: skip


PICTURES = {
    "front": "",
    "coverage-of-region": "coverage",
    "strategy": "documents",
    "trace": "trace",
    "what-if-off": "what-if",
    "map": "map",
    "review": "review",
    "answer-bars": "questions",
}
"""The pages that are shown in pictures: the name of the picture, and where the page is."""


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
class Picture:
    """Is a picture of a page: its address, what to say of the page, and where that is."""

    source: str
    title: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class GuideView:
    """Is the page."""

    groups: tuple[EntryGroup, ...]
    pictures: tuple[Picture, ...]


def guide_view(words: Words) -> GuideView:
    """Returns the page in one language."""
    return GuideView(
        tuple(
            EntryGroup(
                group, words(f"help.group.{group}"), tuple(_entry(words, name, place) for name, place in own)
            )
            for group, own in ENTRIES.items()
        ),
        tuple(_picture(words, name, place) for name, place in PICTURES.items()),
    )


def _picture(words: Words, name: str, place: str) -> Picture:
    return Picture(
        source=f"/static/pictures/{words.lang}/{name}.png",
        title=words(f"nav.{place or 'front'}"),
        text=words(f"help.picture.{place or 'front'}"),
        href=f"/{words.lang}/{place}",
    )


def _entry(words: Words, name: str, place: str) -> Entry:
    return Entry(
        id=name,
        title=words(f"help.{name}.title"),
        text=words(f"help.{name}.text"),
        href=f"/{words.lang}/{place}" if place else None,
        place=words(f"nav.{place}") if place else "",
    )
