"""What a portfolio holds at one moment: a copy that no commit changes, for what is computed beside it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.alignment.portfolio.frame import Frame
from graph.alignment.portfolio.holdings import Holdings


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Is the projects and what they are counted by, as they stood at commit `sequence`."""

    sequence: int
    holdings: Holdings
    frame: Frame
