"""A graph that no longer changes, so that pySHACL need not count and parse the same again and again."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

from rdflib import Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


@lru_cache(maxsize=256)
def _prepared(text: str, prefixes: tuple[tuple[str, URIRef], ...]) -> Query:
    return prepareQuery(text, initNs=dict(prefixes))


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
        if isinstance(query_object, str):
            query_object = _prepared(query_object, self._prefixes)
        return super().query(query_object, *args, **kwargs)

    @cached_property
    def _prefixes(self) -> tuple[tuple[str, URIRef], ...]:
        return tuple((prefix, URIRef(namespace)) for prefix, namespace in self.namespaces())
