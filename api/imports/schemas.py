"""What imports look like in JSON, and the parameters by which they are asked for."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.parameters import Parameters
from api.schemas import Model


class ImportParameters(Parameters):
    """Says how a list is read, and whether it is only looked at."""

    mapping: str | None = Field(
        None,
        description="The mapping that reads the list; without it the form says how, in `reading`.",
        examples=["projects"],
    )
    list_name: str | None = Field(
        None,
        max_length=200,
        description="What the list is called, where lists of its kind have names: one of the same name is "
        "replaced, others stay. Else the name of the file; empty for the list without a name.",
        examples=["Vår lista"],
    )
    preview: bool = Field(False, description="Whether the list is only looked at: then nothing is written.")
    accept_loss: int = Field(
        0,
        ge=0,
        description="How many things of the former list may go as this one lacks them; more are refused.",
        examples=[37],
    )


class LoadParameters(Parameters):
    """Says where an RDF file goes, and whether it is only looked at."""

    graph: str | None = Field(
        None,
        description="The graph for triples that stand in no named graph, as an IRI or a path from the base; "
        "without it `graph/source/` and the name of the file.",
        examples=["graph/source/strategy"],
    )
    preview: bool = Field(False, description="Whether the file is only looked at: then nothing is written.")


class JobModel(Model):
    """Is an import: how far it is, and its report once it is done.

    The report of a preview has findings by cell, things with their state and chains, what would be gone and
    the effects on objectives; that of an import has its counts, its warnings and its commit; that of a
    proposal what the list seems to be. That of RDF has its graphs, how many quads they add and remove, and
    its findings by node and property.
    """

    id: str
    state: Literal["running", "done", "failed", "cancelled"]
    preview: bool
    mapping: str = Field(description="The mapping that reads the list, empty while one is proposed.")
    file: str
    stage: str = Field(description="Where it is: waiting, reading, checking, shapes, effects or writing.")
    done: int = Field(description="How many rows are checked.")
    total: int = Field(description="Of how many.")
    report: dict[str, Any] | None = Field(None, description="What came of it, null while it runs.")


RUNNING = {
    "id": "c2VjcmV0LWlk",
    "state": "running",
    "preview": True,
    "mapping": "projects",
    "file": "projekt.xlsx",
    "stage": "checking",
    "done": 400,
    "total": 1196,
    "report": None,
}
REPORT = {
    "rows": 1196,
    "refused": 0,
    "warned": 26,
    "counts": {"new": 3, "changed": 1, "unchanged": 581, "refused": 0, "gone": 0},
}
DONE = RUNNING | {"state": "done", "stage": "effects", "done": 1196, "report": REPORT}
LOADED = RUNNING | {
    "state": "done",
    "stage": "shapes",
    "mapping": "rdf",
    "file": "strategi.ttl",
    "done": 0,
    "total": 412,
    "report": {
        "file": "strategi.ttl",
        "graphs": ["http://127.0.0.1:8000/graph/source/strategi"],
        "statements": 412,
        "quads": {"added": 12, "removed": 3},
        "findings": [],
    },
}
PROPOSAL = {
    "file": "lista.xlsx",
    "fitting": [],
    "columns": [
        {"heading": "Dnr", "column": "id", "title": "Projektnummer", "how": "name", "share": 1.0},
        {"heading": "Övrigt", "column": None, "title": None, "how": None, "share": 0.0},
    ],
    "lacking": ["Organisation"],
    "findings": [],
    "known": [{"column": "id", "title": "Projektnummer", "required": True}],
    "reading": {"name": "lista", "columns": {"Dnr": "id", "Övrigt": None}, "defaults": {}},
    "mapping": None,
}
PROPOSED = RUNNING | {
    "state": "done",
    "stage": "reading",
    "mapping": "",
    "file": "lista.xlsx",
    "report": PROPOSAL,
}
