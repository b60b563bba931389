"""The job of running pySHACL over what is known of the nodes at fault; its results leave as N-Triples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import Graph

from graph.errors import InputError, PolicygraphError
from graph.isolation import read_quads
from graph.isolation.jobs import Job, Outgoing
from graph.validation.convert import add_quads
from graph.validation.engine import shacl_results

_SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<x:s> sh:targetNode <x:n> ; sh:property <x:p> .
<x:p> sh:path <x:q> ; sh:minCount 1 ; sh:pattern "a" ."""


def job(_options: Mapping[str, Any]) -> Job:
    """Returns the job."""
    return _Shacl()


class _Shacl:
    def warm_up(self) -> None:
        """Validates a node that is at fault, so that whatever the libraries load late is loaded."""
        shapes = Graph().parse(data=_SHAPES, format="turtle")
        given = [graph.serialize(format="nt").encode() for graph in (shapes, Graph())]
        _results(*given)

    def work(self, request: Mapping[str, Any], content: bytes, out: Outgoing) -> None:
        """Writes the results graph of the shapes, which are the first bytes, over the data behind them."""
        length = request["shapes"]
        out.write(_results(content[:length], content[length:]))

    def too_long(self, limit: int) -> PolicygraphError:
        """Returns the error of results that are longer than so many bytes."""
        return InputError("shapes-answer-too-large", limit=limit)


def _results(shapes: bytes, data: bytes) -> bytes:
    """Returns N-Triples; the engine reads what is given, because rdflib would change values as it reads."""
    known, told = Graph(), Graph("SimpleMemory")
    add_quads(known, read_quads(iter([data]), len(data)))
    add_quads(told, read_quads(iter([shapes]), len(shapes)))
    return shacl_results(known, told).serialize(format="nt", encoding="utf-8")
