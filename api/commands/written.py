"""Files that commands write besides what they answer."""

from __future__ import annotations

from pathlib import Path

from graph.causes import os_cause
from graph.errors import FileProblem, InputError, Place

WORKBOOK = ".xlsx"


def workbook_path(path: Path) -> Path:
    """Returns the path of a spreadsheet; InputError unless its name says which kind it is.

    Under another name, .csv say, other programs would take it for what it is not.
    """
    if path.suffix.lower() != WORKBOOK:
        raise InputError("output-not-workbook", file=path, name=path.with_suffix(WORKBOOK))
    return path


def write_file(path: Path, content: bytes) -> None:
    """Writes a file, or raises FileProblem."""
    try:
        path.write_bytes(content)
    except OSError as error:
        why = os_cause(error)
        raise FileProblem("file-unwritable", Place(file=str(path)), file=str(path), why=why) from error
