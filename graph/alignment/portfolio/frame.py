"""What projects are counted by: objectives, documents, areas, programmes and funds, read from a store.

It is small whatever the number of projects, so it is read anew whenever a commit touches it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.alignment.portfolio.linking import read_network, sources_of_schemes
from graph.alignment.portfolio.network import Network
from graph.alignment.portfolio.numbers import Numbers
from graph.derived.reaching import POLICY
from graph.ledger.words import (
    BROADER,
    DCT_SOURCE,
    IN_SCHEME,
    OBJECTIVE,
    REACHES,
    TYPE,
)
from graph.store import Store
from graph.terms import Literal, NamedNode, Quad, Term, expand

GOAL, TARGET_OF_GOAL = expand("sdgo:Goal"), expand("sdgo:Target")
_WITHIN, LEVEL, _REGIONAL = expand("geo:sfWithin"), expand("pg:level"), expand("pg:RegionalLevel")
_MEASURED, _INDICATES = expand("pg:measuredBy"), expand("sdgo:isIndicatorOf")
_RELEVANT, _DIRECTION = expand("eli:relevant_for"), expand("pg:higherIsBetter")
_PRIORITISED, _FUND = expand("pg:isPrioritised"), expand("pg:fund")
_SCHEME, _FUND_CLASS = expand("eurio:FundingScheme"), expand("pg:Fund")
_LOCATION = expand("dct:Location")
WORK_TYPE = expand("eli:work_type")
_PARTS = re.compile(r"\d+|\D+")
# Documents that tell of policy, and set none.
_TELLING = ("DialogueDocument", "WebPage", "PressRelease", "NewsItem", "Presentation", "ProjectList")
CLASSES = frozenset((*POLICY, GOAL, TARGET_OF_GOAL, _SCHEME, _FUND_CLASS, _LOCATION))
_OWN = (_WITHIN, LEVEL, _MEASURED, _INDICATES, _PRIORITISED, _FUND, _RELEVANT, _DIRECTION, WORK_TYPE)
TOUCHING = frozenset((*_OWN, BROADER, IN_SCHEME, REACHES))


@dataclass(frozen=True, slots=True)
class Frame:
    """Holds IRIs in the order in which people read them ("9" before "10"), and what belongs to what."""

    network: Network
    goals: tuple[str, ...]
    targets: tuple[str, ...]
    objectives: tuple[str, ...]
    prioritised: tuple[str, ...]
    measured: frozenset[str]
    indicators: Mapping[str, frozenset[str]]
    documents: Mapping[str, frozenset[str]]
    relevant: Mapping[str, frozenset[str]]
    within: Mapping[str, frozenset[str]]
    territories: frozenset[str]
    regions: tuple[str, ...]
    programmes: frozenset[str]
    funds: Mapping[str, frozenset[str]]

    def joined_by(self, alone: Collection[str], nodes: Numbers) -> Frame:
        """Returns the frame with documents that set no objective yet; they get numbers in `nodes`."""
        numbers = {nodes.add(f"<{document}>") for document in alone}
        return replace(
            self,
            network=self.network.among(self.network.nodes | numbers),
            documents={**dict.fromkeys(alone, frozenset()), **self.documents},
        )


def read_frame(store: Store, nodes: Numbers, kept: Network | None = None) -> Frame:
    """Returns the frame of a store; new policy nodes get numbers in `nodes`.

    `kept` is a network that has since got no more than nodes that stand alone: it is not read again.
    """
    objectives = frozenset(_members(store, OBJECTIVE))
    policy = objectives.union(*(_members(store, kind) for kind in POLICY[1:]))
    within, funds = _lists(store, _WITHIN), _lists(store, _FUND, inverse=True)
    named = (node.value for node in _members(store, _FUND_CLASS))
    places = {node.value for node in _members(store, _LOCATION)}
    territories = frozenset(places.union(within, *within.values()))
    regions = {q.subject for q in store.quads(None, LEVEL, _REGIONAL)}
    return Frame(
        network=_among(kept, nodes, policy) if kept else read_network(store, nodes, policy, objectives),
        goals=_sorted(_members(store, GOAL)),
        targets=_sorted(_members(store, TARGET_OF_GOAL)),
        objectives=_sorted(objectives),
        prioritised=_sorted(_prioritised(store)),
        measured=frozenset(_measured(store)),
        indicators=_indicators(store),
        documents=_documents(store, objectives),
        relevant=_relevant(store),
        within=within,
        territories=territories,
        regions=tuple(region for region in _sorted(regions) if region in territories),
        programmes=frozenset(node.value for node in _members(store, _SCHEME)),
        funds={name: funds.get(name, frozenset()) for name in {*funds, *named}},
    )


def _among(kept: Network, nodes: Numbers, policy: Collection[NamedNode]) -> Network:
    return kept.among(frozenset(nodes.add(str(node)) for node in policy))


def touches_frame(quad: Quad, projects: Collection[str]) -> bool:
    """Says whether a quad that came or went may change the frame."""
    if quad.predicate in TOUCHING:
        return True
    if quad.predicate == TYPE:
        return quad.object in CLASSES
    return quad.predicate == DCT_SOURCE and str(quad.subject) not in projects


@lru_cache(1 << 14)
def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Returns a key to sort by in which 9 comes before 10; the same names are sorted again and again."""
    return tuple([(int(part), "") if part.isdecimal() else (-1, part) for part in _PARTS.findall(text)])


