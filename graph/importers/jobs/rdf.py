"""The job of parsing an RDF file; what it states leaves as N-Quads without blank nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any, cast

from graph.errors import FileProblem, Place, PolicygraphError
from graph.isolation.jobs import Job, Outgoing
from graph.store import parse_rdf, write_quads
from graph.terms import NamedNode, Quad, Term, Triple

_DEEPEST = 8


def job(_options: Mapping[str, Any]) -> Job:
    """Returns the job."""
    return _Rdf()


class _Rdf:
    def warm_up(self) -> None:
        """Does nothing: the engine is loaded."""

    def work(self, request: Mapping[str, Any], content: bytes, out: Outgoing) -> None:
        """Writes the quads of a file."""
        quads = parse_rdf(
            content,
            base=request["base"],
            media_type=request["media_type"],
            graph=NamedNode(request["graph"]) if request["graph"] else None,
            name=request["name"],
        )
        write_quads(_shallow(quads, request["name"]), cast(IO[bytes], out))

    def too_long(self, limit: int) -> PolicygraphError:
        """Returns the error of a file that states more than so many bytes."""
        return FileProblem("file-answer-too-large", limit=limit)


def _shallow(quads: Iterator[Quad], name: str) -> Iterator[Quad]:
    """Yields quads whose triple terms nest a few levels: who reads them next has a smaller stack."""
    for quad in quads:
        if _depth(quad.object) > _DEEPEST:
            raise FileProblem("file-too-deep", Place(file=name), file=name, limit=_DEEPEST)
        yield quad


def _depth(term: Term) -> int:
    depth = 0
    while isinstance(term, Triple):
        term, depth = term.object, depth + 1
    return depth
