"""The page that tells a failure in the reader's language, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request, Response

from api.pages.frame import frame
from api.pages.reader import Reader
from api.pages.render import page
from api.pages.signing_in import refused_page
from api.schemas import Problem
from api.services import services_of
from api.sessions.guarding import held_by
from api.wording.words import Words

ADVISED = (403, 404, 410, 413, 415, 429, 500, 503, 507)
PASSING = (429, 503, 507)
# What the details of these say is for whoever made the address, not for whoever follows it.
TECHNICAL = ("iri-invalid", "prefix-unknown", "portfolio-unknown")
# What the details of these say is what to do as well.
COMPLETE = ("resource-unknown", "commit-given-up")
_UNFIT, _FAULT = "filter-unfit-", "unexpected"


@dataclass(frozen=True, slots=True)
class ErrorView:
    """Is a failure in words; `request_id` is what to quote when asking about it.

    `advice` is None where `detail` gives it.
    `again` is the address to ask once more where the failure passes by itself; `technical` is what was wrong
    in the words of those who make addresses, where `detail` says it in plainer ones.
    """

    status: int
    title: str
    detail: str
    advice: str | None
    request_id: str | None
    again: str | None = None
    technical: str | None = None


def error_view(problem: Problem, words: Words, again: str | None = None) -> ErrorView:
    """Returns a problem as a page tells it; only a fault of ours shows the number of the request."""
    status = problem.status if problem.status in ADVISED else 500 if problem.status > 500 else 400
    key = problem.type.rpartition("/")[2]
    is_technical = key in TECHNICAL or key.startswith(_UNFIT)
    shown = problem.request_id if problem.status >= 500 else None
    return ErrorView(
        status=problem.status,
        title=problem.title,
        detail=_plain(key, words) if is_technical or key == _FAULT else problem.detail,
        advice=None if key in COMPLETE else words(f"error.advice.{status}"),
        request_id=shown,
        again=again if problem.status in PASSING else None,
        technical=problem.detail if is_technical else None,
    )


def _plain(key: str, words: Words) -> str:
    """Returns a failure without what belongs below it: an address, or the number of the request."""
    return words("error.fault" if key == _FAULT else "error.plain")


def error_page(request: Request, problem: Problem, lang: str) -> Response:
    """Returns the page; it reads nothing from the store, which may be what failed."""
    words = Words(lang)
    reader = Reader(services_of(request).repository, words)
    held = held_by(request)
    if held is not None and problem.status in (401, 403):
        return refused_page(request, reader, held, problem.detail, problem.status)
    query = f"?{request.url.query}" if request.url.query else ""
    view = error_view(problem, words, request.url.path + query if request.method == "GET" else None)
    return page("error.html", frame(request, reader, view.title), view, problem.status)
