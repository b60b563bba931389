"""Who may do what to which statement, and on which state of it (If-Match, RFC 9110, 13.1.1)."""

from __future__ import annotations

import re

from fastapi import Request

from api.access import Role, Speaker
from api.errors import Forbidden, PreconditionRequired
from api.iris import full
from api.ledger.bodies import DecisionBody
from api.services import Services
from graph.errors import InputError
from graph.ledger.history import version_of
from graph.recording import Agent, Correction, Decision, Recorder

_TAG = re.compile(r'(W/)?"([^"]*)"')
_CODED = re.compile(
    r"-(?:gzip|zstd|br)$"
)  # what a proxy (Caddy, Apache) puts behind the tag of what it compresses


def recorder_of(services: Services, speaker: Speaker) -> Recorder:
    """Returns what records in the name of the speaker."""
    return Recorder(services.writer, Agent(speaker.agent, speaker.name, speaker.is_machine))


def refuse_foreign(recorder: Recorder, speaker: Speaker, name: str, role: Role) -> None:
    """Raises Forbidden if the speaker did not say it and has a lower role than it takes then."""
    if speaker.role < role and not recorder.is_author(name):
        raise Forbidden("statement-foreign", iri=name, role=speaker.role.title, needed=role.title)


def tag_of(version: str) -> str:
    """Returns a version as a strong ETag."""
    return f'"{version}"'


def version_asked(request: Request, services: Services, name: str) -> str | None:
    """Returns the version that the change is made on, None for any.

    Without If-Match it raises PreconditionRequired (428). Of several ETags the one that fits is taken, so
    that what fits none is stale; weak ones fit nothing.
    """
    if "if-match" not in request.headers:
        raise PreconditionRequired("version-missing", iri=name)
    return version_in(request, name, version_of(services.store, name))


def version_in(request: Request, name: str, current: str) -> str | None:
    """Returns the same of anything whose version is `current`."""
    header = request.headers.get("if-match")
    if header is None:
        raise PreconditionRequired("version-missing", iri=name)
    if header.strip() == "*":
        return None
    given = [_CODED.sub("", tag) for is_weak, tag in _TAG.findall(header) if not is_weak]
    return current if current in given else "none-of-those-given"


def act_of(body: DecisionBody, services: Services) -> Decision | Correction:
    """Returns one decision as the core has it; one without a version raises PreconditionRequired."""
    name, reason = full(body.alignment, services.base), body.reason.name()
    if body.version is None:
        raise PreconditionRequired("version-missing", iri=name)
    version = body.version.strip('"')
    if body.decision != "correct":
        return Decision(name, body.agreement(), reason, version)
    if body.statement is None:
        raise InputError("correction-empty", iri=name)
    return Correction(name, body.statement.draft(services.base), reason, version)
