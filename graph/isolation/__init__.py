"""Where strangers' queries run: worker processes that can harm nobody but themselves."""

from __future__ import annotations

from graph.isolation.checkpoints import Source
from graph.isolation.limits import MIN_MEMORY, Limits
from graph.isolation.pool import Answer, QueryPool
from graph.isolation.reading import read_rows, read_triples, read_verdict
from graph.isolation.sandbox import available

__all__ = [
    "MIN_MEMORY",
    "Answer",
    "Limits",
    "QueryPool",
    "Source",
    "available",
    "read_rows",
    "read_triples",
    "read_verdict",
]
