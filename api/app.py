"""The application: services, routers, middleware and error handlers, wired in one place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute

from api.access.issuer import issuer_of
from api.access.issuer_sign_in import sign_in_by
from api.access.tokens import Tokens
from api.docs import STATIC
from api.handlers import add_error_handlers, respond, unexpected
from api.idempotency import Idempotency
from api.limiting import ClientAddress, RateLimits, Rates
from api.limiting.networks import networks
from api.metrics import Counted, RouteNoted, Tally
from api.openapi import Api
from api.pages.errors import error_page
from api.pages.routers import PAGES
from api.parameters import refuse_repeated
from api.routers import (
    alignments,
    audit,
    backups,
    catalogue,
    chains,
    changes,
    commits,
    documents,
    drafts,
    dumps,
    effects,
    exports,
    finding,
    import_codes,
    imports,
    ledger,
    mapping_set,
    objectives,
    observations,
    organisations,
    portfolio,
    projects,
    proposals,
    questions,
    register,
    resources,
    saved,
    sparql,
    system,
    territories,
    vocabulary,
)
from api.safety import refuse_dangers
from api.services import make_services
from api.serving.logs import RequestLog
from api.serving.look_ups import LookUps
from api.serving.rewriting import HeadAsGet, SuffixAsAccept
from api.serving.security import SecurityHeaders
from api.sessions.store import Sessions
from api.settings import Settings
from graph.store import Store, open_store

DESCRIPTION = """Which projects serve which goal, through what, and who says so.

Lists answer `{items, total, next}`; every failure is problem details (RFC 9457).
The language is that of `?lang=`, else of Accept-Language.
JSON, JSON-LD, Turtle and CSV are chosen by Accept, or by the suffix `.json`, `.jsonld`, `.ttl` or `.csv`.
IRIs in parameters may be written as prefixed names, such as `sdg:9` or `nuts:SE331`."""

V1 = "/api/v1"
LISTS = (
    projects,
    objectives,
    documents,
    organisations,
    territories,
    alignments,
    ledger,
    mapping_set,
    chains,
    changes,
    commits,
    audit,
    dumps,
    exports,
    finding,
    import_codes,
    imports,
    proposals,
    observations,
    register,
    drafts,
    saved,
    vocabulary,
)


# We measure by ourselves (`/metrics`), and what stands in the environment has us send nothing to anybody.
_NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def create_app(settings: Settings | None = None, store: Store | None = None) -> FastAPI:
    """Returns the application over a store; one that it opens itself is closed when the server stops."""
    settings = settings or Settings()
    refuse_dangers(settings)
    Tokens(Path(settings.tokens)).holders()  # a broken file is told at start
    opened = store or open_store(settings.store, base=settings.base, least_free=settings.free_space_bytes)
    app = Api(
        title="Policygraph",
        version="1",
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        telemetry=_NO_TELEMETRY,
        lifespan=_lifespan,
    )
    app.state.services = make_services(settings, opened)
    app.state.tokens = Tokens(Path(settings.tokens), opened.place)
    app.state.rates = Rates(settings)
    app.state.issuer = issuer_of(settings)
    app.state.sign_in = sign_in_by(app.state.issuer, settings, app.state.services.base)
    app.state.tally = Tally()
    app.state.sessions = Sessions(opened.place, timedelta(hours=settings.session_hours))
    app.state.closes_store = store is None
    _add_routes(app)
    _add_middleware(app, settings)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.services.close()
    if app.state.closes_store:
        app.state.services.store.close()


def _add_routes(app: FastAPI) -> None:
    app.routes.extend(_routes())
    app.mount("/static", StaticFiles(directory=STATIC, check_dir=False), name="static")
    add_error_handlers(app, error_page)


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """Returns every route, put together once for all applications of a process.

    What is included is made anew for whatever includes it, with all its parameters, a quarter of a second for
    all; so what needs no prefix is taken as it is.
    """
    together = APIRouter()
    # Routes are tried one after the other, and short queries feel it most: theirs are in no router within.
    together.routes.extend([*sparql.router.routes, *system.router.routes])
    for module in LISTS:
        together.include_router(module.router, prefix=V1, dependencies=[Depends(refuse_repeated)])
    for module in (backups, questions, portfolio, effects):
        together.include_router(module.router, prefix=V1)
    for router in (resources.router, catalogue.router, *map(_hidden, PAGES)):
        together.routes.extend(router.routes)
    return tuple(together.routes)


def _hidden(pages: APIRouter) -> APIRouter:
    """Leaves pages out of the OpenAPI document, which is for programs."""
    for route in pages.routes:
        if isinstance(route, APIRoute):
            route.include_in_schema = False
    return pages


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """Adds what wraps every request, the outermost last."""
    app.add_middleware(RouteNoted)
    app.add_middleware(Idempotency, respond=respond)
    app.add_middleware(RateLimits, respond=partial(respond, error_page=error_page))
    # Around the limits: a page of another origin must be able to read that it asks too often.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        # Authorization is not among them: no page of another origin may write, whatever token it has.
        allow_headers=["Accept", "Accept-Language", "Content-Type"],
        expose_headers=["ETag", "Link", "Retry-After", "X-Request-ID"],
    )
    app.add_middleware(SuffixAsAccept)
    app.add_middleware(HeadAsGet)
    app.add_middleware(LookUps)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Counted, tally=app.state.tally)
    app.add_middleware(RequestLog, on_fault=partial(unexpected, error_page=error_page))
    trusted = networks(settings.trusted_proxies)
    app.add_middleware(ClientAddress, trusted=trusted, header=settings.forwarded_header)
