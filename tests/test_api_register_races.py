"""Single things over HTTP when several want the same at once: what was decided on is what is written on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

import api.routers.register
from api.register.acting import version_given
from api_serving import Client, client_of
from holders import bearer, token_file
from small_graph import small_store
from test_api_ledger import problem

RACERS = 4


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with client_of(small_store(), tokens=str(token_file(tmp_path))) as opened:
        yield opened


@pytest.mark.parametrize("asked", [{"if-none-match": "*"}, {}], ids=str)
def test_of_several_who_enter_under_one_iri_one_does(
    client: Client, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    met = Barrier(RACERS)

    def given_together(*told: Any) -> str | None:
        version = version_given(*told)
        met.wait(timeout=60)
        return version

    def put(number: int) -> Any:
        body = {"names": [{"text": f"Lopp {number}", "lang": "sv"}]}
        path = "/api/v1/projects/by-test-contributor/race"
        return client.request("PUT", path, json=body, headers=bearer("Contributor") | asked)

    monkeypatch.setattr(api.routers.register, "version_given", given_together)
    with ThreadPoolExecutor(RACERS) as threads:
        answers = list(threads.map(put, range(RACERS)))
    [first] = [each for each in answers if each.status_code == 201]
    assert [problem(each) for each in answers if each is not first] == [(412, "version-stale")] * (RACERS - 1)
    read = client.get("/api/v1/projects/by-test-contributor/race")
    assert read.headers["etag"] == first.headers["etag"]
