"""Dumps: the whole dataset as one file for each revision, with the sums that verify it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.convertors import IntegerConvertor, register_url_convertor

from api.access.guarding import REALM, known
from api.errors import Unauthenticated
from api.formats.listings import page_bounds, plain_item, plain_listing
from api.formats.negotiation import PLAIN_FORMATS, Format
from api.formats.ordering import cut
from api.openapi import failures, success
from api.parameters import ListParameters, Parameters
from api.schemas import Listing, Model
from api.services import Services, Wired
from api.serving.ranges import RangedFile
from graph.dumps import SUFFIX, Dump


class _Commit(IntegerConvertor):
    """Is the number of a commit in a path: a longer one is in no store, and Python reads no very long one."""

    regex = "[0-9]{1,18}"


register_url_convertor("commit", _Commit())
router = APIRouter(prefix="/dumps", tags=["Dumps"])

PATIENCE = 25.0
GZIP = Format("gz", "application/gzip")
TEXT = Format("sha256", "text/plain")
EXAMPLE = {
    "sequence": 12,
    "url": "http://127.0.0.1:8000/api/v1/dumps/12.nq.gz",
    "made": "2026-11-25T17:00:00+00:00",
    "quads": 28_412,
    "bytes": 412_331,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "content_bytes": 4_423_150,
    "content_sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
}


class DumpModel(Model):
    """Is a dump: N-Quads, compressed by gzip."""

    sequence: int = Field(description="The commit that it holds as the last one.")
    url: str
    made: str
    quads: int
    bytes: int
    sha256: str = Field(description="The SHA-256 of the file.")
    content_bytes: int
    content_sha256: str = Field(description="The SHA-256 of its N-Quads: `gzip -dc FILE | sha256sum`.")


@router.get(
    "",
    summary="List the dumps that are kept",
    response_model=Listing[DumpModel],
    responses=success("One page of dumps", {"items": [EXAMPLE], "total": 1, "next": None}, PLAIN_FORMATS)
    | failures(400, 406),
)
def list_dumps(request: Request, services: Wired, parameters: Annotated[ListParameters, Query()]) -> Response:
    """Answers with those that were made and are kept, the newest first."""
    found = tuple(told(services, dump) for dump in services.releases.listed())
    return plain_listing(request, services, DumpModel, cut(found, *page_bounds(parameters, services)))


@router.get("/latest", include_in_schema=False)
def latest(services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Leads to what tells of the newest revision's dump."""
    return RedirectResponse(f"/api/v1/dumps/{services.store.sequence}", 303, {"Cache-Control": "no-store"})


@router.get(f"/latest{SUFFIX}", include_in_schema=False)
def latest_file(services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Leads to the file of the newest revision's dump."""
    address = f"/api/v1/dumps/{services.store.sequence}{SUFFIX}"
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


@router.get(f"/latest{SUFFIX}.sha256", include_in_schema=False)
def latest_checksum(services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Leads to the line that verifies the newest revision's dump."""
    address = f"/api/v1/dumps/{services.store.sequence}{SUFFIX}.sha256"
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


@router.get(
    "/{sequence:commit}" + SUFFIX,
    summary="Take the dump of a revision",
    response_class=Response,
    responses=success("The file; ranges are served", None, (GZIP,))
    | failures(400, 401, 404, 410, 416, 503, 507),
)
async def file(
    sequence: int, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with the file, which is made when it is first asked for.

    One of an earlier revision is made from the journal for whoever has a token.
    """
    dump = await _dump(sequence, request, services)
    headers = {
        # What was led back to is for whoever has a token: no cache between may give it to others.
        "Cache-Control": f"{'private' if dump.is_led_back else 'public'}, max-age=3600",
        "Repr-Digest": f"sha-256=:{dump.digest}:",
    }
    return RangedFile(services.releases.path(dump), 200, headers, "application/gzip", filename=dump.file)


@router.get(
    "/{sequence:commit}" + SUFFIX + ".sha256",
    summary="Take the sum of a dump, as sha256sum --check reads it",
    response_class=Response,
    responses=success("The line", None, (TEXT,)) | failures(400, 401, 404, 410, 503, 507),
)
async def checksum(
    sequence: int, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with the line: the sum, and the name that the file has."""
    dump = await _dump(sequence, request, services)
    return Response(dump.line, media_type="text/plain")


@router.get(
    "/{sequence:commit}",
    summary="Read what there is to know of a dump",
    response_model=DumpModel,
    responses=success("The dump", EXAMPLE, PLAIN_FORMATS) | failures(400, 401, 404, 406, 410, 503, 507),
)
async def one_dump(
    sequence: int, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with its sizes and its sums; it is made when it is first asked for, as its file is."""
    model = told(services, await _dump(sequence, request, services))
    return plain_item(request, services, model, DumpModel, [model])


async def _dump(sequence: int, request: Request, services: Services) -> Dump:
    """Returns the dump of a revision.

    What was taken back is in no newer one, perhaps for good reason; so one that has to be led back to is made
    for those alone who have a token.
    """
    releases = services.releases
    if await run_in_threadpool(releases.is_earlier, sequence) and (
        await run_in_threadpool(known, request) is None
    ):
        raise Unauthenticated("dump-earlier", {"WWW-Authenticate": REALM}, sequence=sequence)
    return await releases.of(sequence, PATIENCE)


def told(services: Services, dump: Dump) -> DumpModel:
    """Returns a dump as HTTP tells it."""
    return DumpModel(
        sequence=dump.sequence,
        url=f"{services.base}api/v1/dumps/{dump.sequence}{SUFFIX}",
        made=dump.made,
        quads=dump.quads,
        bytes=dump.bytes,
        sha256=dump.sha256,
        content_bytes=dump.content_bytes,
        content_sha256=dump.content_sha256,
    )
