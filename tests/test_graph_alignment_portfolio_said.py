"""What the portfolio says under the name in a question's head is what the question's own SPARQL says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from graph.alignment.portfolio import Portfolio
from graph.alignment.portfolio.said import names, said
from graph.errors import UnknownName
from graph.questions import bind, load_questions
from graph.store import Store, open_store
from graph.terms import Term
from portfolio_worlds import DOCUMENTS, World, worlds
from test_graph_alignment_portfolio_generated import full, quick, written

VALUES = {
    "document": tuple(map(full, DOCUMENTS)),
    "goal": (full("sdg:13"), full("<id/objective/x/a>")),
    "territory": (full("nuts:SE125"), full("nuts:SE12"), full("nuts:DK01")),
    "programme": (full("<id/programme/t/two>"),),
}
Rows = list[tuple[Term | None, ...]]


def of_store(store: Store, name: str, values: dict[str, str]) -> Rows:
    question = load_questions()[name]
    found = store.select(bind(question, values, store.base))
    return [tuple(row.get(column) for column in question.columns) for row in found]


def askings(name: str) -> list[dict[str, str]]:
    """Returns values of a question: what has to be given alone, then one more parameter at a time."""
    parameters = load_questions()[name].parameters
    least = {each.name: VALUES[each.name][0] for each in parameters if not each.optional}
    return [least, *({**least, each.name: value} for each in parameters for value in VALUES[each.name])]


def rounded(rows: Rows) -> list[tuple[object, ...]]:
    """Returns rows of money in parts with their cents alone, either of two that lie next to each other."""
    return [(*row[:-1], Near(Decimal(getattr(row[-1], "value", "")))) for row in rows]


class Near:
    """Is an amount that equals each other within a cent."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, amount: Decimal) -> None:
        self.amount = amount

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Near) and abs(self.amount - other.amount) <= Decimal("0.01")


IN_PARTS = ("region-parts", "region-goal-parts")
NAMED = [name for name, question in load_questions().items() if question.portfolio]


def test_what_heads_name_is_what_the_portfolio_says() -> None:
    assert {load_questions()[name].portfolio for name in NAMED} == names()


@settings(quick, max_examples=20)
@given(worlds())
def test_the_portfolio_says_the_rows_of_each_question_in_its_order(world: World) -> None:
    store = written(world).store
    portfolio = Portfolio(store)
    for name in NAMED:
        question = load_questions()[name]
        for values in askings(name):
            told = said(portfolio, question.portfolio or "", values, question.columns)
            asked = of_store(store, name, values)
            if name in IN_PARTS:
                assert rounded(told) == rounded(asked), (name, values)
            else:
                assert told == asked, (name, values)


def test_a_thing_that_is_no_document_is_left_to_the_store() -> None:
    portfolio = Portfolio(open_store("memory:"))
    with pytest.raises(UnknownName):
        said(portfolio, "objectives", {"document": full("nuts:SE125")}, ("objective", "projects"))
