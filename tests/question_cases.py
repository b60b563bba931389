"""Reads tables of questions with the rows that they must give, and runs them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.repository import Repository
from graph.store import Changes
from graph.terms import NamedNode, Term
from graph_facts import in_graph
from small_graph import full, short, small_store

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Case:
    """Is a question with its values, the columns looked at, and the rows expected, sorted."""

    name: str
    values: dict[str, str]
    columns: tuple[str, ...]
    rows: Rows


def read_cases(table: str) -> list[Case]:
    """Returns the cases of a table: a line `question value=… -> columns`, below it its rows, set in."""
    blocks = re.split(r"\n(?=\S)", table.strip())
    return [_case(*block.split("\n")) for block in blocks]


def _case(head: str, *rows: str) -> Case:
    asked, _, columns = head.partition(" -> ")
    name, *values = asked.split()
    pairs = dict(value.split("=", 1) for value in values)
    cells = sorted(tuple(row.strip().split(" | ")) for row in rows)
    return Case(
        name, {key: full(value) for key, value in pairs.items()}, tuple(columns.split()), tuple(cells)
    )


def shown(term: Term | None) -> str:
    """Returns a cell as the tables write it; `-` is no value."""
    return "-" if term is None else short(getattr(term, "value", ""))


def rows_of(repository: Repository, name: str, values: dict[str, str], columns: Iterable[str]) -> Rows:
    """Returns the answer of a question in the named columns, sorted."""
    answer = repository.run(name, values)
    places = [answer.columns.index(column) for column in columns]
    return tuple(sorted(tuple(shown(row[place]) for place in places) for row in answer.rows))


def grown(graph: NamedNode, turtle: str) -> Repository:
    """Returns the small graph with some more statements."""
    store = small_store()
    store.apply(Changes(added=in_graph(graph, turtle)), 3)
    return Repository(store)
