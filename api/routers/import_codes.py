"""What a column of a list may name, for whoever mends one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.formats.listings import language, page_bounds, plain_listing
from api.formats.negotiation import PLAIN_FORMATS
from api.formats.ordering import cut
from api.openapi import failures, success
from api.parameters import ListParameters
from api.schemas import Listing, Model
from api.services import Wired
from graph.model import Page

router = APIRouter(prefix="/imports/codes", tags=["Imports"])

_PROGRAMME = {
    "text": "2014SE16RFOP007",
    "iri": "http://127.0.0.1:8000/id/programme/eu/se-erdf-2014-2020-ovre-norrland",
    "name": "Övre Norrland",
}


class KnownCodeModel(Model):
    """Is a text that a cell may have, and what it then names."""

    text: str
    iri: str
    name: str = Field(description="What that is called in the language asked for.")


@router.get(
    "/{mapping}/{column}",
    summary="List what a column of a list may name",
    response_model=Listing[KnownCodeModel],
    responses=success("One page", {"items": [_PROGRAMME], "total": 1, "next": None}, PLAIN_FORMATS)
    | failures(400, 406),
)
def list_codes(
    mapping: str,
    column: str,
    request: Request,
    services: Wired,
    parameters: Annotated[ListParameters, Query()],
) -> Response:
    """Answers with the codes and names that a column takes, by its name: `projects/programme`."""
    from graph.importers.known_codes import known_codes

    found = known_codes(mapping, column, services.store)
    page = cut(found, *page_bounds(parameters, services))
    things = services.repository.things([each.iri for each in page.items], language(request, services))
    named = (
        KnownCodeModel(text=each.text, iri=each.iri, name=things[each.iri].name.text) for each in page.items
    )
    return plain_listing(request, services, KnownCodeModel, Page(tuple(named), page.total, page.next))
