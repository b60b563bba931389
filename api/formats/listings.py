"""Lists and items in the form that a request prefers: JSON, JSON-LD, Turtle, CSV or XLSX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from fastapi import Request, Response

from api.formats.negotiation import CSV, JSON, LIST_FORMATS, PLAIN_FORMATS, XLSX, Format, choose
from api.formats.rdf import described
from api.formats.tables import rows_of
from api.formats.tabular import table_headers, table_of
from api.found import FacetModel, FindModel, FoundListing, FoundModel
from api.page_sizes import usual_size
from api.parameters import ListParameters
from api.schemas import Listing, Model
from api.services import Services
from api.wording.language import language_of
from graph.errors import TermInvalid
from graph.model import Page
from graph.search import Found

M = TypeVar("M", bound=Model)


def language(request: Request, services: Services) -> str:
    """Returns the language that the request asks for."""
    return language_of(request, services.settings.languages)


def page_bounds(parameters: ListParameters, services: Services) -> tuple[int, int]:
    """Returns limit and offset; a limit above the settings' raises TermInvalid."""
    most = services.settings.page_size_max
    limit = parameters.limit or usual_size(services.settings)
    if limit > most:
        raise TermInvalid("parameter-too-large", name="limit", value=limit, bound=most)
    return limit, parameters.offset


def listing(request: Request, services: Services, model: type[M], page: Page[Any]) -> Response:
    """Returns one page of a list in the form preferred; its next page is linked in the headers too."""
    items, whole, headers = _listed(request, model, page)
    return _told(request, services, model, items, whole, LIST_FORMATS, headers)


def found_listing(request: Request, services: Services, found: Found) -> Response:
    """Returns one page of finds with their facets; in tables the finds alone, without highlights."""
    items, whole, headers = _listed(request, FoundModel, found.page)
    facets = [FacetModel.model_validate(facet) for facet in found.facets]
    whole = FoundListing(**dict(whole), facets=facets)
    return _told(request, services, FindModel, items, whole, LIST_FORMATS, headers)


def listing_of(
    request: Request, services: Services, model: type[M], whole: Model, items: Sequence[M], next_: str | None
) -> Response:
    """Returns a list that says more of itself than others do."""
    headers = {"Link": f'<{next_}>; rel="next"'} if next_ else {}
    return _told(request, services, model, items, whole, LIST_FORMATS, headers)


def plain_listing(
    request: Request,
    services: Services,
    model: type[M],
    page: Page[Any],
    completed: Callable[[Model], Model] = lambda whole: whole,
) -> Response:
    """Returns the same of what has no IRI, so as JSON or as a table; `completed` adds what else JSON says."""
    items, whole, headers = _listed(request, model, page)
    return _told(request, services, model, items, completed(whole), PLAIN_FORMATS, headers)


def item(request: Request, services: Services, model: type[M], found: object) -> Response:
    """Returns one item in the form preferred."""
    whole = model.model_validate(found)
    return _told(request, services, model, [whole], whole, LIST_FORMATS, {})


def plain_item(
    request: Request, services: Services, whole: Model, model: type[M], rows: Sequence[M]
) -> Response:
    """Returns something that has no IRI: whole as JSON, its rows as a table."""
    return _told(request, services, model, rows, whole, PLAIN_FORMATS, {})


def following(request: Request, offset: int | None) -> str | None:
    """Returns the address of the page that begins at the offset, None for none."""
    if offset is None:
        return None
    path = request.scope.get("policygraph.path", request.url.path)
    return str(request.url.replace(path=path).include_query_params(offset=offset))


def _listed(request: Request, model: type[M], page: Page[Any]) -> tuple[Sequence[M], Model, dict[str, str]]:
    items = [model.model_validate(each) for each in page.items]
    address = following(request, page.next)
    whole = Listing[model](items=items, total=page.total, next=address)  # type: ignore[valid-type]
    return items, whole, {"Link": f'<{address}>; rel="next"'} if address else {}


def _told(
    request: Request,
    services: Services,
    model: type[M],
    items: Sequence[M],
    whole: Model,
    offered: Sequence[Format],
    headers: dict[str, str],
) -> Response:
    wanted = choose(request.headers.get("accept"), offered)
    headers |= {
        "Content-Type": wanted.content_type,
        "Content-Language": language(request, services),
        "Vary": "Accept, Accept-Language",
    }
    headers |= table_headers(request, wanted)
    if wanted is JSON:
        body = whole.model_dump_json().encode()
    elif wanted in (CSV, XLSX) or offered is PLAIN_FORMATS:
        body = table_of(request, wanted, *rows_of(model, items))
    else:
        body = _described(services, items, wanted)
    return Response(body, headers=headers)


def _described(services: Services, items: Sequence[Model], wanted: Format) -> bytes:
    return described(services.store, _iris(items), wanted, services.context_url)


def _iris(items: Sequence[Model]) -> list[str]:
    """Returns the IRIs of items; a chain stands for the alignments that it rests on."""
    found: list[str] = []
    for each in items:
        own = getattr(each, "iri", None)
        hops = getattr(each, "hops", ())
        found += [own] if own else [hop.alignment.iri for hop in hops if hop.alignment]
    return list(dict.fromkeys(found))
