"""What was entered singly over HTTP, read back in the form in which it is put."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.register import acting
from api_serving import Client
from graph.register import Entry, entry_of
from graph.store.overlay import Readable
from register_serving import (
    BASE,
    INDICATOR,
    MINE,
    OBJECTIVE,
    OBSERVATION,
    PROJECT,
    RUS,
    entered,
    problem,
    register_client,
    send,
    sequence,
)

WHOLE: dict[str, dict[str, Any]] = {
    "projects": PROJECT | {"identifier": "whole", "source": f"{BASE}{RUS}"},
    "objectives": OBJECTIVE
    | {
        "kind": "pg:Measure",
        "code": "whole",
        "definitions": [{"text": "Fiber till alla.", "lang": "sv"}],
        "indicators": [INDICATOR],
        "start": "2024-01-01",
        "end": "2025-12-31",
        "implementers": [{"organisation": "id/organisation/se/region-vastmanland"}],
    },
    "observations": OBSERVATION | {"period": "2019", "said": "2020-01-01", "notes": OBJECTIVE["names"]},
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with register_client(tmp_path_factory.mktemp("register-reading")) as opened:
        yield opened


@pytest.mark.parametrize("noun", WHOLE)
def test_what_was_entered_is_read_back_as_it_is_put(client: Client, noun: str) -> None:
    path, tag = entered(client, noun, WHOLE[noun])
    before = sequence(client)
    read = client.get(f"/api/v1/{path}/entry")
    put = send(client, "PUT", path, read.json(), **{"if-match": read.headers["etag"]})

    assert (read.status_code, read.headers["etag"]) == (200, tag)
    assert set(WHOLE[noun]) <= set(read.json())
    assert (put.status_code, put.json()["commit"], sequence(client)) == (200, None, before)
    assert problem(client.get(f"/api/v1/{path}/entry", accept="text/csv")) == (406, "not-acceptable")
    send(client, "DELETE", f"{path}?reason=x", **{"if-match": tag})
    assert problem(client.get(f"/api/v1/{path}/entry")) == (410, "entry-withdrawn")


def test_only_what_was_entered_singly_is_read_back(client: Client) -> None:
    listed, nowhere = (f"/api/v1/objectives/{each}/entry" for each in ("sdg/9.5", f"{MINE}/nothing"))
    assert problem(client.get(listed)) == (409, "entry-of-list")
    assert "graph/source/agenda2030" in client.get(listed).json()["detail"]
    assert problem(client.get(nowhere)) == (404, "entry-unknown")


def test_what_is_changed_while_it_is_read_back_is_not_overwritten(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, tag = entered(client, "projects", PROJECT | {"identifier": "meanwhile"})
    changed = PROJECT | {"identifier": "meanwhile", "start": "2024-02-01"}

    def slow(store: Readable, name: str) -> Entry:
        entry = entry_of(store, name)
        assert send(client, "PUT", path, changed, **{"if-match": tag}).status_code == 200
        return entry

    monkeypatch.setattr(acting, "entry_of", slow)
    read = client.get(f"/api/v1/{path}/entry")
    put = send(client, "PUT", path, read.json(), **{"if-match": read.headers["etag"]})
    assert problem(put) == (412, "version-stale")
    assert client.get(f"/api/v1/{path}").json()["period"]["start"] == "2024-02-01"
