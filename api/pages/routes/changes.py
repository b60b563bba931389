"""The page of changes: the newest, or all since a day, of the whole graph or of what concerns a thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.changed.asking import Span, account
from api.changed.newest import MOST, newest
from api.pages.asked import Asked, Asking
from api.pages.frame import Crumb, here, thing_crumb
from api.pages.outlets import Question, downloads
from api.pages.reader import Label, Link
from api.pages.views.changes import changes_told
from api.pages.views.matrix import regions_and
from api.pages.views.since import Asking as Form
from api.pages.views.since import ChangesView, asking_view, since_view
from api.wording.words import ZONE
from graph.errors import InputError, NotFound
from graph.since import scope_of
from graph.terms import day

router = APIRouter(prefix="/{lang:language}")

Iri = Annotated[str, Query(max_length=2000)]
Day = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class Given:
    """Is what the address says: of what, in which area, in which days."""

    of: str | None
    territory: str | None
    span: Span | None
    offset: int

    def values(self) -> dict[str, str]:
        """Returns what an address of the same holds, without the offset."""
        days = (self.span.since, self.span.until) if self.span else (None, None)
        told = {"of": self.of, "territory": self.territory}
        told |= {
            name: each.isoformat() if each else None
            for name, each in zip(("since", "until"), days, strict=True)
        }
        return {name: value for name, value in told.items() if value}


async def _given(
    asking: Asking,
    of: Iri = "",
    territory: Iri = "",
    since: Day = "",
    until: Day = "",
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Given:
    first, last = (
        date.fromisoformat(day(each.strip()).value) if each.strip() else None for each in (since, until)
    )
    thing, area = (asking.iri(each) if each else None for each in (of, territory))
    return Given(thing, area, Span(first, last) if first else None, offset)


@router.get("/changes", name="changes_page")
def listed(asking: Asking, given: Annotated[Given, Depends(_given)]) -> Response:
    """Shows the newest changes, or all since a day; those that concern a thing where `of` names it."""
    for each in filter(None, (given.of, given.territory)):
        if not asking.reader.known(each):
            raise NotFound("resource-unknown", iri=each)
    return _since(asking, given, given.span) if given.span else _newest(asking, given)


def _newest(asking: Asked, given: Given) -> Response:
    commits, reader = newest(asking.services, given.of), asking.reader
    view = ChangesView(
        thing=reader.link(given.of) if given.of else None,
        changes=changes_told(reader, commits),
        is_cut=len(commits) == MOST,
        asking=_form(asking, given) if _is_asked_since(asking, given.of) else None,
    )
    limit = str(asking.services.settings.page_size_max)
    differs = "sparql.differs-changes" if given.of else None
    formats = downloads("commits", {"limit": limit, "of": given.of}, asking.lang)
    return _page(asking, view, formats, (Question("newest-commits", {}, differs),))


def _since(asking: Asked, given: Given, span: Span) -> Response:
    found, reader = account(asking.services, span, given.of, given.territory), asking.reader
    view = ChangesView(
        thing=reader.link(given.of) if given.of else None,
        changes=(),
        is_cut=False,
        asking=_form(asking, given),
        since=since_view(reader, found, span, given.values(), given.offset),
    )
    limit = str(asking.services.settings.page_size_max)
    return _page(asking, view, downloads("changes", given.values() | {"limit": limit}, asking.lang), ())


def _page(
    asking: Asked, view: ChangesView, formats: tuple[tuple[str, str], ...], questions: tuple[Question, ...]
) -> Response:
    words = asking.words
    title = f"{words('changes.title-of')} {view.thing.label.text}" if view.thing else words("changes.title")
    return asking.page(
        "changes.html",
        f"{title}: {view.since.title}" if view.since else title,
        view,
        crumbs=_way(asking, view.thing),
        formats=formats,
        about=view.thing.iri if view.thing else None,
        questions=questions,
    )


def _way(asking: Asked, thing: Link | None) -> tuple[Crumb, ...]:
    own = here(Label(asking.words("changes.title")))
    return (thing_crumb(thing), own) if thing else (own,)


def _form(asking: Asked, given: Given) -> Form:
    today = datetime.now(ZONE).date()
    areas = regions_and(asking.reader, given.territory)
    return asking_view(asking.reader, today, given.span, given.of, given.territory, areas)


def _is_asked_since(asking: Asked, thing: str | None) -> bool:
    """Says whether an account can be given of a thing: what leads to a project, say, nothing does."""
    try:
        scope_of(asking.services.store, thing)
    except InputError:
        return False
    return True
