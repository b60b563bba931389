"""A graph that no longer changes, so that pySHACL need not count and parse the same again and again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


@lru_cache(maxsize=256)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


class FrozenGraph(Graph):
    """Views a graph that no longer changes: its triples are counted once, a query's text is parsed once.

    pySHACL asks for the length of the whole graph at each violation, and sends the same query for each node.
    """

    def __init__(self, source: Graph) -> None:
        super().__init__(store=source.store, identifier=source.identifier)
        self._length: int | None = None

    def __len__(self) -> int:
        if self._length is None:
            self._length = super().__len__()
        return self._length

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """Returns the result of a query, given as text or prepared."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)
