"""Bad lists over HTTP: each is refused with its place and a remedy in each language; nothing is written."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from api.wording.messages import worded
from api_serving import Client, serving, shipped_client
from graph.errors import Finding, Place
from graph.importers.templates import template
from graph.store import open_store
from holders import bearer, token_file, token_of
from ontology.languages import LANGUAGES
from workbooks import archive, changed, xlsx

IMPORTS = "/api/v1/imports"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
HEAD = [
    "Projektnummer",
    "Projektnamn",
    "Organisation",
    "Startdatum",
    "Områden",
    "Mål",
    "Beviljat belopp",
    "Valuta",
]
GOOD = ["1", "Bredband", "Sala kommun", "2023-02-28", "Sala", "9.c", "1000", "SEK"]
LIMIT = 100_000


def book(*rows: list[str]) -> bytes:
    return xlsx({"Blad 1": [HEAD, *rows]})


def with_cell(column: str, value: str) -> list[str]:
    return [value if heading == column else cell for heading, cell in zip(HEAD, GOOD, strict=True)]


ENCRYPTED = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
CORNER = changed(xlsx({"A": [["x"]]}), "xl/worksheets/sheet1.xml", ' r="A1"', ' r="XFD1"')
TYPED = changed(book(GOOD), "xl/workbook.xml", "<workbook", '<!DOCTYPE x [<!ENTITY a "b">]><workbook')
FILES = [
    ("empty", "a.xlsx", b"", 400, "file-empty"),
    ("header only", "a.xlsx", book(), 400, "list-empty"),
    ("header only, as text", "a.csv", ";".join(HEAD).encode(), 400, "list-empty"),
    ("wrong extension", "a.xlsx", ";".join(HEAD).encode(), 400, "file-ending"),
    ("another kind", "a.zip", archive({"a.txt": "x"}), 400, "file-other-kind"),
    ("with a password", "a.xlsx", ENCRYPTED, 400, "workbook-locked"),
    ("damaged", "a.xlsx", book(GOOD)[:-300], 400, "workbook-damaged"),
    ("a million columns", "a.csv", b";" * 90_000, 400, "list-too-wide"),
    ("a column in the last corner", "a.xlsx", CORNER, 400, "list-too-wide"),
    ("document type", "a.xlsx", TYPED, 400, "workbook-doctype"),
    ("without its columns", "a.xlsx", xlsx({"A": [["Namn", "Mål"], ["x", "y"]]}), 400, "columns-missing"),
]  # fmt: skip
ROWS = [
    ("twice", [GOOD, GOOD], "key-twice", 3, "Projektnummer + Organisation"),
    ("unknown area", [with_cell("Områden", "Atlantis")], "cell-unknown", 2, "Områden"),
    ("unknown code", [with_cell("Mål", "99.9")], "cell-unknown", 2, "Mål"),
    ("two currencies", [GOOD, ["2", *GOOD[1:-1], "EUR"]], "column-mixed", 3, "Valuta"),
    ("no such day", [with_cell("Startdatum", "2023-02-30")], "cell-date", 2, "Startdatum"),
    ("a fault", [with_cell("Beviljat belopp", "#REF!")], "cell-number", 2, "Beviljat belopp"),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("bad")
    with shipped_client(folder / "store", tokens=str(token_file(folder)), import_max_bytes=LIMIT) as opened:
        yield opened


def send(client: Client, name: str, content: bytes, query: str = "", lang: str = "sv") -> Any:
    headers = bearer("Contributor") | {"accept-language": lang}
    path = f"{IMPORTS}?mapping=projects{query}"
    answer = client.request("POST", path, files={"file": (name, content)}, headers=headers)
    while answer.status_code in (200, 201, 202) and answer.json()["state"] == "running":
        answer = client.get(f"{IMPORTS}/jobs/{answer.json()['id']}", headers=headers)
    return answer


def state(client: Client) -> tuple[int, int]:
    store = client.app.state.services.store
    return store.sequence, store.size()


@pytest.mark.parametrize(("what", "name", "content", "status", "key"), FILES, ids=[each[0] for each in FILES])
def test_a_bad_file_is_refused_whether_looked_at_or_imported(
    client: Client, what: str, name: str, content: bytes, status: int, key: str
) -> None:
    before = state(client)
    done, looked = send(client, name, content), send(client, name, content, "&preview=true", "da")
    told = [answer.json() for answer in (done, looked)]

    assert [(each["status"], each["type"].rpartition("/")[2]) for each in told] == [(status, key)] * 2, what
    assert all(name in each["detail"] for each in told)
    assert told[0]["detail"] != told[1]["detail"], "each in its language"
    assert state(client) == before


@pytest.mark.parametrize(("what", "rows", "key", "row", "column"), ROWS, ids=[each[0] for each in ROWS])
def test_a_bad_row_is_told_with_its_cell(
    client: Client, what: str, rows: list[list[str]], key: str, row: int, column: str
) -> None:
    before = state(client)
    answer = send(client, "a.xlsx", book(*rows))
    looked = send(client, "a.xlsx", book(*rows), "&preview=true").json()["report"]
    [found] = answer.json()["findings"]
    refused = [each for each in looked["findings"] if each["severity"] == "refusal"]

    assert answer.status_code == 422, what
    assert (found["key"].removesuffix("-far"), found["place"]["row"], found["place"]["column"]) == (
        key,
        row,
        column,
    )
    assert found["place"]["sheet"] == "Blad 1"
    assert [(each["row"], each["column"]) for each in refused] == [(row, column)]
    assert set(refused[0]["messages"]) == set(LANGUAGES)
    assert state(client) == before


def test_every_rule_has_a_remedy_in_each_language() -> None:
    for *_, key, _, _ in ROWS:
        told = {lang: worded(Finding(key, Place()), lang) for lang in LANGUAGES}
        assert len(set(told.values())) == len(LANGUAGES), key


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cut")
    store = open_store("memory:")
    with serving(store, tokens=str(token_file(folder)), import_max_bytes=LIMIT) as address:
        yield address


def head(length: int | None) -> bytes:
    lines = [
        f"POST {IMPORTS}?mapping=projects HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {token_of('Contributor')}",
        "Content-Type: multipart/form-data; boundary=x",
        "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'


def connected(server: str) -> socket.socket:
    found = urlsplit(server)
    return socket.create_connection((str(found.hostname), int(found.port or 0)), timeout=60)


def answered(connection: socket.socket) -> tuple[int, dict[str, Any]]:
    """Returns the status and the problem of an answer; the connection may be closed behind it."""
    answer = b""
    while b"\r\n\r\n" not in answer or not answer.rstrip().endswith(b"}"):
        part = connection.recv(65_536)
        if not part:
            break
        answer += part
    told, _, body = answer.partition(b"\r\n\r\n")
    return int(told.split(b" ")[1]), json.loads(body)


def test_a_file_of_a_gigabyte_is_refused_before_it_is_sent(server: str) -> None:
    with connected(server) as connection:
        connection.sendall(head(1_000_000_000) + PART)
        status, told = answered(connection)

    assert (status, told["type"].rpartition("/")[2]) == (413, "body-too-large")


def test_a_file_that_does_not_say_its_length_is_refused_at_the_limit(server: str) -> None:
    chunk = b"%x\r\n" % 65_536 + b"x" * 65_536 + b"\r\n"
    sent = 0
    with connected(server) as connection:
        connection.sendall(head(None) + b"%x\r\n" % len(PART) + PART + b"\r\n")
        for _ in range(16_000):  # a gigabyte, which nobody takes
            try:
                connection.sendall(chunk)
            except OSError:
                break
            sent += len(chunk)
            connection.settimeout(0.0)
            try:
                if connection.recv(1, socket.MSG_PEEK):
                    break
            except BlockingIOError:
                pass
            except OSError:
                break
            finally:
                connection.settimeout(60)
        assert sent < 100_000_000
        status, told = answered(connection)

    assert (status, told["type"].rpartition("/")[2]) == (413, "body-too-large")


def test_an_upload_that_is_cut_leaves_nothing_and_the_server_goes_on(server: str) -> None:
    content = template("projects", "sv")
    before = httpx.get(f"{server}/ready", timeout=60).json()["commit"]
    with connected(server) as connection:
        connection.sendall(head(len(content) + 1000) + PART + content[: len(content) // 2])
        connection.shutdown(socket.SHUT_WR)
        connection.recv(65_536)
    headers = bearer("Contributor")
    after = httpx.get(f"{server}/ready", timeout=60).json()["commit"]
    listed = httpx.get(f"{server}{IMPORTS}", headers=headers, timeout=60).json()

    assert after == before
    assert listed["total"] == 0
