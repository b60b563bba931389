"""The network of objectives and documents: what leads up to what, whatever the number of projects below."""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from heapq import heappop, heappush
from math import log

from graph.alignment.touching import moves_policy
from graph.ledger import Standing
from graph.repository import Repository
from graph.repository.facts import facts_of
from graph.repository.lasting import Lasting
from graph.store.base import Row
from graph.terms import NamedNode, Term, expand

HINDERS = expand("pg:hinders")
SOURCE = expand("owl:annotatedSource")
TARGET = expand("owl:annotatedTarget")
SIGNS = frozenset({HINDERS.value, expand("pg:contributesTo").value})
CERTAIN = Decimal(1)
MEASURED = 128
# Stands for a statement that was not looked up.
UNNAMED = ""
_LEAST = 1e-9
_HOP = 1e-6
State = tuple[str, bool]
Backward = Mapping[State, Mapping[State, float]]


def dearness(confidence: Decimal) -> float:
    """Returns what a confidence from 0 to 1 costs: nothing for certainty, and never infinitely much.

    >>> dearness(Decimal("1E-999999")) == dearness(Decimal(0))
    True
    """
    return -log(max(float(confidence), _LEAST))


@dataclass(frozen=True, slots=True)
class Edge:
    """Is one step from a source to a target: by an alignment, or by the objective's own tree (None).

    `is_dated` is told apart only where a filter asks when the sources said what they say.
    """

    source: str
    target: str
    alignment: str | None
    confidence: Decimal
    hinders: bool
    is_dated: bool = True
    cost: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sets what the step costs: little for a confident one, and a trifle for being a step at all."""
        object.__setattr__(self, "cost", dearness(self.confidence) + _HOP)


@dataclass(frozen=True, slots=True)
class Distances:
    """Holds, for each place, the least cost and the fewest hops from it to the end of a chain."""

    cost: Mapping[State, float]
    hops: Mapping[State, int]


class PolicyNetwork:
    """Holds the admitted steps between objectives and documents."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._from: dict[str, list[Edge]] = defaultdict(list)
        for edge in best_edges(edges):
            self._from[edge.source].append(edge)
        self._nodes = {
            end for edges in self._from.values() for edge in edges for end in (edge.source, edge.target)
        }
        self._backward = _backward(self._from)
        self._measured: OrderedDict[tuple[frozenset[str], bool], Distances] = OrderedDict()

    def edges(self, source: str) -> tuple[Edge, ...]:
        """Returns the steps from an objective or a document."""
        return tuple(self._from.get(source, ()))

    def holds(self, node: str) -> bool:
        """Says whether a node has steps up or down in the network."""
        return node in self._nodes

    def distances(self, ends: frozenset[str], *, hinders: bool) -> Distances:
        """Returns how far every place is from the ends, over chains that hinder, or over those that serve.

        A place is a node and whether the chain so far has a hindering hop. What was measured is kept, up to
        a bound; two threads that measure the same at once do so twice, and no harm is done.
        """
        key = (ends, hinders)
        found = self._measured.get(key) or self._measure(ends, hinders)
        self._measured[key] = found
        while len(self._measured) > MEASURED:
            self._measured.popitem(last=False)
        return found

    def _measure(self, ends: frozenset[str], hinders: bool) -> Distances:
        states = [(end, hinders) for end in ends if (end, hinders) in self._backward]
        return Distances(_costs(self._backward, states), _hops(self._backward, states))


