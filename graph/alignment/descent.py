"""What serves or hinders a goal from below: objectives and documents first, then projects, by pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from graph.alignment.documents import documents_by_objective
from graph.alignment.paths import ROUNDING
from graph.alignment.policy import dearness
from graph.alignment.trees import parts_of
from graph.alignment.views import View
from graph.errors import InputError, UnknownName
from graph.model import Chain
from graph.repository import Repository
from graph.repository.fitting import is_document
from graph.terms import expand

MOST_PAGE = 1000
KINDS = ("objectives", "projects")
Source = tuple[str, bool]
Place = tuple[float, str, bool]


@dataclass(frozen=True, slots=True)
class Descent:
    """Is a page of what serves a goal, and then of what hinders it, each with its best chain.

    `next` is the offset of the page after it, None on the last.
    """

    chains: tuple[Chain, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class Sources:
    """Is a page of things below a goal, each with whether it hinders, and the offset of the next page."""

    sources: tuple[Source, ...]
    next: int | None


def descend(
    repository: Repository, view: View, goal: str, limit: int, offset: int, only: str | None = None
) -> Sources:
    """Returns a page of what lies below a goal; `only` may be objectives (documents among them) or projects.

    Another value raises UnknownName, a limit or an offset out of range InputError.
    """
    if only not in (None, *KINDS):
        raise UnknownName("chain-filter-unknown", name="only", value=only, known=", ".join(KINDS))
    if not 1 <= limit <= MOST_PAGE or offset < 0:
        raise InputError("page-invalid", limit=limit, offset=offset, most=MOST_PAGE)
    found = tuple(islice(_Below(repository, view, goal, only).all(), offset, offset + limit + 1))
    return Sources(found[:limit], offset + limit if len(found) > limit else None)


class _Below:
    """Yields what lies below a goal, each thing once for its serving and once for its hindering.

    What the goal is made of does not serve it, but what serves a part does.
    """

    def __init__(self, repository: Repository, view: View, goal: str, only: str | None) -> None:
        self._view = view
        self._goal = goal
        self._kinds = (only,) if only else KINDS
        self._store = repository.store
        self._policy = documents_by_objective(repository)
        self._parts = parts_of(repository, goal)

    def all(self) -> Iterator[Source]:
        """Yields the things that serve, then those that hinder."""
        for hinders in (False, True):
            places = self._places(hinders)
            own = {self._goal} if hinders else self._parts
            above = [node for _, node, marked in places if not marked and node not in own]
            below = (source for place in places for source in self._projects(*place))
            found = {"objectives": above, "projects": below}
            yield from ((source, hinders) for kind in self._kinds for source in _once(found[kind]))

    def _places(self, hinders: bool) -> list[Place]:
        """Returns the places from which a chain leads to the goal, the surest first, the goal before all."""
        cost = self._view.network.distances(frozenset((self._goal,)), hinders=hinders).cost
        measured = {**cost, (self._goal, hinders): 0.0}
        found = ((far, node, marked) for (node, marked), far in measured.items() if self._may_be_sure(far))
        return sorted(found)

    def _projects(self, cost: float, place: str, marked: bool) -> Iterator[str]:
        """Yields what is stated to serve a place, or to hinder it where the chain is to hinder from there."""
        for edge in self._view.stated(place, marked):
            if not self._is_policy(edge.source) and self._may_be_sure(cost + edge.cost):
                yield edge.source

    def _is_policy(self, source: str) -> bool:
        """Says whether a thing is an objective or a document; one that filters keep out is in no network."""
        if source in self._policy or self._view.network.holds(source):
            return True
        return is_document(self._store, expand(source))

    def _may_be_sure(self, cost: float) -> bool:
        return not self._view.least or cost <= dearness(self._view.least) + ROUNDING


def _once(items: Iterable[str]) -> Iterator[str]:
    """Yields each item the first time that it comes."""
    seen: set[str] = set()
    for item in items:
        if item not in seen:
            seen.add(item)
            yield item
