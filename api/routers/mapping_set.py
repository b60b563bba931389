"""The ledger as a mapping set of SSSOM: read as TSV or RDF by anybody, added to by an administrator."""

from __future__ import annotations

from typing import IO, Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.access import Role, Speaker
from api.access.guarding import require
from api.bodies import content_of
from api.errors import UnsupportedMediaType, finding_model
from api.formats.listings import language
from api.formats.negotiation import NTRIPLES, RDFXML, TSV, TURTLE, choose
from api.formats.sent import media_type_of
from api.iris import as_iri
from api.ledger.examples import ADDED
from api.ledger.parameters import SetParameters
from api.ledger.schemas import AddedModel
from api.openapi import created, failures, success
from api.parameters import Parameters
from api.services import Wired
from api.serving.streaming import answered
from graph.recording import Agent

router = APIRouter(prefix="/alignments.sssom", tags=["Ledger"])

FORMATS = (TSV, TURTLE, NTRIPLES, RDFXML)
MOST = 16_777_216
FILE = "alignments.sssom"
_BODY = {"requestBody": {"required": True, "content": {TSV.media_type: {"schema": {"type": "string"}}}}}


@router.get(
    "",
    summary="Read the ledger as a mapping set",
    response_class=Response,
    responses=success("The set: SSSOM/TSV or SSSOM/RDF", None, FORMATS) | failures(400, 406),
)
async def mapping_set(
    request: Request, services: Wired, parameters: Annotated[SetParameters, Query()]
) -> Response:
    """Answers with every alignment that is in force, a row for each review, whole and not in pages."""
    from graph.sssom import records_in_force, write_set_rdf, write_set_tsv

    wanted, lang = choose(request.headers.get("accept"), FORMATS), language(request, services)
    filters = {
        name: as_iri(getattr(parameters, name), services.base) for name in ("source", "target", "author")
    }
    iris = await run_in_threadpool(services.repository.alignment_iris, **filters, view=parameters.view)

    def write(output: IO[bytes]) -> None:
        records = records_in_force(services.store, iris)
        if wanted is TSV:
            write_set_tsv(services.store, records, output, lang)
        else:
            output.write(write_set_rdf(services.store, records, wanted.media_type, lang))

    headers = {
        "Content-Type": wanted.content_type,
        "Content-Language": lang,
        "Content-Disposition": f'attachment; filename="{FILE}.{wanted.suffix}"',
        "Vary": "Accept, Accept-Language",
    }
    return await answered(request, services.dumps, write, headers)


@router.post(
    "",
    summary="Add a mapping set to the ledger",
    status_code=201,
    response_model=AddedModel,
    responses=created("What of it was new", ADDED, ()) | failures(400, 401, 403, 409, 413, 415, 422, 507),
    openapi_extra=_BODY,
)
async def add_mapping_set(
    request: Request,
    services: Wired,
    speaker: Annotated[Speaker, Depends(require(Role.ADMINISTRATOR))],
    _: Annotated[Parameters, Query()],
) -> AddedModel:
    """Adds the alignments and reviews of SSSOM/TSV that the ledger lacks, in the names that the set gives."""
    from graph.sssom import import_set

    media_type = media_type_of(request)
    if media_type != TSV.media_type:
        raise UnsupportedMediaType(
            "media-type-unsupported", media_type=media_type or "-", known=TSV.media_type
        )
    content = await content_of(request, MOST)
    agent = Agent(speaker.agent, speaker.name, speaker.is_machine)
    lang = language(request, services)
    done = await run_in_threadpool(import_set, content, f"{FILE}.tsv", services.writer, agent)
    sequence = done.commit.sequence if done.commit else None
    return AddedModel(
        rows=done.rows,
        statements=done.statements,
        reviews=done.reviews,
        commit=sequence,
        findings=[finding_model(each, lang) for each in done.warnings],
    )
