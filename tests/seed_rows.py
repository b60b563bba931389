"""Asks the questions of the regional strategies on shipped data, for the tables of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from data import shipped_files
from graph.questions import bind, load_questions
from graph.store import Store, open_store
from graph.terms import DEFAULT_BASE, NamedNode, Term, compact

OWN = DEFAULT_BASE + "id/"
Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class Row:
    """Is one row of what the documents state: the question, its values, and the answer in some columns.

    `whole` says that the answer holds these solutions and no others; None is what no source tells.
    IRIs of our own are written from `id/` on, others as prefixed names.
    """

    says: str
    question: str
    values: Mapping[str, str]
    columns: str
    expected: set[Cells] = field(default_factory=set)
    whole: bool = True


@cache
def shipped_store() -> Store:
    """Returns a store in memory with everything that ships, as bulk load leaves it."""
    store = open_store("memory:", base=DEFAULT_BASE)
    store.bulk_load(shipped_files(examples=True), sequence=1)
    return store


def answer(question: str, values: Mapping[str, str], columns: str) -> set[Cells]:
    """Returns the solutions of a question in the named columns."""
    query = bind(load_questions()[question], {name: _full(value) for name, value in values.items()})
    names = columns.split()
    return {tuple(_plain(solution.get(name)) for name in names) for solution in shipped_store().select(query)}


def check(row: Row) -> None:
    """Compares the answer of a row's question with what the row expects."""
    found = answer(row.question, row.values, row.columns)
    assert row.expected <= found, f"{row.says}: lacks {sorted(map(str, row.expected - found))}"
    if row.whole:
        assert found == row.expected, f"{row.says}: also has {sorted(map(str, found - row.expected))}"


def _full(value: str) -> str:
    return DEFAULT_BASE + value if value.startswith("id/") else value


def _plain(term: Term | None) -> str | None:
    if term is None:
        return None
    if not isinstance(term, NamedNode):
        return str(getattr(term, "value", term))
    return term.value.removeprefix(OWN) if term.value.startswith(OWN) else compact(term.value)
