"""The way to an OpenID Connect issuer, at which people sign in, and back from it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.access import Speaker
from api.access.issuer_sign_in import Attempt, IssuerSignIn
from api.errors import PathUnknown
from api.pages.asked import Asking
from api.pages.reader import Reader
from api.pages.signing_in import local, sign_in_page
from api.services import Wired
from api.sessions.visitors import (
    attempt_of,
    drop_attempt,
    secret_of,
    sessions_of,
    set_attempt,
    set_cookie,
    sign_in_of,
    told_of,
    visitor_by,
)
from api.wording.words import Words

router = APIRouter(prefix="/{lang:language}")
neutral = APIRouter()

_log = structlog.get_logger("policygraph.sessions")
_LONGEST = 3500  # signs of a cookie: browsers keep none of more than 4096
Told = Annotated[str, Query(max_length=4000)]


@router.get("/sign-in/issuer")
def sent_on(asking: Asking, after: Told = "") -> Response:
    """Sends somebody to the issuer to sign in; where they go on to stays in their browser meanwhile."""
    place = local(after, asking.lang)
    attempt = Attempt.new(place)
    if len(attempt.written()) > _LONGEST:
        attempt = Attempt.new(f"/{asking.lang}/")
    response = RedirectResponse(_way(asking.request).address(attempt), status_code=303)
    set_attempt(asking.request, response, attempt.written())
    return response


@neutral.get("/sign-in/issuer", include_in_schema=False)
def taken_back(
    request: Request, services: Wired, state: Told = "", code: Told = "", iss: Told = ""
) -> Response:
    """Begins a session for whom the issuer sends back with its word, and leads on to what was wanted."""
    way, attempt = _way(request), Attempt.read(attempt_of(request) or "")
    lang = attempt.after[1:3] if attempt and attempt.after[1:3] in services.settings.languages else ""
    reader = Reader(services.repository, Words(lang or services.settings.languages[0]))
    after = local(attempt.after if attempt else "", reader.lang)
    is_from_there = iss in ("", way.issuer.keys.issuer)  # RFC 9207
    speaker = way.speaker(attempt, state, code, services.base) if attempt and is_from_there else None
    if speaker is None:
        _log.info("sign-in-refused")
        why = reader.words("sign-in.issuer-refused", name=urlsplit(way.issuer.keys.issuer).hostname)
        response = sign_in_page(request, reader, after, why=why, is_wrong=True, status=401)
    else:
        response = _begun(request, speaker, after)
    if attempt and attempt.is_of(state):  # another one, in another window, is still to come back
        drop_attempt(request, response)
    return response


def _begun(request: Request, speaker: Speaker, after: str) -> Response:
    if (before := secret_of(request)) is not None:
        sessions_of(request).end(before)  # whoever sat here before is signed out
    secret, session = sessions_of(request).begin("", told_of(speaker, _way(request)))
    request.state.visitor = visitor_by(request, secret, session)
    _log.info("signed-in", name=speaker.name)
    response = RedirectResponse(after, status_code=303)
    set_cookie(request, response, secret, session)
    return response


def _way(request: Request) -> IssuerSignIn:
    way = sign_in_of(request)
    if way is None:
        raise PathUnknown("path-unknown", path=request.url.path)
    return way
