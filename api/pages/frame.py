"""What surrounds every page: title, the way to it, languages, the same as data, and how new the data are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request

from api.pages.acts import Acts
from api.pages.outlets import EMBED, Outlets
from api.pages.reader import Label, Link, Reader
from api.sessions import Visitor, visitor_of
from graph.terms import Literal
from ontology.languages import BY_TAG

DATA_FORMATS = {"JSON": "json", "JSON-LD": "jsonld", "Turtle": "ttl"}
# The main menu, in groups: what one looks at, does, and asks. Each stands at its name below the language.
MENU = (
    ("goals", "documents", "coverage", "map", "flow", "trace", "what-if"),
    ("check", "import", "review"),
    ("questions", "sparql", "data", "help"),
)


@dataclass(frozen=True, slots=True)
class Crumb:
    """Is one step of the way to a page; the last one has no address."""

    label: Label
    href: str | None


@dataclass(frozen=True, slots=True)
class State:
    """Is how new the data are: the number of the last commit and its time, in words."""

    revision: str
    when: str | None


@dataclass(frozen=True, slots=True)
class Frame:
    """Is the frame of one page; `path` is its address without the language, with its query.

    `acts` is what the reader may do with the thing that the page is about.
    `layout` is the template around it; `whole` is the page of which an embedded view is a part.
    """

    title: str
    lang: str
    path: str
    section: str
    menu: tuple[tuple[str, ...], ...]
    languages: tuple[tuple[str, str], ...]
    crumbs: tuple[Crumb, ...]
    outlets: Outlets | None
    acts: Acts | None
    state: State | None
    visitor: Visitor | None
    sign_in: str
    layout: str
    whole: str


def frame(
    request: Request,
    reader: Reader,
    title: str,
    *,
    section: str = "",
    crumbs: Sequence[Crumb] = (),
    outlets: Outlets | None = None,
    acts: Acts | None = None,
    state: State | None = None,
) -> Frame:
    """Returns the frame of the page that is asked for; the start page is the first crumb of any other."""
    query = f"?{request.url.query}" if request.url.query else ""
    start = Crumb(Label(reader.words("nav.front")), f"/{reader.lang}/")
    languages = request.app.state.services.settings.languages
    return Frame(
        title=title,
        lang=reader.lang,
        path=_path(request, languages) + query,
        section=section,
        menu=MENU,
        languages=tuple((lang, BY_TAG[lang].name) for lang in languages),
        crumbs=(start, *crumbs) if crumbs else (),
        outlets=outlets,
        acts=acts,
        state=state,
        visitor=visitor_of(request),
        sign_in=_sign_in(request, reader.lang),
        layout="embed.html" if is_embedded(request) else "base.html",
        whole=f"/{reader.lang}{_path(request, languages)}{query}",
    )


def crumb(reader: Reader, key: str, path: str) -> Crumb:
    """Returns a step whose name is a message and whose address stands below the language."""
    return Crumb(Label(reader.words(key)), f"/{reader.lang}/{path}")


def here(label: Label) -> Crumb:
    """Returns the last step: the page itself."""
    return Crumb(label, None)


def thing_crumb(link: Link) -> Crumb:
    """Returns a step to a thing of the graph."""
    return Crumb(link.label, link.href)


def data_formats(iri: str) -> tuple[tuple[str, str], ...]:
    """Returns the addresses of what is stated of a resource, as data.

    >>> data_formats("http://metadata.un.org/sdg/9")[0]
    ('JSON', '/resource.json?iri=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F9')
    """
    query = urlencode({"iri": iri})
    return tuple((name, f"/resource.{suffix}?{query}") for name, suffix in DATA_FORMATS.items())


def state_of(reader: Reader) -> State:
    """Returns how new the data are; a store that nothing was committed to has no time."""
    at = committed(reader)
    return State(reader.words.number(reader.store.sequence), reader.words.moment(at) if at else None)


def committed(reader: Reader) -> datetime | None:
    """Returns when the last commit was made, None for a store that has none."""
    return reader.repository.reading.remembered("page-state", lambda: _committed(reader))


def _committed(reader: Reader) -> datetime | None:
    row = next(reader.ask("newest-commits", {}), None)
    at = row.get("at") if row else None
    return datetime.fromisoformat(at.value) if isinstance(at, Literal) else None


def sign_in_url(lang: str, after: str) -> str:
    """Returns the path of the page to sign in by, which leads back.

    >>> sign_in_url("sv", "/sv/goals/9")
    '/sv/sign-in?after=%2Fsv%2Fgoals%2F9'
    """
    return f"/{lang}/sign-in?{urlencode({'after': after})}"


def _sign_in(request: Request, lang: str) -> str:
    """Returns where the page's head leads to sign in; what was posted is no page to come back to."""
    path = request.url.path
    if request.method != "GET" or path.endswith("/sign-in"):
        return f"/{lang}/sign-in"
    return sign_in_url(lang, f"{path}?{request.url.query}" if request.url.query else path)


def is_embedded(request: Request) -> bool:
    """Says whether the view is asked for without the page around it, to be shown on another site."""
    return request.url.path.startswith(f"{EMBED}/")


def _path(request: Request, languages: Sequence[str]) -> str:
    """Returns the path below the language; an address without a language leads to the start page."""
    first, _, rest = request.url.path.removeprefix(EMBED).removeprefix("/").partition("/")
    return f"/{rest}" if first in languages else "/"
