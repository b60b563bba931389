"""The portfolio as pages ask for it: they wait a moment, and then say that it is being gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.pages.asked import Asked
from graph.errors import QueryGivenUp

if TYPE_CHECKING:
    from graph.alignment.portfolio import Portfolio

PATIENCE = 3.0


def current_portfolio(asking: Asked) -> Portfolio | None:
    """Returns the portfolio where it shows the last commit, so that it agrees with what the store says.

    Nobody waits for it to be gathered for the first time: what it would say, the store says too.
    """
    keeper, store = asking.services.portfolio, asking.services.store
    portfolio = portfolio_of(asking, PATIENCE if keeper.sequence is not None else 0.0)
    return portfolio if portfolio is not None and portfolio.sequence == store.sequence else None


def portfolio_of(asking: Asked, patience: float = PATIENCE) -> Portfolio | None:
    """Returns the portfolio, None while it is gathered for the first time after a start."""
    try:
        return asking.services.portfolio.current(patience)
    except QueryGivenUp:
        return None
