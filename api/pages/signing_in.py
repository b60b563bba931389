"""The page to sign in by, which gives back what somebody was kept from sending."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response
from pydantic import TypeAdapter, ValidationError

from api.access.roles import called
from api.pages.frame import frame
from api.pages.reader import Reader
from api.pages.render import page
from api.sessions.forms import Fields
from api.sessions.guarding import Held
from api.sessions.visitors import Visitor, sign_in_of, visitor_of
from api.wording.words import Words

_LOCAL = re.compile(r"/(?:sv|da|en)/[^\\\s]*")
_FIELDS = TypeAdapter(Fields)


@dataclass(frozen=True, slots=True)
class SignInView:
    """Is the page: why one has to sign in, if so, where to go on, and a form that waits to be sent.

    `who` says who is signed in; `kept` is the form as the page carries it; `issuer` is the address by which
    one signs in elsewhere, and `issuer_name` the host there.
    """

    title: str
    why: str | None
    is_wrong: bool
    after: str
    kept: str
    who: str | None
    issuer: str | None
    issuer_name: str


@dataclass(frozen=True, slots=True)
class ResendView:
    """Is a form that can be sent now: where to, and its fields; `why` it was not taken at first."""

    title: str
    why: str
    path: str
    fields: Fields


def sign_in_page(
    request: Request,
    reader: Reader,
    after: str,
    *,
    kept: str = "",
    why: str | None = None,
    is_wrong: bool = False,
    status: int = 200,
) -> Response:
    """Returns the page to sign in or out by; `after` is the path to go on to."""
    words, visitor, way = reader.words, visitor_of(request), sign_in_of(request)
    view = SignInView(
        title=words("sign-in.title"),
        why=why,
        is_wrong=is_wrong,
        after=after,
        kept=kept,
        who=_who(words, visitor) if visitor else None,
        issuer=f"/{reader.lang}/sign-in/issuer?{urlencode({'after': after})}" if way else None,
        issuer_name=urlsplit(way.issuer.keys.issuer).hostname or "" if way else "",
    )
    return page("sign-in.html", frame(request, reader, view.title), view, status)


def _who(words: Words, visitor: Visitor) -> str:
    speaker, until = visitor.speaker, words.moment(visitor.until)
    return words("sign-in.is", name=speaker.name, role=called(speaker.role), until=until)


def resend_page(
    request: Request, reader: Reader, path: str, fields: Fields, why: str, status: int = 200
) -> Response:
    """Returns the page that gives a form back to who may send it now."""
    view = ResendView(reader.words("resend.title"), why, path, fields)
    return page("resend.html", frame(request, reader, view.title), view, status)


def refused_page(request: Request, reader: Reader, held: Held, why: str, status: int) -> Response:
    """Returns what a page shows who may not see or send it: the way to sign in, with what was typed."""
    if held.is_stale:
        return resend_page(request, reader, held.path, held.fields, why, status)
    kept = json.dumps(held.fields, ensure_ascii=False) if held.is_form else ""
    return sign_in_page(request, reader, held.path, kept=kept, why=why, status=status)


def kept_fields(kept: str) -> Fields | None:
    """Returns the fields that the page to sign in by carried, None where it carried no form."""
    try:
        return _FIELDS.validate_json(kept)
    except ValidationError:
        return None


def local(path: str, lang: str) -> str:
    """Returns a path of our own pages; any other address becomes the start page.

    >>> local("/sv/projects/a/1?x=1", "sv"), local("//example.org/sv/", "da"), local("/\\\\example.org", "en")
    ('/sv/projects/a/1?x=1', '/da/', '/en/')
    """
    return path if _LOCAL.fullmatch(path) else f"/{lang}/"
