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

SUBMISSIONS = 15
AGENT = "id/agent/bench/analysts"
FEW = "at 1,000 projects"


def flatness(ours: Ours, few: Ours, floor: float) -> Iterator[Line]:
    """Yields the chains of the same projects among few and among many."""
    found = in_turns({"many": ours.chained().seconds, "few": few.chained().seconds})
    yield Line("all chains of a project", found["many"], FEW, found["few"], 1.5, floor=floor)


def building(ours: Ours, floor: float) -> Iterator[Line]:
    """Yields the building of the portfolio against one query that reads the same of every edge."""
    text = (QUESTIONS / "edges" / "held.rq").read_text(encoding="utf-8")
    pairs = (QUESTIONS / "edges" / "pairs.rq").read_text(encoding="utf-8")
    found = in_turns(
        {
            "built": lambda: seconds(Portfolio, ours.store),
            "query": lambda: seconds(_read, ours, text),
            "pairs": lambda: seconds(_read, ours, pairs),
        }
    )
    peer = "one query, all that is held of an edge"
    yield Line("portfolio built from the store", found["built"], peer, found["query"], 1.2, floor=floor)
    peer = "one query, ends and confidence alone"
    yield Line("portfolio built from the store", found["built"], peer, found["pairs"], floor=floor)


def moving(ours: Ours, few: Ours, floor: float) -> Iterator[Line]:
    """Yields how long the portfolio takes to move on by one submission, and to answer after it."""
    many, first = _moved(ours)
    small, _ = _moved(few)
    what = "portfolio moved on by a submission"
    yield Line(what, many, "bound of the issue", 0.020, 1.0, floor=floor)
    yield Line(what, many, FEW, small, 1.5, floor=floor)
    matrix = ours.matrix().seconds()
    yield Line("first matrix after a submission", first, "the later ones", matrix, floor=floor)


def _moved(ours: Ours) -> tuple[float, float]:
    """Returns the median seconds of moving on, and of the matrix right after."""
    writer, agent = Writer(ours.store), ours.store.base + AGENT
    moves, answers = [], []
    ours.portfolio.catch_up()
    for number in range(1, SUBMISSIONS + 1):
        writer.commit(submission(ours.store, number, number), agent=agent, reason="A submission")
        moves.append(seconds(ours.portfolio.catch_up))
        answers.append(seconds(ours.portfolio.goals_by_region))
    return median(moves), median(answers)


def _read(ours: Ours, text: str) -> None:
    ours.store.write_answer(text, "text/tab-separated-values", BytesIO())
