"""The page that tells a failure in the reader's language, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request, Response

from api.pages.frame import frame
from api.pages.reader import Reader
from api.pages.render import page
from api.pages.signing_in import refused_page
from api.pages.words import Words
from api.schemas import Problem
from api.services import services_of
from api.sessions.guarding import held_by

ADVISED = (404, 500, 503)


@dataclass(frozen=True, slots=True)
class ErrorView:
    """Is a failure in words, with advice; `request_id` is what to quote when asking about it."""

    status: int
    title: str
    detail: str
    advice: str
    request_id: str | None


def error_view(problem: Problem, words: Words) -> ErrorView:
    """Returns a problem as a page tells it; only a fault of ours shows the number of the request."""
    status = problem.status if problem.status in ADVISED else 500 if problem.status > 500 else 400
    shown = problem.request_id if problem.status >= 500 else None
    return ErrorView(problem.status, problem.title, problem.detail, words(f"error.advice.{status}"), shown)


def error_page(request: Request, problem: Problem, lang: str) -> Response:
    """Returns the page; it reads nothing from the store, which may be what failed."""
    words = Words(lang)
    reader = Reader(services_of(request).repository, words)
    held = held_by(request)
    if held is not None and problem.status in (401, 403):
        return refused_page(request, reader, held, problem.detail, problem.status)
    view = error_view(problem, words)
    return page("error.html", frame(request, reader, view.title), view, problem.status)
