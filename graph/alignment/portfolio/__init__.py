"""The portfolio: counts and money of what serves what, answered from arrays in milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.alignment.portfolio.answers import (
    STATUSES,
    Apart,
    Basis,
    Carrier,
    Concentration,
    Counting,
    Figure,
    Filters,
    Flow,
    Gaps,
    Granted,
    Grid,
    Held,
    Overlap,
    Rate,
    Share,
    Sum,
    Table,
)
from graph.alignment.portfolio.coverage import Coverage, Covered, Naming
from graph.alignment.portfolio.measured import Movement, Observed

if TYPE_CHECKING:
    from graph.alignment.portfolio.portfolio import Portfolio

__all__ = [
    "STATUSES",
    "Apart",
    "Basis",
    "Carrier",
    "Concentration",
    "Counting",
    "Coverage",
    "Covered",
    "Figure",
    "Filters",
    "Flow",
    "Gaps",
    "Granted",
    "Grid",
    "Held",
    "Movement",
    "Naming",
    "Observed",
    "Overlap",
    "Portfolio",
    "Rate",
    "Share",
    "Sum",
    "Table",
]


def __getattr__(name: str) -> Any:
    """Imports the portfolio itself when it is first named: numpy would make every start slower."""
    if name != "Portfolio":
        raise AttributeError(name)
    from graph.alignment.portfolio.portfolio import Portfolio

    return Portfolio
