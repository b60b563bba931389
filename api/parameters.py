"""The query parameters of the routes: declared once, and anything else is refused."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.errors import InputError, UnknownName


class Parameters(BaseModel):
    """Is the root of all sets of parameters: the language, and no parameter that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: str | None = Field(
        None, description="The language of labels and messages: sv, da or en.", examples=["sv"]
    )

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown(cls, given: Any) -> Any:
        known = sorted(field.alias or name for name, field in cls.model_fields.items())
        for name in given:
            if name not in known:
                raise UnknownName("query-parameter-unknown", name=name, known=", ".join(known))
        return given


class ResourceParameters(Parameters):
    """Names a resource by its IRI."""

    iri: str = Field(description="A full IRI or a prefixed name.", examples=["sdg:9", "nuts:SE331"])


class GraphParameters(Parameters):
    """Names a graph by its IRI."""

    graph: str = Field(
        description="The full IRI of a named graph.",
        examples=["http://127.0.0.1:8000/graph/list/tillvaxtverket-2014"],
    )


def refuse_repeated(request: Request) -> None:
    """Raises InputError where a parameter stands twice: nobody can tell which of the two is meant."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    for name, count in counts.items():
        if count > 1:
            raise InputError("parameter-repeated", name=name, count=count)
