"""What is sent to the ledger, in JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from api.bodies import Body, Iri, Whole
from api.iris import full
from graph.errors import TermInvalid
from graph.model import Name, Quote
from graph.recording import Draft, Proof
from graph.terms import expand, language

_AGREEMENTS = {"accept": Decimal(1), "reject": Decimal(-1)}


def _tag(text: str) -> str:
    try:
        language(text)
    except TermInvalid as error:
        raise PydanticCustomError("language_invalid", "not a language tag") from error
    return text


Tag = Annotated[str, Field(pattern="^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"), AfterValidator(_tag)]
"""Is a language tag (BCP 47)."""


class TextBody(Body):
    """Is a text with its language."""

    text: str = Field(min_length=1, max_length=4000, examples=["Så står det i planen."])
    lang: Tag = Field(examples=["sv"])

    def name(self) -> Name:
        """Returns the text as the core has it."""
        return Name(self.text.strip(), self.lang.lower())


Around = Annotated[str, Field(max_length=200)]


class QuoteBody(TextBody):
    """Is words of a document, with a few of those right before and after them where they may be told."""

    prefix: Around = Field("", examples=["de bygger på "])
    suffix: Around = Field("", examples=[" om vatten"])

    def quote(self) -> Quote:
        """Returns the words as the core has them."""
        return Quote(self.text.strip(), self.lang.lower(), self.prefix, self.suffix)


class ProofBody(Body):
    """Is a document that a statement rests on, and a few of its words."""

    source: Iri = Field(examples=["id/document/vasterbotten/rus-2020"])
    quote: QuoteBody | None = None

    def proof(self) -> Proof:
        """Returns it as the core has it."""
        return Proof(self.source, self.quote.quote() if self.quote else None)


class StatementBody(Body):
    """Is an alignment to be stated; IRIs may be prefixed names or paths from the base."""

    source: str = Field(examples=["id/project/tillvaxtverket-2014/20200940"])
    target: str = Field(examples=["sdg:9.1"])
    strength: Whole = Field(description="1 to 3.", examples=[2])
    confidence: Decimal = Field(description="0 to 1.", examples=["0.7"])
    evidence: list[ProofBody] = Field(max_length=50)
    reasoning: TextBody | None = None
    hinders: bool = False
    justification: str = "semapv:ManualMappingCuration"
    said: date | None = None

    def draft(self, base: str) -> Draft:
        """Returns the statement as the core has it; a term that is no IRI raises TermInvalid."""
        return Draft(
            source=full(self.source, base),
            target=full(self.target, base),
            strength=self.strength,
            confidence=self.confidence,
            evidence=tuple(each.proof() for each in self.evidence),
            reasoning=self.reasoning.name() if self.reasoning else None,
            hinders=self.hinders,
            justification=expand(self.justification).value,
            said=self.said,
        )


class ReviewBody(Body):
    """Is a review: how far the reviewer agrees, -1 to 1, and why."""

    agreement: Decimal = Field(description="-1 to 1.", examples=["1"])
    reason: TextBody


class WithdrawalBody(Body):
    """Is why something is withdrawn: the alignment, or an event `of` its history."""

    reason: TextBody
    of: str | None = Field(None, description="The event; the alignment itself where none is named.")


class SupersessionBody(Body):
    """Is what shall stand in the place of an alignment, and why."""

    statement: StatementBody
    reason: TextBody


class DecisionBody(Body):
    """Is one decision among several; `version` is that of the alignment when it was read."""

    alignment: str
    decision: Literal["accept", "reject", "correct"]
    reason: TextBody
    version: str | None = None
    statement: StatementBody | None = Field(None, description="What shall stand instead, to correct.")

    def agreement(self) -> Decimal:
        """Returns how far one agrees who accepts or rejects."""
        return _AGREEMENTS[self.decision]


class DecisionsBody(Body):
    """Is several decisions, to be taken together or not at all."""

    decisions: list[DecisionBody] = Field(min_length=1, max_length=1000)
