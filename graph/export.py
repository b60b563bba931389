"""Export of one graph or of the whole dataset, in the RDF syntaxes that the engine writes."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from graph.causes import os_cause
from graph.errors import FileProblem, NotFound, UnknownName
from graph.store.base import Store
from graph.store.syntax import PACKED as PACKED
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

    One that ends in `.gz` is packed. The file appears whole or not at all; one that cannot be written raises
    FileProblem.
    """
    media_type = media_type_of(Path(path.name.removesuffix(PACKED)).suffix)
    with whole_file(path) as file, packed(file, path) as output:
        export(store, output, media_type, graph)


@contextmanager
def packed(file: IO[bytes], path: Path) -> Iterator[IO[bytes]]:
    """Returns what to write to: the file, or what packs into it where its name ends in `.gz`."""
    if path.suffix != PACKED:
        yield file
        return
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as output:
        yield cast(IO[bytes], output)


def write_checksum(path: Path) -> str:
    """Writes the SHA-256 of a file beside it, as `sha256sum --check` reads it, and returns it."""
    with path.open("rb") as file:
        told = hashlib.file_digest(file, "sha256").hexdigest()
    with whole_file(path.with_name(path.name + ".sha256")) as output:
        output.write(f"{told}  {path.name}\n".encode())
    return told


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
