"""What is asked of us and of the engines: by our functions, over our HTTP, and in SPARQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import mean
from urllib.parse import quote

from bench import answers
from bench.formulations import Constants, Question
from bench.ours import GOALS
from bench.process import cpu_seconds, seconds
from graph.alignment.chains import Chains
from graph.alignment.portfolio import Filters, Gaps, Portfolio
from graph.model import Page, Project
from graph.repository import ProjectFilters, Repository
from graph.store import Store, open_store
from graph.terms import DEFAULT_BASE, expand

ASKED_GOALS = ("sdg:3", "sdg:9", "sdg:15")
ASKED_REGIONS = ("SE110", "SE232", "SE331")
PROJECTS = tuple(f"{DEFAULT_BASE}id/project/bench/{number}" for number in range(1, 100, 20))
UNASKED = tuple(f"{DEFAULT_BASE}id/project/bench/{number}" for number in range(2, 1000, 2))
PAGE = 20

Ask = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Subject:
    """Is one question: our functions, the paths of our HTTP, and what the engines are asked instead.

    `bound` is on our functions against the quickest engine, `http_bound` on our HTTP against the quickest
    server. Where several questions stand, an engine has to answer each of them.
    """

    name: str
    asks: Sequence[Ask]
    paths: Sequence[str]
    questions: Sequence[Question]
    bound: float | None = None
    http_bound: float | None = None

    def seconds(self) -> float:
        """Returns the mean of the seconds that our functions take."""
        return mean(seconds(ask) for ask in self.asks)

    def work(self) -> float:
        """Returns the mean of the seconds of processor that our functions take."""
        return mean(cpu_seconds(ask) for ask in self.asks)


class Ours:
    """Holds what answers in our process, over a store that may be written to."""

    def __init__(self, directory: Path) -> None:
        self.store: Store = open_store(str(directory), create=False)
        self.portfolio = Portfolio(self.store)
        self.repository = Repository(self.store)
        self.chains = Chains(self.repository)
        self._unasked = cycle(UNASKED)

    def subjects(self) -> list[Subject]:
        """Returns what is asked of engines too."""
        return [self.matrix(), self.goals(), self.listed(), self.gaps(), self.own_gaps(), self.chained()]

    def matrix(self) -> Subject:
        """Returns the counts of goals and regions."""
        grid = self.portfolio.goals_by_region()
        question = Question("matrix", lambda _, rows: answers.is_matrix(rows, grid))
        path = "/api/v1/portfolio/goals-by-region"
        return Subject(
            "goal x region matrix", [self.portfolio.goals_by_region], [path], [question], 0.1, 0.15
        )

    def goals(self) -> Subject:
        """Returns the counts and the money of all goals."""
        table = self.portfolio.goals()
        question = Question("goals", lambda _, rows: answers.is_table(rows, table))
        path = "/api/v1/portfolio/goals"
        return Subject("counts and money of goals", [self.portfolio.goals], [path], [question], 0.1, 0.1)

    def listed(self) -> Subject:
        """Returns the first projects of a goal, with the number of all."""
        totals = [self.page(goal).total for goal in ASKED_GOALS]
        constants = [{"goal": f"<{expand(goal).value}>"} for goal in ASKED_GOALS]
        first = Question(
            "listed", lambda _, rows: answers.is_list(rows, PAGE, self.repository.project), constants
        )
        total = Question("total", lambda n, rows: int(rows[0]["projects"]) == totals[n], constants)
        asks = [partial(self.page, goal) for goal in ASKED_GOALS]
        paths = [f"/api/v1/projects?goal={goal}&limit={PAGE}" for goal in ASKED_GOALS]
        return Subject("first 20 projects of a goal", asks, paths, [first, total], 0.5, 0.5)

    def gaps(self) -> Subject:
        """Returns the objectives of all documents that nothing in a region serves."""
        return self._gaps("gaps of a region", "gaps", [None] * len(ASKED_REGIONS), 0.1)

    def own_gaps(self) -> Subject:
        """Returns the objectives of a region's own strategy that nothing in the region serves."""
        documents = [f"{DEFAULT_BASE}id/document/bench/{code.lower()}" for code in ASKED_REGIONS]
        return self._gaps("gaps of a region's strategy", "own-gaps", documents, None)

    def chained(self) -> Subject:
        """Returns all chains of a project, each hop with its statement.

        We are asked for another project each time, since what was read of one is kept for the next question,
        and so are the engines.
        """
        chains = [self.chains.up(project) for project in PROJECTS]
        constants = [{"project": f"<{project}>"} for project in PROJECTS]
        question = Question(
            "chains",
            lambda n, rows: answers.is_chains(rows, chains[n], PROJECTS[n], GOALS),
            constants,
            ({"project": f"<{project}>"} for project in cycle(UNASKED)),
        )
        asks = [lambda: self.chains.up(next(self._unasked))] * len(PROJECTS)
        paths = [chains_path(project) for project in PROJECTS]
        return Subject("all chains of a project", asks, paths, [question], 0.5, 0.5)

    def page(self, goal: str) -> Page[Project]:
        """Returns the first projects of a goal."""
        return self.repository.projects(ProjectFilters(goal=goal), limit=PAGE)

    def _gaps(self, name: str, folder: str, documents: Sequence[str | None], bound: float | None) -> Subject:
        pairs = list(zip(ASKED_REGIONS, documents, strict=True))
        found = [self._gaps_of(*pair) for pair in pairs]
        constants = [_constants(*pair) for pair in pairs]
        question = Question(folder, lambda n, rows: answers.is_gaps(rows, found[n]), constants)
        asks = [partial(self._gaps_of, *pair) for pair in pairs]
        paths = [_gaps_path(*pair) for pair in pairs]
        return Subject(name, asks, paths, [question], bound, bound)

    def _gaps_of(self, region: str, document: str | None) -> Gaps:
        return self.portfolio.gaps(document, Filters(region=f"nuts:{region}"))


def chains_path(project: str) -> str:
    """Returns the path of our HTTP to all chains of a project."""
    return f"/api/v1/chains?from={quote(project)}&limit=100"


def _constants(region: str, document: str | None) -> Constants:
    named = {"region": f"<{expand(f'nuts:{region}').value}>"}
    return named | ({"document": f"<{document}>"} if document else {})


def _gaps_path(region: str, document: str | None) -> str:
    of = f"&document={quote(document)}" if document else ""
    return f"/api/v1/portfolio/gaps?region=nuts:{region}{of}"
