"""What is for other areas than those of a project or an objective: another county's strategy, say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from graph.alignment.documents import documents_at, documents_by_objective
from graph.repository import Repository
from graph.terms import NamedNode, expand, iri

_SPATIAL, _RELEVANT, _WITHIN = map(expand, ("dct:spatial", "eli:relevant_for", "geo:sfWithin"))
Areas = frozenset[str]


class Apart:
    """Tells what is set by documents for other areas alone than those of a start.

    An area is not apart from those that it lies in, nor from those that lie in it. What names no area, as a
    goal of the United Nations does, is for all of them; so is everything where the start names none.
    """

    def __init__(self, repository: Repository, start: str) -> None:
        self._repository = repository
        self._store = repository.reading.store
        is_set = start in documents_by_objective(repository)
        self._own = self._of_documents(start) if is_set else self._named(start, _SPATIAL)
        self._around = frozenset(chain_of for area in self._own for chain_of in self._within(area))
        self.holds = cache(self._holds)

    def _holds(self, node: str) -> bool:
        """Says whether a node is apart from the start."""
        areas = self._of_documents(node) if self._own else frozenset()
        return bool(areas) and not any(map(self._meets, areas))

    def _meets(self, area: str) -> bool:
        return area in self._around or not self._own.isdisjoint(self._within(area))

    def _of_documents(self, node: str) -> Areas:
        """Returns the areas of the documents that set a node; none where any of them is for all."""
        each = [self._named(document, _RELEVANT) for document in documents_at(self._repository, node)]
        return frozenset().union(*each) if all(each) else frozenset()

    def _within(self, area: str) -> Areas:
        return self._named(area, _WITHIN) | {area}

    def _named(self, node: str, predicate: NamedNode) -> Areas:
        return frozenset(_iris(quad.object for quad in self._store.quads(iri(node), predicate)))


def _iris(terms: Iterable[object]) -> Iterator[str]:
    yield from (term.value for term in terms if isinstance(term, NamedNode))