def best_edges(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Returns one step for each source, other target and sign: the most confident, a dated one first."""
    best: dict[tuple[str, str, bool], Edge] = {}
    for edge in sorted(edges, key=lambda each: (not each.is_dated, -each.confidence, each.alignment or "")):
        if edge.source != edge.target:
            best.setdefault((edge.source, edge.target, edge.hinders), edge)
    return tuple(best[key] for key in sorted(best))


def _backward(edges: Mapping[str, Iterable[Edge]]) -> Backward:
    """Returns the steps reversed, between places, with the least cost of each.

    A hindering step marks the rest of the chain.
    """
    steps: dict[State, dict[State, float]] = defaultdict(dict)
    for edge in (edge for outgoing in edges.values() for edge in outgoing):
        for marked in (False, True):
            before, after = (edge.source, marked), (edge.target, marked or edge.hinders)
            steps[after][before] = min(edge.cost, steps[after].get(before, float("inf")))
            steps.setdefault(before, {})
    return steps


def _costs(backward: Backward, ends: Iterable[State]) -> Mapping[State, float]:
    """Returns the least cost from each place to an end: the nearest place is done first (Dijkstra)."""
    found: dict[State, float] = {}
    waiting = [(0.0, end) for end in sorted(ends)]
    while waiting:
        cost, place = heappop(waiting)
        if place in found:
            continue
        found[place] = cost
        for before, more in backward[place].items():
            if before not in found:
                heappush(waiting, (cost + more, before))
    return found


def _hops(backward: Backward, ends: Iterable[State]) -> Mapping[State, int]:
    """Returns the fewest steps from each place to an end."""
    found = dict.fromkeys(ends, 0)
    waiting = deque(found)
    while waiting:
        place = waiting.popleft()
        for before in backward[place]:
            if before not in found:
                found[before] = found[place] + 1
                waiting.append(before)
    return found


def lasting(repository: Repository) -> Lasting:
    """Returns what is remembered of the policy levels until a commit moves them; most are of projects."""
    store = repository.reading.store
    return repository.reading.lasting("policy levels", lambda changes: moves_policy(store, changes))


def read_network(repository: Repository, *, with_machines: bool) -> PolicyNetwork:
    """Returns the network as of the last commit; what machines proposed is in it only when asked for."""
    key = ("policy-network", with_machines)
    return lasting(repository).remembered(key, lambda: PolicyNetwork(_read(repository, with_machines)))


def _read(repository: Repository, with_machines: bool) -> Iterator[Edge]:
    yield from read_steps(repository)
    yield from admitted(repository, read_stated(repository), with_machines=with_machines)


def read_steps(repository: Repository) -> Iterator[Edge]:
    """Yields the steps upward in the objectives' own trees, and to the documents that set them."""
    for row in repository.reading.rows("policy-steps"):
        if row["source"] != row["target"]:
            yield Edge(_value(row["source"]), _value(row["target"]), None, CERTAIN, hinders=False)


def read_stated(repository: Repository) -> Iterator[Edge]:
    """Yields what is stated of objectives and documents, whatever its status."""
    return map(_edge, repository.reading.rows("policy-alignments"))


def read_own(repository: Repository, source: str, *, with_machines: bool) -> tuple[Edge, ...]:
    """Returns the admitted steps from one thing, a project for one."""
    return best_edges(admitted(repository, own_edges(repository, source), with_machines=with_machines))


def known_edges(source: str, serves: Iterable[tuple[str, Decimal]]) -> tuple[Edge, ...]:
    """Returns the steps from a thing to what it is known to serve; which statements say so is not told."""
    return best_edges(Edge(source, target, UNNAMED, sure, hinders=False) for target, sure in serves)


def named(repository: Repository, known: Edge) -> Edge:
    """Returns a step that is known to serve with the statement that says so: the first of the surest.

    Where only one speaks of both ends it is that one, and what it says need not be read.
    """
    store, target = repository.reading.store, NamedNode(known.target)
    stated = (_value(quad.subject) for quad in store.quads(None, SOURCE, NamedNode(known.source)))
    to_it = [iri for iri in sorted(set(stated)) if any(store.quads(NamedNode(iri), TARGET, target))]
    if len(to_it) == 1:
        return replace(known, alignment=to_it[0])
    found = best_edges(admitted(repository, _edges_of(repository, to_it), with_machines=False))
    return next((edge for edge in found if not edge.hinders), known)


def own_edges(repository: Repository, source: str) -> Iterator[Edge]:
    """Yields what is stated of one thing, whatever its status, in the order of the statements' IRIs."""
    stated = repository.reading.store.quads(None, SOURCE, NamedNode(source))
    return _edges_of(repository, sorted({_value(quad.subject) for quad in stated}))


def edges_to(repository: Repository, target: str) -> Iterator[Edge]:
    """Yields what is stated to serve or to hinder one thing, whatever its status, one read at a time."""
    for quad in repository.reading.store.quads(None, TARGET, NamedNode(target)):
        yield from _edges_of(repository, [_value(quad.subject)])


def _edges_of(repository: Repository, iris: list[str]) -> Iterator[Edge]:
    facts = facts_of(repository.reading, iris)
    for iri in iris:
        source, target = facts.node(iri, "owl:annotatedSource"), facts.node(iri, "owl:annotatedTarget")
        confidence, predicate = (
            facts.number(iri, "sssom:confidence"),
            facts.node(iri, "owl:annotatedProperty"),
        )
        if source and target and confidence is not None and predicate in SIGNS:
            yield Edge(source, target, iri, confidence, predicate == HINDERS.value)


def _edge(row: Row) -> Edge:
    return Edge(
        source=_value(row["source"]),
        target=_value(row["target"]),
        alignment=_value(row["alignment"]),
        confidence=Decimal(_value(row["confidence"])),
        hinders=row["predicate"] == HINDERS,
    )


def admitted(repository: Repository, edges: Iterable[Edge], *, with_machines: bool) -> Iterator[Edge]:
    """Yields the steps whose statement counts: accepted, or proposed by people, or by machines on request."""
    stated = list(edges)
    standings = repository.standings(edge.alignment for edge in stated if edge.alignment)
    for edge in stated:
        if edge.alignment and is_admitted(standings[edge.alignment], with_machines=with_machines):
            yield edge


def is_admitted(standing: Standing, *, with_machines: bool) -> bool:
    """Says whether a statement counts by default, or when machines' proposals are asked for too."""
    return standing.is_admitted or (with_machines and standing.status == "proposed")


def _value(term: Term) -> str:
    return str(getattr(term, "value", ""))
