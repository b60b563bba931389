"""The parts of a zipped workbook: unpacked within limits, without document types, before they are parsed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from graph.causes import workbook_cause
from graph.errors import FileProblem, Place
from graph.importers.sheets.limits import Limits

_MOST_PARTS = 2000
_CHUNK = 1 << 20
_DECLARED = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def parts(file: str, content: bytes, limits: Limits) -> dict[str, bytes]:
    """Returns the XML parts of a workbook by name.

    Raises FileProblem if it is locked or damaged, unpacks to more than is read, or has a document type,
    which no workbook needs and by which entities are made. What is unpacked is counted as it comes: the
    lengths that an archive states of itself are not believed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return dict(_unpacked(file, archive, limits))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise FileProblem(
            "workbook-damaged", Place(file=file), file=file, why=workbook_cause(str(error))
        ) from error


def _unpacked(file: str, archive: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[str, bytes]]:
    entries, size = archive.infolist(), 0
    if len(entries) > _MOST_PARTS:
        raise FileProblem(
            "workbook-damaged", Place(file=file), file=file, why=workbook_cause(f"{len(entries)} parts")
        )
    for entry in entries:
        if entry.flag_bits & 1:
            raise FileProblem("workbook-locked", Place(file=file), file=file)
        pieces = []
        for piece in _pieces(archive, entry):
            size += len(piece)
            limits.check_unzipped(file, size)
            pieces.append(piece)
        if entry.filename.lower().endswith((".xml", ".rels")):
            part = b"".join(pieces)
            _check_declarations(file, entry.filename, part)
            yield entry.filename, part


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as source:
        while piece := source.read(_CHUNK):
            yield piece


def _check_declarations(file: str, name: str, part: bytes) -> None:
    if _DECLARED.search(part) or part.startswith(_WIDE):
        raise FileProblem("workbook-doctype", Place(file=file), file=file, part=name)
    if name == "META-INF/manifest.xml" and b"encryption-data" in part:
        raise FileProblem("workbook-locked", Place(file=file), file=file)
