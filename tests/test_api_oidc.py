"""Tokens of an OpenID Connect issuer: what is believed, what is not, and where keys are fetched from."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread
from typing import Annotated, Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from fastapi import Depends
from pydantic import ValidationError
from structlog.testing import capture_logs

from api.access import Role, Speaker
from api.access.guarding import require
from api.access.issuer_asking import IssuerProblem, fetch
from api.access.issuer_keys import FRESH, PAUSE, USABLE, IssuerKeys
from api.errors import Unavailable
from api.settings import Settings
from api_serving import Client, client_of
from graph.store import open_store
from holders import bearer, token_file
from issuers import AUDIENCE, DISCOVERY, KEYS, OwnIssuer, own_issuer


@pytest.fixture
def issuer() -> Iterator[OwnIssuer]:
    with own_issuer() as started:
        yield started


def believing(issuer: OwnIssuer, **settings: Any) -> Client:
    """Returns a client of an application that believes the issuer, with a route for contributors."""
    told = {"oidc_issuer": issuer.address, "oidc_audience": AUDIENCE, "tokens": "none.jsonl"} | settings
    client = client_of(open_store("memory:"), **told)

    def speak(speaker: Annotated[Speaker, Depends(require(Role.CONTRIBUTOR))]) -> dict[str, object]:
        return {
            "name": speaker.name,
            "agent": speaker.agent,
            "role": speaker.role.title,
            "is": speaker.is_machine,
        }

    client.app.post("/api/v1/speak")(speak)
    client.app.router.routes.insert(0, client.app.router.routes.pop())
    return client


def spoken(client: Client, token: str) -> Any:
    return client.request("POST", "/api/v1/speak", headers={"authorization": f"Bearer {token}"})


def encoded(told: object) -> str:
    return urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


def test_a_token_of_the_issuer_says_who_speaks(issuer: OwnIssuer) -> None:
    with believing(issuer) as client:
        answer = spoken(client, issuer.token())
        told = answer.json()
        assert (answer.status_code, told["name"], told["role"], told["is"]) == (
            200,
            "Anna",
            "reviewer",
            False,
        )
        assert told["agent"].startswith("http://127.0.0.1:8000/id/agent/oidc/")
        assert "example.org" not in told["agent"]
        assert spoken(client, issuer.token(sub="bo")).json()["agent"] != told["agent"]
        issuer.add("b", "EC")
        client.app.state.issuer.keys.clock = lambda: time.monotonic() + PAUSE
        assert spoken(client, issuer.token("b")).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"aud": None},
        {"iss": "https://example.org"},
        {"iss": None},
        {"exp": -60},
        {"exp": None},
        {"sub": None},
        {"nbf": 600},
        {"iat": 600},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_or_not_now_is_none(issuer: OwnIssuer, claims: dict[str, Any]) -> None:
    """Numbers are seconds from now: each process that runs tests names the cases alike."""
    now = int(time.time())
    timed = {name: now + each if isinstance(each, int) else each for name, each in claims.items()}
    with believing(issuer) as client:
        answer = spoken(client, issuer.token(**timed))
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (401, "token-unknown")


def test_a_token_that_has_just_run_out_is_let_through_for_clocks_that_differ(issuer: OwnIssuer) -> None:
    with believing(issuer) as client:
        assert spoken(client, issuer.token(exp=int(time.time()) - 5)).status_code == 200


def test_only_the_algorithms_of_the_list_are_believed(issuer: OwnIssuer) -> None:
    key = issuer.keys["a"]
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    claims = jwt.decode(issuer.token(), options={"verify_signature": False})
    unsigned = f"{encoded({'alg': 'HS256', 'kid': 'a'})}.{encoded(claims)}"
    sealed = urlsafe_b64encode(hmac.new(public, unsigned.encode(), sha256).digest()).rstrip(b"=").decode()
    other_kind = encoded({"alg": "ES256", "kid": "a"})
    forged = {
        "the public key as a shared secret": f"{unsigned}.{sealed}",
        "no signature": jwt.encode(claims, None, algorithm="none", headers={"kid": "a"}) + "AA",
        "an algorithm beside the list": jwt.encode(claims, key, algorithm="RS512", headers={"kid": "a"}),
        "an algorithm for keys of another kind": f"{other_kind}.{encoded(claims)}.{sealed}",
        "a changed claim": ".".join((issuer.token().split(".")[0], encoded(claims | {"sub": "b"}), sealed)),
        "words that are no JSON": "a.b.c",
        "an extension that must be understood": jwt.encode(
            claims, key, algorithm="RS256", headers={"kid": "a", "crit": ["exp"]}
        ),
    }
    with believing(issuer) as client:
        assert {name: spoken(client, token).status_code for name, token in forged.items()} == dict.fromkeys(
            forged, 401
        )
    with believing(issuer, oidc_algorithms="RS512") as client:
        assert spoken(client, forged["an algorithm beside the list"]).status_code == 200


def test_keys_are_taken_from_the_issuer_alone(issuer: OwnIssuer) -> None:
    with own_issuer() as stranger:
        stranger.keys["a"].private_numbers()
        head = {"jku": f"{stranger.address}{KEYS}", "x5u": stranger.address, "jwk": {"kty": "RSA"}}
        with believing(issuer) as client:
            theirs = stranger.token(iss=issuer.address, head=head)
            assert spoken(client, theirs).status_code == 401
        issuer.jwks = f"{stranger.address}{KEYS}"
        with believing(issuer) as client:
            assert spoken(client, theirs).status_code == 503
        issuer.jwks = f"{issuer.address}/moved"
        issuer.other["/moved"] = (302, {"Location": f"{stranger.address}{KEYS}"}, b"")
        with believing(issuer) as client, capture_logs() as entries:
            assert spoken(client, theirs).status_code == 503
        assert "issuer-silent" in [entry["event"] for entry in entries]
        assert stranger.asked == []


def test_an_issuer_that_calls_itself_otherwise_is_not_believed(issuer: OwnIssuer) -> None:
    told = {"issuer": f"{issuer.address}/", "jwks_uri": issuer.jwks}
    issuer.other[DISCOVERY] = (200, {}, json.dumps(told).encode())
    with believing(issuer) as client:
        answer = spoken(client, issuer.token())
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


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


def test_the_role_is_that_of_the_claim_and_nothing_more(issuer: OwnIssuer) -> None:
    mapped = {"oidc_role_claim": "realm_access.roles", "oidc_roles": "kg-granskare=reviewer,kg=contributor"}
    with believing(issuer, **mapped) as client:
        given = {"realm_access": {"roles": ["kg", "kg-granskare", "annat"]}}
        assert spoken(client, issuer.token(**given)).json()["role"] == "reviewer"
        assert (
            spoken(client, issuer.token(realm_access={"roles": "annat kg"})).json()["role"] == "contributor"
        )
        for nothing in (
            {},
            {"realm_access": None},
            {"realm_access": ["kg"]},
            {"realm_access": {"roles": [{}]}},
        ):
            refused = spoken(client, issuer.token(roles=["administrator"], **nothing))
            assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "role-too-low")
    with believing(issuer, oidc_role_claim="https://a.example/roles") as client:
        answer = spoken(client, issuer.token(**{"https://a.example/roles": ["administrator", "x"]}))
        assert answer.json()["role"] == "administrator"


@pytest.mark.parametrize(
    "claims",
    [
        {"client_id": "anna@example.org"},
        {"azp": "anna@example.org"},
        {"preferred_username": "service-account-a"},
        {"idtyp": "app"},
    ],
    ids=str,
)
def test_what_a_program_got_for_itself_speaks_as_a_machine(issuer: OwnIssuer, claims: dict[str, str]) -> None:
    with believing(issuer) as client:
        assert spoken(client, issuer.token(**claims)).json()["is"] is True


def test_tokens_of_the_file_go_on_being_good(issuer: OwnIssuer, tmp_path: Path) -> None:
    with believing(issuer, tokens=str(token_file(tmp_path))) as client:
        answer = client.request("POST", "/api/v1/speak", headers=bearer("Contributor"))
        assert (answer.status_code, answer.json()["name"]) == (200, "Contributor")
        assert issuer.asked == []
    with believing(issuer) as client:
        assert client.request("POST", "/api/v1/speak").status_code == 401


def test_a_token_with_a_key_for_a_write_is_asked_once(issuer: OwnIssuer) -> None:
    with believing(issuer) as client:
        headers = {"authorization": f"Bearer {issuer.token()}", "idempotency-key": "abc"}
        renewed = headers | {"authorization": f"Bearer {issuer.token(jti='renewed')}"}
        other = headers | {"authorization": f"Bearer {issuer.token(sub='bo')}"}
        answers = [
            client.request("POST", "/api/v1/speak", headers=each)
            for each in (headers, headers, renewed, other)
        ]
        replayed = [answer.headers.get("idempotency-replayed") for answer in answers]
        assert replayed == [None, "true", "true", None]


def test_no_token_is_in_the_log(issuer: OwnIssuer) -> None:
    good, bad = issuer.token(), issuer.token(aud="another")
    with believing(issuer) as client, capture_logs() as entries:
        spoken(client, good)
        spoken(client, bad)
    assert not any(part in str(entries) for token in (good, bad) for part in token.split(".")[1:])


@pytest.mark.parametrize(
    "settings",
    [
        {"oidc_issuer": "https://a.example"},
        {"oidc_issuer": "http://a.example", "oidc_audience": "a"},
        {"oidc_issuer": "a.example", "oidc_audience": "a"},
        {"oidc_algorithms": "HS256"},
        {"oidc_algorithms": "none"},
        {"oidc_algorithms": ""},
        {"oidc_roles": "kg"},
        {"oidc_roles": "kg=boss"},
    ],
    ids=str,
)
def test_settings_that_would_be_unsafe_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**settings)
