"""Commits: every change of the graph, the newest first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.changed.newest import newest
from api.formats.listings import item, listing, page_bounds
from api.formats.ordering import cut
from api.iris import from_base
from api.openapi import failures, success
from api.parameters import CommitParameters, Parameters
from api.schemas import CommitModel, Listing
from api.services import Services, Wired
from graph.errors import NotFound
from graph.model import Commit
from graph.store.given_up import refuse_given_up

router = APIRouter(prefix="/commits", tags=["Commits"])

EXAMPLE = {
    "sequence": 1,
    "iri": "http://127.0.0.1:8000/id/commit/1",
    "agent": "http://127.0.0.1:8000/id/agent/policygraph/editors",
    "reason": "Load what ships",
    "at": "2026-11-22T09:00:00Z",
    "graph": "http://127.0.0.1:8000/graph/commits",
    "added": 1200,
    "removed": 0,
}


@router.get(
    "",
    summary="List commits",
    response_model=Listing[CommitModel],
    responses=success("One page of commits", {"items": [EXAMPLE], "total": 1, "next": None})
    | failures(400, 406),
)
def list_commits(
    request: Request, services: Wired, parameters: Annotated[CommitParameters, Query()]
) -> Response:
    """Answers with who changed what, when and why, the newest first; with `of` those that name a thing."""
    history = _of(services, parameters.of) if parameters.of else services.writer.history()[::-1]
    return listing(request, services, CommitModel, cut(history, *page_bounds(parameters, services)))


def _of(services: Services, thing: str) -> tuple[Commit, ...]:
    return newest(services, services.repository.reading.known("of", from_base(thing, services.base)))


@router.get(
    "/{sequence}",
    summary="Read one commit",
    response_model=CommitModel,
    responses=success("The commit", EXAMPLE) | failures(400, 404, 406, 410),
)
def one_commit(
    sequence: int, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with one change."""
    for commit in services.writer.history():
        if commit.sequence == sequence:
            return item(request, services, CommitModel, commit)
    refuse_given_up(services.store, sequence)
    raise NotFound("resource-unknown", iri=f"{services.base}id/commit/{sequence}")
