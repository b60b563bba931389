"""Signing in to the pages at an OpenID Connect issuer: the code flow (OpenID Connect Core 3.1) with PKCE.

What begins it stays in the browser, in a cookie that no script reads, until the issuer sends the browser
back; the server keeps nothing.
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote, unquote, urlencode

import structlog

from api.access.issuer import Issuer, is_of_issuer
from api.access.issuer_asking import IssuerProblem, fetch
from api.access.roles import Speaker
from api.settings import Settings

_log = structlog.get_logger("policygraph.access")
_BYTES, _PARTS = 32, 4


@dataclass(frozen=True, slots=True)
class Attempt:
    """Is a sign-in that has begun: what the issuer has to send back, and where to go on to."""

    state: str
    nonce: str
    verifier: str
    after: str

    @classmethod
    def new(cls, after: str) -> Attempt:
        """Returns one with new secrets."""
        return cls(token_urlsafe(_BYTES), token_urlsafe(_BYTES), token_urlsafe(_BYTES), after)

    @classmethod
    def read(cls, text: str) -> Attempt | None:
        """Returns the one that a cookie holds, None where it holds none.

        >>> Attempt.read(Attempt("a", "b", "c", "/sv/?x=1;ł").written())
        Attempt(state='a', nonce='b', verifier='c', after='/sv/?x=1;ł')
        >>> Attempt.read("a.b") is None
        True
        """
        parts = text.split("~", _PARTS - 1)
        if len(parts) != _PARTS or not all(parts):
            return None
        state, nonce, verifier, after = parts
        return cls(state, nonce, verifier, unquote(after))

    def is_of(self, state: str) -> bool:
        """Says whether it is the one that the issuer sends back."""
        return _is_same(state, self.state)

    def written(self) -> str:
        """Returns it as a cookie holds it, which takes no letters beyond ASCII."""
        return "~".join((self.state, self.nonce, self.verifier, quote(self.after, safe="/")))


@dataclass(frozen=True, slots=True)
class IssuerSignIn:
    """Sends people to the issuer and takes them back; `client` is what it calls this server."""

    issuer: Issuer
    client: str
    secret_file: str
    back: str

    def address(self, attempt: Attempt) -> str:
        """Returns where somebody signs in; raises Unavailable where the issuer does not answer."""
        challenge = sha256(attempt.verifier.encode()).digest()
        given = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": self.back,
            "scope": "openid profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        start = self.issuer.keys.endpoint("authorization_endpoint")
        return f"{start}{'&' if '?' in start else '?'}{urlencode(given)}"

    def speaker(self, attempt: Attempt, state: str, code: str, base: str) -> Speaker | None:
        """Returns who has signed in, None where what came back is not what was begun, or not good."""
        if not (code and attempt.is_of(state)):
            return None
        told = self._tokens(attempt, code)
        claims = self._claims(told.get("id_token"), self.client)
        if claims is None or not (
            _is_same(str(claims.get("nonce")), attempt.nonce) and self._is_ours(claims)
        ):
            return None
        # Issuers differ in which of the two tokens tells the roles.
        also = self._claims(told.get("access_token"), self.issuer.audience)
        both = [claims, *([also] if also and also["sub"] == claims["sub"] else [])]
        speakers = [self.issuer.spoken(each, base) for each in both]
        role = max(each.role for each in speakers)
        return Speaker(speakers[0].name, speakers[0].agent, role, False)

    def _is_ours(self, claims: Mapping[str, Any]) -> bool:
        """Says whether the token was made for this client, where it is for several (3.1.3.7)."""
        return str(claims.get("azp", self.client)) == self.client

    def _claims(self, token: object, audience: str) -> Mapping[str, Any] | None:
        is_token = isinstance(token, str) and is_of_issuer(token)
        return self.issuer.claims(str(token), audience) if is_token else None

    def _tokens(self, attempt: Attempt, code: str) -> Mapping[str, Any]:
        """Returns what the issuer gives for a code, nothing where it refuses."""
        keys, headers = self.issuer.keys, {"Content-Type": "application/x-www-form-urlencoded"}
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back,
            "code_verifier": attempt.verifier,
            "client_id": self.client,
        }
        try:
            if self.secret_file:
                secret = Path(self.secret_file).read_text(encoding="utf-8").strip()
                headers["Authorization"] = _basic(self.client, secret)
            address = keys.endpoint("token_endpoint")
            with keys.places.one():
                return fetch(keys.issuer, address, urlencode(given).encode(), headers)
        except (IssuerProblem, OSError, UnicodeDecodeError) as error:
            _log.warning("sign-in-failed", issuer=keys.issuer, why=str(error))
            return {}


def _is_same(given: str, ours: str) -> bool:
    return compare_digest(given.encode(errors="replace"), ours.encode(errors="replace"))


def _basic(client: str, secret: str) -> str:
    """Returns how a client says who it is (RFC 6749, 2.3.1)."""
    both = ":".join(quote(each, safe="") for each in (client, secret))
    return f"Basic {b64encode(both.encode()).decode()}"


def sign_in_by(issuer: Issuer | None, settings: Settings, base: str) -> IssuerSignIn | None:
    """Returns how people sign in at the issuer, None where the settings name no client for the pages."""
    if issuer is None or not settings.oidc_client:
        return None
    back = f"{base}sign-in/issuer"
    return IssuerSignIn(issuer, settings.oidc_client, settings.oidc_client_secret_file, back)
