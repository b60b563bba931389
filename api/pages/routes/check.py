"""The page on which a funding officer checks one project before it is granted; nothing of it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.access import Role
from api.pages.asked import Asked, Asking
from api.pages.checking import Typed, faults_of, fields_of_typed, supports_of, typed_of
from api.pages.frame import Crumb, crumb
from api.pages.gains import gained
from api.pages.importing import Importing
from api.pages.prefill import row_typed
from api.pages.reader import as_day
from api.pages.views.check import CheckView, check_view, result_view
from api.sessions.forms import Fields, fields_of, refuse_other_sites
from graph.errors import TermInvalid
from graph.terms import expand

router = APIRouter(prefix="/{lang:language}")


async def _sent(request: Request) -> Fields:
    """Reads a form that writes nothing, and so takes nobody's word for who sends it."""
    refuse_other_sites(request)
    return await fields_of(request)


Sent = Annotated[Fields, Depends(_sent)]


@router.get("/check")
def check(
    asking: Asking, job: Annotated[str, Query(max_length=100)] = "", row: int = 0, sheet: str = ""
) -> Response:
    """Shows the form, filled in with a row of a list that was looked at, where one is named."""
    if not job:
        return _page(asking, check_view(asking.reader, Typed()))
    speaker = asking.needs(Role.CONTRIBUTOR)
    found = Importing(asking.services, speaker, asking.lang).job(job)
    typed = row_typed(asking.services, found, sheet or None, row)
    return _page(asking, _checked(asking, typed))


@router.post("/check")
def checked(asking: Asking, fields: Sent) -> Response:
    """Shows what is lacking, what the project may serve and what is gained, or all of it as a memo."""
    typed = _known(asking, typed_of(fields))
    view = _checked(asking, typed)
    wants_memo = any(pair == ("do", "memo") for pair in fields)
    if wants_memo and view.result and not any(fault.is_wrong for fault in view.result.faults):
        return asking.page("memo.html", typed.title, view, section="check", crumbs=_way(asking))
    return _page(asking, view)


def _checked(asking: Asked, typed: Typed) -> CheckView:
    from graph.proposals import Asked as Text
    from graph.proposals import propose

    reader = asking.reader
    text = Text(typed.title, typed.text, "", typed.territories, as_day(typed.start))
    found = propose(asking.services.repository, text, asking.lang)
    faults = faults_of(reader, typed)
    gain, told = gained(
        asking, typed, supports_of(typed, {each.target: each.confidence for each in found.items})
    )
    return check_view(
        reader, typed, result_view(reader, typed, faults, found, gain, told), fields_of_typed(typed)
    )


def _known(asking: Asked, typed: Typed) -> Typed:
    """Returns what was typed without what the graph does not know, which nobody can have chosen."""
    return replace(
        typed,
        programme=next(iter(_those_known(asking, (typed.programme,))), ""),
        territories=_those_known(asking, typed.territories),
        accepted=_those_known(asking, typed.accepted),
        rejected=_those_known(asking, typed.rejected),
        said=_those_known(asking, typed.said),
    )


def _those_known(asking: Asked, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in map(_full, names) if name and asking.reader.known(name))


def _full(text: str) -> str:
    """Returns the full IRI of a term, an empty text for what is none."""
    try:
        return expand(text).value if text else ""
    except TermInvalid:
        return ""


def _page(asking: Asked, view: CheckView) -> Response:
    title = asking.words("check.title")
    return asking.page("check.html", title, view, section="check", crumbs=_way(asking))


def _way(asking: Asked) -> tuple[Crumb, ...]:
    return (crumb(asking.reader, "nav.check", "check"),)
