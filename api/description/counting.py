"""How much the dataset holds: statements by graph and by property, things by class.

Each count reads all of the graph, so it is asked of the workers, which have limits, and once for a revision.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.formats.negotiation import RESULTS_JSON
from api.limiting import Budget
from api.services import Services
from graph.errors import QueryProblem
from graph.isolation import read_table
from graph.questions import bind, load_lookups
from graph.repository.reading import text_of

_MOST = 100_000
_MOST_BYTES = 64_000_000
_UNTIL_FRESH = 1.1
"""In seconds: within one, workers answer from a copy that holds the last commit."""
_AGAIN = ("query-busy", "query-failed")
"""What says nothing of the graph: the next one who asks has it counted."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Is statements by graph and by property, and things by class, each by IRI."""

    graphs: Mapping[str, int]
    properties: Mapping[str, int]
    classes: Mapping[str, int]

    @property
    def triples(self) -> int:
        """Returns how many statements the dataset holds, each once for each graph that states it."""
        return sum(self.graphs.values())


def counted(services: Services, budget: Callable[[], Budget]) -> Counted | None:
    """Returns the counts of this revision, at the cost of whoever is the first to ask.

    None where the graph is too large to count within the limits of a query, or the workers are busy. Raises
    TooManyRequests where it has to be counted, and the budget is spent.
    """
    try:
        return services.repository.reading.remembered("dataset-counts", lambda: _counted(services, budget()))
    except QueryProblem:
        return None


def _counted(services: Services, budget: Budget) -> Counted | None:
    try:
        return Counted(*(_of(services, budget, each) for each in ("graphs", "properties", "classes")))
    except QueryProblem as error:
        if error.key in _AGAIN:
            raise
        return None


def _of(services: Services, budget: Budget, what: str) -> Mapping[str, int]:
    """Returns the counts as the newest revision has them, if that takes a second of waiting."""
    wanted = services.store.sequence
    shown, found = _asked(services, budget, what)
    if shown < wanted:
        time.sleep(_UNTIL_FRESH)
        _, found = _asked(services, budget, what)
    return found


def _asked(services: Services, budget: Budget, what: str) -> tuple[int, Mapping[str, int]]:
    query = bind(load_lookups()[f"dataset-{what}"], {}, services.base)
    answer = services.pool.answer(query, RESULTS_JSON.media_type, client=budget.client)
    try:
        (thing, number), rows = read_table(answer, _MOST, _MOST_BYTES)
    finally:
        answer.abandon()
        budget.charge(answer.seconds)
    found = {text_of(row[thing]): int(text_of(row[number])) for row in rows}
    return answer.sequence or 0, dict(sorted(found.items()))
