"""Reading of RDF files: quads without blank nodes; what is broken raises FileProblem with line and column."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from graph.causes import likely_encoding, os_cause
from graph.errors import FileProblem, Place
from graph.store.broken import broken_rdf
from graph.store.jsonld import refuse_ill_terms
from graph.store.legible import legible, may_be_illegible
from graph.terms import BlankNode, DefaultGraph, NamedNode, Quad, Subject, Term, Triple

PACKED = ".gz"
_DOCTYPE = b"<!DOCTYPE"
_MEBIBYTE = 1 << 20


def parse_rdf(
    source: Path | bytes,
    *,
    base: str,
    media_type: str | None = None,
    graph: NamedNode | None = None,
    name: str = "",
    takes_all: bool = False,
) -> Iterator[Quad]:
    """Returns the quads of a file or of bytes; relative IRIs are resolved against `base`.

    `media_type` is a media type or a file name extension; None takes the extension of the file, or of the
    `name` that bytes have. A file that ends in `.gz` is unpacked while it is read. `graph` takes the triples
    that stand in no named graph. Blank nodes become IRIs below `{base}.well-known/genid/`, the same ones each
    time that the same text is read into the same graph. Broken input raises FileProblem while the quads are
    read, and so does text that XML cannot hold, unless it `takes_all`.
    """
    name = source.name if isinstance(source, Path) else name
    told = name.removesuffix(PACKED) if isinstance(source, Path) else name
    syntax = _syntax(media_type or Path(told).suffix, name)
    try:
        with _opened(source) as stream:
            doubtful = _refuse_foreign_text(stream, syntax, name)
            skolem = _Skolem(base, graph.value if graph else name)
            quads = _parsed(stream, syntax, base, name)
            for quad in legible(quads, stream, name) if doubtful and not takes_all else quads:
                yield skolem.quad(quad, graph)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise FileProblem("file-gzip-damaged", Place(file=name), file=name) from error


def own_triples(file: Path) -> Iterator[Quad]:
    """Yields the triples of a Turtle file that ships with this program, blank nodes as such."""
    return ox.parse(path=file, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)


def load_whole(db: ox.Store, file: Path, base: str) -> None:
    """Loads a file into an empty database at the engine's own speed, unless it may hold blank nodes."""
    syntax = _syntax(Path(file.name.removesuffix(PACKED)).suffix, file.name)
    if file.suffix == PACKED or _may_hold_blank_nodes(file, syntax):
        db.bulk_extend(parse_rdf(file, base=base))
        return
    try:
        db.bulk_load(path=file, format=syntax, base_iri=base)
    except SyntaxError as error:
        with _opened(file) as stream:
            raise _problem(stream, error, syntax, file.name) from error


def _may_hold_blank_nodes(file: Path, syntax: ox.RdfFormat) -> bool:
    if syntax in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD):
        return True
    is_lines = syntax in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
    signs = (b"_:",) if is_lines else (b"_:", b"[", b"(")
    tail = b""
    with _opened(file) as stream:
        while chunk := stream.read(_MEBIBYTE):
            if any(sign in tail + chunk for sign in signs):
                return True
            tail = chunk[-1:]
    return False


def _syntax(wanted: str, name: str) -> ox.RdfFormat:
    found = (
        ox.RdfFormat.from_media_type(wanted)
        if "/" in wanted
        else ox.RdfFormat.from_extension(wanted.lstrip("."))
    )
    if found is None:
        raise FileProblem("file-format-unknown", Place(file=name), file=name, format=wanted)
    return found


def _opened(source: Path | bytes) -> IO[bytes]:
    if isinstance(source, bytes):
        return BytesIO(source)
    try:
        return cast(IO[bytes], gzip.open(source)) if source.suffix == PACKED else source.open("rb")
    except FileNotFoundError as error:
        raise FileProblem("file-missing", Place(file=source.name), file=str(source)) from error
    except OSError as error:
        raise FileProblem(
            "file-unreadable", Place(file=source.name), file=str(source), why=os_cause(error)
        ) from error


