"""The chains that projects of a list would have, found once for each objective that rows name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from graph.alignment.chains import Chains
from graph.errors import NotFound
from graph.importers.preview.effects import Served
from graph.importers.preview.model import Way
from graph.repository import Repository
from graph.terms import NamedNode, Term

_MOST = 3


class Ways:
    """Finds the best chains of each project, through what its rows name.

    The policy levels are read for the first of them: a repository that has read them already saves a second.
    """

    def __init__(self, repository: Repository, lang: str) -> None:
        self._repository = repository
        self._lang = lang
        self._above: dict[Term, tuple[Way, ...]] = {}

    def of(
        self, project: Term, served: Served, confidence: Mapping[tuple[Term, Term], Decimal]
    ) -> tuple[Way, ...]:
        """Returns the chains of a project, the most confident first."""
        found = [
            Way(way.through, way.confidence * confidence.get((project, target), Decimal(1)))
            for target in served.get(project, ())
            for way in self._upward(target)
        ]
        return tuple(sorted(found, key=lambda way: -way.confidence)[:_MOST])

    def _upward(self, target: Term) -> tuple[Way, ...]:
        if target not in self._above:
            self._above[target] = self._found(target) if isinstance(target, NamedNode) else ()
        return self._above[target]

    def _found(self, target: NamedNode) -> tuple[Way, ...]:
        things = self._repository.things([target.value], self._lang)
        if target.value not in things:
            return ()
        first = things[target.value]
        try:
            chains = Chains(self._repository).up(target.value, limit=_MOST, lang=self._lang)
        except NotFound:
            return ()
        serving = [chain for chain in chains if chain.serves]
        ways = [Way((first, *(hop.target for hop in chain.hops)), chain.confidence) for chain in serving]
        return tuple(ways) or (Way((first,), Decimal(1)),)
