"""What a draft of a project holds, in JSON: the project, and what it would serve."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from api.bodies import Body, Day, Iri, Whole
from api.ledger.bodies import ProofBody, TextBody
from api.register.bodies import ProjectBody
from graph.model import Name
from graph.recording import Draft as Statement


class ServesBody(Body):
    """Is what a project would serve or hinder: an alignment whose source is the project."""

    target: Iri = Field(examples=["sdg:9.1"])
    strength: Whole = Field(2, description="1 to 3.")
    confidence: Decimal = Field(Decimal("0.7"), description="0 to 1.")
    evidence: list[ProofBody] = Field([], max_length=50)
    reasoning: TextBody | None = None
    hinders: bool = False
    said: Day | None = None

    def statement(self, source: str) -> Statement:
        """Returns it as the core has it, said of a project."""
        return Statement(
            source=source,
            target=self.target,
            strength=self.strength,
            confidence=self.confidence,
            evidence=tuple(each.proof() for each in self.evidence),
            reasoning=self.reasoning.name() if self.reasoning else None,
            hinders=self.hinders,
            said=self.said,
        )


class DraftBody(Body):
    """Is a draft of a project; it may lack what publishing takes."""

    project: ProjectBody
    serves: list[ServesBody] = Field([], max_length=100)

    def title(self, lang: str) -> str:
        """Returns what the draft is called: its name in a language, or any, or its number."""
        names = [each.name() for each in self.project.names]
        best = sorted(names, key=lambda name: name.lang != lang) or [Name(self.project.identifier or "")]
        return best[0].text
