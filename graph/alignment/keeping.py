"""Keeps one portfolio for all who ask: built when it is first needed, moved on in the background."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from graph.errors import QueryGivenUp, StoreProblem
from graph.store import Store

if TYPE_CHECKING:
    from graph.alignment.effects import Effects
    from graph.alignment.portfolio import Portfolio

PATIENCE = 10.0
FILE = "portfolio.npz"
SAVED_AFTER = 200


class PortfolioKeeper:
    """Holds the portfolio of a store; any number of threads may ask for it.

    Nothing is read before somebody asks, since the arrays take seconds at 100,000 projects. Whoever asks
    while it is built, or behind the store, waits for `patience` seconds at most, and then gets the former
    state, which says at which commit it stands; where there is none, QueryGivenUp says when to ask again.

    A file in the store's directory keeps the arrays for the next start. It may be deleted at any time.
    """

    def __init__(self, store: Store, patience: float = PATIENCE) -> None:
        self._store = store
        self._patience = patience
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="portfolio")
        self._portfolio: Portfolio | None = None
        self._run: Future[None] | None = None
        self._path = None if store.place == "memory:" else Path(store.place) / FILE

    @property
    def sequence(self) -> int | None:
        """Returns the commit that the portfolio shows, None where nobody has asked for it yet."""
        return None if self._portfolio is None else self._portfolio.sequence

    def current(self, patience: float | None = None) -> Portfolio:
        """Returns the portfolio at the last commit, or the former state after `patience` seconds."""
        deadline = monotonic() + (self._patience if patience is None else patience)
        while self._is_behind():
            run = self._started()
            wait([run], max(0.0, deadline - monotonic()))
            if run.done():
                run.result()
            if monotonic() >= deadline:
                break
        if self._portfolio is None:
            raise QueryGivenUp("portfolio-building")
        return self._portfolio

    def follow(self) -> None:
        """Begins to move on to the last commit, if anybody has asked for the portfolio yet."""
        if self._portfolio is not None and self._is_behind():
            self._started()

    def close(self) -> None:
        """Ends the background work, and keeps what it has gathered for the next start."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        self._save(after=0)

    def _is_behind(self) -> bool:
        return self._portfolio is None or self._portfolio.sequence < self._store.sequence

    def _started(self) -> Future[None]:
        """Returns the run that brings the portfolio up to now; there is one at a time."""
        with self._lock:
            if self._run is None or self._run.done():
                self._run = self._worker.submit(self._catch_up)
            return self._run

    def _catch_up(self) -> None:
        # numpy is imported here, so that a server starts without it.
        from graph.alignment.portfolio import Portfolio

        portfolio = self._portfolio or Portfolio(self._store, self._path)
        portfolio.catch_up()
        self._portfolio = portfolio
        self._save(after=SAVED_AFTER)

    def _save(self, after: int) -> None:
        """Writes the file if the portfolio has moved on by more commits than that since it was written."""
        portfolio = self._portfolio
        if portfolio is None or self._path is None or 0 <= portfolio.sequence - portfolio.saved <= after:
            return
        # Without the file the next start takes longer, and is right all the same.
        with suppress(OSError, StoreProblem):
            portfolio.save(self._path)


class EffectsKeeper:
    """Holds what answers what-if questions, over the portfolio that is kept."""

    def __init__(self, store: Store, portfolio: PortfolioKeeper) -> None:
        self._store, self._portfolio = store, portfolio
        self._lock = Lock()
        self._effects: Effects | None = None

    def current(self) -> Effects:
        """Returns it; each question waits for the portfolio, as the keeper of that has it."""
        with self._lock:
            if self._effects is None:
                # As above: a server starts without numpy.
                from graph.alignment.effects import Effects

                self._effects = Effects(self._store, self._portfolio.current)
            return self._effects
