"""What commits touch of the index, and terms as their lines hold them."""

from __future__ import annotations

import pytest

from graph.search.entries import value_of
from graph.search.touching import Touched, held
from graph.store import Changes
from graph.terms import Literal, NamedNode, expand
from graph_facts import trig
from small_graph import small_store


@pytest.mark.parametrize(
    ("told", "moves"),
    [
        ("<id/d> a eli:Work ; pg:level pg:RegionalLevel ; pg:reaches <id/d> .", False),
        ("<id/d> pg:reaches 'a text', sdg:9.1 .", False),
        ("<id/p> a dct:Location ; pg:level pg:RegionalLevel .", True),
        ("<id/g> a sdgo:Goal . <id/d> pg:reaches <id/g> .", True),
        ("<id/d> pg:reaches sdg:9 .", True),
    ],
)
def test_a_document_of_its_own_moves_no_region_and_no_goal(told: str, moves: bool) -> None:
    store = small_store()
    goal = trig("<graph/list/t> { sdg:9 a sdgo:Goal . }")
    store.apply(Changes(added=goal), store.sequence + 1)
    touched = Touched(store)
    store.apply(Changes(added=trig(f"<graph/list/t> {{ {told} }}")), store.sequence + 1)
    touched.take(store.sequence)

    assert touched.rollups == moves


@pytest.mark.parametrize(
    "term",
    [
        expand("sdg:9"),
        Literal("Bredband i Älvdalen"),
        Literal("", language="sv"),
        Literal('Kallad "ån" \\ \n', language="sv"),
        Literal("Mit <https://x/>", language="de-at"),
        Literal("2021-01-01", datatype=expand("xsd:date")),
        Literal("a@b", datatype=expand("dct:of\u00f6")),
    ],
)
def test_a_term_of_a_line_is_held_as_one_of_the_store(term: Literal | NamedNode) -> None:
    assert held(str(term)) == value_of(term)
