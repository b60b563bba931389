"""How much the dataset holds: statements by graph and by property, things by class.

Each count reads all of the graph, so it is asked of the workers, which have limits; then commits move it on.
"""

from __future__ import annotations

from collections.abc import Callable

from api.formats.negotiation import RESULTS_JSON
from api.limiting import Budget
from api.services import Services
from graph.errors import QueryProblem
from graph.isolation import read_table
from graph.questions import bind, load_lookups
from graph.repository.extent import Extent
from graph.repository.reading import text_of
from graph.repository.tally import Counts

_MOST = 100_000
_MOST_BYTES = 64_000_000
_AGAIN = ("query-busy", "query-failed")
"""What says nothing of the graph: the next one who asks has it counted."""


def counted(services: Services, budget: Callable[[], Budget]) -> Extent | None:
    """Returns the counts of this revision; what has to be counted is at the cost of whoever asks first.

    None where the graph is too large to count within the limits of a query, or the workers are busy. Raises
    TooManyRequests where it has to be counted, and the budget is spent.
    """
    try:
        return services.extents.now(lambda lookup: _within(services, budget(), lookup))
    except QueryProblem:
        return None


def _within(services: Services, budget: Budget, lookup: str) -> tuple[int, Counts | None]:
    sequence = services.store.sequence
    try:
        return _asked(services, budget, lookup)
    except QueryProblem as error:
        if error.key in _AGAIN:
            raise
        return sequence, None


def _asked(services: Services, budget: Budget, lookup: str) -> tuple[int, Counts]:
    query = bind(load_lookups()[lookup], {}, services.base)
    answer = services.pool.answer(query, RESULTS_JSON.media_type, client=budget.client)
    try:
        (thing, number), rows = read_table(answer, _MOST, _MOST_BYTES)
    finally:
        answer.abandon()
        budget.charge(answer.seconds)
    found = {text_of(row[thing]): int(text_of(row[number])) for row in rows}
    return answer.sequence or 0, dict(sorted(found.items()))
