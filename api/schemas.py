"""What HTTP answers look like in JSON; every field here is part of the contract that OpenAPI publishes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """Is the root of all answers: read from the dataclasses of the core by their attributes."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class PlaceModel(Model):
    """Says where in a file or request something is wrong."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None


class FindingModel(Model):
    """Is one thing that is wrong, worded in the language of the answer."""

    key: str
    detail: str
    place: PlaceModel = PlaceModel()


class Problem(Model):
    """Is a failure as RFC 9457 wants it: `type` stays the same in every language, `detail` is for people."""

    type: str = Field(examples=["http://127.0.0.1:8000/problems/parameter-unknown"])
    title: str = Field(examples=["Bad request"])
    status: int = Field(examples=[400])
    detail: str = Field(
        examples=["There is no parameter colour here. Use one of: goal, lang, limit, offset."]
    )
    instance: str = Field(examples=["/api/v1/projects"])
    request_id: str | None = Field(None, examples=["5f0c3b0e6c6a4b1f9d8b7a6c5d4e3f2a"])
    place: PlaceModel | None = None
    findings: list[FindingModel] = []


class Health(Model):
    """Says that the process lives."""

    status: str


class Readiness(Model):
    """Says that the store is open, with the number of its last commit and the base of its IRIs."""

    status: str
    commit: int
    base: str


class ProblemType(Model):
    """Is what a type of problem means: its message in each language, with `{places}` for its values."""

    key: str
    texts: dict[str, str]


class NameModel(Model):
    """Is a label in one language; `lang` is empty where the source gives none."""

    text: str = Field(examples=["Industri, innovation och infrastruktur"])
    lang: str = Field("", examples=["sv"])


class StatementModel(Model):
    """Is one statement about a resource: the value is an IRI, or a literal with its language or datatype."""

    predicate: str
    value: str
    is_iri: bool
    lang: str | None = None
    datatype: str | None = None
    graph: str | None = Field(None, description="The graph that states it.")


class ResourceModel(Model):
    """Is all that the graph states of one resource, and who states it."""

    iri: str = Field(examples=["http://metadata.un.org/sdg/9"])
    url: str = Field(description="Where this server describes it.")
    page: str = Field(description="The path of its page in the language asked for.")
    name: NameModel | None = None
    types: list[str]
    statements: list[StatementModel]
