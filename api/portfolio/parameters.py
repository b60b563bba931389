"""The parameters of every question to the portfolio: filters, how money counts, rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from pydantic import Field

from api.iris import from_base
from api.parameters import Parameters
from graph.alignment.portfolio import Filters, Rate
from graph.errors import InputError

Status = Literal["accepted", "proposed", "machine"]
REPEATED = ("rate", "status")
RATE = "DKK,SEK,1.5,2020-06-30,https://www.ecb.europa.eu/stats"


class FilterParameters(Parameters):
    """Says which projects count, and by which chains they serve."""

    region: str | None = Field(
        None, description="An area that they lie in, or one around it.", examples=["nuts:SE331"]
    )
    municipality: str | None = Field(
        None, description="A second area, of any level, that they lie in as well."
    )
    programme: str | None = Field(None, description="Only what this programme funds, and its money alone.")
    fund: str | None = Field(
        None, description="Only what programmes of this fund pay, and their money alone."
    )
    since: date | None = Field(None, description="Only projects that still ran on this day, or later.")
    until: date | None = Field(None, description="Only projects that began by this day.")
    status: list[Status] = Field(
        ["accepted", "proposed"],
        description="The statuses that every statement of a chain may have; may stand several times.",
    )
    confidence: Decimal = Field(
        Decimal(0), ge=0, le=1, description="The least confidence of a project's best chain."
    )

    def filters(self, base: str) -> Filters:
        """Returns them as the portfolio takes them; paths count from the base."""
        region, municipality, programme, fund = (
            from_base(each, base) if each else None
            for each in (self.region, self.municipality, self.programme, self.fund)
        )
        return Filters(
            region,
            municipality,
            programme,
            fund,
            self.since,
            self.until,
            frozenset(self.status),
            self.confidence,
        )


class MoneyParameters(FilterParameters):
    """Says how money counts too."""

    counting: Literal["full", "parts"] = Field(
        "full",
        description="Whether a project's money counts in full wherever it reaches, or in equal parts.",
    )
    rate: list[str] = Field(
        [],
        description="A dated rate with its source: from, to, value, day, source; one for each currency.",
        examples=[[RATE]],
    )

    def question(self, base: str) -> dict[str, Any]:
        """Returns filters, counting and rates as the portfolio takes them; a rate that is none is refused."""
        rates = tuple(map(rate_of, self.rate))
        return {"filters": self.filters(base), "counting": self.counting, "rates": rates}


class DocumentMoneyParameters(MoneyParameters):
    """Names the document whose objectives are the rows."""

    document: str = Field(
        description="The document that sets the objectives.", examples=["id/document/vastmanland/rus-2030"]
    )

    def question(self, base: str) -> dict[str, Any]:
        """Returns the same with the document."""
        return {"document": from_base(self.document, base), **super().question(base)}


class FlowParameters(MoneyParameters):
    """Names the document through whose objectives programmes lead to goals, if any."""

    document: str | None = Field(
        None,
        description="A document through whose highest objectives it leads; straight to goals without it.",
        examples=["id/document/vastmanland/rus-2030"],
    )

    def question(self, base: str) -> dict[str, Any]:
        """Returns the same with the document."""
        document = from_base(self.document, base) if self.document else None
        return {"document": document, **super().question(base)}


class RegionsParameters(MoneyParameters):
    """Names what the projects of the regions are to serve."""

    goal: str | None = Field(
        None,
        description="A goal, target, other objective or document; any global goal without it.",
        examples=["sdg:9"],
    )

    def question(self, base: str) -> dict[str, Any]:
        """Returns the same with the goal."""
        return {"goal": from_base(self.goal, base) if self.goal else None, **super().question(base)}


class DocumentParameters(FilterParameters):
    """Names the document whose objectives are the rows, without money."""

    document: str = Field(
        description="The document that sets the objectives.", examples=["id/document/vastmanland/rus-2030"]
    )


class GapParameters(FilterParameters):
    """Says among which objectives gaps are looked for."""

    document: str | None = Field(None, description="The document that sets them; all objectives without it.")
    prioritised: bool = Field(False, description="Only those that their document gives priority.")


class OverlapParameters(FilterParameters):
    """Names the two documents that are compared."""

    first: str = Field(description="One of the two documents.", examples=["id/document/vastmanland/rus-2030"])
    second: str = Field(description="The other one.", examples=["id/document/vasterbotten/rus-2020"])


class CoverageParameters(FilterParameters):
    """Names the area in which it is asked what is said, funded and done."""

    region: str = Field(description="The area; it need not be a region.", examples=["nuts:SE331"])
    rows: Literal["targets", "goals"] = Field("targets", description="What the rows are.")


def rate_of(text: str) -> Rate:
    """Returns a rate that is written as one parameter.

    >>> rate_of("DKK,SEK,1.5,2020-06-30,https://www.ecb.europa.eu/stats").value
    Decimal('1.5')
    """
    parts = [part.strip() for part in text.split(",", 4)]
    try:
        of, to, value, day, source = parts
        made = Rate(of, to, Decimal(value), date.fromisoformat(day), source)
    except (ValueError, InvalidOperation) as error:
        raise InputError("rate-malformed", value=text, expected=RATE) from error
    if not all(len(code) == 3 and code.isascii() and code.isupper() for code in (of, to)):
        raise InputError("rate-malformed", value=text, expected=RATE)
    return made
