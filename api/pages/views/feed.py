"""The feed of changes, as Atom (RFC 4287) has it: an entry for each commit, under the commit's own IRI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from api.iris import page_url
from api.pages.reader import Reader
from api.wording.reasons import worded_reason
from api.wording.words import Words
from graph.model import Commit

_ILLEGIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """Is one change: `iri` never changes, `page` is where people read of it."""

    iri: str
    title: str
    author: str
    at: str
    summary: str
    page: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Is the whole feed; `address` is its own, and its identity; `page` is that of what it follows."""

    title: str
    lang: str
    address: str
    page: str
    at: str
    entries: tuple[Entry, ...]


def feed_view(reader: Reader, commits: Iterable[Commit], address: str, thing: str | None) -> Feed:
    """Returns the feed of these commits, the newest first; `thing` is what they are about, None for all."""
    told, base = tuple(commits), reader.store.base.rstrip("/")
    link = reader.link(thing) if thing else None
    words = reader.words
    return Feed(
        title=legible(words("feed.title-of", name=link.label.text) if link else words("feed.title")),
        lang=reader.lang,
        address=address,
        page=base + (link.href if link else f"/{reader.lang}/"),
        at=rfc_3339(told[0].at if told else _NEVER),
        entries=tuple(_entry(reader, commit, base) for commit in told),
    )


def _entry(reader: Reader, commit: Commit, base: str) -> Entry:
    words = reader.words
    return Entry(
        iri=commit.iri,
        title=legible(title_of(words, commit)),
        author=legible(reader.label(commit.agent).text if commit.agent else words("feed.nobody")),
        at=rfc_3339(commit.at),
        summary=summary_of(words, commit),
        page=base + page_url(commit.iri, reader.store.base, reader.lang),
    )


def title_of(words: Words, commit: Commit) -> str:
    """Returns what a commit was made for, its number where nobody said."""
    said = worded_reason(commit.reason.strip(), words.lang)
    return said or words("feed.unnamed", number=words.number(commit.sequence))


def summary_of(words: Words, commit: Commit) -> str:
    """Returns in words how much a commit changed."""
    return words(
        "feed.summary",
        added=words.count("feed.added", commit.added),
        removed=words.count("feed.removed", commit.removed),
        revision=words.number(commit.sequence),
    )


def rfc_3339(at: datetime) -> str:
    """Returns a moment as RFC 3339 writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def legible(text: str) -> str:
    """Returns a text without the characters that XML 1.0 cannot hold.

    >>> legible("a\\x00b\\x0bc")
    'abc'
    """
    return _ILLEGIBLE.sub("", text).strip()
