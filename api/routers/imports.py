"""Imports: lists are looked at or brought into the graph, followed while it takes long, told afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.access import Role, Speaker
from api.access.guarding import require
from api.formats.attachments import XLSX, attachment, notes_name
from api.formats.listings import language, listing, page_bounds
from api.formats.negotiation import JSON
from api.formats.ordering import cut
from api.imports.jobs import AT_ONCE, Job, Told, Wanted, new_job
from api.imports.schemas import (
    DONE,
    LOADED,
    PROPOSED,
    RUNNING,
    ImportParameters,
    JobModel,
    LoadParameters,
)
from api.imports.uploading import FIELD, MULTIPART, READING, Upload, uploaded
from api.openapi import accepted, created, failures, success
from api.parameters import ListParameters, Parameters
from api.routers.commits import EXAMPLE as COMMIT
from api.schemas import CommitModel, Listing
from api.services import Services, Wired
from graph.errors import Conflict
from graph.importers.watching import Watch

router = APIRouter(prefix="/imports", tags=["Imports"])

Contributor = Annotated[Speaker, Depends(require(Role.CONTRIBUTOR))]
Administrator = Annotated[Speaker, Depends(require(Role.ADMINISTRATOR))]
_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
_IMPORTED = (
    COMMIT | {"mapping": "projects", "sha256": _SHA256, "rows": 374, "warned": 2} | {"list_name": "Vår lista"}
)
_OF_JOB = failures(400, 401, 403, 404, 409)
_FIELDS: dict[str, dict[str, Any]] = {
    FIELD: {"type": "string", "format": "binary"},
    READING: {
        "type": "string",
        "contentMediaType": "application/json",
        "description": "How the list is read where no mapping is named, as a proposal has it.",
    },
}


def _form(*fields: str) -> dict[str, Any]:
    """Returns what OpenAPI says of the form that is sent."""
    properties = {name: _FIELDS[name] for name in fields}
    schema = {"type": "object", "required": [FIELD], "properties": properties}
    return {"requestBody": {"required": True, "content": {MULTIPART: {"schema": schema}}}}


@router.post(
    "",
    summary="Import a list, or preview it",
    response_model=JobModel,
    responses=success("The report of a preview", DONE, (JSON,))
    | created("The report of an import", DONE | {"preview": False}, (JSON,))
    | accepted("It takes longer; Location leads to the job", RUNNING)
    | failures(400, 401, 403, 409, 413, 415, 422, 503, 507),
    openapi_extra=_form(FIELD, READING),
)
async def import_list(
    request: Request,
    services: Wired,
    speaker: Contributor,
    parameters: Annotated[ImportParameters, Query()],
) -> Response:
    """Reads a list by a mapping and checks each cell; imports it whole or not at all, or only looks at it.

    One that lacks things of the former list is refused (409) until `accept_loss` says that so many may go.
    """
    upload = await uploaded(request, services.settings.import_max_bytes)
    mapping = await run_in_threadpool(_mapping_of, parameters.mapping, upload)
    wanted = Wanted(parameters.list_name, parameters.accept_loss)
    job = new_job(speaker, mapping.name, upload.name, preview=parameters.preview, wanted=wanted)
    lang = language(request, services)

    def run(job: Job, watch: Watch) -> Told:
        from api.imports.working import work

        return work(services, job, mapping, upload, lang, watch)

    return await _begun(services, job, run)


@router.post(
    "/rdf",
    summary="Load an RDF file, or preview it",
    response_model=JobModel,
    responses=success("What it would change, and what the shapes say", LOADED, (JSON,))
    | created("What became of it", LOADED | {"preview": False}, (JSON,))
    | accepted("It takes longer; Location leads to the job", RUNNING)
    | failures(400, 401, 403, 409, 413, 415, 422, 503, 507),
    openapi_extra=_form(FIELD),
)
async def load_rdf(
    request: Request,
    services: Wired,
    speaker: Administrator,
    parameters: Annotated[LoadParameters, Query()],
) -> Response:
    """Replaces the graphs that a file holds by their difference; the ending of its name says the syntax."""
    upload = await uploaded(request, services.settings.import_max_bytes)
    job = new_job(speaker, "rdf", upload.name, preview=parameters.preview)

    def run(job: Job, watch: Watch) -> Told:
        from api.imports.loading import load

        return load(services, job, upload, parameters.graph, watch)

    return await _begun(services, job, run)


@router.post(
    "/proposals",
    summary="Ask how a list may be read",
    response_model=JobModel,
    responses=success("What the list seems to be", PROPOSED, (JSON,))
    | accepted("It takes longer; Location leads to the job", RUNNING)
    | failures(400, 401, 403, 409, 413, 415, 422, 503),
    openapi_extra=_form(FIELD),
)
async def propose(
    request: Request, services: Wired, speaker: Contributor, _: Annotated[Parameters, Query()]
) -> Response:
    """Names the mappings that fit a list; where none does, says what its columns seem to be. Does nothing."""
    upload = await uploaded(request, services.settings.import_max_bytes)
    job, lang = new_job(speaker, "", upload.name, preview=True), language(request, services)

    def run(_: Job, watch: Watch) -> Told:
        from api.imports.working import proposed

        return proposed(services, upload, lang, watch)

    return await _begun(services, job, run)


@router.get(
    "",
    summary="List imports",
    response_model=Listing[CommitModel],
    responses=success("One page of imports", {"items": [_IMPORTED], "total": 1, "next": None})
    | failures(400, 406),
)
def list_imports(
    request: Request, services: Wired, parameters: Annotated[ListParameters, Query()]
) -> Response:
    """Answers with the commits of lists, the newest first: who, when, which mapping and file, how much."""
    history = [commit for commit in services.writer.history()[::-1] if commit.mapping]
    return listing(request, services, CommitModel, cut(tuple(history), *page_bounds(parameters, services)))


@router.get(
    "/jobs/{job}",
    summary="Follow an import",
    response_model=JobModel,
    responses=success("How far it is", DONE, (JSON,)) | _OF_JOB,
)
def follow(job: str, services: Wired, speaker: Contributor, _: Annotated[Parameters, Query()]) -> Response:
    """Answers with how far an import is and, when it is done, its report; one that failed says why."""
    return _answer(services.imports.job_for(speaker, job))


@router.delete(
    "/jobs/{job}",
    summary="Stop an import",
    response_model=JobModel,
    responses=success("It stops before it writes", RUNNING, (JSON,)) | _OF_JOB | failures(422),
)
def stop(job: str, services: Wired, speaker: Contributor, _: Annotated[Parameters, Query()]) -> Response:
    """Stops an import at its next step; one that is done stays done, which a 409 says."""
    found = services.imports.job_for(speaker, job)
    if found.state in ("done", "failed"):
        raise Conflict("import-over", file=found.file)
    found.stopping.set()
    return _answer(found)


@router.get("/jobs/{job}/annotated", include_in_schema=False)
def annotated(
    job: str, request: Request, services: Wired, speaker: Contributor, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with a previewed list as XLSX, with notes and suggested values on its cells."""
    found = services.imports.job_for(speaker, job)
    if found.annotated is None:
        raise Conflict("import-without-notes", file=found.file)
    return attachment(found.annotated(language(request, services)), notes_name(found.file), XLSX)


