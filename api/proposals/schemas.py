"""What is answered about proposals, in JSON."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pydantic import Field

from api.schemas import Model, NameModel, ThingModel
from graph.model import Thing
from graph.proposals import Proposal, Proposals


class WordModel(Model):
    """Is words that speak for a proposal, and where they stand."""

    field: str = Field(description="title or text", examples=["text"])
    start: int = Field(description="Characters from the beginning of that field.", examples=[18])
    end: int = Field(examples=[26])
    text: str = Field(examples=["fibernät"])


class ProposalModel(Model):
    """Is one thing that the text may serve."""

    target: str = Field(examples=["http://metadata.un.org/sdg/9.c"])
    kind: str = Field(description="goal, target, specific-objective or sub-goal", examples=["target"])
    name: NameModel
    code: str | None = Field(examples=["9.c"])
    confidence: Decimal = Field(description="How often such a proposal is right, 0 to 1.", examples=["0.83"])
    words: list[WordModel]


class ProposalsModel(Model):
    """Is what is proposed, surest first of its kind, and how it was come to."""

    items: list[ProposalModel]
    areas: list[ThingModel] = Field(
        description="Municipalities, counties and larger areas that the text names, for `territories`."
    )
    lang: str = Field(description="In which language the text was read.", examples=["sv"])
    abstained: str | None = Field(
        description="Why nothing is proposed: too-short, language-unknown, no-words, unsure.", examples=[None]
    )
    method: str = Field(examples=["lexicon"])
    version: str = Field(examples=["1.1"])


class StatedModel(Model):
    """Is what became of the proposals for a project in the ledger."""

    project: str
    stated: list[str] = Field(description="Statements that are new.")
    renewed: list[str] = Field(description="Statements in the place of former ones.")
    unchanged: list[str] = Field(description="Statements that stand as before.")
    withdrawn: list[str] = Field(description="Former statements that are no longer proposed.")
    left: list[str] = Field(description="Targets of which somebody else has said something.")


def model_of(found: Proposals, areas: Iterable[Thing] = ()) -> ProposalsModel:
    """Returns the answer that tells proposals, and the areas that the text names."""
    return ProposalsModel(
        items=[_item(each) for each in found.items],
        areas=[ThingModel.model_validate(each) for each in areas],
        lang=found.lang,
        abstained=found.abstained or None,
        method=found.method,
        version=found.version,
    )


def _item(proposal: Proposal) -> ProposalModel:
    return ProposalModel(
        target=proposal.target,
        kind=proposal.kind,
        name=NameModel.model_validate(proposal.thing.name),
        code=proposal.thing.code,
        confidence=proposal.confidence,
        words=[WordModel.model_validate(word) for word in proposal.words],
    )
