"""Which language a request asks for: `?lang=`, else Accept-Language, else a default."""

from __future__ import annotations

from collections.abc import Sequence

from babel.core import negotiate_locale
from fastapi import Request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from api.preferences import beginning
from graph.errors import UnknownName

API_DEFAULT = "en"


def language_of(request: Request, languages: Sequence[str], default: str = API_DEFAULT) -> str:
    """Returns the language that the request asks for; a `lang` that is not offered raises UnknownName."""
    asked = request.query_params.get("lang")
    if asked is None:
        return preferred(request.headers.get("accept-language"), languages, default)
    if asked not in languages:
        raise UnknownName("language-unknown", name=asked, known=", ".join(languages))
    return asked


def language_or_default(request: Request, languages: Sequence[str], default: str = API_DEFAULT) -> str:
    """Returns the same, but never fails: what words an error must not raise another."""
    try:
        return language_of(request, languages, default)
    except UnknownName:
        return preferred(request.headers.get("accept-language"), languages, default)


def preferred(header: str | None, languages: Sequence[str], default: str) -> str:
    """Returns the offered language that an Accept-Language header prefers, else the default if it is offered.

    >>> preferred("nb;q=0.9, da-DK, en;q=0.5", ("sv", "da", "en"), "en")
    'da'
    >>> preferred(None, ("sv", "da", "en"), "en")
    'en'
    """
    accepted = parse_accept_header(beginning(header or ""), LanguageAccept)
    wanted = [tag for tag, quality in accepted if quality > 0]
    found = negotiate_locale(wanted, list(languages), sep="-")
    return found or (default if default in languages else languages[0])
