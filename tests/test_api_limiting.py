"""Limits for each client: who that is behind proxies, how often one may ask, how long queries compute."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from api.limiting import Rates
from api.limiting.networks import address_of, networks
from api.limiting.proxies import ClientAddress
from api.settings import Settings
from api_serving import Client, client_of
from graph.store import Store, open_store

FAR, OTHER = "192.0.2.7", "192.0.2.8"
LONG = "SELECT (COUNT(*) AS ?n) { VALUES ?a { %s } VALUES ?b { %s } VALUES ?c { %s } }"
QUERY = LONG % ((" ".join(map(str, range(150))),) * 3)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = open_store("memory:")
    yield opened
    opened.close()


def limited(store: Store, address: str = FAR, **settings: Any) -> Client:
    client = client_of(store, **settings)
    client.address = address
    return client


def statuses(client: Client, path: str, times: int, **options: Any) -> list[int]:
    return [client.get(path, **options).status_code for _ in range(times)]


def test_a_client_that_asks_too_often_is_told_when_it_may_again(store: Store) -> None:
    with limited(store, requests_per_minute=3) as client:
        assert statuses(client, "/api/v1/questions", 4) == [200, 200, 200, 429]
        refused = client.get("/api/v1/questions?lang=sv")
        assert refused.json()["type"].endswith("/problems/rate-too-high")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert f"om {refused.headers['retry-after']} sekunder" in refused.json()["detail"]
        page = client.get("/da/", accept="text/html")
        assert (page.status_code, "Prøv igen om" in page.text) == (429, True)
        assert page.headers["content-security-policy"]
        client.address = OTHER
        assert client.get("/api/v1/questions").status_code == 200


def test_a_clock_that_is_put_back_makes_no_minute_longer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with limited(store, requests_per_minute=3) as client:
        assert statuses(client, "/api/v1/questions", 3) == [200, 200, 200]
        machine = time.time
        monkeypatch.setattr(time, "time", lambda: machine() - 3600)
        assert statuses(client, "/api/v1/questions", 4) == [200, 200, 200, 429]
        assert 1 <= int(client.get("/api/v1/questions").headers["retry-after"]) <= 60


def test_a_page_of_another_origin_reads_that_it_asks_too_often(store: Store) -> None:
    with limited(store, requests_per_minute=1) as client:
        read, refused = (
            client.get("/api/v1/questions", headers={"origin": "https://yasgui.example"}) for _ in range(2)
        )
    assert (read.status_code, refused.status_code) == (200, 429)
    for answer in (read, refused):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Retry-After" in answer.headers["access-control-expose-headers"]


def test_a_watcher_and_this_machine_are_not_counted(store: Store) -> None:
    with limited(store, requests_per_minute=1) as client:
        assert set(statuses(client, "/health", 5)) == {200}
        client.address = "127.0.0.1"
        assert set(statuses(client, "/api/v1/questions", 5)) == {200}
    with limited(store, "127.0.0.1", requests_per_minute=1, unlimited="") as client:
        assert statuses(client, "/api/v1/questions", 2) == [200, 429]
    with limited(store, requests_per_minute=0) as client:
        assert set(statuses(client, "/api/v1/questions", 5)) == {200}


@pytest.mark.parametrize("told", ["unix:", "unknown", "198.51.100.1, _hidden", ""])
def test_whom_a_proxy_of_this_machine_cannot_name_is_counted(store: Store, told: str) -> None:
    """By its own address that client would be this machine, which has no limits."""
    settings = {"requests_per_minute": 1, "trusted_proxies": "127.0.0.1"}
    with limited(store, "127.0.0.1", **settings) as client:
        headers = {"x-forwarded-for": told}
        found = [client.get("/api/v1/questions", headers=headers).status_code for _ in range(2)]
        assert found == [200, 429]
        assert set(statuses(client, "/api/v1/questions", 3)) == {200}


def test_an_ipv6_client_is_its_network(store: Store) -> None:
    with limited(store, "2001:db8::1", requests_per_minute=1) as client:
        assert client.get("/api/v1/questions").status_code == 200
        client.address = "2001:db8::ffff"
        assert client.get("/api/v1/questions").status_code == 429
        client.address = "2001:db8:0:1::1"
        assert client.get("/api/v1/questions").status_code == 200
        client.address = "::ffff:192.0.2.9"
        assert client.get("/api/v1/questions").status_code == 200
        client.address = "192.0.2.9"
        assert client.get("/api/v1/questions").status_code == 429


def test_writes_and_sign_ins_have_a_limit_of_their_own(store: Store) -> None:
    with limited(store, writes_per_minute=2) as client:
        tried = [client.request("POST", "/sv/sign-in", data={"token": "x"}).status_code for _ in range(3)]
        assert tried == [401, 401, 429]
        assert client.request("POST", "/api/v1/alignments", json={}).status_code == 429
        assert client.request("POST", "/sparql", data={"query": "ASK {}"}).status_code == 200
        assert client.request("POST", "/api/v1/effects", json={}).status_code != 429
        assert client.get("/api/v1/questions").status_code == 200


def test_the_queries_of_a_client_have_a_budget_of_time(store: Store) -> None:
    with limited(store, query_seconds_per_minute=1) as client:
        assert client.get("/sparql?query=ASK%7B%7D").status_code == 200
        asked = (client.get("/sparql", params={"query": QUERY}).status_code for _ in range(100))
        assert next(status for status in asked if status != 200) == 429
        refused = client.get("/sparql?query=ASK%7B%7D", headers={"accept-language": "sv"})
        assert refused.json()["type"].endswith("/problems/query-budget-spent")
        assert "har räknat i 1 sekunder" in refused.json()["detail"]
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        page = client.get("/sv/sparql?run=1&query=ASK%7B%7D", accept="text/html")
        assert (page.status_code, "har räknat i 1 sekunder" in page.text) == (429, True)
        assert client.get("/api/v1/questions").status_code == 200
        client.address = OTHER
        assert client.get("/sparql?query=ASK%7B%7D").status_code == 200


def test_the_page_draws_on_the_same_budget(store: Store) -> None:
    with limited(store, query_seconds_per_minute=1) as client:
        spent = Rates.charge
        charged: list[float] = []
        rates: Any = client.app.state.rates
        rates.charge = lambda who, seconds: (charged.append(seconds), spent(rates, who, seconds))
        client.get("/sv/sparql", accept="text/html", params={"run": "1", "query": QUERY})
        assert len(charged) == 1
        assert charged[0] > 0


def come_from(headers: list[tuple[str, str]], peer: str = "10.0.0.1", **options: Any) -> tuple[str, str]:
    """Returns the address and the protocol that the application is told."""
    told: dict[str, Any] = {}

    async def app(scope: Any, *_: Any) -> None:
        told.update(scope)

    trusted = networks(options.pop("trusted", ("10.0.0.0/8",)))
    middleware = ClientAddress(app, trusted, options.pop("header", "x-forwarded-for"))
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    scope = {"type": "http", "client": (peer, 1), "scheme": "http", "headers": raw}
    run = middleware(scope, None, None)  # type: ignore[arg-type]
    with pytest.raises(StopIteration):
        run.send(None)
    return told["client"][0], told["scheme"]


XFF, PROTO, FORWARDED = "x-forwarded-for", "x-forwarded-proto", "forwarded"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], ("10.0.0.1", "http")),
        ([(XFF, FAR)], (FAR, "http")),
        ([(XFF, FAR), (PROTO, "https")], (FAR, "https")),
        ([(XFF, f"198.51.100.1, {FAR}")], (FAR, "http")),
        ([(XFF, "198.51.100.1"), (XFF, FAR)], (FAR, "http")),
        ([(XFF, f"{FAR}, 10.0.0.2, 10.0.0.3")], (FAR, "http")),
        ([(XFF, f"{FAR}:4711")], (FAR, "http")),
        ([(XFF, "[2001:db8::1]:4711")], ("2001:db8::1", "http")),
        ([(XFF, f"{FAR}, unknown, 10.0.0.3")], ("10.0.0.3", "http")),
        ([(XFF, "unknown")], ("10.0.0.1", "http")),
        ([(XFF, "")], ("10.0.0.1", "http")),
        ([(PROTO, "gopher"), (XFF, FAR)], (FAR, "http")),
        ([(FORWARDED, f"for={FAR};proto=https")], ("10.0.0.1", "http")),
    ],
)
def test_the_word_of_a_trusted_proxy_is_taken(
    headers: list[tuple[str, str]], expected: tuple[str, str]
) -> None:
    assert come_from(headers) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (f"for={FAR};proto=https;by=10.0.0.1", (FAR, "https")),
        (f'For="{FAR}:80"; Proto=https', (FAR, "https")),
        ('for="[2001:db8::1]:4711"', ("2001:db8::1", "http")),
        (f"for=198.51.100.1;proto=https, for={FAR};proto=http", (FAR, "http")),
        (f"for={FAR};proto=https, for=10.0.0.2", (FAR, "https")),
        ("for=_hidden", ("10.0.0.1", "http")),
        ("proto=https", ("10.0.0.1", "http")),
    ],
)
def test_the_standard_header_is_read_where_the_settings_say_so(value: str, expected: tuple[str, str]) -> None:
    assert come_from([(FORWARDED, value), (XFF, OTHER)], header=FORWARDED) == expected


def test_nobody_else_says_where_they_come_from() -> None:
    assert come_from([(XFF, FAR), (PROTO, "https")], peer=OTHER) == (OTHER, "http")
    assert come_from([(XFF, FAR)], trusted=()) == ("10.0.0.1", "http")


@given(
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0")), st.sampled_from([XFF, FORWARDED])
)
def test_whatever_a_header_says_there_is_a_client(text: str, header: str) -> None:
    address, protocol = come_from([(header, text)], header=header)
    assert address_of(address) is not None
    assert protocol in ("http", "https")


def test_the_server_leaves_the_headers_to_the_settings(store: Store) -> None:
    from api.serving.server import config_of

    client = limited(store)
    assert config_of(client.app, Settings()).proxy_headers is False
    with limited(store, "10.0.0.1", trusted_proxies="10.0.0.0/8", requests_per_minute=1) as behind:
        told: Mapping[str, str] = {XFF: FAR}
        assert statuses(behind, "/api/v1/questions", 2, headers=dict(told)) == [200, 429]
        assert statuses(behind, "/api/v1/questions", 1, headers={XFF: OTHER}) == [200]


@pytest.mark.parametrize("settings", [{"trusted_proxies": "proxy"}, {"unlimited": "10.0.0.1/8"}], ids=str)
def test_networks_that_are_none_are_refused(settings: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings(**settings)
