"""Filling an empty store with what ships, and loading one RDF file into a store that is in use."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from graph.commits import Writer, reason_of
from graph.errors import FileProblem
from graph.model import Commit
from graph.store import Store, parse_rdf
from graph.terms import DefaultGraph, NamedNode, Quad, graph_iri, iri, slug
from ontology import POLICY_TTL

Read = Callable[[Path, str, NamedNode], Iterable[Quad]]
EDITORS = "id/agent/policygraph/editors"


def load_shipped(target: Writer | Store, files: Iterable[Path], sha256: str | None = None) -> Commit:
    """Fills an empty store with the files, the ontology and the derived graphs, and returns commit 1.

    The commit keeps `sha256`, by which a later version knows what the store was filled with.
    If it fails, the store is closed and the next opening empties it, so nothing half loaded is ever served.
    A store that holds something raises StoreProblem and stays as it is.
    """
    writer = target if isinstance(target, Writer) else Writer(target)
    store = writer.store
    store.bulk_add(())
    try:
        store.bulk_load(files, None)
        _refuse_default_graph(store)
        store.bulk_add(parse_rdf(POLICY_TTL, base=store.base, graph=ontology_graph(store.base)))
        return writer.fill(agent=store.base + EDITORS, reason=reason_of("shipped"), sha256=sha256)
    except BaseException:
        store.abandon()
        raise


def load_file(
    writer: Writer,
    path: Path,
    *,
    agent: str,
    reason: str,
    graph: NamedNode | None = None,
    read: Read | None = None,
) -> Commit | None:
    """Replaces the graphs of an RDF file by their difference; returns the commit, or None if none differs.

    Triples in no named graph go to `graph`, by default `{base}graph/source/{file name}`. `read` reads files
    that need mending; None takes them as they are. Alignments in ledger graphs are added, never deleted.
    """
    base = writer.store.base
    quads = (read or _read)(path, base, graph or source_graph(base, path.name))
    return writer.replace_graphs(by_graph(quads), agent=agent, reason=reason, sha256=sha256_of(path))


def source_graph(base: str, file: str) -> NamedNode:
    """Returns the graph to which the triples of a file go that stand in no named graph.

    >>> source_graph("http://example.org/", "Min fil.ttl").value
    'http://example.org/graph/source/min-fil'
    """
    return graph_iri(base, "source", slug(Path(file).stem) or "file")


def ontology_graph(base: str) -> NamedNode:
    """Returns the IRI of the graph that holds the ontology."""
    return iri(f"{base}graph/ontology")


def sha256_of(path: Path) -> str:
    """Returns the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path, base: str, graph: NamedNode) -> Iterator[Quad]:
    return parse_rdf(path, base=base, graph=graph)


def by_graph(quads: Iterable[Quad]) -> dict[NamedNode, frozenset[Quad]]:
    """Returns the quads of each named graph."""
    by_graph: dict[NamedNode, set[Quad]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            by_graph[quad.graph_name].add(quad)
    return {name: frozenset(own) for name, own in by_graph.items()}


def _refuse_default_graph(store: Store) -> None:
    """Raises FileProblem if a shipped file states something in no named graph."""
    outside = next(store.quads(graph=DefaultGraph()), None)
    if outside is not None:
        raise FileProblem("file-graph-missing", subject=str(outside.subject))
