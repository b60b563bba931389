"""The review queue: statements that nobody has judged, or that are contested, with their proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.access import Role, Speaker
from api.access.roles import called
from api.pages.degrees import percent_of
from api.pages.reader import Link, Reader
from api.pages.reviewing import Sent
from api.pages.views.hops import HopView, statement_views
from graph.ledger.history import version_of
from graph.model import Alignment, Page
from graph.terms import compact, expand

VIEWS = ("unreviewed", "contested", "consensus")
SHOWN = 15


@dataclass(frozen=True, slots=True)
class Item:
    """Is one statement of the queue; `value` names it in the form, `version` is the state that was read.

    `strength`, `confidence` in per cent and `reasoning` are as they were typed, where they were.
    """

    number: int
    value: str
    version: str
    hop: HopView
    strength: str
    confidence: str
    reasoning: str
    chosen: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Is the page: the filters, the statements of one page, and what was just decided or went wrong.

    `bar` says why the reader may not judge, empty for one who may.
    """

    views: tuple[tuple[str, str], ...]
    view: str
    authors: tuple[Link, ...]
    author: str
    targets: tuple[Link, ...]
    target: str
    told: str
    items: tuple[Item, ...]
    reason: str
    notice: str | None
    problem: str | None
    query: str
    next: str | None
    previous: str | None
    bar: str


def review_view(
    reader: Reader,
    found: Page[Alignment],
    given: Mapping[str, str],
    *,
    offset: int,
    notice: str | None = None,
    problem: str | None = None,
    sent: Sent,
    speaker: Speaker | None,
) -> ReviewView:
    """Returns one page of the queue; `given` are its filters by name, `sent` what was not recorded."""
    words = reader.words
    return ReviewView(
        views=tuple((name, words(f"review.view-{name}")) for name in VIEWS),
        view=given["view"],
        authors=_authors(reader, given.get("author", "")),
        author=given.get("author", ""),
        targets=_targets(reader, given.get("target", "")),
        target=given.get("target", ""),
        told=words.count(f"review.told-{given['view']}", found.total),
        items=_items(reader, found.items, offset, sent),
        reason=sent.reason,
        notice=notice,
        problem=problem,
        query=query_of(given, offset),
        next=query_of(given, found.next) if found.next is not None else None,
        previous=query_of(given, max(0, offset - SHOWN)) if offset else None,
        bar=_bar(reader, speaker),
    )


def _bar(reader: Reader, speaker: Speaker | None) -> str:
    """Returns why somebody may not judge: nobody who is not signed in may, nor whose role is too low."""
    if speaker is None:
        return reader.words("review.sign-in")
    if speaker.role < Role.REVIEWER:
        return reader.words("review.role", role=called(speaker.role))
    return ""


def _items(reader: Reader, found: Sequence[Alignment], offset: int, sent: Sent) -> tuple[Item, ...]:
    hops = {hop.proof.href: hop for hop in statement_views(reader, (each.iri for each in found)) if hop.proof}
    return tuple(
        _item(reader, offset + place, each, hops[reader.link(each.iri).href], sent)
        for place, each in enumerate(found, start=1)
    )


def _item(reader: Reader, number: int, told: Alignment, hop: HopView, sent: Sent) -> Item:
    """Returns a statement of the queue; what was typed otherwise than it is stands open."""
    stated = {
        "strength": str(told.strength),
        "confidence": percent_of(told.confidence, reader.lang),
        "reasoning": told.reasoning.text if told.reasoning else "",
    }
    shown = stated | dict(sent.typed.get(told.iri, {}))
    return Item(
        number=number,
        value=told.iri,
        version=version_of(reader.store, told.iri),
        hop=hop,
        **shown,
        chosen=told.iri in sent.alignments,
        is_open=shown != stated,
    )


def _authors(reader: Reader, author: str) -> tuple[Link, ...]:
    """Returns the agents of the graph; what the address names beside them is among them."""
    agents = {*reader.subjects("rdf:type", expand("prov:Agent").value), *([author] if author else [])}
    return tuple(sorted(map(reader.link, agents), key=lambda link: link.label.text.casefold()))


def _targets(reader: Reader, target: str) -> tuple[Link, ...]:
    """Returns the global goals and their targets in the order of their codes."""
    kinds = ("sdgo:Goal", "sdgo:Target")
    found = {each for kind in kinds for each in reader.subjects("rdf:type", expand(kind).value)}
    links = map(reader.link, found | ({target} if target else set()))
    return tuple(sorted(links, key=_in_order))


def _in_order(link: Link) -> tuple[int, str]:
    goal, _, part = compact(link.iri).removeprefix("sdg:").partition(".")
    return (int(goal) if goal.isdecimal() else 99, part.rjust(2))


def query_of(given: Mapping[str, str], offset: int) -> str:
    """Returns the query of one page of the queue: its filters, and where it begins."""
    kept = {name: value for name, value in given.items() if value}
    return f"?{urlencode(kept | ({'offset': str(offset)} if offset else {}))}"
