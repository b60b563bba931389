"""The front page: what the graph holds, how fresh it is, the matrix, and the ways in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from api.pages.reader import Link, Reader, number_of
from api.pages.views.changes import Change
from api.pages.views.matrix import PROJECTS, Matrix
from graph.alignment.portfolio import Coverage
from graph.questions import load_questions
from graph.terms import compact

FORWARD = "forward"
WAYS = {
    "strategist": ("coverage-of-strategy", "goals-without-project-in-region", "region-goal-money"),
    "researcher": ("goals-of-strategy", "evidence-for-chain-hop", "graphs-and-sources"),
    "officer": ("project-statements", "similar-projects", "projects-of-programme"),
}


# The pages that each group of readers starts from, before the questions.
PAGES = {
    "strategist": ("coverage", "trace", "changes"),
    "researcher": ("sparql", "data"),
    "officer": ("check", "import"),
}

LISTS = {
    "goals": "goals",
    "strategies": "documents",
    "programmes": "documents?type=pg:Programme",
    "projects": "search?kind=project",
    "alignments": "review",
}
"""The page of each figure, below the language."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Is one number of the graph, with what it counts, and the page that lists that."""

    number: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Way:
    """Is the way in of one group of readers: its name, what it finds here, where to start."""

    title: str
    text: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """Is of how many goals something is said, funded and done in a country, in words."""

    area: Link
    href: str
    said: str
    funded: str
    moved: str


@dataclass(frozen=True, slots=True)
class FrontView:
    """Is the front page; the matrix is None, and nothing is covered, while figures are gathered.

    `beside` says how many projects of the graph the matrix has not, where any are left.
    """

    figures: tuple[Figure, ...]
    matrix: Matrix | None
    ways: tuple[Way, ...]
    beside: str | None = None
    covered: tuple[Covered, ...] = ()
    areas: tuple[Link, ...] = ()
    changes: tuple[Change, ...] = ()
    since: str = ""


def read_figures(reader: Reader) -> dict[str, int]:
    """Returns what the graph holds, in numbers."""
    reading = reader.repository.reading
    levels = reading.remembered("page-levels", lambda: _counted(reader))
    return {**levels, **reading.tallied("page-figures")}


def front_view(reader: Reader, matrix: Matrix | None) -> FrontView:
    """Returns the front page."""
    figures = read_figures(reader)
    return FrontView(
        figures=tuple(_figure(reader, name, figures.get(name, 0)) for name in LISTS),
        matrix=matrix,
        ways=tuple(_way(reader, audience) for audience in WAYS),
        beside=_beside(reader, matrix, figures.get("projects", 0)) if matrix else None,
    )


def _beside(reader: Reader, matrix: Matrix, projects: int) -> str | None:
    more = projects - matrix.projects
    is_known = matrix.shows == PROJECTS and not matrix.behind and not matrix.is_empty
    return reader.words.count("matrix.beside", more) if is_known and more > 0 else None


def covered_of(reader: Reader, coverage: Coverage) -> Covered:
    """Returns what is said, funded and done in an area, each as the number of its goals."""
    rows, words = coverage.rows.values(), reader.words

    def of_all(goals: Iterable[bool]) -> str:
        count, every = words.number(sum(goals)), words.number(len(rows))
        return words("front.covered-of", count=count, all=every)

    return Covered(
        area=reader.link(coverage.area),
        href=f"/{reader.lang}/coverage?region={quote(compact(coverage.area), safe=':')}",
        said=words("front.covered-unknown") if coverage.is_silent else of_all(row.is_said for row in rows),
        funded=of_all(row.is_funded for row in rows),
        moved=of_all(row.is_done == FORWARD for row in rows),
    )


def _counted(reader: Reader) -> dict[str, int]:
    rows = list(reader.ask("page-levels", {}))
    return {name: number_of(term) for name, term in rows[0].items()} if rows else {}


def _figure(reader: Reader, name: str, number: int) -> Figure:
    told = reader.words.count(f"figure.{name}", number)
    return Figure(reader.words.number(number), told, f"/{reader.lang}/{LISTS[name]}")


def _way(reader: Reader, audience: str) -> Way:
    questions = load_questions()
    known = [name for name in WAYS[audience] if name in questions]
    links = [(f"/{reader.lang}/{name}", reader.words(f"nav.{name}")) for name in PAGES[audience]]
    links += [(f"/{reader.lang}/questions/{name}", questions[name].title[reader.lang]) for name in known]
    return Way(
        title=reader.words(f"way.{audience}.title"),
        text=reader.words(f"way.{audience}.text"),
        links=tuple(links),
    )
