"""Who may change which thing of the register, on which state of it, and what is answered."""

from __future__ import annotations

import json

from fastapi import Request, Response

from api.access import Role, Speaker
from api.errors import Forbidden, finding_model
from api.formats.listings import language
from api.formats.negotiation import JSON
from api.ledger.acting import tag_of, version_in
from api.register.contents import content_of
from api.register.schemas import WrittenModel
from api.services import Services
from graph.errors import NotFound, Stale
from graph.recording import Agent
from graph.register import (
    ABSENT,
    Entry,
    Kept,
    Register,
    entry_of,
    is_registered,
    refuse_unheld,
    version_of_entry,
)


def register_of(services: Services, speaker: Speaker) -> Register:
    """Returns what keeps the entries of the speaker."""
    return Register(services.writer, Agent(speaker.agent, speaker.name, speaker.is_machine))


def held_entry(services: Services, name: str) -> tuple[Entry, str]:
    """Returns what the register holds of a thing, and its version.

    What was withdrawn raises Gone, what a list or document holds Conflict, anything else NotFound.
    """
    store = services.store
    refuse_unheld(store, name)
    if is_registered(store, name):
        # The version is read first: what is changed in between is stale, and not overwritten unseen.
        version = version_of_entry(store, name)
        return entry_of(store, name), version
    raise NotFound("entry-unknown", iri=name)


def refuse_other(register: Register, speaker: Speaker, name: str, role: Role) -> None:
    """Raises Forbidden if somebody else entered a thing, which takes a role that the speaker lacks."""
    if speaker.role < role and not register.is_own(name):
        raise Forbidden("statement-foreign", iri=name, role=speaker.role.title, needed=role.title)


def version_given(request: Request, services: Services, name: str) -> str | None:
    """Returns the version that a change is made on, None for any, ABSENT for what is not there yet.

    What is there and not named by If-Match raises PreconditionRequired; what If-Match or If-None-Match
    rules out Stale, but of what was withdrawn Gone, and of what a list or document holds Conflict.
    """
    is_there = is_registered(services.store, name)
    if request.headers.get("if-none-match", "").strip() == "*":
        if is_there:
            raise Stale("version-there", iri=name)
        return ABSENT
    if not is_there:
        if "if-match" in request.headers:
            refuse_unheld(services.store, name)
            raise Stale("version-of-nothing", iri=name)
        return ABSENT
    return version_in(request, name, version_of_entry(services.store, name))


def written(request: Request, services: Services, kept: Kept, status: int) -> Response:
    """Returns the answer to who has entered or withdrawn something."""
    lang = language(request, services)
    model = WrittenModel(
        iri=kept.iri,
        version=kept.version,
        commit=kept.commit.sequence if kept.commit else None,
        findings=[finding_model(each, lang) for each in kept.warnings],
    )
    headers = {"Content-Language": lang, "Cache-Control": "no-store"}
    if kept.version:
        headers["ETag"] = tag_of(kept.version)
    if status == 201:
        headers["Location"] = kept.iri
    return Response(model.model_dump_json(), status, headers, media_type=JSON.media_type)


def told_entry(services: Services, name: str) -> Response:
    """Returns a thing as it is sent to enter it, with the ETag that If-Match takes."""
    entry, version = held_entry(services, name)
    return Response(
        json.dumps(content_of(entry), ensure_ascii=False),
        headers={"ETag": tag_of(version)},
        media_type=JSON.media_type,
    )


def tagged(response: Response, services: Services, name: str) -> Response:
    """Returns an answer with the ETag of a thing that may be changed singly."""
    if is_registered(services.store, name):
        response.headers["ETag"] = tag_of(version_of_entry(services.store, name))
    return response
