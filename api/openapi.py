"""What OpenAPI says beyond what the routes say themselves: failures, media types and examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Response

from api.bodies import body_schemas
from api.change_headers import headers_of
from api.errors import PROBLEM_JSON
from api.formats.negotiation import ASK_FORMATS, JSON, LIST_FORMATS, RDF_FORMATS, SELECT_FORMATS, Format
from api.own_base import at_base
from api.page_sizes import tell_page_sizes
from api.schemas import Listing, Problem
from ontology.languages import LANGUAGES

_FAILURES: Mapping[int, tuple[str, str]] = {
    400: ("What was sent cannot be used", "query-parameter-unknown"),
    401: ("It is not known who speaks", "token-missing"),
    403: ("The request is understood and refused", "update-refused"),
    404: ("The graph does not hold the resource", "resource-unknown"),
    406: ("None of the media types asked for is offered", "not-acceptable"),
    409: ("A later change stands in the way", "conflict"),
    410: ("The graph held the resource until it was withdrawn, or the store restored", "entry-withdrawn"),
    412: ("What is to be changed has changed since it was read", "version-stale"),
    413: ("The query or the body is longer than is taken", "query-too-large"),
    415: ("A body of this media type is not taken", "media-type-unsupported"),
    416: ("The file has no such range of bytes", "range-outside"),
    422: ("Rows or nodes break rules", "submission-refused"),
    428: ("The change does not say which state it is made on", "version-missing"),
    503: ("The store cannot be read", "store-closed"),
    507: ("The disk has too little room for writes", "store-full"),
}

_RETRY_AFTER = {
    "description": "After how many seconds to ask again",
    "schema": {"type": "integer", "minimum": 0},
}
Responses = dict[int | str, dict[str, Any]]


def failures(*statuses: int) -> Responses:
    """Returns the documentation of failures, each with a problem as its example, and of any other."""
    documented: Responses = {status: _failure(*_FAILURES[status], status) for status in statuses}
    documented["default"] = _failure("Any other failure", "unexpected", 500)
    return documented


def _failure(description: str, key: str, status: int) -> dict[str, Any]:
    example = {
        "type": f"http://127.0.0.1:8000/problems/{key}",
        "title": description,
        "status": status,
        "detail": f"{description}.",
        "instance": "/api/v1/projects",
    }
    return {
        "description": description,
        "model": Problem,
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }


class Api(FastAPI):
    """Is FastAPI with a document that says of failures only what they are: problem details."""

    def openapi(self) -> dict[str, Any]:
        """Returns the OpenAPI document, which is put together when it is first asked for."""
        # The framework keeps the one that it gave: what is added to it must be added once.
        if not self.openapi_schema:
            self.openapi_schema = self._completed()
        return self.openapi_schema

    def _completed(self) -> dict[str, Any]:
        document = super().openapi()
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                _keep_problems(operation["responses"])
                if headers := [*headers_of(method, path, operation["responses"])]:
                    operation["parameters"] = [*operation.get("parameters", ()), *headers]
        document["components"]["schemas"] |= body_schemas()
        for name, schema in document["components"]["schemas"].items():
            if name.startswith("Listing_"):
                schema["description"] = Listing.__doc__
        services = self.state.services
        tell_page_sizes(document, services.settings)
        own: dict[str, Any] = at_base(document, services.base)
        return own


def _keep_problems(responses: dict[str, Any]) -> None:
    for told in responses.values():
        if PROBLEM_JSON in told.get("content", {}):
            told["content"].pop("application/json", None)


def success(description: str, example: object, formats: Sequence[Format] = LIST_FORMATS) -> Responses:
    """Returns the documentation of a success: an example in JSON, and the other media types offered."""
    content: dict[str, Any] = {offered.media_type: {} for offered in formats if offered is not JSON}
    for media_type in content:
        content[media_type] = {"schema": {"type": "string"}}
    if example is not None:
        content[JSON.media_type] = {"example": example}
    return {200: {"description": description, "content": content}}


def accepted(description: str, example: object) -> Responses:
    """Returns the documentation of what is begun and goes on: where it can be followed is in `Location`."""
    return {202: success(description, example, (JSON,))[200]}


def created(description: str, example: object, formats: Sequence[Format] = LIST_FORMATS) -> Responses:
    """Returns the documentation of a success that made something."""
    return {201: success(description, example, formats)[200]}


_QUERY = {
    "type": "string",
    "description": "One SPARQL 1.1 query.",
    "example": "SELECT * { ?s ?p ?o } LIMIT 10",
}
_GRAPHS = {"type": "array", "items": {"type": "string", "format": "iri"}}
_FORMAT = {"type": "string", "examples": ["json", "xml", "csv", "tsv", "ttl", "nt", "jsonld", "rdf"]}


def _sparql_parameters() -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
        for name, description, schema in (
            ("query", "The query; without one the service is described.", _QUERY),
            (
                "default-graph-uri",
                "A graph of the default graph; the union of all where none is given.",
                _GRAPHS,
            ),
            ("named-graph-uri", "A graph that GRAPH may name.", _GRAPHS),
            (
                "format",
                "The format, for links that cannot send Accept; media types do too.",
                _FORMAT,
            ),
        )
    ]


def _sparql_body() -> dict[str, Any]:
    fields = {"query": _QUERY, "default-graph-uri": _GRAPHS, "named-graph-uri": _GRAPHS}
    form = {"schema": {"type": "object", "required": ["query"], "properties": fields}}
    direct = {"schema": _QUERY, "example": _QUERY["example"]}
    return {
        "required": True,
        "content": {"application/x-www-form-urlencoded": form, "application/sparql-query": direct},
    }


QUESTION_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        "example": example,
    }
    for name, description, schema, example in (
        ("lang", f"The language of labels: {', '.join(LANGUAGES)}.", {"type": "string"}, "sv"),
        ("limit", "How many rows.", {"type": "integer", "minimum": 1}, 20),
        ("offset", "How many rows to pass over first.", {"type": "integer", "minimum": 0}, 0),
        ("goal", "Any parameter that the question declares.", {"type": "string"}, "sdg:9"),
    )
]
_ANSWER = {"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": "urn:x"}}]}}


def _sparql_success() -> Responses:
    documented = success(
        "The answer, in the format asked for", None, (*SELECT_FORMATS, *ASK_FORMATS, *RDF_FORMATS)
    )
    documented[200]["content"]["application/sparql-results+json"] = {"example": _ANSWER}
    return documented


def _sparql_failures(*statuses: int) -> Responses:
    """Returns the documentation of failures, with that of a query that was given up."""
    given_up = _failure("The query took too long, or there was no place for it", "query-timeout", 503)
    return failures(*statuses) | {503: {**given_up, "headers": {"Retry-After": _RETRY_AFTER}}}


SPARQL_DOCUMENTED: Mapping[str, dict[str, Any]] = {
    "get": {
        "response_class": Response,
        "summary": "Answer a SPARQL query, or describe the service",
        "responses": _sparql_success() | _sparql_failures(400, 403, 406, 413),
        "openapi_extra": {"parameters": _sparql_parameters()},
    },
    "post": {
        "response_class": Response,
        "summary": "Answer a SPARQL query sent in the body",
        "responses": _sparql_success() | _sparql_failures(400, 403, 406, 413, 415),
        "openapi_extra": {"requestBody": _sparql_body()},
    },
}
