"""What a page asks for before it changes anything: who is signed in, and that the form is theirs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import cast

from fastapi import Request

from api.access.guarding import REALM
from api.access.roles import Role, Speaker, called
from api.errors import Forbidden, Unauthenticated
from api.sessions.forms import CSRF, Fields, Form, fields_of, refuse_other_sites
from api.sessions.visitors import Visitor, visitor_of


@dataclass(frozen=True, slots=True)
class Held:
    """Is what a page keeps for somebody who may not send it yet: where it goes and what was typed."""

    path: str
    fields: Fields
    is_form: bool
    is_stale: bool = False


def held_by(request: Request) -> Held | None:
    """Returns what is kept for whoever has to sign in first, None where nothing was refused for that."""
    return cast("Held | None", getattr(request.state, "held", None))


def speaker_for(request: Request, role: Role) -> Speaker:
    """Returns who is signed in if their role is at least this one.

    Else it raises Unauthenticated or Forbidden, whose page leads to sign-in and back to this one.
    """
    request.state.held = Held(_path(request), (), is_form=False)
    return _speaker(visitor_of(request), role)


def posted(role: Role) -> Callable[[Request], Awaitable[Form]]:
    """Returns a dependency that gives the form that was sent, by somebody whose role is at least this one.

    A form of another site raises Forbidden; so do a wrong CSRF token and too low a role, but these, and
    that nobody is signed in (Unauthenticated), are told on a page that keeps what was typed.
    """

    async def read(request: Request) -> Form:
        refuse_other_sites(request)
        return checked(request, role, await fields_of(request))

    return read


def checked(request: Request, role: Role, fields: Fields) -> Form:
    """Returns fields as a form of somebody who may send it, however they were read."""
    typed = tuple((name, value) for name, value in fields if name != CSRF)
    request.state.held = Held(_path(request), typed, is_form=True)
    visitor = visitor_of(request)
    speaker = _speaker(visitor, role)
    if visitor is None or not visitor.sent(dict(fields).get(CSRF, "")):
        request.state.held = Held(_path(request), typed, is_form=True, is_stale=True)
        raise Forbidden("form-stale")
    return Form(typed, speaker)


def _speaker(visitor: Visitor | None, role: Role) -> Speaker:
    if visitor is None:
        raise Unauthenticated("sign-in-needed", {"WWW-Authenticate": REALM})
    speaker = visitor.speaker
    if speaker.role < role:
        raise Forbidden(
            "page-role-too-low", name=speaker.name, role=called(speaker.role), needed=called(role)
        )
    return speaker


def _path(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return request.url.path + query
