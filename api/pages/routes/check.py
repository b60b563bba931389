"""The page on which a funding officer checks one project before it is granted; nothing of it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.access import Role
from api.drafts import change_draft, draft_for, own_draft, save_draft
from api.pages.asked import Asked, Asking
from api.pages.checking import Typed, faults_of, fields_of_typed, supports_of, typed_of, unreadable
from api.pages.drafting import Before, draft_content, typed_of_draft
from api.pages.frame import Crumb, crumb
from api.pages.gains import gained
from api.pages.importing import Importing
from api.pages.prefill import row_typed
from api.pages.reader import as_day
from api.pages.views.check import CheckView, check_view, result_view
from api.proposals.areas import areas_named
from api.sessions import Form, posted
from api.sessions.forms import Fields, fields_of, refuse_other_sites
from api.wording.messages import text, worded
from graph.errors import PolicygraphError, SubmissionRefused, TermInvalid
from graph.terms import expand

if TYPE_CHECKING:
    from graph.proposals import Proposals

router = APIRouter(prefix="/{lang:language}")


async def _sent(request: Request) -> Fields:
    """Reads a form that writes nothing, and so takes nobody's word for who sends it."""
    refuse_other_sites(request)
    return await fields_of(request)


Sent = Annotated[Fields, Depends(_sent)]
Short = Annotated[str, Query(max_length=100)]


@router.get("/check")
def check(asking: Asking, job: Short = "", row: int = 0, sheet: Short = "", draft: Short = "") -> Response:
    """Shows the form, filled in with a draft or a row of a list that was looked at, where one is named."""
    if draft:
        found = draft_for(asking.services, asking.needs(Role.CONTRIBUTOR), draft)
        return _page(asking, _checked(asking, _known(asking, typed_of_draft(found))))
    if not job:
        return _page(asking, check_view(asking.reader, Typed()))
    speaker = asking.needs(Role.CONTRIBUTOR)
    listed = Importing(asking.services, speaker, asking.lang).job(job)
    typed = row_typed(asking.services, listed, sheet or None, row)
    return _page(asking, _checked(asking, typed))


@router.post("/check")
def checked(asking: Asking, fields: Sent) -> Response:
    """Shows what is lacking, what the project may serve and what is gained, or all of it as a memo."""
    typed = _known(asking, typed_of(fields))
    view = _checked(asking, typed)
    wants_memo = any(pair == ("do", "memo") for pair in fields)
    if not wants_memo or view.result is None:
        return _page(asking, view)
    if any(fault.is_wrong for fault in view.result.faults):
        return _page(asking, replace(view, refused=asking.words("check.memo-refused")))
    return asking.page("memo.html", typed.title, view, section="check", crumbs=_way(asking))


@router.get("/check/draft")
def to_form(asking: Asking) -> Response:
    """Leads to the form: this address takes drafts alone."""
    return RedirectResponse(f"/{asking.lang}/check", 303)


@router.post("/check/draft")
def keep(asking: Asking, form: Annotated[Form, Depends(posted(Role.CONTRIBUTOR))]) -> Response:
    """Keeps the project as a draft; where it cannot be, the page comes back with what was typed."""
    typed = _known(asking, typed_of(form.fields))
    if lost := unreadable(asking.reader, typed):
        problems = tuple(asking.words(f"check.fault.{each.key}", **each.values) for each in lost)
        return _page(asking, replace(_checked(asking, typed), problems=problems), 422)
    services = asking.services
    try:
        own = own_draft(services, form.speaker, typed.draft) if typed.draft else None
        before = Before(own.content, _known(asking, typed_of_draft(own))) if own else Before()
        content = draft_content(asking.reader, typed, _proposed(asking, typed), before)
        if own:
            draft = change_draft(services, own, content, asking.lang, typed.version or None)
        else:
            draft = save_draft(services, form.speaker, content, asking.lang)
    except PolicygraphError as error:
        findings = error.findings if isinstance(error, SubmissionRefused) else ()
        told = text(f"error.{error.key}", asking.lang, **error.values)
        problems = (told, *(worded(each, asking.lang) for each in findings))
        return _page(asking, replace(_checked(asking, typed), problems=problems), error.status)
    return RedirectResponse(f"/{asking.lang}/drafts/{draft.key}", 303)


def _checked(asking: Asked, typed: Typed) -> CheckView:
    reader, found = asking.reader, _proposed(asking, typed)
    confidences = {each.target: each.confidence for each in found.items}
    # What was accepted before and is not proposed any more is said all the same.
    others = tuple(each for each in typed.accepted if each not in confidences)
    typed = replace(typed, said=tuple(dict.fromkeys((*typed.said, *others))))
    faults, (gain, told) = faults_of(reader, typed), gained(asking, typed, supports_of(typed, confidences))
    result = result_view(reader, typed, faults, found, gain, told)
    named = areas_named(asking.services, f"{typed.title}\n{typed.text}")
    left = tuple(each for each in named if each not in typed.territories)
    return check_view(reader, typed, result, fields_of_typed(typed), left)


def _proposed(asking: Asked, typed: Typed) -> Proposals:
    from graph.proposals import Asked as Text
    from graph.proposals import propose

    asked = Text(typed.title, typed.text, "", typed.territories, as_day(typed.start))
    return propose(asking.services.repository, asked, asking.lang)


def _known(asking: Asked, typed: Typed) -> Typed:
    """Returns what was typed without what the graph does not know, which nobody can have chosen."""
    return replace(
        typed,
        programme=next(iter(_those_known(asking, (typed.programme,))), ""),
        territories=_those_known(asking, typed.territories),
        accepted=_those_known(asking, typed.accepted),
        rejected=_those_known(asking, typed.rejected),
        said=_those_known(asking, typed.said),
        hindered=_those_known(asking, typed.hindered),
    )


def _those_known(asking: Asked, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in map(_full, names) if name and asking.reader.known(name))


def _full(text: str) -> str:
    """Returns the full IRI of a term, an empty text for what is none."""
    try:
        return expand(text).value if text else ""
    except TermInvalid:
        return ""


def _page(asking: Asked, view: CheckView, status: int = 200) -> Response:
    title = asking.words("check.title")
    return asking.page("check.html", title, view, section="check", crumbs=_way(asking), status=status)


def _way(asking: Asked) -> tuple[Crumb, ...]:
    return (crumb(asking.reader, "nav.check", "check"),)
