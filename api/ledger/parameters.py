"""The query parameters of the ledger's own routes."""

from __future__ import annotations

from pydantic import Field

from api.parameters import Parameters, View


class SetParameters(Parameters):
    """Says which alignments are read as a mapping set."""

    source: str | None = Field(None, description="What contributes or hinders.")
    target: str | None = Field(None, description="What is contributed to or hindered.", examples=["sdg:9"])
    author: str | None = Field(None, description="Who made them.")
    view: View | None = Field(None, description="Whether reviewers agree, do not, or nobody has reviewed.")