def _mapping_of(name: str | None, upload: Upload) -> Any:
    """Returns the mapping that is asked for; what reads lists is loaded here, apart from the start."""
    from api.imports.working import mapping_asked

    return mapping_asked(name, upload)


async def _begun(services: Services, job: Job, work: Callable[[Job, Watch], Told]) -> Response:
    """Returns the answer of a POST that begins a job, which may be done by then."""
    services.imports.start(job, work)
    await run_in_threadpool(job.wait, AT_ONCE)
    return _told(services, job)


def _told(services: Services, job: Job) -> Response:
    """Returns the answer of a POST: 200, 201 or 202, by what has come of the job."""
    response = _answer(job)
    if job.state == "running":
        response.status_code = 202
        response.headers["Location"] = f"{services.base}api/v1/imports/jobs/{job.id}"
    elif not job.preview:
        response.status_code = 201
    return response


def _answer(job: Job) -> Response:
    model = JobModel(
        id=job.id,
        state=job.state,
        preview=job.preview,
        mapping=job.mapping,
        file=job.file,
        stage=job.stage,
        done=job.done,
        total=job.total,
        report=job.report(),
    )
    headers = {"Cache-Control": "no-store"}
    return Response(model.model_dump_json(), media_type=JSON.media_type, headers=headers)
