"""What is answered to who enters something, and examples of what is sent."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from api.bodies import writable
from api.parameters import Parameters
from api.schemas import FindingModel, Model

_BASE = "http://127.0.0.1:8000/"
_NAME = {"text": "Bredband i byn", "lang": "sv"}


class WithdrawalParameters(Parameters):
    """Says why a thing is withdrawn, in the language of the request."""

    reason: Annotated[str, AfterValidator(writable)] = Field(
        description="Why it is withdrawn.", min_length=1, max_length=4000, examples=["Står två gånger."]
    )


class WrittenModel(Model):
    """Is what became of an entry: under which IRI it stands, in which version, by which commit.

    `commit` is null where the graph held all of it already, `version` for what was withdrawn; `findings` are
    warnings, which keep nothing out.
    """

    iri: str
    version: str | None = Field(description="What If-Match takes, without quotes.")
    commit: int | None
    findings: list[FindingModel] = Field([])


WRITTEN = {
    "iri": f"{_BASE}id/project/by-local-anna/2024-17",
    "version": "5f0c3b0e6c6a4b1f9d8b",
    "commit": 12,
    "findings": [],
}
WITHDRAWN = WRITTEN | {"version": None, "commit": 13}
PROJECT = {
    "identifier": "2024-17",
    "names": [_NAME],
    "start": "2024-01-01",
    "end": "2025-12-31",
    "territories": ["nuts:SE331"],
    "parties": [{"organisation": "id/organisation/se/region-vasterbotten"}],
    "grants": [{"amount": {"value": "1250000", "currency": "SEK"}}],
}
OBJECTIVE = {
    "kind": "pg:SubGoal",
    "broader": "id/objective/vasterbotten/choice-6",
    "code": "6.1",
    "names": [{"text": "Bredband till alla", "lang": "sv"}],
}
OBSERVATION = {
    "indicator": "id/indicator/by-local-anna/bredband",
    "role": "baseline",
    "value": "71.5",
    "unit": "%",
    "period": "2024",
    "territory": "nuts:SE331",
}
