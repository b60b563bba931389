"""What a list would change in the portfolio: which objectives more projects serve, beside which others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import UnknownName
from graph.importers.preview.model import Effect
from graph.repository import Repository
from graph.store import Store
from graph.terms import NamedNode, Term, expand

if TYPE_CHECKING:
    from graph.alignment.portfolio import Figure, Portfolio

SOURCE, TARGET = expand("owl:annotatedSource"), expand("owl:annotatedTarget")
SIGN, _SERVES = expand("owl:annotatedProperty"), expand("pg:contributesTo")
CONFIDENCE = expand("sssom:confidence")
_REACHES = expand("pg:reaches")
_SCHEME, _OF = expand("skos:inScheme"), expand("dct:source")
_MOST_NAMED = 3

Served = Mapping[Term, frozenset[Term]]
Alignments = dict[Term, dict[Term, Term]]


def served_by(alignments: Alignments) -> Served:
    """Returns what each project serves by the alignments that a list makes."""
    served: dict[Term, set[Term]] = defaultdict(set)
    for alignment in alignments.values():
        if alignment.get(SIGN) == _SERVES and SOURCE in alignment and TARGET in alignment:
            served[alignment[SOURCE]].add(alignment[TARGET])
    return {project: frozenset(targets) for project, targets in served.items()}


@dataclass(frozen=True, slots=True)
class Moving:
    """Is the projects that an import would touch: what they would serve, and where they are.

    `after` lacks what an import takes away; `areas` are those of new and changed projects.
    """

    projects: frozenset[Term]
    after: Served
    areas: Mapping[Term, frozenset[Term]]


class Effects:
    """Finds what would change; the work depends on the list and on the policy levels."""

    def __init__(self, store: Store, portfolio: Portfolio) -> None:
        self._store = store
        self._portfolio = portfolio
        self._reached: dict[Term, frozenset[Term]] = {}

    def of(self, moving: Moving, own: frozenset[Term], lang: str) -> tuple[Effect, ...]:
        """Returns each objective whose number of projects would change, those that rows name first.

        `own` are the things of the list, which overlap with nothing of their own.
        """
        change: dict[Term, int] = defaultdict(int)
        for project in moving.projects:
            now, then = self._reach(self._serves(project)), self._reach(moving.after.get(project, ()))
            for objective in then - now:
                change[objective] += 1
            for objective in now - then:
                change[objective] -= 1
        direct = {target for project in moving.projects for target in moving.after.get(project, ())}
        moved = [node for node, by in change.items() if by and isinstance(node, NamedNode)]
        before = self._before(moved)
        overlaps = {node: self._overlaps(node, moving, own) for node in moved if node in direct}
        named = {each for found in overlaps.values() for each in found[:_MOST_NAMED]}
        things = Repository(self._store).things([*(node.value for node in moved), *named], lang)
        effects = [
            Effect(
                things[node.value],
                before[node],
                before[node] + change[node],
                node in direct,
                tuple(things[each] for each in overlaps.get(node, ())[:_MOST_NAMED]),
                len(overlaps.get(node, ())),
            )
            for node in moved
            if node.value in things
        ]
        return tuple(sorted(effects, key=_order))

    def _serves(self, project: Term) -> frozenset[Term]:
        found = self._store.quads(project, _SERVES) if isinstance(project, NamedNode) else ()
        return frozenset(quad.object for quad in found)

    def _reach(self, targets: Iterable[Term]) -> frozenset[Term]:
        return frozenset().union(*(self._reaches(target) for target in targets))

    def _reaches(self, target: Term) -> frozenset[Term]:
        if target not in self._reached and isinstance(target, NamedNode):
            found = (quad.object for quad in self._store.quads(target, _REACHES))
            self._reached[target] = frozenset((target, *found))
        return self._reached.get(target, frozenset())

    def _before(self, nodes: Iterable[NamedNode]) -> Mapping[Term, int]:
        """Returns how many projects serve each objective, from the portfolio's tables where it has it."""
        rows = {**self._portfolio.goals().rows, **self._portfolio.targets().rows}
        asked: set[str] = set()
        counts: dict[Term, int] = {}
        for node in nodes:
            for document in self._documents(node) if node.value not in rows else ():
                if document not in asked:
                    asked.add(document)
                    rows |= self._objectives(document)
            figure = rows.get(node.value)
            counts[node] = figure.projects if figure else self._counted(node)
        return counts

    def _documents(self, node: NamedNode) -> Iterable[str]:
        for scheme in self._store.quads(node, _SCHEME):
            if isinstance(scheme.object, NamedNode):
                for quad in self._store.quads(scheme.object, _OF):
                    if isinstance(quad.object, NamedNode):
                        yield quad.object.value

    def _objectives(self, document: str) -> Mapping[str, Figure]:
        try:
            return self._portfolio.objectives(document).rows
        except UnknownName:  # a document whose objectives are no rows of the portfolio
            return {}

    def _counted(self, node: NamedNode) -> int:
        """Returns how many projects serve something that no table of the portfolio has: a document, say."""
        project = expand("pg:Project")
        below = {node, *(quad.subject for quad in self._store.quads(None, _REACHES, node))}
        serving = {
            quad.subject
            for each in below
            for quad in self._store.quads(None, _SERVES, each)
            if isinstance(quad.subject, NamedNode)
        }
        return sum(any(self._store.quads(each, expand("rdf:type"), project)) for each in serving)

    def _overlaps(self, node: NamedNode, moving: Moving, own: frozenset[Term]) -> tuple[str, ...]:
        """Returns the projects outside the list that reach an objective in an area of those that would."""
        areas = frozenset().union(
            *(moving.areas.get(each, frozenset()) for each, served in moving.after.items() if node in served)
        )
        there = {each for area in areas for each in self._reaching(node, area)}
        others = there - {each.value for each in own if isinstance(each, NamedNode)}
        return tuple(sorted(others))

    def _reaching(self, node: NamedNode, area: Term) -> Iterable[str]:
        """Returns the projects of an area that reach an objective by any chain; none where none can."""
        try:
            return self._portfolio.reaching_in(node.value, area.value) if isinstance(area, NamedNode) else ()
        except UnknownName:
            return ()


def _order(effect: Effect) -> tuple[bool, int, str]:
    """Puts what rows name before what lies above it, and great changes first."""
    return not effect.direct, -abs(effect.after - effect.before), effect.objective.iri
