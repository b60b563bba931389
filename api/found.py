"""What the search and the list of likely duplicates look like in JSON."""

from __future__ import annotations

from pydantic import Field

from api.schemas import Listing, Model, NameModel, ThingModel


class SegmentModel(Model):
    """Is a piece of a text, and whether it is what was searched for."""

    text: str = Field(examples=["vatten"])
    match: bool


class HighlightModel(Model):
    """Is a text of a find in segments that make it up, never as HTML."""

    field: str = Field(description="name, text or code.", examples=["name"])
    lang: str = Field("", examples=["sv"])
    segments: list[SegmentModel]


class FindModel(ThingModel):
    """Is one find as a row of a table."""

    group: str = Field(
        description="Its kind among those of the filter kind: goal, project and so on.",
        examples=["territory"],
    )


class FoundModel(FindModel):
    """Is one find: its best label for the reader, and where it matches; the first highlight is the name."""

    highlights: list[HighlightModel]


class FacetValueModel(Model):
    """Is one value of a facet and how many finds have it."""

    value: str = Field(
        description="What the filter of the facet's name takes.",
        examples=["http://data.europa.eu/nuts/code/SE331"],
    )
    count: int
    name: NameModel | None = Field(description="Its label; null where the value says it itself.")


class FacetModel(Model):
    """Is one way to narrow the search; its counts let all filters through but its own."""

    name: str = Field(examples=["territory"])
    values: list[FacetValueModel]


class FoundListing(Listing[FoundModel]):
    """Is one page of finds, the best first, with the facets of all of them."""

    facets: list[FacetModel]


class DuplicateModel(Model):
    """Is two organisations that may be one; nothing is merged."""

    first: ThingModel
    second: ThingModel
    reason: str = Field(
        description="identifier: the same number. name: the same but for case, punctuation and letters such"
        " as å and aa. form: the same but for the legal form or the order of words. spelling: one slip.",
        examples=["form"],
    )
    similarity: float = Field(ge=0, le=1, description="How alike their names are.", examples=[0.92])
