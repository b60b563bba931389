"""Who is signed in, by the cookie of a request, and the cookie itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import cast

from fastapi import Request, Response

from api.access.guarding import speaker_of, tokens_of
from api.access.issuer_sign_in import IssuerSignIn
from api.access.roles import TITLES, Role, Speaker
from api.services import services_of
from api.sessions.store import Session, Sessions
from graph.errors import FileProblem

_NAME, _ATTEMPT = "policygraph_session", "policygraph_sign_in"
_ATTEMPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Visitor:
    """Is somebody who is signed in: as whom, until when, and what their forms have to bring back."""

    speaker: Speaker
    until: datetime
    csrf: str

    def sent(self, value: str) -> bool:
        """Says whether a form brought back what this visitor's forms hold."""
        return compare_digest(value.encode(), self.csrf.encode())


def sessions_of(request: Request) -> Sessions:
    """Returns the sessions of the application that answers the request."""
    return cast(Sessions, request.app.state.sessions)


def visitor_of(request: Request) -> Visitor | None:
    """Returns who is signed in, None for nobody; a session ends with its time, and with its token."""
    if not hasattr(request.state, "visitor"):
        request.state.visitor = _visitor(request)
    return cast("Visitor | None", request.state.visitor)


def visitor_by(request: Request, secret: str, session: Session) -> Visitor | None:
    """Returns whose session it is, None where their token, or their issuer's word, is not good any more."""
    speaker = _vouched(request, session) if session.speaker else _holding(request, session)
    if speaker is None:
        return None
    # Whoever knows it knows the secret: so nothing more has to be kept, and it ends with the session.
    csrf = sha256(f"csrf\n{secret}".encode()).hexdigest()
    return Visitor(speaker, session.until, csrf)


def _holding(request: Request, session: Session) -> Speaker | None:
    try:
        holder = tokens_of(request).holder_of(session.token)
    except FileProblem:
        return None  # a file that cannot be read lets nobody in
    return speaker_of(holder, services_of(request).base) if holder else None


def _vouched(request: Request, session: Session) -> Speaker | None:
    told, way = session.speaker or {}, sign_in_of(request)
    if way is None or told.get("issuer") != way.issuer.keys.issuer or told.get("role") not in TITLES:
        return None
    return Speaker(told.get("name", ""), told.get("agent", ""), Role.of(told["role"]), False)


def told_of(speaker: Speaker, way: IssuerSignIn) -> dict[str, str]:
    """Returns what a session keeps of somebody for whom an issuer vouches, and which one."""
    told = {"name": speaker.name, "agent": speaker.agent, "role": speaker.role.title}
    return told | {"issuer": way.issuer.keys.issuer}


def sign_in_of(request: Request) -> IssuerSignIn | None:
    """Returns how people sign in at the issuer, None where the settings name none for the pages."""
    return cast("IssuerSignIn | None", request.app.state.sign_in)


def secret_of(request: Request) -> str | None:
    """Returns the secret in the cookie of a request."""
    return request.cookies.get(_cookie(request))


def set_cookie(request: Request, response: Response, secret: str, session: Session) -> None:
    """Gives the browser the secret of a session: scripts cannot read it, other sites cannot send it."""
    response.set_cookie(
        _cookie(request),
        secret,
        expires=session.until,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def drop_cookie(request: Request, response: Response) -> None:
    """Takes the cookie back."""
    response.delete_cookie(
        _cookie(request), path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )


def attempt_of(request: Request) -> str | None:
    """Returns what a sign-in at an issuer that has begun left in the browser."""
    return request.cookies.get(_named(request, _ATTEMPT))


def set_attempt(request: Request, response: Response, text: str) -> None:
    """Leaves in the browser what a sign-in at an issuer has to bring back, for some minutes."""
    response.set_cookie(
        _named(request, _ATTEMPT),
        text,
        max_age=_ATTEMPT_SECONDS,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def drop_attempt(request: Request, response: Response) -> None:
    """Takes it back."""
    name = _named(request, _ATTEMPT)
    response.delete_cookie(name, path="/", secure=is_secure(request), httponly=True, samesite="lax")


def is_secure(request: Request) -> bool:
    """Says whether the browser came by https: to us, or to the proxy whose address is our base."""
    return request.url.scheme == "https" or services_of(request).base.startswith("https://")


def _cookie(request: Request) -> str:
    return _named(request, _NAME)


def _named(request: Request, name: str) -> str:
    # Browsers take a name with this prefix only with Secure, for the whole host and from that host itself.
    return f"__Host-{name}" if is_secure(request) else name


def _visitor(request: Request) -> Visitor | None:
    secret = secret_of(request)
    session = sessions_of(request).find(secret) if secret else None
    return visitor_by(request, secret, session) if secret and session else None
