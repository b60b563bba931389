"""Tokens of an OpenID Connect issuer: what is believed, what is not, and where keys are fetched from."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from pydantic import ValidationError
from structlog.testing import capture_logs

from api.access.issuer_keys import PAUSE
from api.settings import Settings
from holders import bearer, token_file
from issuers import DISCOVERY, KEYS, OwnIssuer, believing, own_issuer, spoken


@pytest.fixture
def issuer() -> Iterator[OwnIssuer]:
    with own_issuer() as started:
        yield started


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
