"""The nearest candidates for the hop that a chain lacks.

The score says how near a candidate is, and by what. A statement that exists but does not count has 2 and its
confidence. A hop that neighbours have has 1 and the share of the neighbours that have it. Shared words have
the share of the words of both names that are common (Jaccard), below 1. A mere gap between levels has 0.
What nobody has stated and is for other areas than those of the start comes behind all that is not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain, islice
from threading import Lock

from graph.alignment.admission import keeps_out, read_statements
from graph.alignment.apart import Apart
from graph.alignment.documents import documents_by_objective, setting_documents
from graph.alignment.filters import Filters
from graph.alignment.frontier import Frontier, levels
from graph.alignment.policy import Edge, lasting, own_edges, read_stated
from graph.alignment.touching import moves_names
from graph.alignment.trees import children, parents
from graph.repository import Repository

MOST_NEIGHBOURS = 50
STEM = 7
SHORTEST = 5
_WORD = re.compile(r"[^\W\d_]+")
_PLACES = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Missing:
    """Is a hop that would make a chain: why it is near, how near, and what stands behind it.

    `because` is statement, neighbours, words or gap. `alignment` is the statement that does not count, and
    `kept_out` the filter that keeps it out, or `statuses`, or what keeps out whole chains: `documents` or
    `confidence`. `evidence` are the neighbours that have the hop, or the words that both names share.
    """

    source: str
    target: str
    because: str
    score: Decimal
    alignment: str | None = None
    kept_out: str | None = None
    evidence: tuple[str, ...] = ()


def nearest(
    repository: Repository, frontier: Frontier, filters: Filters, start: str, limit: int, lang: str
) -> tuple[Missing, ...]:
    """Returns the nearest hops that would make a chain, the nearest first, one for each pair."""
    found = _Finding(repository, frontier, filters, start, lang)
    return found.best(found.near(), limit) or found.best(found.gaps(), limit)


class _Finding:
    """Looks for hops from where chains end on the way up to where they begin on the way down."""

    def __init__(
        self, repository: Repository, frontier: Frontier, filters: Filters, start: str, lang: str
    ) -> None:
        self._repository = repository
        self._frontier = frontier
        self._filters = filters
        self._start = start
        self._lang = lang
        self._levels = levels(repository)
        self._documents = documents_by_objective(repository)
        self._apart = Apart(repository, start)

    def best(self, found: Iterable[Missing], limit: int) -> tuple[Missing, ...]:
        """Returns the first hops that would make a chain, one for each pair."""
        best: dict[tuple[str, str], Missing] = {}
        for each in sorted(found, key=self._rank):
            pair = (each.source, each.target)
            if len(best) == limit:
                break
            if pair not in best and self._frontier.joins(*pair):
                best[pair] = each
        return tuple(best.values())

    def _rank(self, one: Missing) -> tuple[bool, Decimal, int, str, str]:
        is_apart = one.because != "statement" and any(map(self._apart.holds, (one.source, one.target)))
        return (is_apart, -one.score, self._gap(one), one.source, one.target)

    def near(self) -> Iterator[Missing]:
        """Yields the hops for which more speaks than that something is lacking."""
        yield from self._statements()
        yield from filter(self._climbs, (*self._neighbours(), *self._words()))

    def gaps(self) -> Iterator[Missing]:
        """Yields hops from the start, and from the highest place outside the goal's own document."""
        return filter(self._climbs, self._gaps())

    def _climbs(self, hop: Missing) -> bool:
        return self._levels.get(hop.source, 0) <= self._levels.get(hop.target, 0)

    def _gap(self, hop: Missing) -> int:
        """Returns how many levels a hop would climb."""
        return abs(self._levels.get(hop.target, 0) - self._levels.get(hop.source, 0))

    def _statements(self) -> Iterator[Missing]:
        """Yields what is stated between the two sides and does not count."""
        up, down = self._frontier.up, self._frontier.down
        edges = [*_policy_statements(self._repository), *own_edges(self._repository, self._start)]
        between = [edge for edge in edges if edge.source in up and edge.target in down and not edge.hinders]
        undated = self._filters.of_undated in ("include", "only")
        for each in read_statements(self._repository, between, self._filters.recorded):
            why = keeps_out(each, self._filters, undated=undated) or self._whole_chains()
            edge = each.edge
            yield Missing(edge.source, edge.target, "statement", 2 + edge.confidence, edge.alignment, why)

    def _whole_chains(self) -> str:
        """Returns the filter that keeps out a chain of which each statement is let in."""
        return "documents" if self._filters.judges_documents else "confidence"

    def _neighbours(self) -> Iterator[Missing]:
        """Yields the hops that the neighbours of a place on the way up have to the way down."""
        for place in self._frontier.up:
            near = sorted(self._near(place))
            having: dict[str, list[str]] = defaultdict(list)
            for neighbour in near:
                for target in self._targets(neighbour):
                    having[target].append(neighbour)
            for target, those in having.items():
                share = (Decimal(len(those)) / len(near)).quantize(_PLACES)
                yield Missing(place, target, "neighbours", 1 + share, evidence=tuple(those))

    def _targets(self, thing: str) -> set[str]:
        down = self._frontier.down
        return {target for target in self._frontier.view.targets(thing) if target in down}

    def _near(self, place: str) -> set[str]:
        """Returns the siblings of an objective, or projects that serve what a project serves."""
        if place == self._start and place not in documents_by_objective(self._repository):
            return self._similar(place)
        above = parents(self._repository).get(place, frozenset())
        return _siblings(self._repository, above) - {place}

    def _similar(self, project: str) -> set[str]:
        view = self._frontier.view
        found: set[str] = set()
        for edge in view.first(project):
            if not edge.hinders:
                stated = (each.source for each in view.stated(edge.target, False))
                found.update(islice(stated, MOST_NEIGHBOURS))
        policy = parents(self._repository)
        return {each for each in found if each not in policy} - {project}

    def _words(self) -> Iterator[Missing]:
        """Yields the pairs whose names share words."""
        frontier, naming = self._frontier, _naming(self._repository, self._lang)
        every = parents(self._repository).keys() | children(self._repository).keys()
        naming.learn(every | frontier.down.keys(), self._names)
        for source, name in self._names(list(frontier.up)).items():
            stems, height = _stemmed(name), self._levels.get(source, 0)
            for target, number in naming.shared(stems).items():
                if target not in frontier.down or height > self._levels.get(target, 0):
                    continue
                if not self._are_of_one_document(source, target):
                    theirs = naming.stems(target)
                    common = sorted(word for stem, word in stems.items() if stem in theirs)
                    score = _share(number, len(stems) + len(theirs) - number)
                    yield Missing(source, target, "words", score, evidence=tuple(common))

    def _names(self, nodes: list[str]) -> Mapping[str, str]:
        things = self._repository.things(nodes, self._lang)
        return {iri: thing.name.text for iri, thing in things.items()}

    def _are_of_one_document(self, source: str, target: str) -> bool:
        """Says whether two places are of one document, whose own tree says how they belong together."""
        one, other = self._documents.get(source), self._documents.get(target)
        return not (one or frozenset((source,))).isdisjoint(other or (target,))

    def _gaps(self) -> Iterator[Missing]:
        frontier = self._frontier
        outside = [node for node in frontier.up if not self._are_of_one_document(node, frontier.goal)]
        ranked = sorted(outside, key=lambda node: (-self._levels.get(node, 0), len(frontier.up[node]), node))
        for place in {*ranked[:1], self._start}:
            yield from (Missing(place, target, "gap", Decimal(0)) for target in frontier.down)


