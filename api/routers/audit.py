"""The audit: by which request, from where, each commit was made; for administrators: it tells addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from api.access import Role, Speaker
from api.access.guarding import require
from api.formats.listings import page_bounds, plain_listing
from api.formats.negotiation import PLAIN_FORMATS
from api.formats.ordering import cut
from api.iris import as_iri
from api.openapi import failures, success
from api.parameters import ListParameters
from api.routers.commits import EXAMPLE
from api.schemas import CommitModel, Listing, Model
from api.services import Wired
from graph.commits import audited, first_told

router = APIRouter(prefix="/audit", tags=["Commits"])

Administrator = Annotated[Speaker, Depends(require(Role.ADMINISTRATOR))]
_EXAMPLE = EXAMPLE | {"request": "5f0c3b0e6c6a4b1f9d8b7a6c5d4e3f2a", "client": "192.0.2.7"}


class AuditParameters(ListParameters):
    """Filters the audit; all that are given hold."""

    request: str | None = Field(
        None,
        max_length=200,
        description="The id of a request, as the log and `X-Request-ID` tell it.",
        examples=["5f0c3b0e6c6a4b1f9d8b7a6c5d4e3f2a"],
    )
    client: str | None = Field(
        None, max_length=200, description="The address that it came from.", examples=["192.0.2.7"]
    )
    agent: str | None = Field(
        None, max_length=2000, description="Who made the commits.", examples=["id/agent/local/anna-andersson"]
    )


class AuditModel(CommitModel):
    """Is a commit with the request that made it; null where none did, as on the command line."""

    request: str | None = Field(None, description="the id of the request")
    client: str | None = Field(None, description="the address that it came from, `local:` and a user")


class AuditListing(Listing[AuditModel]):
    """Is one page of the audit, with the commit since which there is one."""

    since: int | None = Field(
        description="The first commit that the journal tells of; those before were forgotten after a backup.",
        examples=[1],
    )
    since_at: datetime | None = Field(description="When that was made.", examples=["2026-11-22T09:00:00Z"])


@router.get(
    "",
    summary="List the commits with their requests",
    response_model=AuditListing,
    responses=success(
        "One page of commits",
        {"items": [_EXAMPLE], "total": 1, "next": None, "since": 1, "since_at": _EXAMPLE["at"]},
        PLAIN_FORMATS,
    )
    | failures(400, 401, 403, 406),
)
def list_audited(
    request: Request, services: Wired, _: Administrator, parameters: Annotated[AuditParameters, Query()]
) -> Response:
    """Answers with who changed what, when, why, from where and by which request, the newest first."""
    agent = as_iri(parameters.agent, services.base)
    found = tuple(audited(services.store, parameters.request, parameters.client, agent))
    first = first_told(services.store)
    since, at = (first.sequence, first.at) if first else (None, None)

    def completed(whole: Model) -> Model:
        return AuditListing(**dict(whole), since=since, since_at=at)

    page = cut(found, *page_bounds(parameters, services))
    return plain_listing(request, services, AuditModel, page, completed)
