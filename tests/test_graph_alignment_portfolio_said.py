"""What the portfolio says under the name in a question's head is what the question's own SPARQL says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.alignment.portfolio import Portfolio
from graph.alignment.portfolio.said import names, said
from graph.errors import UnknownName
from graph.ledger.words import REVIEWS
from graph.questions import bind, load_questions
from graph.store import Changes, Store, open_store
from graph.terms import Term
from graph_facts import ALICE, LEDGER, trig
from portfolio_worlds import DOCUMENTS, World, small_world, worlds
from test_graph_alignment_portfolio_generated import full, quick, written

VALUES = {
    "document": tuple(map(full, DOCUMENTS)),
    "goal": (full("sdg:13"), full("<id/objective/x/a>")),
    "territory": (full("nuts:SE125"), full("nuts:SE12"), full("nuts:DK01")),
    "objective": (full("<id/objective/x/a>"), full("sdg:13.2")),
    "programme": (full("<id/programme/t/two>"),),
    "first": tuple(map(full, DOCUMENTS)),
    "second": tuple(reversed([full(each) for each in DOCUMENTS])),
    "project": tuple(full(f"<id/project/t/{name}>") for name in "pqrst"),
}
# What may be lacking of a project's money, and what several say of it together.
MORE = {
    "no amount": "<id/project/t/{p}> eurio:isFundedBy <id/grant/t/{p}-more> .",
    "no value": """<id/project/t/{p}> eurio:isFundedBy <id/grant/t/{p}-open> .
        <id/grant/t/{p}-open> eurio:hasFundingAmount <id/amount/t/{p}-open> .""",
    "by two": "<id/alignment/t/id-project-t-{p}-0> dct:creator <id/agent/test/second> .",
    "by two again": """<id/alignment/t/{p}-again> a pg:Alignment ; owl:annotatedSource <id/project/t/{p}> ;
        owl:annotatedProperty pg:contributesTo ; owl:annotatedTarget sdg:13.2 ; sssom:confidence 0.5 ;
        dct:creator <id/agent/test/second>, <id/agent/test/alice> .""",
}
more = st.frozensets(st.tuples(st.sampled_from("pqrst"), st.sampled_from(sorted(MORE))), max_size=4)
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


def reviewed_by(review: object) -> str:
    """Returns who made a review: who is for something and who is against it are two."""
    return f" {review} dct:creator <id/agent/test/{'alice' if str(review).endswith('-y>') else 'second'}> ."


IN_PARTS = ("region-parts", "region-goal-parts")
NAMED = [name for name, question in load_questions().items() if question.portfolio]


def test_what_heads_name_is_what_the_portfolio_says() -> None:
    assert {load_questions()[name].portfolio for name in NAMED} == names()


@settings(quick, max_examples=20)
@given(worlds(), more)
def test_the_portfolio_says_the_rows_of_each_question_in_its_order(
    world: World, told_more: frozenset[tuple[str, str]]
) -> None:
    writer = written(world)
    stated = " ".join(MORE[what].format(p=project) for project, what in told_more)
    stated += "".join(reviewed_by(quad.subject) for quad in writer.store.quads(None, REVIEWS))
    writer.commit(Changes(added=trig(f"{LEDGER} {{ {stated} }}")), agent=ALICE, reason="")
    store = writer.store
    portfolio = Portfolio(store)
    projects = {each.iri for each in world.projects}
    for name in NAMED:
        question = load_questions()[name]
        for values in askings(name):
            if values.get("project", "") not in {"", *projects}:
                continue
            told = said(portfolio, question.portfolio or "", values, question.columns)
            asked = of_store(store, name, values)
            if name in IN_PARTS:
                assert rounded(list(told)) == rounded(asked), (name, values)
            else:
                assert list(told) == asked, (name, values)


def test_a_thing_that_is_no_document_is_left_to_the_store() -> None:
    portfolio = Portfolio(open_store("memory:"))
    with pytest.raises(UnknownName):
        said(portfolio, "objectives", {"document": full("nuts:SE125")}, ("objective", "projects"))


def test_a_project_that_is_not_held_is_left_to_the_store() -> None:
    portfolio = Portfolio(open_store("memory:"))
    with pytest.raises(UnknownName):
        said(portfolio, "similar", {"project": full("<id/project/t/p>")}, ("other", "shared"))


def test_money_of_which_no_currency_is_known_is_left_to_the_store() -> None:
    writer = small_world()
    given = {"document": full("<id/document/x/rus>")}
    assert said(Portfolio(writer.store), "coverage", given, ())
    strange = """<id/project/t/p> eurio:isFundedBy <id/grant/t/odd> .
        <id/grant/t/odd> eurio:hasFundingAmount <id/amount/t/odd> . <id/amount/t/odd> eurio:value 5 ."""
    writer.commit(Changes(added=trig(f"{LEDGER} {{ {strange} }}")), agent=ALICE, reason="")
    with pytest.raises(UnknownName):
        said(Portfolio(writer.store), "coverage", given, ())
