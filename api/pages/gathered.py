"""The portfolio as pages ask for it: they wait a moment, and then say that it is being gathered."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

from api.pages.asked import Asked
from graph.errors import QueryGivenUp

if TYPE_CHECKING:
    from graph.alignment.portfolio import Portfolio, Table

T = TypeVar("T")
PATIENCE = 3.0


def current_portfolio(asking: Asked) -> Portfolio | None:
    """Returns the portfolio where it shows the last commit, so that it agrees with what the store says.

    Nobody waits for it to be gathered for the first time: what it would say, the store says too.
    """
    keeper, store = asking.services.portfolio, asking.services.store
    portfolio = portfolio_of(asking, PATIENCE if keeper.sequence is not None else 0.0)
    return portfolio if portfolio is not None and portfolio.sequence == store.sequence else None


def answer_of(asking: Asked, key: Hashable, ask: Callable[[Portfolio], T]) -> T | None:
    """Returns what the portfolio answers, None while it is gathered for the first time.

    The same is not worked out again until the next commit; `key` says what is asked.
    """
    portfolio = portfolio_of(asking)
    if portfolio is None:
        return None
    if portfolio.sequence != asking.services.store.sequence:
        return ask(portfolio)
    key = ("page-portfolio", key)
    return asking.services.repository.reading.remembered(key, lambda: ask(portfolio))


def reaching(asking: Asked, document: str) -> Table | None:
    """Returns what reaches each objective of a document, None while figures are gathered."""
    return answer_of(asking, ("objectives", document), lambda portfolio: portfolio.objectives(document))


def portfolio_of(asking: Asked, patience: float = PATIENCE) -> Portfolio | None:
    """Returns the portfolio, None while it is gathered for the first time after a start."""
    try:
        return asking.services.portfolio.current(patience)
    except QueryGivenUp:
        return None
