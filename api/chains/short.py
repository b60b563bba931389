"""Projects with the surest chain of each to a goal in short: what the list on a goal's page says, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pydantic import Field

from api.schemas import Model, ProjectModel, ThingModel
from graph.alignment.chains import Chains
from graph.alignment.shortly import Said, Short, shortly
from graph.model import Name, Project, Thing
from graph.repository import Repository
from graph.repository.facts import shared_things_of

_NOBODY = Thing("", Name(""))


class SaidModel(Model):
    """Is a statement of a chain: its IRI, who says it, where it stands, how sure it is."""

    iri: str
    author: ThingModel
    status: str = Field(examples=["proposed"])
    by_machine: bool
    confidence: Decimal = Field(examples=["0.65"])
    is_weakest: bool = Field(description="Whether the chain has others, and all of them are surer.")


class ShortModel(Model):
    """Is a chain in short: what lies between the project and the goal, and what is said on the way, in order.

    A step in an objective's own tree is no statement.
    """

    confidence: Decimal = Field(description="The product of those of the statements.", examples=["0.65"])
    through: list[ThingModel]
    said: list[SaidModel]


class ChainedModel(ProjectModel):
    """Is a project with its surest chain to the goal that was asked for, where chains are asked for."""

    chain: ShortModel | None = None


def chained(
    chains: Chains, repository: Repository, projects: Iterable[Project], goal: str, lang: str
) -> tuple[ChainedModel, ...]:
    """Returns projects with their chains."""
    known = list(projects)
    found = [shortly(repository, chains.surest(each.thing.iri, goal)) for each in known]
    things = shared_things_of(repository.reading, _named(found), lang)
    return tuple(
        ChainedModel.model_validate(project).model_copy(update={"chain": _told(chain, things)})
        for project, chain in zip(known, found, strict=True)
    )


def _named(found: Sequence[Short | None]) -> Iterable[str]:
    for chain in filter(None, found):
        yield from chain.through
        yield from (author for each in chain.said for author in each.authors)


def _told(chain: Short | None, things: Mapping[str, Thing]) -> ShortModel | None:
    if chain is None:
        return None
    return ShortModel(
        confidence=chain.confidence,
        through=[ThingModel.model_validate(things[each]) for each in chain.through],
        said=[_said(each, things) for each in chain.said],
    )


def _said(said: Said, things: Mapping[str, Thing]) -> SaidModel:
    author = things[said.authors[0]] if said.authors else _NOBODY
    return SaidModel(
        iri=said.statement,
        author=ThingModel.model_validate(author),
        status=said.status,
        by_machine=said.by_machine,
        confidence=said.confidence,
        is_weakest=said.is_weakest,
    )
