"""Changes as a page lists them: what for, by whom, when, and how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.pages.reader import Link, Reader
from api.pages.views.feed import summary_of, title_of
from graph.model import Commit


@dataclass(frozen=True, slots=True)
class Change:
    """Is one commit in words; `href` is the page of the commit itself."""

    title: str
    author: Link | None
    when: str
    summary: str
    href: str


def changes_told(reader: Reader, commits: Iterable[Commit]) -> tuple[Change, ...]:
    """Returns commits in words, in their order; one of which nobody said what it is has no page."""
    return tuple(_change(reader, commit) for commit in commits if commit.iri)


def _change(reader: Reader, commit: Commit) -> Change:
    return Change(
        title=title_of(reader.words, commit),
        author=reader.link(commit.agent) if commit.agent else None,
        when=reader.words.moment(commit.at),
        summary=summary_of(reader.words, commit),
        href=reader.link(commit.iri).href,
    )
