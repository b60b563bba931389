"""To sign in to the pages with a token, and to sign out."""

from __future__ import annotations

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.access import Role
from api.access.guarding import tokens_of
from api.access.tokens import hash_of
from api.errors import Unavailable
from api.pages.asked import Asked, Asking
from api.pages.signing_in import kept_fields, local, resend_page, sign_in_page
from api.sessions.forms import MOST, Fields, Form, fields_of, refuse_other_sites
from api.sessions.guarding import posted
from api.sessions.visitors import (
    drop_cookie,
    secret_of,
    sessions_of,
    set_cookie,
    visitor_by,
)
from graph.errors import FileProblem

router = APIRouter(prefix="/{lang:language}")

_log = structlog.get_logger("policygraph.sessions")
_MOST_KEPT = 4 * MOST  # what was typed comes a second time, inside a field


@router.get("/sign-in")
def sign_in(asking: Asking, after: Annotated[str, Query(max_length=4000)] = "") -> Response:
    """Shows the form to sign in by, or who is signed in."""
    return sign_in_page(asking.request, asking.reader, local(after, asking.lang))


async def _sent(request: Request) -> Fields:
    refuse_other_sites(request)
    return await fields_of(request, _MOST_KEPT)


@router.post("/sign-in")
def signed_in(asking: Asking, fields: Annotated[Fields, Depends(_sent)]) -> Response:
    """Begins a session for the holder of a token, and leads on to what was wanted."""
    told = dict(fields)
    after, kept = local(told.get("after", ""), asking.lang), told.get("kept", "")
    token = told.get("token", "").strip()
    typed = kept_fields(kept)
    if "go-on" in told and typed is not None and asking.speaker:
        return resend_page(asking.request, asking.reader, after, typed, asking.words("resend.signed-in"))
    if not _is_good(asking.request, token):
        _log.info("sign-in-refused")
        why = asking.words("sign-in.unknown")
        return sign_in_page(
            asking.request, asking.reader, after, kept=kept, why=why, is_wrong=True, status=401
        )
    return _begun(asking, hash_of(token), after, kept)


@router.post("/sign-out")
def signed_out(asking: Asking, form: Annotated[Form, Depends(posted(Role.READER))]) -> Response:
    """Ends the session."""
    _end(asking.request)
    _log.info("signed-out", name=form.speaker.name)
    response = RedirectResponse(f"/{asking.lang}/sign-in", status_code=303)
    drop_cookie(asking.request, response)
    return response


def _begun(asking: Asked, token: str, after: str, kept: str) -> Response:
    request = asking.request
    _end(request)  # whoever sat here before is signed out
    secret, session = sessions_of(request).begin(token)
    visitor = visitor_by(request, secret, session)
    request.state.visitor = visitor
    _log.info("signed-in", name=visitor.speaker.name if visitor else None)
    fields = kept_fields(kept)
    response: Response = (
        resend_page(request, asking.reader, after, fields, asking.words("resend.signed-in"))
        if fields is not None
        else RedirectResponse(after, status_code=303)
    )
    set_cookie(request, response, secret, session)
    return response


def _end(request: Request) -> None:
    secret = secret_of(request)
    if secret is not None:
        sessions_of(request).end(secret)


def _is_good(request: Request, token: str) -> bool:
    try:
        return tokens_of(request).find(token) is not None
    except FileProblem as error:
        _log.error("tokens-unusable", why=str(error))
        raise Unavailable("tokens-unusable") from error
