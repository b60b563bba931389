"""Turns every failure into problem details, or into a page where a person with a browser asked for one."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.errors import (
    PROBLEM_JSON,
    MethodNotAllowed,
    NotAcceptable,
    PathUnknown,
    Unexpected,
    headers_of,
    problem_of,
)
from api.formats.negotiation import HTML, JSON, Format, choose
from api.naming import named_values
from api.schemas import Problem
from api.services import Services, services_of
from api.serving.streaming import CLIENT_GONE, ClientGoneError
from api.wording.complaints import cause_of, listed
from api.wording.language import language_or_default
from graph.errors import Cause, InputError, PolicygraphError, TermInvalid

ErrorPage = Callable[[Request, Problem, str], Response]
"""Makes the page that tells a failure in a language; `api.pages` gives one to `create_app`."""

_PROBLEM = Format("json", PROBLEM_JSON, ("application/json",))


def add_error_handlers(app: FastAPI, error_page: ErrorPage | None) -> None:
    """Registers the handlers; without an error page every failure is problem details."""

    async def policygraph_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, PolicygraphError)
        return respond(request, error, error_page)

    async def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return respond(request, _from_framework(request, error), error_page)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return respond(request, from_validation(error), error_page)

    async def gone(_: Request, __: Exception) -> Response:
        return Response(status_code=CLIENT_GONE)

    for left in (ClientGoneError, ClientDisconnect):  # before the answer, or before all was sent
        app.add_exception_handler(left, gone)
    app.add_exception_handler(PolicygraphError, policygraph_error)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, invalid)


def respond(request: Request, error: PolicygraphError, error_page: ErrorPage | None = None) -> Response:
    """Returns the answer that tells a failure in the language and the form that the request prefers."""
    services = services_of(request)
    is_page = error_page is not None and _wants_page(request)
    lang = _language(request, services, is_page=is_page)
    request_id = request.scope.get("policygraph.request_id")
    values = named_values(error, services.repository, lang, is_page=is_page)
    problem = problem_of(error, lang, services.base, _path(request), request_id, values)
    if is_page and error_page is not None:
        response = error_page(request, problem, lang)
    else:
        body = problem.model_dump_json(exclude_none=True)
        response = Response(body, problem.status, media_type=PROBLEM_JSON)
    response.headers.update(headers_of(error))
    response.headers["Content-Language"] = lang
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def unexpected(request: Request, error_page: ErrorPage | None = None) -> Response:
    """Returns the answer to a fault of ours."""
    error = Unexpected("unexpected", request_id=request.scope["policygraph.request_id"])
    return respond(request, error, error_page)


def _path(request: Request) -> str:
    """Returns the path as it was asked for, with its suffix."""
    path: str = request.scope.get("policygraph.path", request.url.path)
    return path


def _wants_page(request: Request) -> bool:
    """Says whether a page is meant: a browser asks, and not for the API."""
    if request.url.path.startswith("/api/"):
        return False
    try:
        return choose(request.headers.get("accept"), (_PROBLEM, JSON, HTML)) is HTML
    except NotAcceptable:
        return False


def _language(request: Request, services: Services, *, is_page: bool) -> str:
    first = request.url.path.split("/")[1]
    if first in services.settings.languages:
        return first
    languages = services.settings.languages
    return (
        language_or_default(request, languages, languages[0])
        if is_page
        else (language_or_default(request, languages))
    )


def _from_framework(request: Request, error: HTTPException) -> PolicygraphError:
    headers = dict(error.headers or {})
    if error.status_code == 404:
        return PathUnknown("path-unknown", path=_path(request))
    if error.status_code == 405:
        allowed = headers.get("Allow", "GET").replace("GET", "GET, HEAD")
        headers["Allow"] = allowed
        return MethodNotAllowed("method-not-allowed", headers, method=request.method, allowed=allowed)
    return InputError("request-broken", why=Cause("body-not-form", words=str(error.detail)))


def from_validation(error: RequestValidationError) -> PolicygraphError:
    """Returns the first complaint of the framework as one of ours; its own words are in English only."""
    first = error.errors()[0]
    # A value of a parameter that may stand several times is named by its place, after the parameter.
    names = [part for part in first["loc"] if isinstance(part, str)]
    name, value = names[-1] if names else "", str(first.get("input"))
    context = first.get("ctx", {})
    match first["type"]:
        case "missing":
            return InputError("query-parameter-missing", name=name)
        case "int_parsing" | "int_from_float":
            return TermInvalid("parameter-not-number", name=name, value=value)
        case "greater_than_equal" | "less_than_equal":
            bound = context.get("ge", context.get("le"))
            return TermInvalid(f"parameter-{_side(context)}", name=name, value=value, bound=bound)
        case "literal_error" | "enum":
            return TermInvalid(
                "parameter-not-offered", name=name, value=value, known=listed(str(context["expected"]))
            )
        case _:
            return TermInvalid("value-invalid", name=name, why=cause_of(first))


def _side(context: dict[str, object]) -> str:
    return "too-small" if "ge" in context else "too-large"
