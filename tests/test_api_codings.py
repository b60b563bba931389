"""Bodies that are packed: each reader refuses them for what they are, and writes nothing."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from api_serving import Client, client_of
from graph.store import open_store
from holders import bearer, token_file

JSON, QUERY, SSSOM = "application/json", "application/sparql-query", "text/tab-separated-values"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("codings")
    store = open_store(str(folder / "store"))
    with client_of(store, tokens=str(token_file(folder))) as opened:
        yield opened
    store.close()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/sparql", QUERY),
        ("/sparql", FORM),
        ("/api/v1/alignments", JSON),
        ("/api/v1/saved", JSON),
        ("/api/v1/alignments.sssom", SSSOM),
        ("/api/v1/imports?mapping=projects", "multipart/form-data; boundary=x"),
    ],
)
def test_a_packed_body_is_called_packed(client: Client, path: str, media_type: str) -> None:
    headers = bearer("Administrator") | {"content-type": media_type, "content-encoding": "GZip"}
    answer = client.request("POST", path, content=gzip.compress(b"x"), headers=headers)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (415, "coding-unsupported")
    assert answer.headers["accept-encoding"] == "identity"
    assert "gzip" in answer.json()["detail"]


def test_so_is_a_packed_form_of_the_pages(client: Client) -> None:
    headers = {"content-type": FORM, "content-encoding": "br"}
    answer = client.request("POST", "/sv/sign-in", content=gzip.compress(b"token=x"), headers=headers)
    assert answer.status_code == 415


def test_one_that_says_it_is_not_packed_is_read(client: Client) -> None:
    headers = {"content-type": QUERY, "content-encoding": "identity"}
    assert client.request("POST", "/sparql", content=b"ASK {}", headers=headers).json()["boolean"] is True
