"""Plain look-ups are answered before the application is gone through, and nobody can tell but by the time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes, urlencode

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from structlog.testing import capture_logs

import api.routers.sparql
import api.serving.look_ups
from api_serving import Client, client_of
from graph.isolation import Limits
from graph.store import open_store
from isolation_pools import COUNT, ENDLESS, eventually, fill

JSON = "application/sparql-results+json"
ASKED = (
    (COUNT, JSON),
    (COUNT, "text/csv, */*;q=0.1"),
    (COUNT, "image/png"),
    (COUNT, "text/html"),
    ("ask {?s ?p ?o} # å+%", JSON),
    ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 2", "text/turtle"),
    ("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", JSON),
    ("SELECT * { ?s ?p }", JSON),
    ("SELECT * { SERVICE <http://here.example/> { ?s ?p ?o } }", JSON),
    ("DELETE WHERE { ?s ?p ?o }", JSON),
    ("nothing of the kind", JSON),
    (f"ASK {{}} # {'x' * 20_000}", JSON),
    ("", JSON),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Yields a client of a server whose workers have been asked, and which waits as long as it takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.serving.pool.Limits", partial(Limits, slow_after=60.0))
        patch.setattr("api.serving.early.SOON", 60.0)
        store = fill(open_store(str(tmp_path_factory.mktemp("look-ups") / "store")))
        with client_of(store) as opened:
            opened.address = "192.0.2.7"
            pool = opened.app.state.services.pool
            assert eventually(
                lambda: plain(opened, COUNT).is_success and pool.occupied.processes["idle"] == 2
            )
            yield opened
        store.close()


@pytest.fixture
def routeless(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Returns the client of a server whose application answers no query."""
    monkeypatch.setattr(api.routers.sparql, "read_sparql", unread)
    return client


async def unread(*_: object) -> NoReturn:
    raise AssertionError("the application was asked")


def plain(client: Client, query: str, accept: str = JSON, **headers: str) -> httpx.Response:
    return client.get(f"/sparql?{urlencode({'query': query})}", accept, headers=headers)


def with_more(client: Client, query: str, accept: str = JSON, **headers: str) -> httpx.Response:
    """Asks the same with a field that says nothing, which only the application reads."""
    return client.get(f"/sparql?{urlencode({'query': query, 'of': ''})}", accept, headers=headers)


def told(response: httpx.Response) -> Any:
    """Returns what an answer says, without what is another's in each."""
    headers = {name: value for name, value in response.headers.items() if name != "x-request-id"}
    text = response.text.replace(response.headers["x-request-id"], "")
    location = headers.pop("location", "").replace("&of=", "")
    headers.pop("content-length", "")  # which a large answer of the application has, or has not, by its way
    return response.status_code, headers, text, location


@pytest.mark.parametrize(("query", "accept"), ASKED)
def test_it_is_the_answer_of_the_application(client: Client, query: str, accept: str) -> None:
    assert told(plain(client, query, accept)) == told(with_more(client, query, accept))


@pytest.mark.parametrize("query", [COUNT, "SELECT * { ?s ?p }"], ids=["answered", "refused"])
def test_pages_of_other_origins_may_read_it(client: Client, query: str) -> None:
    found = plain(client, query, origin="https://yasgui.example")
    assert found.headers["access-control-allow-origin"] == "*"
    assert told(found) == told(with_more(client, query, origin="https://yasgui.example"))


def test_the_application_is_not_asked(routeless: Client) -> None:
    found = plain(routeless, COUNT)
    assert (found.status_code, int(found.headers["content-length"])) == (200, len(found.content))
    assert with_more(routeless, COUNT).status_code == 500


def test_it_is_told_in_the_log_and_counted_by_its_route(client: Client) -> None:
    before = counted(client)
    with capture_logs() as entries:
        found = plain(client, COUNT, **{"x-request-id": "look-up-1"})
    [entry] = [each for each in entries if each["event"] == "request"]
    assert (entry["request_id"], entry["status"], entry["path"]) == ("look-up-1", 200, "/sparql")
    assert found.headers["x-request-id"] == "look-up-1"
    assert counted(client) == before + 1


def counted(client: Client) -> int:
    requests = dict(client.app.state.tally.requests())
    return requests.get(("GET", "/sparql", "200"), 0)


@pytest.mark.parametrize("query", [COUNT, "SELECT * { ?s ?p }", ""], ids=["answered", "refused", "none"])
def test_a_request_is_counted_once_for_its_client(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(client.app.state.rates, "count", lambda kind, _: asked.append(kind))
    plain(client, query)
    assert asked == ["requests"]


def test_what_is_refused_was_asked_of_the_workers_once(client: Client) -> None:
    pool = client.app.state.services.pool
    before = sum(pool.occupied.ended.values())
    assert plain(client, "SELECT * { ?s ?p }").status_code == 400
    assert sum(pool.occupied.ended.values()) == before + 1


def test_a_client_may_ask_no_more_often_than_others() -> None:
    with client_of(open_store("memory:"), requests_per_minute=3) as limited:
        limited.address = "192.0.2.7"
        assert [plain(limited, "ASK {}").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_query_may_be_no_longer_than_elsewhere() -> None:
    with client_of(open_store("memory:"), query_max_bytes=10) as limited:
        assert [plain(limited, query).status_code for query in ("ASK {}", "ASK {}     ")] == [200, 413]


def test_what_is_not_soon_there_goes_on_by_a_thread(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.serving.early.SOON", 0.0)
    monkeypatch.setattr("api.serving.early.AT_ONCE", 0.0)
    assert told(plain(client, COUNT)) == told(with_more(client, COUNT))


def test_what_has_no_end_is_given_up_in_time() -> None:
    with client_of(fill(open_store("memory:")), query_seconds=1) as limited:
        assert plain(limited, ENDLESS).status_code == 503


@given(
    st.lists(
        st.sampled_from([b"%", b"=", b"_", b"4", b"E", b"f", b"g", b"%C3%A5", b"\r\n", b"\xe5", b" "])
    ).map(b"".join)
)
@example(b"a%")
@example(b"%%41")
@example(b"%4%41=%")
def test_escapes_are_read_as_the_standard_library_reads_them(encoded: bytes) -> None:
    assert api.serving.look_ups._unquoted(encoded) == unquote_to_bytes(encoded)