def _sorted(nodes: Iterable[Term]) -> tuple[str, ...]:
    return tuple(sorted({n.value for n in nodes if isinstance(n, NamedNode)}, key=natural))


def _members(store: Store, kind: NamedNode) -> Iterator[NamedNode]:
    for quad in store.quads(None, TYPE, kind):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _lists(store: Store, predicate: NamedNode, *, inverse: bool = False) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads(None, predicate):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            pair = (quad.subject.value, quad.object.value)
            found[pair[inverse]].add(pair[not inverse])
    return {name: frozenset(values) for name, values in found.items()}


def _prioritised(store: Store) -> Iterator[Term]:
    for quad in store.quads(None, _PRIORITISED):
        if isinstance(quad.object, Literal) and quad.object.value in ("true", "1"):
            yield quad.subject


def _measured(store: Store) -> Iterator[str]:
    """Yields what has an indicator, and what stands right above it."""
    own: set[Term] = {q.subject for q in store.quads(None, _MEASURED)}
    own |= {q.object for q in store.quads(None, _INDICATES)}
    for node in own:
        if isinstance(node, NamedNode):
            yield node.value
            yield from (q.object.value for q in store.quads(node, BROADER) if isinstance(q.object, NamedNode))


def _relevant(store: Store) -> dict[str, frozenset[str]]:
    """Returns the documents that set policy for an area; programmes, the money's own, speak for none."""
    aside = {quad.subject for kind in _TELLING for quad in store.quads(None, WORK_TYPE, expand(f"pg:{kind}"))}
    left_out = {node.value for node in (*aside, *_members(store, _SCHEME)) if isinstance(node, NamedNode)}
    return {area: own - left_out for area, own in _lists(store, _RELEVANT, inverse=True).items()}


def _indicators(store: Store) -> dict[str, frozenset[str]]:
    """Returns the indicators of each objective that has one."""
    own, indicated = _lists(store, _MEASURED), _lists(store, _INDICATES, inverse=True)
    return {
        node: own.get(node, frozenset()) | indicated.get(node, frozenset()) for node in {*own, *indicated}
    }


def _documents(store: Store, objectives: Collection[NamedNode]) -> dict[str, frozenset[str]]:
    """Returns the objectives of each document."""
    found: dict[str, set[str]] = {node.value: set() for kind in POLICY[1:] for node in _members(store, kind)}
    for scheme, sources in sources_of_schemes(store).items():
        members = {q.subject for q in store.quads(None, IN_SCHEME, scheme)} if sources else set()
        own = {node.value for node in members if node in objectives and isinstance(node, NamedNode)}
        for source in sources:
            found.setdefault(source.value, set()).update(own)
    return {name: frozenset(own) for name, own in found.items()}
