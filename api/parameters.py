"""The query parameters of the routes: declared once, and anything else is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from typing import Annotated, Any, Literal

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.errors import InputError, UnknownName
from ontology.languages import LANGUAGES

Sort = Literal["code", "-code", "name", "-name"]
View = Literal["consensus", "contested", "unreviewed"]
Kind = Literal[
    "goal",
    "target",
    "document",
    "objective",
    "programme",
    "territory",
    "organisation",
    "indicator",
    "project",
    "other",
]
Status = Literal["proposed", "accepted", "rejected", "contested", "withdrawn", "superseded"]


class Parameters(BaseModel):
    """Is the root of all sets of parameters: the language, and no parameter that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: str | None = Field(
        None, description=f"The language of labels and messages: {', '.join(LANGUAGES)}.", examples=["sv"]
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


async def refuse_repeated(request: Request) -> None:
    """Raises InputError where a parameter stands twice: nobody can tell which of the two is meant."""
    refuse_repeated_but((), request)


def refuse_repeated_but(allowed: Container[str], request: Request) -> None:
    """Does the same, but lets some parameters stand several times."""
    counts = Counter(name for name, _ in request.query_params.multi_items() if name not in allowed)
    for name, count in counts.items():
        if count > 1:
            raise InputError("parameter-repeated", name=name, count=count)


class ListParameters(Parameters):
    """Says which page of a list is wanted."""

    limit: int | None = Field(
        None, ge=1, description="How many items; the settings hold the default and the most."
    )
    offset: int = Field(0, ge=0, le=10_000_000, description="How many items to pass over first.")


class QuestionListParameters(ListParameters):
    """Filters a list of questions."""

    q: str | None = Field(None, max_length=200, description="Words of their titles or descriptions.")


SORT = Field(description="By code or by name; a hyphen in front turns the order round.")


class ProjectParameters(ListParameters):
    """Filters projects."""

    sort: Annotated[Sort | None, SORT] = None
    goal: str | None = Field(
        None,
        description="An objective or document that they serve, through any chain.",
        examples=["sdg:9"],
    )
    objective: str | None = Field(None, description="The same as goal.", examples=["sdg:9.5"])
    territory: str | None = Field(
        None, description="An area that they lie in, or one around it.", examples=["nuts:SE331"]
    )
    programme: str | None = Field(None, description="A programme that funds them.")
    organisation: str | None = Field(None, description="An organisation with any role in them.")
    q: str | None = Field(None, min_length=1, max_length=200, description="Words of their names, or a code.")
    chain: bool = Field(
        False,
        description="With each project its surest chain to the goal in short: through what, who says so, "
        "where that stands. Needs a goal.",
    )


class ProjectExportParameters(Parameters):
    """Filters the projects that are taken out whole."""

    goal: str | None = Field(None, description="An objective or document that they serve, through any chain.")
    territory: str | None = Field(None, description="An area that they lie in, or one around it.")
    programme: str | None = Field(None, description="A programme that funds them.")
    organisation: str | None = Field(None, description="An organisation with any role in them.")
    chain: bool = Field(
        False,
        description="With each project its surest chain to the goal in short: through what, who says so, "
        "where that stands. Needs a goal.",
    )


class CommitParameters(ListParameters):
    """Filters commits."""

    of: str | None = Field(
        None,
        max_length=2000,
        description="A thing that their statements name; the fifty newest at most.",
        examples=["sdg:9"],
    )


class ObjectiveParameters(ListParameters):
    """Filters objectives."""

    sort: Annotated[Sort, SORT] = "code"
    document: str | None = Field(None, description="The document that sets them.")
    kind: str | None = Field(None, description="Their class.", examples=["pg:TargetArea"])
    level: str | None = Field(None, description="Their level.", examples=["pg:RegionalLevel"])


class ObservationParameters(ListParameters):
    """Filters observations."""

    indicator: str | None = Field(None, description="What was measured.")
    territory: str | None = Field(
        None, description="The area they are of, or one around it.", examples=["nuts:SE331"]
    )
    role: Literal["baseline", "midterm", "actual", "target", "forecast"] | None = Field(
        None, description="What the value is."
    )


class DocumentParameters(ListParameters):
    """Filters documents."""

    sort: Annotated[Sort, SORT] = "code"
    level: str | None = Field(None, description="Their level.", examples=["pg:RegionalLevel"])
    territory: str | None = Field(None, description="The area they are for, or one around it.")
    type: str | None = Field(None, description="Their type.", examples=["pg:RegionalDevelopmentStrategy"])


class OrganisationParameters(ListParameters):
    """Filters organisations."""

    sort: Annotated[Sort, SORT] = "code"
    kind: str | None = Field(None, description="Their class.", examples=["m8g:PublicOrganisation"])
    territory: str | None = Field(None, description="The area they work in, or one around it.")


class TerritoryParameters(ListParameters):
    """Filters territories."""

    sort: Annotated[Sort, SORT] = "code"
    level: str | None = Field(None, description="Their level.", examples=["pg:RegionalLevel"])
    within: str | None = Field(None, description="An area around them.", examples=["nuts:SE33"])


class AlignmentParameters(ListParameters):
    """Filters alignments."""

    source: str | None = Field(None, description="What contributes or hinders.")
    target: str | None = Field(None, description="What is contributed to or hindered.", examples=["sdg:9"])
    status: Status | None = Field(None, description="Their status, derived from the events on them.")
    author: str | None = Field(None, description="Who made them.")
    view: View | None = Field(None, description="Whether reviewers agree, do not, or nobody has reviewed.")


class ChainFilterParameters(Parameters):
    """Says which statements and documents chains may rest on; what is left out does not limit them."""

    status: str | None = Field(
        None,
        description="Only statements of these statuses, with commas between; by default those that count.",
        examples=["accepted,contested"],
    )
    machines: bool = Field(False, description="Whether what machines proposed counts too.")
    author: str | None = Field(None, description="Only statements by these, with commas between.")
    confidence: str | None = Field(
        None, description="The least confidence of a whole chain, 0 to 1.", examples=["0.5"]
    )
    held: str | None = Field(
        None,
        description="A day on which the statements hold; one that names no period holds always.",
        examples=["2021-06-30"],
    )
    said: str | None = Field(
        None,
        description="As known on this day: what the sources had said by then.",
        examples=["2019-12-11"],
    )
    undated: str | None = Field(
        None,
        description="What becomes of statements whose source gives no day: include (the default), apart "
        "(the default with said), exclude or only.",
        examples=["apart"],
    )
    recorded: str | None = Field(
        None,
        description="The ledger as it stood at this moment, or at the end of this day.",
        examples=["2026-11-22"],
    )
    period: str | None = Field(
        None,
        description="Only through documents whose period shares a day with this year or span.",
        examples=["2021/2027"],
    )
    force: str | None = Field(
        None,
        description="The force of the documents on the addressee: governing, guiding, inspiring, with commas "
        "between.",
        examples=["governing,guiding"],
    )
    addressee: str | None = Field(
        None, description="Only through documents that have a force on this organisation or group."
    )


class ChainParameters(ListParameters, ChainFilterParameters):
    """Says where chains begin and end, which way they are followed, and what they may rest on."""

    start: str = Field(alias="from", description="The project, objective or document that they start from.")
    goal: str | None = Field(None, description="Only chains that reach it.", examples=["sdg:9"])
    direction: Literal["up", "down"] = Field(
        "up", description="Up to the goals, or down to all that serves or hinders what stands in from."
    )
    only: Literal["objectives", "projects"] | None = Field(
        None, description="On the way down: only objectives and documents, or only projects."
    )


class WhyNotParameters(ChainFilterParameters):
    """Names a start and a goal, and what chains between them may rest on."""

    start: str = Field(alias="from", description="The project, objective or document that is to serve.")
    goal: str = Field(description="The objective or document that is to be served.", examples=["sdg:9"])
    limit: int = Field(5, ge=1, le=50, description="How many candidates for the missing hop, at most.")


class SearchParameters(ListParameters):
    """Says what is searched for."""

    q: str = Field(
        min_length=1, max_length=200, description="Words of a name or text, or a code.", examples=["vatten"]
    )
    kind: Kind | None = Field(None, description="What kind of thing is wanted.", examples=["project"])
    territory: str | None = Field(
        None, description="An area that the finds are in or for, or one around it.", examples=["nuts:SE331"]
    )
    programme: str | None = Field(None, description="A programme that funds the projects found.")
    level: str | None = Field(None, description="Their level.", examples=["pg:RegionalLevel"])
    goal: str | None = Field(
        None, description="An objective or document that they serve, through any chain.", examples=["sdg:9"]
    )
    year: int | None = Field(
        None, ge=1, le=9999, description="A year that falls within their period.", examples=[2020]
    )
