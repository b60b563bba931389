"""Every IRI of ours resolves here: resources, graphs and the ontology, in the form preferred."""

from __future__ import annotations

from typing import IO, Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.formats.negotiation import HTML, JSON, RDF_FORMATS, RESOURCE_FORMATS, Format, choose
from api.formats.rdf import described
from api.iris import from_base, full, page_url
from api.openapi import failures, success
from api.parameters import GraphParameters, Parameters, ResourceParameters
from api.resources import known, resource
from api.schemas import ResourceModel
from api.services import Services, Wired
from api.serving.ranges import RangedFile
from api.serving.streaming import answered
from api.wording.language import language_of
from graph.errors import NotFound
from graph.store import Store
from graph.terms import NamedNode, iri
from ontology import CONTEXT_JSONLD

router = APIRouter(tags=["Resources"])

_EXAMPLE = {"iri": "http://metadata.un.org/sdg/9", "types": ["https://w3id.org/policygraph#Objective"]}
_RESOURCE = success("What the graph states of it", _EXAMPLE, RESOURCE_FORMATS) | failures(400, 404, 406)
_GRAPH = (
    success("The graph", None, RDF_FORMATS)
    | failures(400, 404, 406)
    | {303: {"description": "Its page, for a browser"}}
)


@router.get(
    "/id/{path:path}",
    summary="Resolve an IRI of ours",
    response_model=ResourceModel,
    responses=_RESOURCE | {303: {"description": "Its page, for a browser"}},
)
def own_resource(path: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Answers with what is stated of the resource, or leads a browser to its page."""
    return _resource(request, services, iri(f"{services.base}id/{path}").value)


@router.get(
    "/.well-known/genid/{path:path}",
    summary="Resolve a node that had no IRI of its own (RDF 1.1 Concepts, 3.5)",
    response_model=ResourceModel,
    responses=_RESOURCE | {303: {"description": "Its page, for a browser"}},
)
def own_node(path: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Answers with what is stated of a blank node of a file, which got an IRI when it was read."""
    return _resource(request, services, iri(f"{services.base}.well-known/genid/{path}").value)


@router.get(
    "/resource",
    summary="Describe any resource by its IRI",
    response_model=ResourceModel,
    responses=_RESOURCE | {303: {"description": "Its page, for a browser"}},
)
def any_resource(
    request: Request, services: Wired, parameters: Annotated[ResourceParameters, Query()]
) -> Response:
    """Answers with what is stated of a resource of others, such as a goal of the United Nations."""
    return _resource(request, services, full(parameters.iri, services.base))


def _resource(request: Request, services: Services, name: str) -> Response:
    languages = services.settings.languages
    wanted = choose(request.headers.get("accept"), RESOURCE_FORMATS)
    headers = {"Content-Type": wanted.content_type, "Vary": "Accept, Accept-Language"}
    if wanted is HTML:
        known(services.store, name)
        page = page_url(name, services.base, language_of(request, languages, languages[0]))
        return RedirectResponse(page, status_code=303, headers={"Vary": headers["Vary"]})
    if wanted is JSON:
        told = resource(services.store, name, language_of(request, languages))
        return Response(told.model_dump_json(exclude_none=True), headers=headers)
    known(services.store, name)
    body = described(services.store, [name], wanted, services.context_url)
    return Response(body, headers=headers)


@router.get("/graph", summary="Read a graph by its IRI", response_class=Response, responses=_GRAPH)
async def graph_by_iri(
    request: Request, services: Wired, parameters: Annotated[GraphParameters, Query()]
) -> Response:
    """Answers with a whole graph (SPARQL 1.1 Graph Store Protocol, 4.2); there are no writes."""
    return await _graph(request, services, iri(from_base(parameters.graph, services.base)))


@router.get("/graph/{path:path}", summary="Read a graph of ours", response_class=Response, responses=_GRAPH)
async def own_graph(
    path: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with the graph whose IRI is this address (SPARQL 1.1 Graph Store Protocol, 4.1)."""
    return await _graph(request, services, iri(f"{services.base}graph/{path}"))


async def _graph(request: Request, services: Services, name: NamedNode) -> Response:
    wanted = choose(request.headers.get("accept"), (*RDF_FORMATS, HTML))
    await run_in_threadpool(_check_graph, services.store, name)
    if wanted is HTML:
        return _shown(request, services, name)

    def write(output: IO[bytes]) -> None:
        services.store.dump(output, wanted.media_type, name)

    headers = {"Content-Type": wanted.content_type, "Vary": "Accept"}
    return await answered(request, services.dumps, write, headers)


def _shown(request: Request, services: Services, name: NamedNode) -> Response:
    """Leads a browser to the page of a graph, or to the list of commits, whose graph has no page."""
    languages = services.settings.languages
    lang = language_of(request, languages, languages[0])
    is_described = next(services.store.quads(name), None) is not None
    page = page_url(name.value, services.base, lang) if is_described else f"/{lang}/questions/newest-commits"
    return RedirectResponse(page, status_code=303, headers={"Vary": "Accept, Accept-Language"})


def _check_graph(store: Store, name: NamedNode) -> None:
    if next(store.quads(graph=name), None) is None:
        raise NotFound("graph-unknown", iri=name.value)


@router.get(
    "/ontology",
    summary="Read the vocabulary",
    response_class=Response,
    responses=success("The vocabulary", None, RDF_FORMATS) | failures(406),
)
async def ontology(request: Request, services: Wired) -> Response:
    """Answers with every class, property and concept of our own."""
    wanted = choose(request.headers.get("accept"), RDF_FORMATS)
    body = await run_in_threadpool(_vocabulary, wanted, services.context_url)
    return Response(body, headers={"Content-Type": wanted.content_type, "Vary": "Accept"})


def _vocabulary(wanted: Format, context_url: str) -> bytes:
    from api.formats.graphs import vocabulary

    return vocabulary(wanted, context_url)


@router.get(
    "/ontology/context.jsonld",
    summary="Read the JSON-LD context",
    response_class=Response,
    responses=success("The context", None, RDF_FORMATS[1:2]) | failures(400, 416),
)
async def context() -> Response:
    """Answers with the context that our JSON-LD links."""
    return RangedFile(CONTEXT_JSONLD, media_type="application/ld+json")
