"""What may be compared: documents that set objectives, and revisions at which those of one changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.reader import Link, Reader
from api.pages.views.document_list import DocumentGroup, Wanted, documents_view
from graph.comparison import Former


@dataclass(frozen=True, slots=True)
class Choice:
    """Is the documents of one level that may be chosen."""

    level: str
    documents: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Is a way to what a strategy was, or to what came before or after it, in words."""

    text: str
    href: str


def choices_of(reader: Reader, *chosen: str | None) -> tuple[Choice, ...]:
    """Returns the documents that set objectives, by level, and those that are chosen already.

    Sources such as web pages are left out.
    """
    offered: tuple[Choice, ...] = reader.repository.reading.remembered(
        ("comparable", reader.lang), lambda: tuple(_choices(reader, documents_view(reader, Wanted()).groups))
    )
    known = {link.iri for choice in offered for link in choice.documents}
    others = tuple(reader.link(iri) for iri in dict.fromkeys(chosen) if iri and iri not in known)
    return (*offered, Choice(reader.words("compare.chosen"), others)) if others else offered


def _choices(reader: Reader, groups: Iterable[DocumentGroup]) -> Iterator[Choice]:
    for group in groups:
        setting = tuple(each.thing for each in group.items if reader.subjects("dct:source", each.thing.iri))
        if setting:
            yield Choice(group.title, setting)


def compare_href(lang: str, first: str, second: str | None = None, revision: int | None = None) -> str:
    """Returns the path of a comparison.

    >>> compare_href("sv", "http://x/a", revision=7)
    '/sv/compare?first=http%3A%2F%2Fx%2Fa&revision=7'
    """
    given = {"first": first, "second": second, "revision": str(revision) if revision else None}
    return f"/{lang}/compare?{urlencode({name: value for name, value in given.items() if value})}"


def comparisons_of(reader: Reader, document: str) -> tuple[Earlier, ...]:
    """Returns the ways from a strategy's page: to what came before or after it, what it was, and others."""
    return (
        *_succession(reader, document),
        Earlier(
            reader.words("compare.with-former"), f"{compare_href(reader.lang, document, document)}#former"
        ),
        Earlier(reader.words("compare.with-other"), compare_href(reader.lang, document)),
    )


def earlier_of(reader: Reader, document: str, former: Sequence[Former]) -> tuple[Earlier, ...]:
    """Returns what came before or after a strategy, then its own former states, the newest first."""
    return (*_succession(reader, document), *(_former(reader, document, each) for each in former))


def _succession(reader: Reader, document: str) -> Iterator[Earlier]:
    """Yields the former one first in each comparison, whichever of the two is asked about."""
    for before in dict.fromkeys(
        (*reader.nodes(document, "dct:replaces"), *reader.subjects("dct:isReplacedBy", document))
    ):
        name = reader.label(before).text
        yield Earlier(
            reader.words("compare.with-replaced", name=name), compare_href(reader.lang, before, document)
        )
    for after in dict.fromkeys(
        (*reader.subjects("dct:replaces", document), *reader.nodes(document, "dct:isReplacedBy"))
    ):
        name = reader.label(after).text
        yield Earlier(
            reader.words("compare.with-replacing", name=name), compare_href(reader.lang, document, after)
        )


def _former(reader: Reader, document: str, former: Former) -> Earlier:
    words, commit = reader.words, former.commit
    text = words(
        "compare.before",
        when=words.moment(commit.at),
        reason=commit.reason or words("feed.unnamed", number=words.number(commit.sequence)),
        agent=reader.label(commit.agent).text if commit.agent else words("feed.nobody"),
    )
    return Earlier(text, compare_href(reader.lang, document, revision=former.revision))
