"""What the vocabulary looks like in JSON; every field is part of the contract."""

from __future__ import annotations

from pydantic import Field

from api.schemas import Model, NameModel


class TermModel(Model):
    """Is a class or a property that the graph uses, or a goal, target or region that queries name."""

    name: str = Field(description="The prefixed name.", examples=["pg:contributesTo"])
    iri: str
    use: str = Field(description="class, property or thing.", examples=["property"])
    label: NameModel | None
    text: NameModel | None = Field(description="What it means, where the graph defines it.")


class VocabularyModel(Model):
    """Is what a query may be written with."""

    prefixes: dict[str, str]
    terms: list[TermModel]
