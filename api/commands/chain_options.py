"""The options that say which statements and documents chains may rest on, and what they amount to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from api.commands.words import say

Status = Annotated[str | None, typer.Option(help=say("option.chain-status"))]
Machines = Annotated[bool, typer.Option("--machines", help=say("option.chain-machines"))]
Author = Annotated[str | None, typer.Option(help=say("option.chain-author"))]
Confidence = Annotated[str | None, typer.Option(help=say("option.chain-confidence"))]
Held = Annotated[str | None, typer.Option(help=say("option.chain-held"))]
Said = Annotated[str | None, typer.Option(help=say("option.chain-said"))]
Undated = Annotated[str | None, typer.Option(help=say("option.chain-undated"))]
Recorded = Annotated[str | None, typer.Option(help=say("option.chain-recorded"))]
Period = Annotated[str | None, typer.Option(help=say("option.chain-period"))]
Force = Annotated[str | None, typer.Option(help=say("option.chain-force"))]
Addressee = Annotated[str | None, typer.Option(help=say("option.chain-addressee"))]


@dataclass(frozen=True, slots=True)
class Given:
    """Holds what the options gave, as they were written."""

    status: str | None = None
    machines: bool = False
    author: str | None = None
    confidence: str | None = None
    held: str | None = None
    said: str | None = None
    undated: str | None = None
    recorded: str | None = None
    period: str | None = None
    force: str | None = None
    addressee: str | None = None

    def texts(self) -> dict[str, str | None]:
        """Returns the filters as texts by name."""
        return {name: str(value) if value else None for name, value in asdict(self).items()}
