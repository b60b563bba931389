"""pySHACL in a worker process: what strangers submit is looked at where it can harm nobody else."""

from __future__ import annotations

from rdflib import Graph

from graph.errors import CheckGivenUp, InputError
from graph.isolation import JobPool, Limits, read_quads
from graph.isolation.job_pool import LIBRARY
from graph.isolation.limits import MEBIBYTE
from graph.isolation.trades import Keys, Trade
from graph.validation.convert import add_quads

CHECKS = Limits(
    seconds=900.0,
    transfer_seconds=1200.0,
    memory=4096 * MEBIBYTE,
    wait_seconds=60.0,
    workers=1,
    slow_after=5.0,
)
"""What pySHACL may cost over one submission: a long list may be warned of row by row."""
_TRADE = Trade(
    name="shapes",
    jobs={"shacl": "graph.validation.job"},
    keys=Keys("shapes-timeout", "shapes-busy", "shapes-memory", "shapes-failed"),
    given_up=CheckGivenUp,
    refused=InputError,
    failed=InputError,
    readable=LIBRARY,
    place="-",
)


class IsolatedShacl(JobPool):
    """Runs pySHACL in a worker process, which starts with the first submission that is at fault."""

    def __init__(self, costs: Limits = CHECKS) -> None:
        super().__init__(_TRADE, costs)

    def results(self, data_graph: Graph, shapes: Graph) -> Graph:
        """Returns what `graph.validation.engine.shacl_results` does; raises what ends its worker, too."""
        told, known = (graph.serialize(format="nt", encoding="utf-8") for graph in (shapes, data_graph))
        results = Graph()
        with self.answer("shacl", {"shapes": len(told)}, told + known) as answer:
            add_quads(results, read_quads(answer, self.limits.answer_bytes))
        return results
