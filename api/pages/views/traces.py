"""Chains followed up from something, or down from a goal: as a map, and each with proof and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from api.chains.explaining import sentences
from api.chains.why_not import candidate_told, verdict_told
from api.pages.reader import Link, Reader
from api.pages.views.between import Between
from api.pages.views.chains import ChainView, chain_view
from api.pages.views.facts import is_web
from api.pages.views.homes import placed
from api.pages.views.trace_form import TraceForm
from api.pages.views.trace_map import Lines, MapColumn, map_of
from graph.alignment.whynot import WhyNot
from graph.model import Chain


@dataclass(frozen=True, slots=True)
class ToldChain:
    """Is a chain with its explanation, and its way through the cards of the map."""

    chain: ChainView
    sentences: tuple[str, ...]
    cards: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """Is a document that steps rest on: where it lies, outside where that is known, else its IRI here."""

    link: Link
    address: str


@dataclass(frozen=True, slots=True)
class CandidateView:
    """Is a hop that would make a chain, with why it is near."""

    source: Link
    target: Link
    why: str


@dataclass(frozen=True, slots=True)
class WhyNotView:
    """Is why there is no chain; the chains are those that serve without the filters."""

    told: str
    chains: tuple[ToldChain, ...]
    up: tuple[ToldChain, ...]
    candidates: tuple[CandidateView, ...]


@dataclass(frozen=True, slots=True)
class TraceView:
    """Is the page of chains; `start` is None before anything is asked."""

    title: str
    start: Link | None
    goal: Link | None
    summary: tuple[str, ...]
    problem: str | None
    form: TraceForm
    between: Between
    columns: tuple[MapColumn, ...]
    chains: tuple[ToldChain, ...]
    undated: tuple[ToldChain, ...]
    why: WhyNotView | None
    next: str | None
    previous: str | None
    sources: tuple[SourceView, ...] = ()


def with_sources(reader: Reader, view: TraceView) -> TraceView:
    """Returns the page with what the steps of all its chains rest on, each once, by name."""
    why = (*view.why.chains, *view.why.up) if view.why else ()
    hops = (hop for each in (*view.chains, *view.undated, *why) for hop in each.chain.hops)
    grounds = (ground.source for hop in hops if hop.proof for ground in hop.proof.grounds)
    links = {link.iri: link for link in grounds}.values()
    listed = sorted(links, key=lambda each: each.label.text)
    return replace(view, sources=tuple(_source(reader, link) for link in listed))


def _source(reader: Reader, link: Link) -> SourceView:
    known = (*reader.nodes(link.iri, "foaf:page"), *reader.nodes(link.iri, "dct:source"))
    return SourceView(link, next(filter(is_web, known), link.iri))


def told(
    reader: Reader, chains: Iterable[Chain], prefix: str
) -> tuple[tuple[MapColumn, ...], tuple[ToldChain, ...]]:
    """Returns the map of chains, and each of them with its explanation."""
    listed = tuple(chains)
    views = tuple(chain_view(reader, chain, f"{prefix}{n}") for n, chain in enumerate(listed, start=1))
    columns, lines = map_of(reader, views)
    return columns, _told(reader, listed, views, lines)


def why_not_view(reader: Reader, found: WhyNot) -> WhyNotView:
    """Returns why there is no chain, in words."""
    return WhyNotView(
        told=verdict_told(found, reader.lang),
        chains=told(reader, found.chains, "without-")[1],
        up=told(reader, found.up, "up-")[1],
        candidates=tuple(
            CandidateView(
                placed(reader, each.source.iri),
                placed(reader, each.target.iri),
                candidate_told(each, reader.lang),
            )
            for each in found.candidates
        ),
    )


def authors_of(chains: Iterable[Chain]) -> set[str]:
    """Returns who states the hops of chains."""
    hops = (hop.alignment for chain in chains for hop in chain.hops)
    return {each.author.iri for each in hops if each and each.author.iri}


def _told(
    reader: Reader, chains: tuple[Chain, ...], views: tuple[ChainView, ...], lines: tuple[Lines, ...]
) -> tuple[ToldChain, ...]:
    return tuple(
        ToldChain(view, sentences(chain, reader.lang), line.cards)
        for chain, view, line in zip(chains, views, lines, strict=True)
    )
