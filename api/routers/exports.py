"""Exports: the whole dataset, whole lists as tables, and the network of what serves what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.formats.listings import language
from api.formats.negotiation import CSV, GRAPHML, JSONLD, NQUADS, TRIG, XLSX, Format, choose
from api.iris import as_iri
from api.openapi import failures, success
from api.parameters import Parameters, ProjectExportParameters
from api.services import Services, Wired
from api.serving.streaming import Produce, answered
from graph.errors import InputError, NotFound
from graph.repository import ProjectFilters

router = APIRouter(prefix="/exports", tags=["Exports"])

DATASET, NETWORK, WORKBOOK = "dataset", "network", "workbook"
TABLES = ("projects", "objectives", "documents", "organisations", "territories", "alignments")
OFFERED: Mapping[str, Sequence[Format]] = {
    DATASET: (TRIG, NQUADS, JSONLD),
    NETWORK: (GRAPHML,),
    WORKBOOK: (XLSX,),
    **dict.fromkeys(TABLES, (CSV, XLSX)),
}
FILTERS = ("goal", "territory", "programme", "organisation")
_FORMATS = (TRIG, NQUADS, JSONLD, GRAPHML, CSV, XLSX)


@router.get(
    "/projects",
    summary="Take out all projects",
    response_class=Response,
    responses=success("All projects that the filters let through", None, OFFERED["projects"])
    | failures(400, 404, 406),
)
async def export_projects(
    request: Request, services: Wired, parameters: Annotated[ProjectExportParameters, Query()]
) -> Response:
    """Answers with all of them, streamed, in no order that means anything."""
    given = {name: as_iri(getattr(parameters, name), services.base) for name in FILTERS}
    if parameters.chain and not parameters.goal:
        raise InputError("query-parameter-missing", name="goal")
    return await _exported(request, services, "projects", ProjectFilters(**given), chain=parameters.chain)


@router.get(
    "/{what}",
    summary="Take out the dataset, a whole list, or the network",
    response_class=Response,
    responses=success("What was asked for, whole", None, _FORMATS) | failures(400, 404, 406),
)
async def export(what: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Answers with all of it, streamed: `dataset`, `network`, `workbook`, or a list such as `alignments`."""
    if what not in OFFERED:
        raise NotFound("export-unknown", name=what, known=", ".join(OFFERED))
    return await _exported(request, services, what, None)


async def _exported(
    request: Request,
    services: Services,
    what: str,
    filters: ProjectFilters | None,
    *,
    chain: bool = False,
) -> Response:
    wanted = choose(request.headers.get("accept"), OFFERED[what])
    lang = language(request, services)
    produce = await run_in_threadpool(_producer, services, what, wanted, lang, filters, chain)
    headers = {
        "Content-Type": wanted.content_type,
        "Content-Language": lang,
        "Content-Disposition": f'attachment; filename="policygraph-{what}.{wanted.suffix}"',
        "Vary": "Accept, Accept-Language",
    }
    return await answered(request, services.dumps, produce, headers)


def _producer(
    services: Services, what: str, wanted: Format, lang: str, filters: ProjectFilters | None, chain: bool
) -> Produce:
    """Returns what writes the answer; the libraries that it needs are read when it is asked for."""
    repository = services.repository
    if what == DATASET:
        return lambda output: services.store.dump(output, wanted.media_type)
    if what == NETWORK:
        from graph.graphml import write_graphml

        return lambda output: write_graphml(repository, output, lang)
    from api.exports.tables import CHAINED
    from api.exports.writing import write_csv, write_workbook

    kind = CHAINED if chain else what
    if wanted is CSV:
        return lambda output: write_csv(output, kind, repository, lang, filters)
    kinds = TABLES if what == WORKBOOK else (kind,)
    return lambda output: write_workbook(output, kinds, repository, lang, filters)
