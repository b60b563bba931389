"""What is sent to enter a project, an objective or an observation, in JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from api.bodies import Body, Day, Iri
from api.ledger.bodies import TextBody
from graph.model import Name
from graph.register import (
    Amount,
    Entry,
    GrantEntry,
    Implementer,
    ObjectiveEntry,
    ObservationEntry,
    Party,
    ProjectEntry,
)

Texts = Annotated[list[TextBody], Field(max_length=20)]
MOST_DESCRIPTION = 40_000
Value = Annotated[Decimal, Field(max_digits=24, decimal_places=9)]
Code = Annotated[str, Field(min_length=1, max_length=200)]


class EnteredBody(Body, ABC):
    """Is the root of what is entered as a thing of its own."""

    @abstractmethod
    def entry(self) -> Entry:
        """Returns what is entered."""


class DescriptionBody(TextBody):
    """Is what a project is about, with its language: the text of an application has room in it."""

    text: str = Field(min_length=1, max_length=MOST_DESCRIPTION, examples=["Projektet bygger fibernät."])


class AmountBody(Body):
    """Is a sum of money."""

    value: Value = Field(examples=["3929285"])
    currency: str = Field(description="ISO 4217.", examples=["SEK"])

    def amount(self) -> Amount:
        """Returns it as the core has it."""
        return Amount(self.value, self.currency)


class PartyBody(Body):
    """Is who takes part: an `organisation` of the graph, or the `name` of a new one."""

    role: Code = Field("beneficiary", examples=["beneficiary"])
    organisation: Iri | None = Field(None, examples=["id/organisation/se/region-vasterbotten"])
    name: TextBody | None = None

    def party(self) -> Party:
        """Returns it as the core has it."""
        return Party(self.role, self.organisation, self.name.name() if self.name else None)


class ImplementerBody(Body):
    """Is who carries an objective out: an `organisation` of the graph, or the `name` of a new one."""

    organisation: Iri | None = Field(None, examples=["id/organisation/se/region-vasterbotten"])
    name: TextBody | None = None

    def implementer(self) -> Implementer:
        """Returns it as the core has it."""
        return Implementer(self.organisation, self.name.name() if self.name else None)


class GrantBody(Body):
    """Is money that a project got: from which programme, how much."""

    programme: Iri | None = None
    amount: AmountBody | None = None

    def grant(self) -> GrantEntry:
        """Returns it as the core has it."""
        return GrantEntry(self.programme, self.amount.amount() if self.amount else None)


class ProjectBody(EnteredBody):
    """Is a project to be entered; what it serves is stated by alignments."""

    names: Texts = Field(description="One in each language.")
    identifier: Code | None = Field(None, description="Its number, which also ends its IRI.")
    descriptions: list[DescriptionBody] = Field([], max_length=20)
    start: Day | None = None
    end: Day | None = None
    territories: list[Iri] = Field([], max_length=500, examples=[["nuts:SE332"]])
    parties: list[PartyBody] = Field([], max_length=500)
    grants: list[GrantBody] = Field([], max_length=50)
    cost: AmountBody | None = None
    source: Iri | None = Field(None, description="The document that tells of it.")

    def entry(self) -> ProjectEntry:
        """Returns it as the core has it."""
        return ProjectEntry(
            names=_names(self.names),
            identifier=self.identifier,
            descriptions=_names(self.descriptions),
            start=self.start,
            end=self.end,
            territories=tuple(self.territories),
            parties=tuple(each.party() for each in self.parties),
            grants=tuple(each.grant() for each in self.grants),
            cost=self.cost.amount() if self.cost else None,
            source=self.source,
        )


class ObjectiveBody(EnteredBody):
    """Is an objective to be entered, of a `document` or under a `broader` objective; its level is theirs."""

    kind: str = Field(description="Its class.", examples=["pg:SubGoal"])
    names: Texts
    document: Iri | None = Field(None, examples=["id/document/vasterbotten/rus-2020"])
    broader: Iri | None = None
    scheme: Iri | None = Field(None, description="Which tree of the document, where it has several.")
    code: Code | None = None
    definitions: Texts = Field([])
    prioritised: bool | None = None
    indicators: list[Iri] = Field([], max_length=100)
    start: Day | None = None
    end: Day | None = None
    implementers: list[ImplementerBody] = Field([], max_length=100, description="Who carries it out.")

    def entry(self) -> ObjectiveEntry:
        """Returns it as the core has it."""
        return ObjectiveEntry(
            objective_kind=self.kind,
            names=_names(self.names),
            document=self.document,
            broader=self.broader,
            scheme=self.scheme,
            code_text=self.code,
            definitions=_names(self.definitions),
            is_prioritised=self.prioritised,
            indicators=tuple(self.indicators),
            start=self.start,
            end=self.end,
            implementers=tuple(each.implementer() for each in self.implementers),
        )


class ObservationBody(EnteredBody):
    """Is a value of an indicator to be entered."""

    indicator: Iri
    role: Literal["baseline", "midterm", "actual", "target", "forecast"]
    value: Value = Field(examples=["71.5"])
    period: str = Field(description="A year, a month or a day.", examples=["2024"])
    territory: Iri | None = Field(None, examples=["nuts:SE331"])
    unit: Code | None = Field(None, examples=["%"])
    said: Day | None = Field(None, description="When its source said it.")
    source: Iri | None = Field(None, description="The document that says it.")
    notes: Texts = Field([])

    def entry(self) -> ObservationEntry:
        """Returns it as the core has it."""
        return ObservationEntry(
            indicator=self.indicator,
            role=self.role,
            value=self.value,
            period=self.period,
            territory=self.territory,
            unit=self.unit,
            said=self.said,
            source=self.source,
            notes=_names(self.notes),
        )


def _names(texts: Sequence[TextBody]) -> tuple[Name, ...]:
    return tuple(each.name() for each in texts)