def _refuse_foreign_text(stream: IO[bytes], syntax: ox.RdfFormat, name: str) -> bool:
    """Raises FileProblem for UTF-16 and, in RDF/XML, for a document type: its entities can fill memory.

    Of other text it says whether signs may be in it that XML cannot hold.
    """
    tail, line, doubtful = b"", 1, False
    while chunk := stream.read(_MEBIBYTE):
        if b"\0" in chunk:
            raise _misencoded(stream, name)
        doubtful = doubtful or may_be_illegible(tail + chunk)
        if syntax == ox.RdfFormat.RDF_XML and (at := (tail + chunk).upper().find(_DOCTYPE)) >= 0:
            line += (tail + chunk).count(b"\n", len(tail), at)
            raise FileProblem("file-doctype", Place(file=name, row=line), file=name, line=line)
        tail, line = chunk[-len(_DOCTYPE) :], line + chunk.count(b"\n")
    stream.seek(0)
    return doubtful


def _parsed(stream: IO[bytes], syntax: ox.RdfFormat, base: str, name: str) -> Iterator[Quad]:
    try:
        if syntax == ox.RdfFormat.JSON_LD:
            refuse_ill_terms(stream, base, name)
        yield from ox.parse(stream, syntax, base_iri=base)
    except SyntaxError as error:
        raise _problem(stream, error, syntax, name) from error


def _problem(stream: IO[bytes], error: SyntaxError, syntax: ox.RdfFormat, name: str) -> FileProblem:
    if "Invalid UTF-8" in error.msg:
        return _misencoded(stream, name)
    stream.seek(0)
    return broken_rdf(stream.read(), error, syntax, name)


def _misencoded(stream: IO[bytes], name: str) -> FileProblem:
    """Returns the problem of the first byte that UTF-8, or RDF, does not hold there."""
    stream.seek(0)
    text = stream.read()
    try:
        text.decode()
        start = text.find(b"\0")
    except UnicodeDecodeError as error:
        start = error.start
    line = text.count(b"\n", 0, start) + 1
    place = Place(file=name, row=line)
    return FileProblem(
        "file-encoding",
        place,
        file=name,
        encoding="UTF-8",
        byte=f"0x{text[start]:02X}",
        line=line,
        likely=likely_encoding(text),
    )


class _Skolem:
    """Turns blank nodes into IRIs, numbered in the order in which the text names them."""

    def __init__(self, base: str, scope: str) -> None:
        self._prefix = f"{base}.well-known/genid/{hashlib.sha256(scope.encode()).hexdigest()[:16]}-"
        self._known: dict[BlankNode, NamedNode] = {}

    def quad(self, quad: Quad, graph: NamedNode | None) -> Quad:
        """Returns the quad without blank nodes, in `graph` if it stands in no graph of its own."""
        name = graph if graph is not None and isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
        if name is quad.graph_name and not self._has_blank(quad):
            return quad
        return Quad(self._node(quad.subject), quad.predicate, self._term(quad.object), self._graph(name))

    @staticmethod
    def _has_blank(quad: Quad) -> bool:
        parts = (quad.subject, quad.object, quad.graph_name)
        return any(isinstance(part, BlankNode | Triple) for part in parts)

    def _node(self, node: Subject | Triple) -> NamedNode:
        if isinstance(node, NamedNode):
            return node
        if isinstance(node, Triple):
            raise TypeError("a triple is never a subject in RDF 1.2")
        return self._known.setdefault(node, NamedNode(f"{self._prefix}{len(self._known)}"))

    def _graph(self, name: NamedNode | BlankNode | DefaultGraph) -> NamedNode | DefaultGraph:
        return name if isinstance(name, DefaultGraph) else self._node(name)

    def _term(self, term: Term) -> Term:
        if isinstance(term, BlankNode):
            return self._node(term)
        if isinstance(term, Triple):
            return Triple(self._node(term.subject), term.predicate, self._term(term.object))
        return term
