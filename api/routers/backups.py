"""Backups: an administrator makes them while the server goes on, and lists those that are there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from api.access import Role, Speaker
from api.access.guarding import require
from api.bodies import Body, body_of, documented
from api.formats.listings import page_bounds, plain_item, plain_listing
from api.formats.negotiation import PLAIN_FORMATS
from api.formats.ordering import cut
from api.openapi import created, failures, success
from api.parameters import ListParameters, Parameters
from api.schemas import Listing, Model
from api.services import Services, Wired
from graph.store.backups import Backup, back_up, listed

router = APIRouter(prefix="/backups", tags=["Backups"])

Administrator = Annotated[Speaker, Depends(require(Role.ADMINISTRATOR))]
EXAMPLE = {
    "name": "2026-11-25-42",
    "sequence": 42,
    "oldest": 1,
    "quads": 28_412,
    "made": "2026-11-25T17:00:00+00:00",
}


class BackupBody(Body):
    """Is what a backup is to be called; without a name it gets that of its day and its commit."""

    name: str | None = Field(None, pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")


class BackupModel(Model):
    """Is a backup: any commit from `oldest` to `sequence` can be restored from it."""

    name: str
    sequence: int
    oldest: int
    quads: int
    made: datetime


@router.post(
    "",
    summary="Make a backup",
    status_code=201,
    response_model=BackupModel,
    responses=created("The backup", EXAMPLE, PLAIN_FORMATS)
    | failures(400, 401, 403, 406, 409, 413, 415, 422, 503, 507),
    openapi_extra=documented(BackupBody, {"name": "before-the-import"}),
)
def make(
    request: Request,
    services: Wired,
    _: Administrator,
    __: Annotated[Parameters, Query()],
    body: Annotated[BackupBody, Depends(body_of(BackupBody))],
) -> Response:
    """Writes a checkpoint and the journal up to it into the directory of backups; writes hardly wait."""
    name = body.name or f"{datetime.now(UTC):%Y-%m-%d}-{services.store.sequence}"
    made = back_up(services.store, _folder(services) / name, services.writer.lock)
    model = told(name, made)
    response = plain_item(request, services, model, BackupModel, [model])
    response.status_code = 201
    return response


@router.get(
    "",
    summary="List the backups",
    response_model=Listing[BackupModel],
    responses=success("One page of backups", {"items": [EXAMPLE], "total": 1, "next": None}, PLAIN_FORMATS)
    | failures(400, 401, 403, 406),
)
def list_backups(
    request: Request, services: Wired, _: Administrator, parameters: Annotated[ListParameters, Query()]
) -> Response:
    """Answers with the backups in the directory, the newest first; `policygraph verify` reads them whole."""
    found = tuple(told(name, backup) for name, backup in listed(_folder(services)))
    return plain_listing(request, services, BackupModel, cut(found, *page_bounds(parameters, services)))


def told(name: str, made: Backup) -> BackupModel:
    """Returns a backup as it is told."""
    return BackupModel(
        name=name,
        sequence=made.sequence,
        oldest=made.oldest,
        quads=made.quads,
        made=datetime.fromisoformat(made.made),
    )


def _folder(services: Services) -> Path:
    return Path(services.settings.backups).expanduser()
