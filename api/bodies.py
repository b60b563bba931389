"""What is sent in a body: read within a bound after it is known who speaks, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import Request
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.json_schema import models_json_schema
from pydantic_core import PydanticCustomError, PydanticKnownError

from api.errors import TooLarge, UnsupportedMediaType
from api.formats.sent import media_type_of
from api.iris import full
from api.services import services_of
from api.wording.complaints import cause_of
from graph.errors import Finding, InputError, Place, SubmissionRefused, TermInvalid
from graph.terms import DEFAULT_BASE, UNWRITABLE

MOST = 1_048_576
JSON = "application/json"
_REF = "#/components/schemas/{model}"


class Body(BaseModel):
    """Is the root of all that is sent as JSON: a field that is not declared is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*")
    @classmethod
    def _is_text(cls, value: object) -> object:
        return writable(value)


def writable(value: object) -> object:
    """Returns a value, or refuses a text that XML cannot hold: it would spoil every answer that tells it."""
    if isinstance(value, str) and UNWRITABLE.search(value):
        raise PydanticCustomError("text_unwritable", "not text")
    return value


def _number(value: object) -> object:
    """Returns what may be read as a number: true is none, though Python takes it for 1."""
    if isinstance(value, bool):
        raise PydanticKnownError("int_type")
    return value


Whole = Annotated[int, BeforeValidator(_number)]
"""A whole number."""


def _full(text: str, info: ValidationInfo) -> str:
    base = (info.context or {}).get("base", DEFAULT_BASE)
    try:
        return full(text, base)
    except TermInvalid as error:
        raise PydanticCustomError("iri_invalid", "not an IRI") from error


Iri = Annotated[str, AfterValidator(_full)]
"""Is an IRI in full, a prefixed name or a path from the base; it is read as the IRI in full."""

Day = Annotated[date, Field(strict=True)]

_KEYS = {"missing": "field-missing", "extra_forbidden": "field-unknown"}

B = TypeVar("B", bound=Body)
_sent: list[type[Body]] = []


def body_of(model: type[B]) -> Callable[[Request], Awaitable[B]]:
    """Returns a dependency that reads the body as the model; it stands behind the one that asks for a role.

    Another media type raises UnsupportedMediaType, too many bytes TooLarge, what is no JSON InputError, and
    fields that are wrong SubmissionRefused with a finding for each.
    """

    async def read(request: Request) -> B:
        media_type = media_type_of(request)
        if media_type != JSON:
            raise UnsupportedMediaType("media-type-unsupported", media_type=media_type or "-", known=JSON)
        content = await content_of(request, MOST)
        try:
            return model.model_validate_json(content, context={"base": services_of(request).base})
        except ValidationError as error:
            raise refused(error) from error

    return read


async def content_of(request: Request, most: int) -> bytes:
    """Returns the bytes of a body; more than `most` raise TooLarge, without being kept or, if told, read."""
    if says_longer(request, most):
        raise TooLarge("body-too-large", most=most)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise TooLarge("body-too-large", most=most)
        parts.append(part)
    return b"".join(parts)


def says_longer(request: Request, most: int) -> bool:
    """Says whether a request tells itself that its body is longer, so that nothing of it need be read."""
    declared = request.headers.get("content-length", "")
    return declared.isdecimal() and int(declared) > most


def documented(model: type[Body], example: object) -> dict[str, Any]:
    """Returns what OpenAPI says of a body, and remembers its schema for the document."""
    if model not in _sent:
        _sent.append(model)
    schema = {"$ref": _REF.format(model=model.__name__)}
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema, "example": example}}}}


def body_schemas() -> dict[str, Any]:
    """Returns the schemas of all bodies, and of what stands in them, by name."""
    _, definitions = models_json_schema([(model, "validation") for model in _sent], ref_template=_REF)
    schemas: dict[str, Any] = definitions.get("$defs", {})
    return schemas


def refused(error: ValidationError) -> InputError | SubmissionRefused:
    """Returns what is wrong with a body: that it is no JSON, or a finding for each field."""
    faults = error.errors(include_url=False)
    if faults[0]["type"] == "json_invalid":
        return InputError("body-not-json", _place(faults[0]["msg"]), why=cause_of(faults[0]))
    findings = [_finding(fault, fault["loc"], fault["input"]) for fault in faults]
    if not faults[0]["loc"]:
        return SubmissionRefused(findings[0].key, findings)
    return SubmissionRefused("body-refused", findings, count=len(findings))


def _place(words: str) -> Place | None:
    """Returns where the parser stopped, as far as it says so."""
    found = re.search(r"line (\d+) column (\d+)", words)
    return Place(row=int(found[1]), column=found[2]) if found else None


def _finding(fault: Mapping[str, Any], place: tuple[int | str, ...], value: object) -> Finding:
    field = ".".join(map(str, place))
    if not place:
        return Finding("body-no-object", Place(pointer="#"))
    key = _KEYS.get(fault["type"], "field-invalid")
    shown = None if isinstance(value, dict | list) else str(value)
    at = Place(column=field, value=shown, pointer=pointer(place))
    return Finding(key, at, (("field", field), ("why", cause_of(fault))))


def pointer(place: Iterable[int | str]) -> str:
    """Returns a place in a body as a JSON pointer in a fragment (RFC 6901, 6).

    >>> pointer(("evidence", 0, "source")), pointer(("columns", "a/b~c"))
    ('#/evidence/0/source', '#/columns/a~1b~0c')
    """
    return "#" + "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)
