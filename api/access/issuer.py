"""Bearer tokens of an OpenID Connect issuer (RFC 7519, 9068): whose they are, and in which role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from api.access.issuer_keys import IssuerKeys
from api.access.roles import TITLES, Role, Speaker
from api.settings import Settings

_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_LEEWAY = 30
_LONGEST_NAME = 100
_REQUIRED = ("exp", "iss", "aud", "sub")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Is whom we believe: tokens signed by its keys, for our audience, by one of `algorithms`, not run out.

    `roles` says which role a value of the claim gives; the claim may lie deeper: `realm_access.roles`.
    """

    keys: IssuerKeys
    audience: str
    algorithms: tuple[str, ...]
    claim: str
    roles: Mapping[str, Role]

    def speaker(self, token: str, base: str) -> Speaker | None:
        """Returns who speaks by a token, None where it is not good; raises Unavailable without keys."""
        claims = self.claims(token, self.audience)
        return self.spoken(claims, base) if claims else None

    def spoken(self, claims: Mapping[str, Any], base: str) -> Speaker:
        """Returns who speaks by the claims of a good token."""
        subject = f"{self.keys.issuer}\n{claims['sub']}"
        # What a subject is called elsewhere may be personal: the graph is told what stands for it.
        agent = f"{base}id/agent/oidc/{sha256(subject.encode(errors='replace')).hexdigest()[:20]}"
        return Speaker(_name(claims), agent, self._role(claims), _is_machine(claims))

    def claims(self, token: str, audience: str) -> Mapping[str, Any] | None:
        """Returns what a token says, None where it is not good or not for the audience."""
        import jwt

        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") not in self.algorithms or "crit" in head:
                return None
            key = self.keys.find(head.get("kid"))
            if key is None:
                return None
            return jwt.decode(
                token,
                key.key,
                algorithms=list(self.algorithms),
                audience=audience,
                issuer=self.keys.issuer,
                leeway=_LEEWAY,
                options={"require": list(_REQUIRED)},
            )
        except jwt.PyJWTError:
            return None
        except TypeError:
            return None  # the key is of another kind than the algorithm takes

    def _role(self, claims: Mapping[str, Any]) -> Role:
        given = (self.roles[each] for each in _values(claims, self.claim) if each in self.roles)
        return max(given, default=Role.READER)


def issuer_of(settings: Settings) -> Issuer | None:
    """Returns the issuer that the settings name, None where they name none; nothing is fetched yet."""
    if not settings.oidc_issuer:
        return None
    given = {pair.rpartition("=")[0]: pair.rpartition("=")[2] for pair in settings.oidc_roles}
    given = given or {title: title for title in TITLES}
    return Issuer(
        IssuerKeys(settings.oidc_issuer),
        settings.oidc_audience,
        settings.oidc_algorithms,
        settings.oidc_role_claim,
        {value: Role.of(title) for value, title in given.items()},
    )


def is_of_issuer(token: str) -> bool:
    """Says whether a token has the form of one of an issuer; ours has no dots.

    >>> is_of_issuer("a.b.c"), is_of_issuer("pgt_abc")
    (True, False)
    """
    return _FORM.fullmatch(token) is not None


def _values(claims: Mapping[str, Any], path: str) -> Iterator[str]:
    """Yields the texts of a claim: a list of them, or one with spaces between."""
    if path in claims:  # some issuers use addresses as names, with dots within
        found: Any = claims[path]
    else:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    parts = found.split() if isinstance(found, str) else found if isinstance(found, list) else ()
    yield from (each for each in parts if isinstance(each, str))


def _name(claims: Mapping[str, Any]) -> str:
    told = (claims.get(name) for name in ("name", "preferred_username", "client_id", "azp"))
    named = (each.strip() for each in told if isinstance(each, str) and each.strip())
    return next(named, "OIDC")[:_LONGEST_NAME].encode(errors="replace").decode()


def _is_machine(claims: Mapping[str, Any]) -> bool:
    """Says whether a program got the token for itself: its subject is the client (RFC 9068, 2.2)."""
    subject, name = claims["sub"], claims.get("preferred_username")
    is_client = subject in (claims.get("client_id"), claims.get("azp"))
    is_service = isinstance(name, str) and name.startswith("service-account-")
    return is_client or is_service or claims.get("idtyp") == "app"
