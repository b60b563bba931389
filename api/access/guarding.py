"""The guard of a route: who speaks by `Authorization: Bearer` (RFC 6750), and if their role is enough."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, cast

import structlog
from fastapi import Request, Security
from fastapi.security import HTTPBearer

from api.access.issuer import Issuer, is_of_issuer
from api.access.roles import Role, Speaker
from api.access.tokens import Holder, Tokens
from api.errors import Forbidden, HttpError, Unauthenticated, Unavailable
from api.iris import full
from api.services import Wired, services_of
from graph.errors import FileProblem

_log = structlog.get_logger("policygraph.access")
_BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token of `policygraph token`.")
_HEADER = re.compile(r"Bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)
REALM = 'Bearer realm="policygraph"'


def require(role: Role) -> Callable[..., Speaker]:
    """Returns a dependency that gives the speaker if their role is at least this one.

    Without a token, or with one that is not known, it raises Unauthenticated (401); with too low a role, and
    where no token is configured at all, Forbidden (403).
    """

    def required(request: Request, services: Wired, _: Annotated[Any, Security(_BEARER)] = None) -> Speaker:
        speaker = _speaker(request, services.base)
        if speaker.role < role:
            headers = {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{role.title}"'}
            raise Forbidden(
                "role-too-low", headers, name=speaker.name, role=speaker.role.title, needed=role.title
            )
        return speaker

    return required


def known(request: Request) -> Speaker | None:
    """Returns who speaks by a token that is known; None where there is none: its route will refuse it."""
    try:
        return _speaker(request, services_of(request).base)
    except HttpError:
        return None


def tokens_of(request: Request) -> Tokens:
    """Returns the tokens of the application that answers the request."""
    return cast(Tokens, request.app.state.tokens)


def speaker_of(holder: Holder, base: str) -> Speaker:
    """Returns the holder of a token as who speaks."""
    agent = full(holder.agent, base)
    return Speaker(holder.name, agent, Role.of(holder.role), holder.machine)


def _speaker(request: Request, base: str) -> Speaker:
    """Returns who speaks by a token of the file, or by one of the issuer that the settings name."""
    issuer = cast("Issuer | None", request.app.state.issuer)
    header = request.headers.get("authorization")
    given = _HEADER.fullmatch(header.strip()) if header else None
    if issuer is not None and given and is_of_issuer(given[1]):
        found = issuer.speaker(given[1], base)
        if found is None:
            raise _unknown()
        return found
    holders = _holders(tokens_of(request))
    if not holders and issuer is None:
        raise Forbidden("writing-closed")
    if header is None:
        raise Unauthenticated("token-missing", {"WWW-Authenticate": REALM})
    holder = tokens_of(request).find(given[1]) if given and holders else None
    if holder is None:
        raise _unknown()
    return speaker_of(holder, base)


def _holders(tokens: Tokens) -> tuple[Holder, ...]:
    try:
        return tokens.holders()
    except FileProblem as error:
        # Nobody is let in by a file that cannot be read; what is wrong with it is for the operator alone.
        _log.error("tokens-unusable", why=str(error))
        raise Unavailable("tokens-unusable") from error


def _unknown() -> Unauthenticated:
    return Unauthenticated("token-unknown", {"WWW-Authenticate": f'{REALM}, error="invalid_token"'})
