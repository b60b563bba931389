"""The keys of an OpenID Connect issuer that is silent, slow or talks nonsense: nobody else waits for it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread

import pytest

from api.access.issuer_asking import IssuerProblem, fetch
from api.access.issuer_keys import FRESH, PAUSE, USABLE, IssuerKeys
from api.errors import Unavailable
from issuers import DISCOVERY, KEYS, OwnIssuer, own_issuer


@pytest.fixture
def issuer() -> Iterator[OwnIssuer]:
    with own_issuer() as started:
        yield started


def test_keys_are_kept_and_asked_for_again_seldom(issuer: OwnIssuer) -> None:
    now = [0.0]
    keys = IssuerKeys(issuer.address, clock=lambda: now[0])
    assert keys.find("a") is not None
    assert keys.find(None) is keys.find("a")
    assert issuer.asked == [DISCOVERY, KEYS]
    assert [keys.find(f"unknown-{number}") for number in range(50)] == [None] * 50
    assert len(issuer.asked) == 2
    issuer.add("b")
    now[0] += PAUSE
    assert keys.find("b") is not None
    assert len(issuer.asked) == 4
    assert keys.find(None) is None, "two keys: which one is meant must be said"
    del issuer.keys["a"]
    now[0] += FRESH + 1
    assert keys.find("a") is None, "a key that the issuer has withdrawn ends"


def test_an_issuer_that_is_silent_for_a_while_shuts_nobody_out(issuer: OwnIssuer) -> None:
    now = [0.0]
    keys = IssuerKeys(issuer.address, clock=lambda: now[0])
    assert keys.find("a") is not None
    issuer.is_silent = True
    now[0] += USABLE - 1
    assert keys.find("a") is not None
    now[0] += 2
    with pytest.raises(Unavailable):
        keys.find("a")


def test_who_can_be_answered_waits_for_no_slow_issuer(issuer: OwnIssuer) -> None:
    now = [0.0]
    keys = IssuerKeys(issuer.address, clock=lambda: now[0])
    known = keys.find("a")
    now[0] += FRESH + 1
    issuer.may_answer.clear()
    asking = Thread(target=keys.find, args=("a",))
    asking.start()
    while len(issuer.asked) < 3:  # until the issuer is asked again
        asking.join(0.01)
    assert keys.find("a") is known is not None
    assert asking.is_alive(), "the issuer has not answered yet"
    issuer.may_answer.set()
    asking.join()


def test_few_wait_for_a_slow_issuer_and_the_others_are_told(issuer: OwnIssuer) -> None:
    """Tokens that name no key cost a stranger nothing: they must not take all threads that answer."""
    now = [0.0]
    keys = IssuerKeys(issuer.address, clock=lambda: now[0])
    known = keys.find("a")
    now[0] += PAUSE
    issuer.may_answer.clear()
    ends: list[object] = []

    def ask() -> None:
        try:
            ends.append(keys.find("unknown"))
        except Unavailable as error:
            ends.append(error.headers)

    asking = [Thread(target=ask) for _ in range(40)]
    for each in asking:
        each.start()
    while len(ends) < 24:
        time.sleep(0.01)
    assert keys.find("a") is known is not None
    issuer.may_answer.set()
    for each in asking:
        each.join()
    assert ends == [{"Retry-After": "5"}] * 24 + [None] * 16


def test_a_key_that_may_be_new_is_not_called_unknown_while_the_issuer_is_silent(issuer: OwnIssuer) -> None:
    now = [0.0]
    keys = IssuerKeys(issuer.address, clock=lambda: now[0])
    assert keys.find("a") is not None
    issuer.add("b")
    issuer.is_silent = True
    now[0] += PAUSE
    with pytest.raises(Unavailable):
        keys.find("b")
    assert keys.find("a") is not None
    issuer.is_silent = False
    now[0] += PAUSE
    assert keys.find("b") is not None
    assert keys.find("c") is None


@pytest.mark.parametrize("told", [b"Content-Length: 60\r\n\r\n", b"X-Slow:"], ids=["body", "headers"])
def test_an_answer_that_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, told: bytes) -> None:
    monkeypatch.setattr("api.access.issuer_asking._TIMEOUT", 0.5)
    with saying(b"HTTP/1.1 200 OK\r\n" + told, drip=60) as address:
        began = time.monotonic()
        with pytest.raises(IssuerProblem):
            fetch(address, address)
        assert time.monotonic() - began < 3, "of 6 seconds"


@contextmanager
def saying(answer: bytes, drip: int = 0) -> Iterator[str]:
    """Gives the address of a server that says the same to everybody, whether it is HTTP or not.

    So many spaces follow, one in a tenth of a second.
    """

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(4096)
            self.request.sendall(answer)
            with suppress(OSError):  # the other end has had enough
                for _ in range(drip):
                    self.request.sendall(b" ")
                    time.sleep(0.1)

    with TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    "answer",
    [
        b"hello\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n" + b"[" * 90_000,
    ],
)
def test_an_issuer_that_talks_nonsense_shuts_nobody_out(issuer: OwnIssuer, answer: bytes) -> None:
    now = [0.0]
    keys = IssuerKeys(issuer.address, clock=lambda: now[0])
    known = keys.find("a")
    with saying(answer) as address:
        keys.issuer = address
        now[0] += FRESH + 1
        assert keys.find("a") is known
    assert known is not None


def test_an_issuer_whose_keys_lie_at_no_address_shuts_nobody_out(issuer: OwnIssuer) -> None:
    now = [0.0]
    keys = IssuerKeys(issuer.address, clock=lambda: now[0])
    known = keys.find("a")
    issuer.jwks = "http://[::1/keys"
    now[0] += FRESH + 1
    assert keys.find("a") is known is not None


def test_keys_that_sign_nothing_are_passed_over(issuer: OwnIssuer) -> None:
    shared = {"kty": "oct", "kid": "shared", "k": "c2VjcmV0"}
    odd = [{"kty": "XX", "kid": "odd"}, "no object", shared, shared | {"kty": "RSA"}]
    odd += [{"kty": "RSA", "kid": "odd", "alg": ["RS256"], "n": "AQ", "e": "AQAB"}]
    issuer.other[KEYS] = (200, {}, json.dumps({"keys": odd}).encode())
    keys = IssuerKeys(issuer.address)
    assert [keys.find(name) for name in ("shared", "odd", None)] == [None, None, None]
