"""What a page is asked for: the language of its address, and the graph read in that language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from starlette.convertors import Convertor, register_url_convertor

from api.access import Role, Speaker
from api.errors import PathUnknown
from api.pages.frame import Crumb, frame, state_of
from api.pages.reader import Reader
from api.pages.render import page
from api.pages.words import Words
from api.services import Services, Wired
from api.sessions import speaker_for, visitor_of
from api.settings import LANGUAGES
from graph.terms import expand

OURS = ("id/", "graph/")


class LanguageConvertor(Convertor[str]):
    """Matches a language that the pages are written in, so that nothing else becomes a page by accident."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        """Returns the language as it stands in the address."""
        return value

    def to_string(self, value: str) -> str:
        """Returns the language as an address holds it."""
        return value


register_url_convertor("language", LanguageConvertor())


@dataclass(frozen=True, slots=True)
class Asked:
    """Is a request for a page, with what answers it."""

    request: Request
    services: Services
    reader: Reader

    @property
    def lang(self) -> str:
        """Returns the language of the page."""
        return self.reader.lang

    @property
    def words(self) -> Words:
        """Returns what the pages say in that language."""
        return self.reader.words

    @property
    def base(self) -> str:
        """Returns the base of our own IRIs."""
        return self.services.base

    @property
    def speaker(self) -> Speaker | None:
        """Returns who is signed in, None for nobody."""
        visitor = visitor_of(self.request)
        return visitor.speaker if visitor else None

    def needs(self, role: Role) -> Speaker:
        """Returns who is signed in; without this role the page leads to sign-in, and back to itself."""
        return speaker_for(self.request, role)

    def iri(self, text: str) -> str:
        """Returns the IRI that an address means: whole, by prefixed name, or as a path from the base."""
        return expand(self.base + text if text.startswith(OURS) else text).value

    def page(
        self,
        template: str,
        title: str,
        view: object,
        *,
        section: str = "",
        crumbs: tuple[Crumb, ...] = (),
        formats: tuple[tuple[str, str], ...] = (),
        status: int = 200,
    ) -> HTMLResponse:
        """Returns the page of a view model."""
        framed = frame(
            self.request,
            self.reader,
            title,
            section=section,
            crumbs=crumbs,
            formats=formats,
            state=state_of(self.reader),
        )
        return page(template, framed, view, status)


async def asked(lang: str, request: Request, services: Wired) -> Asked:
    """Returns what a page is asked for; a language that is not offered raises PathUnknown."""
    if lang not in services.settings.languages:
        raise PathUnknown("path-unknown", path=request.url.path)
    return Asked(request, services, Reader(services.repository, Words(lang)))


Asking = Annotated[Asked, Depends(asked)]
"""Is how a page's route asks for them."""
