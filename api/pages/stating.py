"""An alignment as somebody states it on a page: each thing is picked by search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.asked import Asked
from api.pages.degrees import share_of, strength_of
from api.pages.reader import Link
from api.pages.views.homes import told_apart
from api.sessions import Form
from graph.errors import IndexBehind, TermInvalid
from graph.model import Name, Quote
from graph.recording import Draft, Proof
from graph.search import Filters

PICKED = ("source", "target", "evidence")
KINDS: Mapping[str, str | None] = {"source": None, "target": None, "evidence": "document"}
OFFERED = 8


@dataclass(frozen=True, slots=True)
class Pick:
    """Is a thing as somebody means it: what was typed, what it is, and what else it might be."""

    typed: str
    link: Link | None = None
    offered: tuple[Link, ...] = ()


def pick(asking: Asked, typed: str, kind: str | None) -> Pick:
    """Returns what a text means: a thing of that IRI, or those that a search finds, the best first.

    >>> Pick("").link is None
    True
    """
    if not typed:
        return Pick("")
    try:
        iri = asking.iri(typed)
    except TermInvalid:
        iri = ""
    if iri and asking.reader.known(iri):
        return Pick(iri, asking.reader.link(iri))
    return Pick(typed, None, _found(asking, typed, kind))


def _found(asking: Asked, typed: str, kind: str | None) -> tuple[Link, ...]:
    filters = Filters(kind=kind) if kind else None
    try:
        found = asking.services.search.search(typed, filters, lang=asking.lang, limit=OFFERED, faceted=False)
    except IndexBehind:
        return ()
    links = [asking.reader.link(hit.thing.iri) for hit in found.page.items]
    return told_apart(asking.reader, links)


def draft_of(form: Form, picks: Mapping[str, Pick], lang: str) -> Draft:
    """Returns the alignment that a form says; what is no number becomes one that is refused at its field."""
    source, target, document = (link.iri if (link := picks[name].link) else "" for name in PICKED)
    quote, reasoning = form.value("quote"), form.value("reasoning")
    spoken = form.value("lang") or lang
    return Draft(
        source=source,
        target=target,
        strength=strength_of(form.value("strength")),
        confidence=share_of(form.value("confidence")),
        evidence=(Proof(document, Quote(quote, spoken) if quote else None),),
        reasoning=Name(reasoning, spoken) if reasoning else None,
        hinders=form.value("hinders") == "true",
    )
