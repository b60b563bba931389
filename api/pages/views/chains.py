"""A chain as a reader sees it: a row of cards by level, and beneath it what stands behind each step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.iris import trace_url
from api.pages.reader import Link, Reader
from api.pages.views.hops import HopView, hop_view
from api.pages.views.levels import level_name, level_of
from graph.model import Chain


@dataclass(frozen=True, slots=True)
class Card:
    """Is one thing on the way: its level in words, the document that sets it, its global goal's number."""

    thing: Link
    level: str
    document: Link | None
    goal: str | None


@dataclass(frozen=True, slots=True)
class ChainView:
    """Is one way from a start to a goal; confidence is worded as per cent."""

    id: str
    cards: tuple[Card, ...]
    hops: tuple[HopView, ...]
    confidence: str
    weakest: HopView | None
    serves: bool


@dataclass(frozen=True, slots=True)
class GoalChains:
    """Is every way to one goal, the surest first; `more` counts those that are left out.

    `trace` is the address of the page that draws them.
    """

    goal: Link
    number: str | None
    first: ChainView
    others: tuple[ChainView, ...]
    more: int
    trace: str


SHOWN = 4


def chain_view(reader: Reader, chain: Chain, name: str) -> ChainView:
    """Returns a chain in words; `name` is an id that is unique on the page."""
    several = len(chain.hops) > 1
    hops = tuple(
        hop_view(reader, hop, is_weakest=several and hop == chain.weakest and hop.alignment is not None)
        for hop in chain.hops
    )
    things = [chain.hops[0].source.iri, *(hop.target.iri for hop in chain.hops)]
    return ChainView(
        id=name,
        cards=tuple(card(reader, iri) for iri in things),
        hops=hops,
        confidence=reader.words.percent(chain.confidence),
        weakest=next((hop for hop in hops if hop.is_weakest), None),
        serves=chain.serves,
    )


def card(reader: Reader, iri: str) -> Card:
    """Returns a thing as a card."""
    thing = reader.link(iri)
    return Card(thing, level_name(reader, level_of(reader, iri)), document_of(reader, iri), goal_number(iri))


def document_of(reader: Reader, objective: str) -> Link | None:
    """Returns the document that sets an objective, None for anything else."""
    for scheme in reader.nodes(objective, "skos:inScheme"):
        document = reader.node(scheme, "dct:source")
        if document:
            return reader.link(document)
    return None


def goal_number(iri: str) -> str | None:
    """Returns the number of the global goal that a goal or target belongs to.

    >>> goal_number("http://metadata.un.org/sdg/9.5")
    '9'
    """
    code = iri.removeprefix("http://metadata.un.org/sdg/")
    number = code.split(".")[0]
    return number if code != iri and number.isdecimal() else None


def by_goal(reader: Reader, chains: Iterable[Chain], prefix: str = "k") -> tuple[GoalChains, ...]:
    """Returns the chains grouped by the goal that they end in, goals in order, the surest chain first."""
    groups: dict[str, list[Chain]] = {}
    for chain in chains:
        groups.setdefault(chain.hops[-1].target.iri, []).append(chain)
    ordered = sorted(groups, key=lambda iri: goal_order(reader, iri))
    return tuple(_group(reader, iri, groups[iri], f"{prefix}{n}") for n, iri in enumerate(ordered, 1))


def goal_order(reader: Reader, iri: str) -> tuple[int, str]:
    """Returns the place of a goal among goals: global goals by number, anything else after them."""
    number = goal_number(iri)
    return (int(number) if number else 99, reader.label(iri).text)


def _group(reader: Reader, goal: str, chains: Sequence[Chain], name: str) -> GoalChains:
    ranked = sorted(chains, key=_rank)
    views = [chain_view(reader, chain, f"{name}-{n}") for n, chain in enumerate(ranked[:SHOWN], 1)]
    return GoalChains(
        goal=reader.link(goal),
        number=goal_number(goal),
        first=views[0],
        others=tuple(views[1:]),
        more=len(ranked) - len(views),
        trace=trace_url(reader.lang, chains[0].hops[0].source.iri, goal),
    )


def _rank(chain: Chain) -> tuple[bool, Decimal, int]:
    return (not chain.serves, -chain.confidence, len(chain.hops))
