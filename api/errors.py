"""Failures that only HTTP knows, and how any failure is worded as a problem (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from api.schemas import FindingModel, PlaceModel, Problem
from api.wording.messages import text, worded
from graph.errors import Finding, PolicygraphError, SubmissionRefused

PROBLEM_JSON = "application/problem+json"


class HttpError(PolicygraphError):
    """Says that a request cannot be answered, with a status of its own and headers that belong to it."""

    def __init__(self, key: str, headers: dict[str, str] | None = None, **values: object) -> None:
        self.headers = headers or {}
        super().__init__(key, None, **values)


def headers_of(error: PolicygraphError) -> dict[str, str]:
    """Returns the headers that belong to a failure; one that passes says when to try again."""
    own = error.headers if isinstance(error, HttpError) else {}
    seconds = getattr(error, "retry_after", None)
    return own if seconds is None else {**own, "Retry-After": str(seconds)}


class Unauthenticated(HttpError):
    """Says that it is not known who speaks."""

    status = 401


class Forbidden(HttpError):
    """Says that the request is understood and refused."""

    status = 403


class PathUnknown(HttpError):
    """Says that nothing is served at the path."""

    status = 404


class MethodNotAllowed(HttpError):
    """Says that the path does not take the method."""

    status = 405


class NotAcceptable(HttpError):
    """Says that none of the media types asked for is offered."""

    status = 406


class TooLarge(HttpError):
    """Says that the body or the query is longer than is taken."""

    status = 413


class UnsupportedMediaType(HttpError):
    """Says that a body of this media type, or in this charset, is not taken."""

    status = 415


class RangeUnfit(HttpError):
    """Says that a file has no such part; `Content-Range` says how long it is."""

    status = 416


class KeyReused(HttpError):
    """Says that the key of a request belongs to another one."""

    status = 422


class TooManyRequests(HttpError):
    """Says that a client has asked as much as it may for now; `Retry-After` says when it may again."""

    status = 429


class PreconditionRequired(HttpError):
    """Says that a change must name, by If-Match, the state that it is made on."""

    status = 428


class Unavailable(HttpError):
    """Says that something outside of the request keeps it from being answered for now."""

    status = 503


class Unexpected(HttpError):
    """Stands for a fault of ours, of which nothing but the request id is told."""

    status = 500


def problem_of(
    error: PolicygraphError,
    lang: str,
    base: str,
    instance: str,
    request_id: str | None,
    values: Mapping[str, object] | None = None,
) -> Problem:
    """Returns the failure in words of the language; `base` is where the problem types are described.

    `values` fill the words, None for those of the failure itself.
    """
    findings = error.findings if isinstance(error, SubmissionRefused) else ()
    return Problem(
        type=f"{base}problems/{error.key}",
        title=text(f"status.{error.status}", lang),
        status=error.status,
        detail=text(f"error.{error.key}", lang, **(error.values if values is None else values)),
        instance=instance,
        request_id=request_id,
        place=PlaceModel(**asdict(error.place)) if error.place else None,
        parser=error.parser,
        findings=[finding_model(finding, lang) for finding in findings],
    )


def finding_model(finding: Finding, lang: str) -> FindingModel:
    """Returns a finding in words of the language."""
    return FindingModel(
        key=finding.key, detail=worded(finding, lang), place=PlaceModel(**asdict(finding.place))
    )
