"""The list of goals."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.reader import Link, Reader, number_of, plain
from api.pages.views.chains import goal_number
from graph.alignment.portfolio import Table
from graph.store import Row


@dataclass(frozen=True, slots=True)
class GoalItem:
    """Is a global goal with what serves it, in words."""

    thing: Link
    number: str
    projects: str
    objectives: str


def goal_items(reader: Reader, reached: Table | None = None) -> tuple[GoalItem, ...]:
    """Returns the goals in order, each with the number of projects and of parts of strategies.

    `reached` has the projects of each goal; without it they are counted from the store, one by one.
    """
    name = "page-goals" if reached else "goal-counts"
    rows = reader.repository.reading.remembered(name, lambda: list(reader.ask(name, {})))
    items = [_goal(reader, row, reached) for row in rows]
    return tuple(sorted(items, key=lambda item: int(item.number or 0)))


def goal_links(reader: Reader) -> tuple[Link, ...]:
    """Returns the global goals in order."""
    rows = reader.repository.reading.remembered("page-goals", lambda: list(reader.ask("page-goals", {})))
    goals = (plain(row.get("goal")) for row in rows)
    return tuple(map(reader.link, sorted(goals, key=lambda goal: int(goal_number(goal) or 0))))


def _goal(reader: Reader, row: Row, reached: Table | None) -> GoalItem:
    iri, objectives = plain(row.get("goal")), number_of(row.get("objectives"))
    figure = reached.rows.get(iri) if reached else None
    projects = figure.projects if figure else number_of(row.get("projects"))
    return GoalItem(
        thing=reader.link(iri),
        number=goal_number(iri) or "",
        projects=reader.words.count("count.projects", projects),
        objectives=reader.words.count("count.objectives", objectives),
    )
