"""Files that are made to harm who reads them: of each kind, its name, its content and what may be said of it.

`READ` among what may be said stands for a file that is read like any other. Contents depend on a seed and a
size, so that a kind is a family: the short form takes the first of each, the soak several hundred.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workbooks import archive, changed, ods, xlsx

READ = "read"
SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["id", "title"], ["1", "One"]]
Make = Callable[[random.Random, int], bytes]


@dataclass(frozen=True)
class Hostile:
    """Is one kind of hostile file."""

    name: str
    make: Make
    said: tuple[str, ...] = ("file-timeout", "file-memory", "file-answer-too-large", "file-failed")
    is_endless: bool = False
    """Whether reading it would take more than any limit allows: which it meets first, the machine decides."""

    def content(self, seed: int = 0, size: int = 1, canary: str = "http://127.0.0.1:9/canary") -> bytes:
        """Returns a file of this kind; `size` counts how large, from 1, and `canary` is what it calls."""
        return pointed(self.make(random.Random(seed), size), canary)


def pointed(content: bytes, canary: str) -> bytes:
    """Returns a file that calls an address wherever it has CANARY, be it within an archive."""
    if not content.startswith(b"PK") or len(content) > 20_000:
        return content.replace(b"CANARY", canary.encode())
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            parts = {name: source.read(name) for name in source.namelist()}
    except (zipfile.BadZipFile, RuntimeError, zlib.error, NotImplementedError, ValueError, OSError):
        return content
    calls = any(b"CANARY" in part for part in parts.values())
    return archive({n: p.replace(b"CANARY", canary.encode()) for n, p in parts.items()}) if calls else content


DAMAGED = ("workbook-damaged", "file-failed", "file-other-kind", "file-memory")


def sheet(body: str, *, rows: str = "") -> bytes:
    """Returns an XLSX file whose sheet data are this XML."""
    whole = changed(xlsx({"Blad1": ROWS}), SHEET, "</sheetData>", f"{body}</sheetData>")
    return changed(whole, SHEET, "<sheetData>", f"{rows}<sheetData>") if rows else whole


def headed(content: bytes, part: str, doctype: str) -> bytes:
    """Returns a workbook one of whose parts declares a document type."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    head, _, body = parts[part].partition(b"?>")
    return archive(parts | {part: head + b"?>" + doctype.encode() + body})


def laughs(levels: int, doctype: str = "DOCTYPE") -> str:
    """Returns a document type whose entities double at each level."""
    entities = "".join(f'<!ENTITY l{i + 1} "&l{i};&l{i};&l{i};&l{i};">' for i in range(levels))
    return f'<!{doctype} x [<!ENTITY l0 "ha">{entities}]>'


def ods_row(**repeated: int) -> bytes:
    """Returns an ODS file with one cell that claims to stand many times."""
    rows = f' table:number-rows-repeated="{repeated.get("rows", 1)}"'
    columns = f' table:number-columns-repeated="{repeated.get("columns", 1)}"'
    value = ' office:value-type="float" office:value="1"' if repeated.get("filled", 1) else ""
    cell = f"<table:table-cell{columns}{value}/>"
    return ods(ROWS, extra=f"<table:table-row{rows}>{cell}</table:table-row>")


def bomb(size: int) -> bytes:
    """Returns a workbook that unpacks to a thousand times its length."""
    return sheet(f"<!--{' ' * (25_000_000 * size)}-->")


def overlapping(random_: random.Random, count: int) -> bytes:
    """Returns an archive whose many entries are all the same large bytes."""
    content = archive({"xl/workbook.xml": " " * 5_000_000})
    end = content.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", content[end + 16 : end + 20])[0]
    entry, made = content[start:end], bytearray(content[:start])
    for number in range(count):
        name = f"xl/{random_.random():.12f}{number}.xml".encode() if number else b"xl/workbook.xml"
        made += entry[:28] + struct.pack("<H", len(name)) + entry[30:46] + name
    length = len(made) - start
    return bytes(made) + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, length, start, 0)


