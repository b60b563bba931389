"""Whether the server lives and is ready, what its problems mean, and where its documentation lies."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from api.access.guarding import require, tokens_of
from api.access.roles import Role
from api.docs import docs_page
from api.errors import Forbidden, PathUnknown
from api.formats.negotiation import HTML, JSON, choose
from api.openapi import failures, success
from api.schemas import Health, ProblemType, Readiness
from api.services import Services, Wired
from api.wording.messages import messages, text

router = APIRouter(tags=["System"])

ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /sparql\n"


@router.get(
    "/health",
    summary="Say that the process lives",
    responses=success("It lives", {"status": "ok"}, ()) | failures(),
)
async def health() -> Health:
    """Answers without touching the store, so that it answers however busy the store is."""
    return Health(status="ok")


@router.get(
    "/ready",
    summary="Say that the store is open and holds a graph",
    responses=success("It is ready", {"status": "ready", "commit": 12, "base": "http://127.0.0.1:8000/"}, ())
    | failures(503),
)
def ready(services: Wired) -> Readiness:
    """Reads from the store; a store that is closed or damaged makes it a problem with status 503."""
    next(services.store.quads(), None)
    return Readiness(status="ready", commit=services.store.sequence, base=services.base)


@router.get(
    "/problems/{key}",
    summary="Say what a type of problem means",
    responses=success("Its wording, with places for values", {"key": "update-refused", "texts": {}}, ())
    | failures(404),
)
def problem_type(key: str, request: Request, services: Wired) -> ProblemType:
    """Answers what the `type` of a problem leads to: its message in every language."""
    if f"error.{key}" not in messages("en"):
        raise PathUnknown("path-unknown", path=request.url.path)
    return ProblemType(
        key=key, texts={lang: text(f"error.{key}", lang) for lang in services.settings.languages}
    )


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, services: Wired) -> Response:
    """Answers with figures of the running server, as Prometheus reads them."""
    if not services.settings.metrics_public:
        _check_reader(request, services)
    # The library and what it reads are loaded when the first figures are asked for.
    from api.metrics.figures import TEXT, figures

    return Response(figures(services, request.app.state.tally), media_type=TEXT)


def _check_reader(request: Request, services: Services) -> None:
    if not (services.settings.oidc_issuer or tokens_of(request).holders()):
        raise Forbidden("metrics-closed")
    require(Role.READER)(request, services)


@router.get("/robots.txt", include_in_schema=False)
async def robots() -> Response:
    """Keeps crawlers out of what they would ask without end."""
    return PlainTextResponse(ROBOTS)


@router.get("/api", include_in_schema=False)
@router.get("/api/", include_in_schema=False)
@router.get("/api/v1", include_in_schema=False)
@router.get("/api/v1/", include_in_schema=False)
async def interface(request: Request) -> Response:
    """Leads from where the API begins to what describes it: a page for a browser, a document for programs."""
    wanted = choose(request.headers.get("accept"), (JSON, HTML))
    described = "/api/docs" if wanted is HTML else "/api/v1/openapi.json"
    return RedirectResponse(described, 303, {"Vary": "Accept"})


@router.get("/api/docs", include_in_schema=False)
async def docs() -> Response:
    """Shows the API in a browser."""
    return docs_page()
