"""The review queue: statements are judged one by one or together, with their proof beside them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from api.access import Role
from api.pages.asked import Asked, Asking
from api.pages.frame import crumb
from api.pages.outlets import Question
from api.pages.reviewing import Sent, decide, place_of, sent_of
from api.pages.turning import page_at
from api.pages.views.review import SHOWN, ReviewView, query_of, review_view
from api.sessions import Form, posted
from api.wording.messages import text, worded
from graph.errors import PolicygraphError, SubmissionRefused
from graph.model import Alignment, Page

router = APIRouter(prefix="/{lang:language}")

Iri = Annotated[str, Query(max_length=500)]
View = Literal["unreviewed", "contested", "consensus"]


@router.get("/review")
def queue(
    asking: Asking,
    view: View = "unreviewed",
    author: Iri = "",
    target: Iri = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    done: Annotated[int, Query(ge=0, le=1000)] = 0,
) -> Response:
    """Shows statements of one view of the ledger, by author and target."""
    notice = asking.words.count("review.done", done) if done else None
    shown = _shown(asking, view, author, target, offset, notice=notice)
    return _page(asking, shown)


@router.post("/review")
def decided(
    asking: Asking,
    form: Annotated[Form, Depends(posted(Role.REVIEWER))],
    view: View = "unreviewed",
    author: Iri = "",
    target: Iri = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Records what was decided; where it cannot be, the page comes back with what was typed."""
    sent = sent_of(form)
    try:
        done = decide(asking.services, form, sent, asking.words)
    except PolicygraphError as error:
        problem = text(f"error.{error.key}", asking.lang, **error.values)
        if isinstance(error, SubmissionRefused):
            problem = " ".join((problem, *(worded(each, asking.lang) for each in error.findings)))
        shown = _shown(asking, view, author, target, offset, problem=problem, sent=sent)
        return _page(asking, shown, error.status)
    query = query_of(_given(asking, view, author, target), offset)
    place = place_of(form, sent)
    back = f"statement-{place}" if place else "queue"
    return RedirectResponse(f"/{asking.lang}/review{query}&done={done}#{back}", 303)


def _shown(
    asking: Asked,
    view: str,
    author: str,
    target: str,
    offset: int,
    *,
    notice: str | None = None,
    problem: str | None = None,
    sent: Sent | None = None,
) -> ReviewView:
    """Returns the queue; where whoever reviews has come to its end, its last page."""
    given = _given(asking, view, author, target)

    def read(start: int) -> Page[Alignment]:
        return asking.services.repository.alignments(
            view=view,
            author=given["author"] or None,
            target=given["target"] or None,
            lang=asking.lang,
            limit=SHOWN,
            offset=start,
        )

    found, start = page_at(read, offset, SHOWN)
    return review_view(
        asking.reader,
        found,
        given,
        offset=start,
        notice=notice,
        problem=problem,
        sent=sent or Sent(),
        speaker=asking.speaker,
    )


def _given(asking: Asked, view: str, author: str, target: str) -> dict[str, str]:
    """Returns the filters by name, their IRIs in full."""
    who, goal = (asking.iri(each) if each else "" for each in (author, target))
    return {"view": view, "author": who, "target": goal}


def _page(asking: Asked, view: ReviewView, status: int = 200) -> Response:
    return asking.page(
        "review.html",
        asking.words("review.title"),
        view,
        section="review",
        crumbs=(crumb(asking.reader, "nav.review", "review"),),
        formats=tuple(
            (name, f"/api/v1/alignments.{suffix}{view.query}&lang={asking.lang}")
            for name, suffix in (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json"), ("JSON-LD", "jsonld"))
        ),
        questions=(_question(view),),
        status=status,
    )


def _question(view: ReviewView) -> Question:
    """Returns the question of the view that is shown; only that of the unreviewed asks for an author."""
    given = {"author": view.author} if view.view == "unreviewed" else {}
    return Question(f"{view.view}-alignments", given)