def locked(_: random.Random, size: int) -> bytes:
    """Returns a workbook in the container of those with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 * size + "EncryptedPackage".encode("utf-16-le")


def encrypted(_: random.Random, size: int) -> bytes:
    """Returns an archive whose entries say that they are encrypted."""
    content = bytearray(xlsx({"Blad1": ROWS * size}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def flipped(random_: random.Random, size: int) -> bytes:
    """Returns a workbook some of whose bytes are others."""
    content = bytearray(xlsx({"Blad1": ROWS * 20}))
    for _ in range(8 * size):
        content[random_.randrange(30, len(content))] ^= 1 << random_.randrange(8)
    return bytes(content)


def cut(random_: random.Random, _: int) -> bytes:
    """Returns the beginning of a workbook."""
    content = xlsx({"Blad1": ROWS * 20})
    return content[: random_.randrange(100, len(content) - 1)]


def with_parts(**parts: str | bytes) -> bytes:
    """Returns an XLSX file with more parts, whose names are written with `__` for a slash."""
    with zipfile.ZipFile(io.BytesIO(xlsx({"Blad1": ROWS}))) as source:
        own = {name: source.read(name) for name in source.namelist()}
    return archive(own | {name.replace("__", "/"): part for name, part in parts.items()})


def climbing(_: random.Random, size: int) -> bytes:
    """Returns a workbook with entries that lead out of any folder, one of them a symbolic link."""
    content = io.BytesIO(xlsx({"Blad1": ROWS}))
    with zipfile.ZipFile(content, "a") as made:
        for name in (
            "../" * 9 * size + "tmp/policygraph-climbed",
            "/tmp/policygraph-climbed",
            "C:\\climbed.xml",
        ):
            made.writestr(name, "climbed")
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    return content.getvalue()


def nested(depth: int) -> bytes:
    """Returns a workbook with a ZIP in a ZIP in a ZIP."""
    inner = archive({"0.xml": b" " * 5_000_000})
    for level in range(depth):
        inner = archive({f"{level}.zip": inner})
    return with_parts(xl__media__a__zip=inner)


LINKED = {
    "xl__externalLinks__externalLink1.xml": '<externalLink><externalBook id="rId1"/></externalLink>',
    "xl__externalLinks___rels__externalLink1.xml.rels": "<Relationships><Relationship"
    ' Id="rId1" TargetMode="External" Target="CANARY"/></Relationships>',
}
FORMULAS = [
    ["id", "title"],
    ["1", '=WEBSERVICE("CANARY")'],
    ["2", "=cmd|'/C calc'!A0"],
    ["3", '=HYPERLINK("CANARY","x")'],
]

LISTS: Mapping[str, Hostile] = {
    "zip bomb": Hostile("a.xlsx", lambda _, n: bomb(n), ("workbook-too-large",)),
    "zips in zips": Hostile("a.xlsx", lambda _, n: nested(5 * n), (READ,)),
    "overlapping entries": Hostile(
        "a.xlsx", lambda r, n: overlapping(r, 500 * n), ("workbook-too-large", "workbook-damaged")
    ),
    "thousands of parts": Hostile(
        "a.xlsx",
        lambda _, n: archive({f"xl/{i}.xml": "" for i in range(2_500 * n)} | {"xl/workbook.xml": ""}),
        ("workbook-damaged",),
    ),
    "a million columns": Hostile("a.ods", lambda _, n: ods_row(columns=1_000_000 * n), ("list-too-wide",)),
    "a thousand million rows": Hostile(
        "a.ods", lambda _, n: ods_row(rows=1_000_000_000 * n), ("list-too-long",)
    ),
    "a thousand million empty columns": Hostile(
        "a.ods", lambda _, n: ods_row(columns=1_000_000_000 * n, filled=0), (READ, *DAMAGED)
    ),
    "a thousand million empty cells": Hostile(
        "a.ods",
        lambda _, n: ods_row(columns=1_000_000_000, rows=1_000_000_000 * n, filled=0),
        (READ, *DAMAGED),
    ),
    "a cell in the last corner": Hostile(
        "a.xlsx",
        lambda _, n: sheet(f'<row r="1048576"><c r="XFD1048576"><v>{n}</v></c></row>'),
        ("list-too-wide", "list-too-long"),
    ),
    "a row beyond the last": Hostile(
        "a.xlsx",
        lambda _, n: sheet(f'<row r="{n}000000000"><c r="A{n}000000000"><v>1</v></c></row>'),
        (READ, "list-too-long", *DAMAGED),
    ),
    "a dimension that lies": Hostile(
        "a.xlsx",
        lambda _, n: changed(xlsx({"Blad1": ROWS * n}), SHEET, 'ref="A1:B', 'ref="A1:XFD1048576" x="A1:B'),
        (READ, *DAMAGED),
    ),
    "billion laughs in a sheet": Hostile(
        "a.xlsx", lambda _, n: headed(xlsx({"a": ROWS}), SHEET, laughs(30 * n)), ("workbook-doctype",)
    ),
    "laughs in small letters": Hostile(
        "a.ods",
        lambda _, n: headed(ods(ROWS), "content.xml", laughs(30 * n, "doctype")),
        ("workbook-doctype",),
    ),
    "external entities": Hostile(
        "a.ods",
        lambda _, n: ods(ROWS * n, doctype='<!DOCTYPE x [<!ENTITY e SYSTEM "CANARY">]>'),
        ("workbook-doctype",),
    ),
    "external document type": Hostile(
        "a.ods", lambda _, n: ods(ROWS * n, doctype='<!DOCTYPE x SYSTEM "CANARY">'), ("workbook-doctype",)
    ),
    "wide letters": Hostile(
        "a.ods",
        lambda _, n: archive(
            {"content.xml": f"<?xml version='1.0'?>{laughs(20 * n)}<x>&l9;</x>".encode("utf-16-le")}
        ),
        (READ, "workbook-doctype", *DAMAGED),
    ),
    "links to elsewhere": Hostile("a.xlsx", lambda _, n: with_parts(**LINKED, x="x" * n), (READ,)),
    "formulas that fetch": Hostile("a.xlsx", lambda _, n: xlsx({"Blad1": FORMULAS * n}), (READ,)),
    "formulas in a text": Hostile(
        "a.csv", lambda _, n: "\n".join(";".join(row) for row in FORMULAS * n).encode(), (READ,)
    ),
    "macros": Hostile(
        "a.xlsm", lambda r, n: with_parts(xl__vbaProject__bin=r.randbytes(10_000 * n)), (READ,)
    ),
    "a password": Hostile("a.xlsx", locked, ("workbook-locked",)),
    "encrypted parts": Hostile("a.xlsx", encrypted, ("workbook-locked",)),
    "a damaged workbook": Hostile(
        "a.xlsx", flipped, (READ, "workbook-locked", "list-too-wide", "list-too-long", *DAMAGED)
    ),
    "half a workbook": Hostile("a.xlsx", cut, DAMAGED),
    "paths out of the archive": Hostile("a.xlsx", climbing, (READ,)),
    "deep XML": Hostile(
        "a.ods", lambda _, n: ods(ROWS, extra="<a>" * 300_000 * n + "</a>" * 300_000 * n), (READ, *DAMAGED)
    ),
    "deep XML of the book": Hostile(
        "a.xlsx",
        lambda _, n: changed(
            xlsx({"a": ROWS}),
            "xl/workbook.xml",
            "<sheets>",
            "<a>" * 300_000 * n + "</a>" * 300_000 * n + "<sheets>",
        ),
        (READ, *DAMAGED),
    ),
    "rows that are never closed": Hostile(
        "a.xlsx", lambda _, n: sheet("<row " * 1_000_000 * n), is_endless=True
    ),
    "faults that are never closed": Hostile(
        "a.xlsx", lambda _, n: sheet('<c r="A1" t="e">' * 200_000 * n), is_endless=True
    ),
    "shared texts that lie": Hostile(
        "a.xlsx",
        lambda _, n: changed(
            xlsx({"a": ROWS}), "xl/sharedStrings.xml", 'uniqueCount="', f'uniqueCount="429496729{n}'
        ),
        (READ, *DAMAGED),
    ),
    "one line": Hostile("a.csv", lambda _, n: b"a" * 3_000_000 * n, ("csv-broken", "file-too-large")),
    "one line of separators": Hostile("a.csv", lambda _, n: b";" * 1_000_000 * n, ("list-too-wide",)),
    "a quote that never ends": Hostile(
        "a.csv", lambda _, n: b'id;title\n1;"' + b"a\n" * 300_000 * n, ("csv-broken", "list-too-long")
    ),
    "quotes and quotes": Hostile("a.csv", lambda _, n: b'"' * 1_000_001 * n, ("csv-broken", READ)),
    "lines and lines": Hostile("a.csv", lambda _, n: b"a;b\n" * 300_000 * n, ("list-too-long",)),
    "empty lines": Hostile("a.csv", lambda _, n: b"a;b\n" + b"\n" * 300_000 * n, ("list-too-long",)),
    "zeros": Hostile("a.csv", lambda _, n: b"\0" * 5_000_000 * n, ("file-empty",)),
    "zeros in a text": Hostile(
        "a.csv", lambda _, n: b"id;title\n1;O" + b"\0" * n + b"ne\n", (READ, "file-other-kind", "csv-broken")
    ),
    "broken UTF-8": Hostile(
        "a.csv",
        lambda r, n: b"id;title\n1;\xc3\x28" + r.randbytes(3 * n).replace(b"\n", b""),
        (READ, "file-encoding", "csv-broken", "file-other-kind"),
    ),
    "half a letter of UTF-16": Hostile(
        "a.csv",
        lambda _, n: b"\xff\xfe" + ("id;title\n" * n).encode("utf-16-le") + b"\x00\xd8\x41",
        ("file-encoding",),
    ),
    "UTF-32": Hostile(
        "a.csv",
        lambda _, n: ("id;title\n" * n).encode("utf-32"),
        (READ, "file-encoding", "csv-broken", "file-other-kind"),
    ),
    "a quote as separator": Hostile("a.csv", lambda _, n: b'sep="\r\nid;title\n' * n, (READ, "csv-broken")),
    "a return as separator": Hostile("a.csv", lambda _, n: b"sep=\r\r\nid;title\n" * n, (READ, "csv-broken")),
    "a zero as separator": Hostile(
        "a.csv", lambda _, n: b"sep=\0\r\n" + b"id;title\n" * n * 9, (READ, "csv-broken", "file-other-kind")
    ),
    "deep JSON": Hostile("a.json", lambda _, n: b"[" * 2_000_000 * n, ("json-broken",)),
    "deep objects": Hostile("a.json", lambda _, n: b'[{"a":' * 300_000 * n, ("json-broken",)),
    "long numbers": Hostile("a.json", lambda _, n: b'[{"a": 1' + b"0" * 5_000_000 * n + b"}]", (READ,)),
    "a key twice": Hostile(
        "a.json",
        lambda _, n: b'[{%s,"z":1,"z":2}]' % b",".join(b'"%d":1' % i for i in range(100_000 * n)),
        ("json-key-twice",),
    ),
    "empty objects": Hostile("a.json", lambda _, n: b"[" + b"{}," * 250_000 * n + b"{}]", ("list-too-long",)),
    "objects of one key each": Hostile(
        "a.json",
        lambda _, n: b"[" + b",".join(b'{"%d":1}' % i for i in range(100_000 * n)) + b"]",
        ("list-too-wide",),
    ),
    "half a pair in JSON": Hostile("a.json", lambda _, n: b'[{"id": "\\ud800"}]' * n, (READ, "json-broken")),
    "no numbers": Hostile("a.json", lambda _, n: b'[{"a": NaN, "b": -Infinity}]' * n, ("json-broken",)),
}
