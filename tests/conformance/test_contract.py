"""Every operation, asked by its own contract: no answer is a fault, and none has a status that is not told.

Requests are generated from the OpenAPI document, fitting and unfitting ones, in rounds over all operations
until the time is up: the same rounds in the same order each time, so a faster machine comes further.
`default`, which documents any other failure, does not count: a status has to be told by its number.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode

from api_serving import Client, shipped_client
from holders import bearer, token_file

SHORT, FULL = 150.0, 900.0
"""For how many seconds requests of one mode are sent, of which there are two; one round at least."""
IN_A_ROUND = 3
SENT = ("params", "json", "data", "files", "headers")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("contract")
    kept = {"tokens": str(token_file(folder)), "backups": str(folder / "backups")}
    with shipped_client(folder / "store", **kept) as opened:
        yield opened


@pytest.fixture(scope="module")
def document(client: Client) -> dict[str, Any]:
    """Returns the document without what it says of any other failure."""
    told: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    for methods in told["paths"].values():
        for operation in methods.values():
            del operation["responses"]["default"]
    return told


def asked(client: Client, case: Case) -> tuple[int, str]:
    """Sends a request in the name of an administrator; returns the status and the answer's media type."""
    given = case.as_transport_kwargs(base_url="http://127.0.0.1:8000")
    sent = {name: given[name] for name in SENT if given.get(name) is not None}
    if isinstance(sent.get("data"), bytes | str):
        sent["content"] = sent.pop("data")
    if "files" in sent:
        sent["files"] = [(field, as_file(part)) for field, part in sent["files"]]
    made = {name.lower(): value for name, value in sent.get("headers", {}).items()}
    sent["headers"] = made | bearer("Administrator")  # in place of a token that is made up
    answer = client.request(given["method"], given["url"], **sent)
    return answer.status_code, answer.headers.get("content-type", "").partition(";")[0]


def as_file(part: Any) -> tuple[str | None, bytes]:
    """Returns a part of a form as the client takes it: numbers and truth values are no files."""
    name, content = part[:2] if isinstance(part, tuple) else ("list.csv", part)
    return name, content if isinstance(content, bytes) else str(content).encode()


def faults(
    client: Client, operation: APIOperation, told: dict[str, Any], mode: GenerationMode, round_: int
) -> set[str]:
    """Returns what was answered by an operation, in one round, that its contract does not tell."""
    found: set[str] = set()

    @seed(round_)
    @settings(
        max_examples=IN_A_ROUND,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        status, media_type = asked(client, case)
        if status == 401:
            found.add("401 to somebody who is known: what lies behind is not asked")
        elif status >= 500 and status != 503:
            found.add(f"{status}")
        elif str(status) not in told:
            found.add(f"{status} is not told")
        elif media_type and media_type not in told[str(status)].get("content", {media_type}):
            found.add(f"{status} as {media_type}")

    with suppress(Unsatisfiable):  # of what takes nothing, nothing can be unfitting
        ask()
    return found


@pytest.mark.soak
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_operation_answers_as_it_says(
    client: Client, document: dict[str, Any], full_length: bool, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(document)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == sum(len(methods) for methods in document["paths"].values())
    until = time.monotonic() + (FULL if full_length else SHORT)
    found: dict[str, set[str]] = defaultdict(set)
    for round_ in count():
        for operation in operations:
            told = document["paths"][operation.path][operation.method.lower()]["responses"]
            found[operation.label] |= faults(client, operation, told, mode, round_)
        if time.monotonic() > until:
            break
    assert {label: sorted(told) for label, told in found.items() if told} == {}
