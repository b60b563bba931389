"""Export of one graph or of the whole dataset, in the RDF syntaxes that the engine writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graph.causes import os_cause
from graph.errors import FileProblem, NotFound, UnknownName
from graph.store.base import Store
from graph.terms import iri

MEDIA_TYPES: Mapping[str, str] = {
    "ttl": "text/turtle",
    "trig": "application/trig",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}


def media_type_of(suffix: str) -> str:
    """Returns the media type of a file name extension; an unknown one raises UnknownName.

    >>> media_type_of(".ttl")
    'text/turtle'
    """
    known = MEDIA_TYPES.get(suffix.lower().lstrip("."))
    if known is None:
        raise UnknownName("syntax-unknown", name=suffix, known=", ".join(MEDIA_TYPES))
    return known


def export(store: Store, output: IO[bytes], syntax: str, graph: str | None = None) -> None:
    """Writes a graph, or with None the dataset, in a syntax given by media type or file name extension.

    Turtle, N-Triples and RDF/XML hold one graph only, so the dataset in one of them raises QueryProblem; a
    graph that the store does not hold raises NotFound.
    """
    media_type = syntax if "/" in syntax else media_type_of(syntax)
    name = iri(graph) if graph else None
    if name is not None and next(store.quads(graph=name), None) is None:
        raise NotFound("graph-unknown", iri=name.value)
    store.dump(output, media_type, name)


def export_file(store: Store, path: Path, graph: str | None = None) -> None:
    """Writes a graph or the dataset to a file, in the syntax that its extension names.

    The file appears whole or not at all; one that cannot be written raises FileProblem.
    """
    media_type = media_type_of(path.suffix)
    with whole_file(path) as output:
        export(store, output, media_type, graph)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Returns a file to write to, which appears under its name once it is whole; else raises FileProblem."""
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("wb") as output:
            yield output
        partial.replace(path)
    except OSError as error:
        raise FileProblem("file-unwritable", file=str(path), why=os_cause(error)) from error
    finally:
        partial.unlink(missing_ok=True)
