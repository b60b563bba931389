"""The parameters of questions that suppose nothing: what hangs on one thing, which few projects would do."""

from __future__ import annotations

from pydantic import Field

from api.portfolio.parameters import REPEATED, FilterParameters, GapParameters

MAY_REPEAT = (*REPEATED, "objective", "remove", "programmes")


class SinglePointParameters(GapParameters):
    """Says among which objectives single points are looked for."""


class RemovalParameters(FilterParameters):
    """Says what goes; either may stand several times."""

    remove: list[str] = Field([], description="A project that goes.", max_length=500)
    programmes: list[str] = Field(
        [], description="A programme that goes, with all projects that it funds.", max_length=50
    )


class SmallestSetParameters(FilterParameters):
    """Says which objectives are to be covered."""

    objective: list[str] = Field(
        [], description="An objective to cover; may stand several times.", examples=[["sdg:9", "sdg:13"]]
    )
    document: str | None = Field(
        None,
        description="In place of objectives: the prioritised ones of this document, or all if none is.",
    )
