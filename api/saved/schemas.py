"""What saved questions look like in JSON, and how one is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from api.bodies import Body
from api.saved.acting import MOST_TITLE
from api.schemas import Model
from graph.saved import LONGEST, Saved, Turn
from graph.saved.answers import Line

Lines = list[list[str | None]]


class SavedBody(Body):
    """Is a question as it is sent."""

    title: Annotated[str, Field(min_length=1, max_length=MOST_TITLE)]
    query: Annotated[str, Field(min_length=1, max_length=LONGEST, description="A SELECT query.")]


class TurnModel(Model):
    """Is what came into the answer and went out of it between two commits; at most 20 rows of each."""

    since: int
    sequence: int
    at: datetime
    came: int
    went: int
    columns: list[str]
    rows_came: Lines
    rows_went: Lines

    @classmethod
    def told(cls, turn: Turn) -> Self:
        """Returns a change as JSON tells it."""
        return cls(
            since=turn.since,
            sequence=turn.sequence,
            at=turn.at,
            came=turn.came,
            went=turn.went,
            columns=list(turn.columns),
            rows_came=[_line(each) for each in turn.lines_came],
            rows_went=[_line(each) for each in turn.lines_went],
        )


class SavedRow(Model):
    """Is a saved question in a table, with how many rows its last answer has."""

    key: str
    title: str
    query: str
    owner: str = Field(description="The IRI of whose it is.")
    name: str = Field(description="What its owner is called.")
    made: datetime
    sequence: int = Field(description="The commit that the answer shows.")
    looked: int = Field(description="The commit at which it was asked last.")
    fault: str | None = Field(description="Why it could not be answered then; null where it was.")
    rows: int
    page: str
    feed: str


class SavedModel(SavedRow):
    """Is a saved question with what changed in its last answer."""

    changes: list[TurnModel]

    @classmethod
    def told(cls, saved: Saved, base: str) -> Self:
        """Returns a question as JSON tells it."""
        return cls(
            key=saved.key,
            title=saved.title,
            query=saved.query,
            owner=saved.owner,
            name=saved.name,
            made=saved.made,
            sequence=saved.told.sequence,
            looked=saved.looked,
            fault=saved.fault,
            rows=len(saved.told.lines),
            page=f"{base}saved/{saved.key}",
            feed=f"{base}saved/{saved.key}/feed",
            changes=[TurnModel.told(each) for each in saved.turns],
        )


def _line(line: Line) -> list[str | None]:
    return [cell[1] if cell else None for cell in line]


EXAMPLE = {
    "key": "5f0c3b0e6c6a4b1f",
    "title": "Projekt för mål 9 i Västerbotten",
    "query": "SELECT ?project WHERE { … }",
    "owner": "http://127.0.0.1:8000/id/agent/local/anna",
    "name": "Anna",
    "made": "2026-11-26T07:00:00Z",
    "sequence": 7,
    "looked": 7,
    "fault": None,
    "rows": 74,
    "page": "http://127.0.0.1:8000/saved/5f0c3b0e6c6a4b1f",
    "feed": "http://127.0.0.1:8000/saved/5f0c3b0e6c6a4b1f/feed",
    "changes": [
        {
            "since": 5,
            "sequence": 7,
            "at": "2026-11-26T07:10:00Z",
            "came": 1,
            "went": 0,
            "columns": ["project"],
            "rows_came": [["http://127.0.0.1:8000/id/project/tillvaxtverket-2014/20200942"]],
            "rows_went": [],
        }
    ],
}
SENT = {
    "title": "Projekt för mål 9 i Västerbotten",
    "query": "PREFIX pg: <https://w3id.org/policygraph#> PREFIX sdg: <http://metadata.un.org/sdg/>\n"
    "SELECT DISTINCT ?project WHERE { ?o pg:reaches sdg:9 . ?project pg:contributesTo ?o ; a pg:Project }",
}
