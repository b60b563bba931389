"""What must not grow with the number of projects, and what building and moving the portfolio take."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from statistics import median

from bench.formulations import QUESTIONS
from bench.process import seconds
from bench.report import Line
from bench.subjects import Ours
from bench.submissions import submission
from bench.turns import in_turns
from graph.alignment.portfolio import Portfolio
from graph.commits import Writer
from graph.store import Store

SUBMISSIONS = 31
AGENT = "id/agent/bench/analysts"
FEW = "at 1,000 projects"


def flatness(ours: Ours, few: Ours, floor: float) -> Iterator[Line]:
    """Yields the chains of the same projects among few and among many."""
    measures = {"many": ours.chained().seconds, "few": few.chained().seconds}
    in_turns(measures)  # what many projects share is read when the first of them are asked for
    found = in_turns(measures)
    yield Line("all chains of a project", found["many"], FEW, found["few"], 1.5, floor=floor)


def building(ours: Ours, floor: float) -> Iterator[Line]:
    """Yields the building of the portfolio against one query that reads the same of every edge."""
    found = in_turns(
        {
            "built": lambda: seconds(Portfolio, ours.store),
            "query": lambda: seconds(read_edges, ours.store),
            "pairs": lambda: seconds(read_edges, ours.store, "pairs"),
        }
    )
    peer = "one query, all that is held of an edge"
    yield Line("portfolio built from the store", found["built"], peer, found["query"], 1.2, floor=floor)
    peer = "one query, ends and confidence alone"
    yield Line("portfolio built from the store", found["built"], peer, found["pairs"], floor=floor)


def moving(ours: Ours, few: Ours, floor: float) -> Iterator[Line]:
    """Yields how long the portfolio takes to move on by one submission, and to answer after it."""
    many, small = _Moving(ours), _Moving(few)
    for number in range(1, SUBMISSIONS + 1):
        for each in (many, small):
            each.submit(number)
    what, taken = "portfolio moved on by a submission", median(many.moves)
    yield Line(what, taken, "bound of the issue", 0.020, 1.0, floor=floor)
    yield Line(what, taken, FEW, median(small.moves), 1.5, floor=floor)
    matrix, first = ours.matrix().seconds(), median(many.answers)
    yield Line("first matrix after a submission", first, "the later ones", matrix, floor=floor)


class _Moving:
    """Takes the seconds of moving on by submissions, and of the matrix right after each."""

    def __init__(self, ours: Ours) -> None:
        self._ours = ours
        self._writer, self._agent = Writer(ours.store), ours.store.base + AGENT
        self.moves: list[float] = []
        self.answers: list[float] = []
        ours.portfolio.catch_up()

    def submit(self, number: int) -> None:
        store, portfolio = self._ours.store, self._ours.portfolio
        self._writer.commit(submission(store, number, number), agent=self._agent, reason="A submission")
        self.moves.append(seconds(portfolio.catch_up))
        self.answers.append(seconds(portfolio.goals_by_region))


def read_edges(store: Store, what: str = "held") -> None:
    """Asks in one query for all that the portfolio holds of edges, or for the `pairs` of their ends alone."""
    text = (QUESTIONS / "edges" / f"{what}.rq").read_text(encoding="utf-8")
    store.write_answer(text, "text/tab-separated-values", BytesIO())
