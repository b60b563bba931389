"""Which kind of file some bytes are, told by the bytes; a name that says otherwise is refused."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from graph.causes import workbook_cause
from graph.errors import Cause, FileProblem, Place

# What a name may end with, by kind. A name that ends otherwise says nothing.
_ENDINGS = {
    "xlsx": (".xlsx", ".xlsm"),
    "ods": (".ods",),
    "json": (".json",),
    "text": (".csv", ".tsv", ".txt", ".tab"),
}
# What files that are no lists begin with.
_OTHERS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(rb"<(\?xml|!doctype|html|!--)", re.IGNORECASE)


def kind_of(name: str, content: bytes) -> str:
    """Returns `xlsx`, `ods`, `json` or `text`; anything else, and an ending that lies, raises FileProblem."""
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise FileProblem("file-empty", Place(file=name), file=name)
    kind = _kind(name, content)
    ending = PurePath(name).suffix.lower()
    claimed = next((each for each, endings in _ENDINGS.items() if ending in endings), kind)
    if claimed != kind:
        meant = _ENDINGS[kind][0]
        raise FileProblem("file-ending", Place(file=name), file=name, ending=ending, meant=meant)
    return kind


def _kind(name: str, content: bytes) -> str:
    if content.startswith(_ZIP):
        return _kind_of_zip(name, content)
    if content.startswith(_OLE):
        key = "workbook-locked" if _ENCRYPTED in content else "workbook-old"
        raise FileProblem(key, Place(file=name), file=name)
    for mark, found in _OTHERS.items():
        if content.startswith(mark):
            _refuse(name, found)
    return _kind_of_text(name, content)


def _kind_of_zip(name: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileProblem(
            "workbook-damaged", Place(file=name), file=name, why=workbook_cause(str(error))
        ) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    return _refuse(name, "Excel (.xlsb)" if "xl/workbook.bin" in names else "ZIP")


def _kind_of_text(name: str, content: bytes) -> str:
    start = content[:4000]
    if not start.startswith(_BOMS) and _is_binary(start):
        _refuse(name, Cause("file-binary"))
    plain = _narrow(start).lstrip()
    if found := _MARKUP.match(plain):
        _refuse(name, "XML" if found[1] == b"?xml" else "HTML")
    return "json" if plain.startswith((b"[", b"{")) else "text"


def _narrow(start: bytes) -> bytes:
    """Returns the start of a text without its mark, and of UTF-16 the letters that ASCII has."""
    mark = next((each for each in _BOMS if start.startswith(each)), b"")
    return start.removeprefix(mark).replace(b"\x00", b"")


def _is_binary(start: bytes) -> bool:
    """Says whether bytes hold NULs that no text has: UTF-16 has one in each pair, and no other pattern."""
    nuls = start.count(b"\x00")
    return bool(nuls) and nuls < len(start) // 4


def _refuse(name: str, found: str | Cause) -> str:
    raise FileProblem("file-other-kind", Place(file=name), file=name, found=found)
