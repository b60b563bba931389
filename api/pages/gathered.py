"""The portfolio as pages ask for it: they wait a moment, and then say that it is being gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.pages.asked import Asked
from graph.errors import QueryGivenUp

if TYPE_CHECKING:
    from graph.alignment.portfolio import Portfolio

PATIENCE = 3.0


def portfolio_of(asking: Asked) -> Portfolio | None:
    """Returns the portfolio, None while it is gathered for the first time after a start."""
    try:
        return asking.services.portfolio.current(PATIENCE)
    except QueryGivenUp:
        return None
