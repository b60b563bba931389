"""What HTTP answers look like in JSON; every field here is part of the contract that OpenAPI publishes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

T = TypeVar("T")


class Model(BaseModel):
    """Is the root of all answers: read from the dataclasses of the core by their attributes."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class PlaceModel(Model):
    """Says where in a file or request something is wrong; `pointer` is a JSON pointer into what was sent."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    pointer: str | None = None


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
    parser: str | None = Field(None, description="What a parser said, in its own words, which are English.")
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


class QuoteModel(NameModel):
    """Is words of a document, with a few of those right before and after them; empty where none are told."""

    prefix: str = Field("", examples=["de bygger på "])
    suffix: str = Field("", examples=[" om vatten"])


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


class ThingModel(Model):
    """Is anything with an IRI: its best label for the reader, its code, and its most telling class."""

    iri: str = Field(examples=["http://data.europa.eu/nuts/code/SE331"])
    name: NameModel
    code: str | None = Field(None, examples=["SE331"])
    kind: str | None = Field(None, examples=["dct:Location"])

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, value: Any) -> Any:
        """Sets the fields of `thing` beside the other fields: a project is a thing, it does not have one."""
        thing = getattr(value, "thing", None)
        if thing is None:
            return value
        own = {name: getattr(value, name) for name in cls.model_fields if hasattr(value, name)}
        return {name: getattr(thing, name) for name in ("iri", "name", "code", "kind")} | own


class MoneyModel(Model):
    """Is an amount in one currency; the value is text, so that no digit is lost."""

    value: Decimal = Field(examples=["3929285"])
    currency: str = Field(examples=["SEK"])


class PeriodModel(Model):
    """Is a span of days; an end that no source states is null."""

    start: date | None = None
    end: date | None = None


class ObservationModel(Model):
    """Is a value of an indicator, in its role."""

    iri: str
    indicator: ThingModel | None
    role: str = Field(description="baseline, midterm, actual, target or forecast.", examples=["baseline"])
    value: Decimal | None = Field(description="Null where it is known that there is a value, but not which.")
    unit: str | None
    period: str | None = Field(examples=["2024"])
    territory: ThingModel | None
    source: ThingModel | None = None
    note: NameModel | None = None


class ProjectModel(ThingModel):
    """Is a project with what its list states of it."""

    identifier: str | None = Field(examples=["20200940"])
    period: PeriodModel
    money: list[MoneyModel] = Field(description="The support granted, by currency.")
    cost: list[MoneyModel] = Field(description="The whole cost, by currency.")
    beneficiaries: list[ThingModel]
    territories: list[ThingModel]
    programmes: list[ThingModel]
    source: ThingModel | None = Field(description="The list that it stands in.")


class ObjectiveModel(ThingModel):
    """Is a goal, target, target area, sub-goal or any other objective of a document."""

    level: str | None = Field(examples=["pg:RegionalLevel"])
    document: ThingModel | None
    broader: list[ThingModel]
    is_prioritised: bool


class DocumentModel(ThingModel):
    """Is a strategy, plan, programme, law or any other document."""

    level: str | None = Field(examples=["pg:RegionalLevel"])
    kinds: list[str] = Field(examples=[["pg:RegionalDevelopmentStrategy"]])
    makers: list[ThingModel]
    territories: list[ThingModel]
    period: PeriodModel


class OrganisationModel(ThingModel):
    """Is an organisation with the territories that it works in."""

    territories: list[ThingModel]


class TerritoryModel(ThingModel):
    """Is an area; `level` is null for one without a government of its own."""

    level: str | None = Field(examples=["pg:RegionalLevel"])
    broader: ThingModel | None


class EvidenceModel(Model):
    """Is where a statement rests: a document, and a few of its words."""

    source: ThingModel
    quote: QuoteModel | None = None


class FormerReviewModel(Model):
    """Is a former version of an alignment that people reviewed."""

    iri: str
    supporters: int = Field(description="How many reviewers agreed with it.")
    opponents: int = Field(description="How many reviewers disagreed with it.")


class AlignmentModel(Model):
    """Is one statement that a source contributes to, or hinders, a target, with who says so and why."""

    iri: str
    source: str
    target: str
    hinders: bool
    strength: int = Field(ge=1, le=3)
    confidence: Decimal = Field(examples=["0.6"])
    status: str = Field(examples=["proposed"])
    author: ThingModel
    by_machine: bool
    justification: str
    reasoning: NameModel | None
    evidence: list[EvidenceModel]
    said: date | None = Field(description="When the source said it; null where it is undated.")
    recorded: datetime | None
    score: Decimal | None = Field(
        None, description="How far its reviewers agree, -1 to 1; null without reviews.", examples=["0.5"]
    )
    supporters: int = Field(0, description="How many reviewers agree.")
    opponents: int = Field(0, description="How many reviewers disagree.")
    version: str | None = Field(None, description="What If-Match takes; told where alignments are listed.")
    tool: str | None = Field(
        None, description="By which method, in which version, a machine came to it.", examples=[None]
    )
    graded_by: ThingModel | None = Field(
        None, description="Who set strength and confidence; null where the author did."
    )
    reviewed_before: FormerReviewModel | None = Field(
        None,
        description="Of one that nobody has reviewed: the nearest former version that somebody did, or null.",
    )


class CellModel(Model):
    """Is how many projects of a region serve a goal, and how many by an accepted statement."""

    goal: str
    region: str
    projects: int
    accepted: int


class MatrixModel(Model):
    """Is goals by regions; a pair without a cell has no project."""

    goals: list[ThingModel]
    regions: list[ThingModel]
    cells: list[CellModel]


class CommitModel(Model):
    """Is one change of the graph."""

    sequence: int
    iri: str
    agent: str
    reason: str
    at: datetime
    graph: str
    added: int
    removed: int
    mapping: str | None = None
    sha256: str | None = None
    rows: int | None = Field(None, description="rows of the list that was imported")
    warned: int | None = Field(None, description="rows of them that were warned of")
    list_name: str | None = Field(
        None, description="what that list is called, where lists of its kind have names"
    )


class ParameterModel(Model):
    """Is a parameter of a question."""

    name: str = Field(examples=["goal"])
    kind: str = Field(examples=["iri"])
    optional: bool
    title: str = Field(examples=["Goal"])


class QuestionModel(Model):
    """Is a question that the graph answers, with its SPARQL as it would be sent to /sparql."""

    name: str = Field(examples=["projects-serving-goal"])
    title: str
    description: str
    audience: str = Field(examples=["strategist"])
    form: str = Field(examples=["select"])
    parameters: list[ParameterModel]
    sparql: str


class ValueModel(Model):
    """Is one value of a row: an IRI with its label, or a literal with its language or datatype."""

    value: str
    is_iri: bool
    name: NameModel | None = None
    lang: str | None = None
    datatype: str | None = None


class AnswerModel(Model):
    """Is the answer of a SELECT question: its columns, and rows of values by column."""

    question: str = Field(examples=["projects-serving-goal"])
    columns: list[str]
    rows: list[dict[str, ValueModel]]
    next: str | None = Field(description="The address of the next page.")
    sparql: str = Field(description="The query that gives it, as /sparql would take it.")
    portfolio: int | None = Field(
        None,
        description="The commit of the portfolio that it was taken from; null where the query was asked.",
    )


class Listing(Model, Generic[T]):
    """Is one page of a list: `next` is the address of the page after it, null on the last."""

    items: list[T]
    total: int = Field(examples=[40])
    next: str | None = Field(None, examples=["http://127.0.0.1:8000/api/v1/projects?offset=20"])
