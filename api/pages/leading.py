"""Addresses without a language lead to the page in the reader's own."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.services import Services
from api.wording.language import preferred


def in_own_language(request: Request, services: Services, path: str) -> Response:
    """Leads to a page in the language that the browser prefers, the first offered one otherwise."""
    languages = services.settings.languages
    lang = preferred(request.headers.get("accept-language"), languages, languages[0])
    return RedirectResponse(f"/{lang}{path}", status_code=307, headers={"Vary": "Accept-Language"})
