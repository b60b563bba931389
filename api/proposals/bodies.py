"""What is sent to be read for proposals, in JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from api.bodies import Body
from api.iris import full
from graph.errors import InputError
from graph.proposals import Asked, asked_of
from graph.repository import Repository

MOST_TEXT = 20_000


class TextToReadBody(Body):
    """Is a text, or a thing of the graph, that proposals are asked for; nothing is kept of it."""

    title: str = Field("", max_length=1000, examples=["Bredband till fler"])
    text: str = Field("", max_length=MOST_TEXT, examples=["Projektet bygger fibernät i glesbygd."])
    lang: Literal["", "sv", "da", "nb", "en"] = Field("", description="Told from the words if it is empty.")
    territories: list[str] = Field(
        default=[], max_length=500, description="Areas whose strategies are tried.", examples=[["nuts:SE331"]]
    )
    day: date | None = Field(
        None, description="The strategies and funds of which day; today's if it is empty."
    )
    project: str | None = Field(
        None, description="A project, a plan or an objective of one, in the place of all of these."
    )
    least: Decimal | None = Field(None, ge=0, le=1, description="The least confidence; ours if it is empty.")

    def asked(self, repository: Repository) -> Asked:
        """Returns what is asked; both a text and a project, or neither, raises InputError."""
        if bool(self.project) == bool(self.title or self.text):
            raise InputError("text-or-project")
        if self.project:
            return asked_of(repository, full(self.project, repository.store.base))
        areas = tuple(full(each, repository.store.base) for each in self.territories)
        return Asked(self.title, self.text, self.lang, areas, self.day or date.today())


class ProjectToReadBody(Body):
    """Is a project, a plan or an objective of one whose proposals are to be stated in the ledger."""

    project: str = Field(examples=["id/project/tillvaxtverket-2014/20200940"])
    least: Decimal | None = Field(None, ge=0, le=1, description="The least confidence; ours if it is empty.")
