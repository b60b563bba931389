"""The catalogue: what machines read of the dataset and of the ways to ask it, and where it is looked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.formats.negotiation import HTML, RDF_FORMATS, choose
from api.limiting import query_budget
from api.openapi import failures, success
from api.parameters import Parameters
from api.services import Services, Wired
from api.wording.language import language_or_default
from graph.commits import made_at
from graph.repository import Repository
from graph.repository.reading import text_of

if TYPE_CHECKING:
    from api.description.catalogue import Described
    from api.description.portals import Covered

router = APIRouter(tags=["Resources"])

_CATALOGUE = (
    success("The catalogue", None, RDF_FORMATS)
    | failures(400, 406)
    | {303: {"description": "The page of the data, for a browser"}}
)


@router.get(
    "/catalog",
    summary="Describe the dataset and how it can be had (DCAT 3, VoID)",
    response_class=Response,
    responses=_CATALOGUE,
)
def catalogue(request: Request, services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Answers with terms, size, revisions, files and services, or leads a browser to the page of the data."""
    wanted = choose(request.headers.get("accept"), (*RDF_FORMATS, HTML))
    headers = {"Content-Type": wanted.content_type, "Vary": "Accept"}
    if wanted is HTML:
        languages = services.settings.languages
        lang = language_or_default(request, languages, languages[0])
        return RedirectResponse(f"/{lang}/data", 303, {"Vary": headers["Vary"]})
    # rdflib takes long to load, and few ask.
    from api.description.catalogue import describe_catalogue
    from api.formats.graphs import serialised

    return Response(serialised(describe_catalogue(_told(request, services)), wanted), headers=headers)


def _told(request: Request, services: Services) -> Described:
    from api.description.catalogue import Described
    from api.description.counting import counted

    settings, extent = services.settings, counted(services, partial(query_budget, request.scope))
    sequence = services.store.sequence if extent is None else extent.sequence
    return Described(
        base=services.base,
        languages=settings.languages,
        publisher=settings.publisher,
        publisher_url=settings.publisher_url,
        contact=settings.contact,
        licence=settings.licence,
        sequence=sequence,
        issued=made_at(services.store, 1),
        modified=made_at(services.store, sequence),
        dumps=services.releases.listed(),
        sources=_sources(services.repository),
        covered=_covered(services.repository),
        counted=extent,
    )


def _covered(repository: Repository) -> Covered:
    """Returns the countries and the time that programmes, strategies and plans are for."""
    from api.description.portals import Covered

    countries = [text_of(row["country"]) for row in repository.reading.rows("dataset-countries")]
    period = next(iter(repository.reading.rows("dataset-period")), {})
    first, last = (text_of(period[name]) if name in period else None for name in ("start", "end"))
    return Covered(countries, first, last)


def _sources(repository: Repository) -> Mapping[str, Sequence[str]]:
    """Returns what each graph that is no working of the program was made from."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in repository.reading.rows("page-graphs"):
        sources = found[text_of(row["graph"])]
        sources += [text_of(row["source"])] if "source" in row else []
    return found


@router.get("/.well-known/void", include_in_schema=False)
def well_known(services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Leads to the catalogue from where readers of VoID look for it (Describing Linked Datasets, 7.2)."""
    return RedirectResponse(f"{services.base}catalog", 303)
