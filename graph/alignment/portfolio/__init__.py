"""The portfolio: counts and money of what serves what, answered from arrays in milliseconds."""

from graph.alignment.portfolio.answers import (
    STATUSES,
    Basis,
    Carrier,
    Concentration,
    Counting,
    Figure,
    Filters,
    Gaps,
    Grid,
    Overlap,
    Rate,
    Sum,
    Table,
)
from graph.alignment.portfolio.portfolio import Portfolio

__all__ = [
    "STATUSES",
    "Basis",
    "Carrier",
    "Concentration",
    "Counting",
    "Figure",
    "Filters",
    "Gaps",
    "Grid",
    "Overlap",
    "Portfolio",
    "Rate",
    "Sum",
    "Table",
]
