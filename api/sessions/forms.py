"""The forms of the pages as they are sent: from our own pages only, and read within a bound."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from api.access.roles import Speaker
from api.bodies import content_of
from api.errors import Forbidden, UnsupportedMediaType
from api.formats.sent import media_type_of
from api.services import services_of
from graph.errors import Cause, InputError
from graph.terms import UNWRITABLE

FORM = "application/x-www-form-urlencoded"
CSRF = "csrf"
MOST, MOST_FIELDS = 1_048_576, 2_000
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Is a form that somebody sent who may: its fields without the CSRF token, and who they are."""

    fields: Fields
    speaker: Speaker

    def value(self, name: str, default: str = "") -> str:
        """Returns the first value of a field, without space around it."""
        return next((value.strip() for field, value in self.fields if field == name), default)

    def values(self, name: str) -> tuple[str, ...]:
        """Returns all values of a field that may stand several times."""
        return tuple(value for field, value in self.fields if field == name)


def refuse_other_sites(request: Request) -> None:
    """Raises Forbidden for a form of another site, by what the browser says of where it comes from.

    What is no browser says nothing of the kind, and has no cookie that others could make it send.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site not in (None, "same-origin", "none") or (origin is not None and not _is_ours(request, origin)):
        raise Forbidden("form-of-another-site")


async def fields_of(request: Request, most: int = MOST) -> Fields:
    """Returns the fields of a form; too many bytes raise TooLarge, other media types UnsupportedMediaType."""
    media_type = media_type_of(request)
    if media_type != FORM:
        raise UnsupportedMediaType("media-type-unsupported", media_type=media_type or "-", known=FORM)
    content = await content_of(request, most)
    try:
        fields = parse_qsl(
            content.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise InputError("request-broken", why=Cause("body-not-form", words=str(error))) from error
    # Text that is pasted from a slide or a PDF holds signs that nobody sees, and no XML can hold.
    return tuple((name, UNWRITABLE.sub(" ", value)) for name, value in fields)


def _is_ours(request: Request, origin: str) -> bool:
    """Says whether an origin is the host that was asked, or that of the base, which a proxy may stand for."""
    told = urlsplit(origin)
    base = urlsplit(services_of(request).base)
    return told.netloc == request.headers.get("host") or (told.scheme, told.netloc) == base[:2]
