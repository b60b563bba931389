"""Where strangers' queries and files are worked on: worker processes that can harm nobody but themselves."""

from __future__ import annotations

from graph.isolation.answers import Answer
from graph.isolation.checkpoints import Source
from graph.isolation.files import file_trade
from graph.isolation.job_pool import JobPool
from graph.isolation.limits import MIN_MEMORY, Limits
from graph.isolation.occupied import Occupied
from graph.isolation.pool import QueryPool
from graph.isolation.reading import read_quads, read_table, read_triples, read_verdict
from graph.isolation.sandbox import available

__all__ = [
    "MIN_MEMORY",
    "Answer",
    "JobPool",
    "Limits",
    "Occupied",
    "QueryPool",
    "Source",
    "available",
    "file_trade",
    "read_quads",
    "read_table",
    "read_triples",
    "read_verdict",
]
