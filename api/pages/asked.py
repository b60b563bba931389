"""What a page is asked for: the language of its address, and the graph read in that language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.convertors import Convertor, register_url_convertor

from api.access import Role, Speaker
from api.errors import PathUnknown
from api.pages.acts import acts_of
from api.pages.citing import PARAMETER, citation_of
from api.pages.frame import Crumb, committed, data_formats, frame, is_embedded, state_of
from api.pages.outlets import (
    Formats,
    Outlets,
    Question,
    changes_of,
    differences,
    embed_of,
    feed_of,
    sparql_of,
)
from api.pages.reader import Reader
from api.pages.render import page
from api.services import Services, Wired
from api.sessions import speaker_for, visitor_of
from api.wording.words import Words
from graph.terms import expand
from ontology.languages import LANGUAGES

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

    def titled(self, key: str, *narrowing: str | None) -> str:
        """Returns the title of a page, and so of what is cited or printed of it, with what narrows it."""
        title, named = self.words(key), ", ".join(self.reader.label(each).text for each in narrowing if each)
        return f"{title}{' ' if title.endswith('?') else ': '}{named}" if named else title

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
        formats: Formats = (),
        thing: str | None = None,
        about: str | None = None,
        questions: tuple[Question, ...] = (),
        embed: str | None = None,
        feed: str | None = None,
        status: int = 200,
    ) -> Response:
        """Returns the page of a view model, or leads to the same in the form that is asked for.

        `formats` are what it shows as data; `thing` is what it is about, offered as data too, and `about` the
        same where `formats` hold it already; `questions` say the same in SPARQL; `embed` is the name under
        which other sites may show it; `feed` is the address of its own feed, where it is no thing's.
        """
        outlets = None
        # A form to fill in, or the way to sign in, is nothing to be cited or followed.
        is_view = bool(formats or thing or embed)
        if status == 200 and is_view and not is_embedded(self.request):
            outlets = self._outlets(title, formats, (thing, about), questions, (embed, feed))
            other = self._other(outlets) if self.request.method == "GET" else None
            if other is not None:
                return other
        framed = frame(
            self.request,
            self.reader,
            title,
            section=section,
            crumbs=crumbs,
            outlets=outlets,
            acts=acts_of(self.services, self.reader, self.speaker, thing or about) if outlets else None,
            state=state_of(self.reader),
        )
        answer = page(template, framed, view, status)
        answer.headers["Vary"] = f"Accept, {answer.headers['Vary']}"
        return answer

    def _outlets(
        self,
        title: str,
        formats: Formats,
        things: tuple[str | None, str | None],
        questions: tuple[Question, ...],
        ways: tuple[str | None, str | None],
    ) -> Outlets:
        (thing, about), (embed, feed) = things, ways
        at, sequence = committed(self.reader), self.services.store.sequence
        return Outlets(
            data=formats,
            thing=data_formats(thing) if thing else (),
            sparql=sparql_of(self.reader, questions),
            differs=differences(self.words, questions),
            feed=feed or feed_of(self.lang, thing or about),
            changes=changes_of(self.lang, thing or about),
            embed=embed_of(self.request, embed),
            citation=citation_of(self.request, title, self.lang, self.base, sequence, at),
        )

    def _other(self, outlets: Outlets) -> Response | None:
        """Returns the reference that the address asks for, or the way to the form that Accept prefers."""
        cited = self.request.query_params.get(PARAMETER)
        if cited is not None and outlets.citation:
            return outlets.citation.file(cited)
        address = outlets.address(self.request.headers.get("accept"))
        if address is None:
            return None
        return RedirectResponse(address, status_code=303, headers={"Vary": "Accept"})


async def asked(lang: str, request: Request, services: Wired) -> Asked:
    """Returns what a page is asked for; a language that is not offered raises PathUnknown."""
    if lang not in services.settings.languages:
        raise PathUnknown("path-unknown", path=request.url.path)
    return Asked(request, services, Reader(services.repository, Words(lang), services.search.shown))


Asking = Annotated[Asked, Depends(asked)]
"""Is how a page's route asks for them."""
