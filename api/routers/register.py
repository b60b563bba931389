"""Single things: a project, an objective or an observation is entered, read back, replaced and withdrawn.

Annotations are not put off here: those of a route name the body of its kind of thing.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.access import Role, Speaker
from api.access.guarding import require
from api.bodies import body_of, documented
from api.formats.listings import language
from api.formats.negotiation import JSON, choose
from api.iris import item_iri
from api.openapi import created, failures, success
from api.parameters import Parameters
from api.register.acting import refuse_other, register_of, told_entry, version_given, written
from api.register.bodies import EnteredBody, ObjectiveBody, ObservationBody, ProjectBody
from api.register.schemas import (
    OBJECTIVE,
    OBSERVATION,
    PROJECT,
    WITHDRAWN,
    WRITTEN,
    WithdrawalParameters,
    WrittenModel,
)
from api.services import Wired
from graph.model import Name
from graph.register import ABSENT, is_registered, refuse_withdrawn

router = APIRouter(tags=["Register"])

Contributor = Annotated[Speaker, Depends(require(Role.CONTRIBUTOR))]
Plain = Annotated[Parameters, Query()]
_ENTERED = created("What became of it", WRITTEN, (JSON,))
_REPLACED = success("What became of it", WRITTEN, (JSON,)) | _ENTERED
_WITHDRAWN = success("That it is withdrawn", WITHDRAWN, (JSON,))
_REFUSED = failures(400, 401, 403, 409, 413, 415, 422, 507)
_CHANGED = failures(400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428, 507)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Is a kind of thing that may be entered: where, what it is called, how it is sent, and an example."""

    noun: str
    name: str
    article: str
    body: type[EnteredBody]
    example: object

    @property
    def item(self) -> str:
        """Returns the path of one thing."""
        return f"/{self.noun}/{{source}}/{{key}}"


def _add_entering(kind: _Kind) -> None:
    @router.post(
        f"/{kind.noun}",
        summary=f"Enter {kind.article} {kind.name}",
        status_code=201,
        response_model=WrittenModel,
        responses=_ENTERED | _REFUSED,
        openapi_extra=documented(kind.body, kind.example),
        operation_id=f"enter_{kind.name}",
    )
    def enter(
        request: Request,
        services: Wired,
        speaker: Contributor,
        _: Plain,
        body: Annotated[EnteredBody, Depends(body_of(kind.body))],
    ) -> Response:
        """Enters it in the name of who speaks, checked by the shapes, in one commit or not at all."""
        kept = register_of(services, speaker).enter(body.entry())
        return written(request, services, kept, 201)


def _add_reading(kind: _Kind) -> None:
    @router.get(
        f"{kind.item}/entry",
        summary=f"Read {kind.article} {kind.name} as it is entered",
        response_model=kind.body,
        responses=success("What PUT takes", kind.example, (JSON,)) | failures(400, 404, 406, 409, 410),
        operation_id=f"read_entry_of_{kind.name}",
    )
    def entry(source: str, key: str, request: Request, services: Wired, _: Plain) -> Response:
        """Answers with all that was entered of it, for whoever changes a part and puts back the whole."""
        choose(request.headers.get("accept"), (JSON,))
        return told_entry(services, item_iri(services.base, kind.name, source, key))


def _add_replacing(kind: _Kind) -> None:
    @router.put(
        kind.item,
        summary=f"Replace {kind.article} {kind.name}",
        response_model=WrittenModel,
        responses=_REPLACED | _CHANGED,
        openapi_extra=documented(kind.body, kind.example),
        operation_id=f"replace_{kind.name}",
    )
    def replace(
        source: str,
        key: str,
        request: Request,
        services: Wired,
        speaker: Contributor,
        _: Plain,
        body: Annotated[EnteredBody, Depends(body_of(kind.body))],
    ) -> Response:
        """Puts it whole in the place of what stands there, or enters it under an IRI of who speaks."""
        name = item_iri(services.base, kind.name, source, key)
        register = register_of(services, speaker)
        if is_registered(services.store, name):
            refuse_other(register, speaker, name, Role.REVIEWER)
        version = version_given(request, services, name)
        kept = register.replace(name, body.entry(), version)
        return written(request, services, kept, 201 if version == ABSENT else 200)


def _add_withdrawing(kind: _Kind) -> None:
    @router.delete(
        kind.item,
        summary=f"Withdraw {kind.article} {kind.name}",
        response_model=WrittenModel,
        responses=_WITHDRAWN | _CHANGED,
        operation_id=f"withdraw_{kind.name}",
    )
    def withdraw(
        source: str,
        key: str,
        request: Request,
        services: Wired,
        speaker: Contributor,
        parameters: Annotated[WithdrawalParameters, Query()],
    ) -> Response:
        """Takes it out of the graph with what is stated of it; the ledger keeps who did so, when and why."""
        name = item_iri(services.base, kind.name, source, key)
        register = register_of(services, speaker)
        if is_registered(services.store, name):
            refuse_other(register, speaker, name, Role.ADMINISTRATOR)
        refuse_withdrawn(services.store, name)
        version = version_given(request, services, name)
        reason = Name(parameters.reason.strip(), language(request, services))
        may_all = speaker.role >= Role.ADMINISTRATOR
        kept = register.withdraw(name, reason, version, with_others=may_all)
        return written(request, services, kept, 200)


for _kind in (
    _Kind("projects", "project", "a", ProjectBody, PROJECT),
    _Kind("objectives", "objective", "an", ObjectiveBody, OBJECTIVE),
    _Kind("observations", "observation", "an", ObservationBody, OBSERVATION),
):
    _add_entering(_kind)
    _add_reading(_kind)
    _add_replacing(_kind)
    _add_withdrawing(_kind)