class _Naming:
    """Knows the longer words in the names of the policy nodes that it was told of."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stems: dict[str, Mapping[str, str]] = {}
        self._holding: dict[str, set[str]] = defaultdict(set)

    def learn(self, nodes: Iterable[str], read: Callable[[list[str]], Mapping[str, str]]) -> None:
        """Takes in the names, which it has read, of nodes that it does not know yet."""
        if new := sorted(node for node in nodes if node not in self._stems):
            names = read(new)
            with self._lock:
                for node in new:
                    stems = _stemmed(names[node])
                    for stem in stems:
                        self._holding[stem].add(node)
                    self._stems[node] = stems

    def stems(self, node: str) -> Mapping[str, str]:
        """Returns the longer words of a name by their first letters, which stand for their stem."""
        return self._stems[node]

    def shared(self, stems: Iterable[str]) -> Counter[str]:
        """Returns how many of the words each node holds."""
        with self._lock:
            return Counter(chain.from_iterable(self._holding.get(stem, ()) for stem in stems))


@lru_cache(1024)
def _share(common: int, words: int) -> Decimal:
    """Returns the share of words that are common, below 1."""
    return min(Decimal(common) / words, 1 - _PLACES).quantize(_PLACES)


def _naming(repository: Repository, lang: str) -> _Naming:
    """Returns what is known of names; it outlives commits that name nothing but projects."""
    kept = repository.reading.lasting("names of policy", partial(moves_names, repository.reading.store))
    return kept.remembered(lang, _Naming)


def _stemmed(text: str) -> Mapping[str, str]:
    """Returns the longer words of a name by their first letters, which stand for their stem.

    >>> _stemmed("Hållbara städer och samhällen")["samhäll"]
    'samhällen'
    """
    words = (word.lower() for word in _WORD.findall(text))
    return {word[:STEM]: word for word in words if len(word) >= SHORTEST}


def _policy_statements(repository: Repository) -> tuple[Edge, ...]:
    return lasting(repository).remembered("policy statements", lambda: tuple(read_stated(repository)))


def _siblings(repository: Repository, above: frozenset[str]) -> set[str]:
    """Returns what stands below the same objective, or where it stands below none, in the same document."""
    below = children(repository)
    nearer = above - setting_documents(repository) or above
    return set().union(*(below.get(parent, frozenset()) for parent in nearer))
