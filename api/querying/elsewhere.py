"""Answers that the portfolio gives in place of the store, where a question file names what it says."""

from __future__ import annotations

from collections.abc import Mapping

from api.services import Services
from graph.errors import InputError, QueryGivenUp
from graph.questions import Question
from graph.repository.answers import Elsewhere, Told

PATIENCE = 3.0


def portfolio_says(services: Services) -> Elsewhere:
    """Returns who says an answer from the portfolio, as long as that shows the last commit.

    Where it is still gathered after a moment, lags behind or does not know what is given, it says nothing,
    and the store is asked by the question's own SPARQL, which gives the same rows.
    """

    def says(question: Question, given: Mapping[str, str]) -> Told | None:
        if question.portfolio is None:
            return None
        try:
            portfolio = services.portfolio.current(PATIENCE)
            if portfolio.sequence != services.store.sequence:
                return None
            # numpy is imported with it, so that a server starts without.
            from graph.alignment.portfolio.said import said

            rows = said(portfolio, question.portfolio, given, question.columns)
            return Told(rows, portfolio.sequence)
        except (InputError, QueryGivenUp):
            return None

    return says
