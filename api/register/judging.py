"""What is sent to say whether two organisations are one, and what is answered."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.bodies import Body, Iri
from api.ledger.bodies import TextBody
from api.schemas import Model
from graph.recording import Judgement

_BASE = "http://127.0.0.1:8000/"


class JudgementBody(Body):
    """Is whether two organisations are the same or different, and why."""

    first: Iri = Field(examples=["id/organisation/se/region-vasterbotten"])
    second: Iri
    decision: Literal["same", "different"]
    reason: TextBody

    def judgement(self) -> Judgement:
        """Returns it as the core has it."""
        return Judgement(self.first, self.second, self.decision == "same", self.reason.name())


class JudgedModel(Model):
    """Is what was said of two organisations; `commit` is null where it was said already."""

    first: str
    second: str
    decision: Literal["same", "different"]
    commit: int | None


JUDGEMENT = {
    "first": "id/organisation/se/region-vasterbotten",
    "second": "id/organisation/projects/region-vasterbotten",
    "decision": "same",
    "reason": {"text": "Samma organisationsnummer.", "lang": "sv"},
}
JUDGED = {
    "first": f"{_BASE}id/organisation/se/region-vasterbotten",
    "second": f"{_BASE}id/organisation/projects/region-vasterbotten",
    "decision": "same",
    "commit": 14,
}
