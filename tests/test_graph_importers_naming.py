"""What rows are about and refer to, named without their statements, is what their statements say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.importers.tabular import open_content
from graph.importers.tabular_making import Making
from graph.importers.tabular_mapping import ListMapping, load_mapping
from graph.importers.tabular_naming import Naming
from graph.importers.tabular_row import Row
from graph.importers.tabular_rows import RowChecker
from graph.terms import NamedNode, expand, slug
from tests.lists_of_ours import shipped_store

HEADINGS = "Projektnummer;Projektnamn;Områden;Organisation;Program;Beviljat belopp;Valuta;Mål"
LINES = (
    "P1;Vätgas;Norrbottens län;Bolaget AB;2014SE16RFOP007;1000;SEK;9.1",
    "P2;Bredband;;Kommunen;;;;",
    "P3;Havsvind;Norrbottens län\nVästerbottens län;Region Väst;;12,5;SEK;9.c; 13.2",
)


@given(st.text(max_size=30))
def test_the_key_of_a_text_is_a_key_already(text: str) -> None:
    key = slug(text)
    assert slug(key) == key
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|", key)
    assert slug(f" {key}_") == key


@pytest.fixture(scope="module")
def told() -> tuple[ListMapping, tuple[Row, ...], str]:
    store, mapping = shipped_store(), load_mapping("projects")
    rows = [line.split(";", 7) for line in LINES]
    content = "\n".join([HEADINGS, *(";".join(f'"{cell}"' for cell in row) for row in rows)])
    opened = open_content(Path("lista.csv"), content.encode(), mapping)
    checked = RowChecker(opened.mapping, store, "lista.csv").check(opened.raw)
    assert not checked.refusals
    return opened.mapping, checked.rows, store.base


def test_objectives_of_two_documents_that_have_one_number_are_two() -> None:
    mapping, store = load_mapping("projects"), shipped_store()
    content = f'{HEADINGS}\nP1;Fjäll;;Kommunen;;;;"14; Storslagen fjällmiljö"'
    opened = open_content(Path("lista.csv"), content.encode(), mapping)
    checked = RowChecker(opened.mapping, store, "lista.csv").check(opened.raw)
    [row] = checked.rows
    made = Making(opened.mapping, store.base).quads(row)
    targets = {quad.subject: quad.object for quad in made if quad.predicate == expand("owl:annotatedTarget")}
    assert {getattr(each, "value", "").rpartition("/")[2]: target for each, target in targets.items()} == {
        "p1-14": expand("sdg:14"),
        "p1-miljomal-14": NamedNode(f"{store.base}id/objective/miljomal/14"),
    }


@pytest.mark.parametrize("number", range(len(LINES)))
def test_things_and_what_they_refer_to(told: tuple[ListMapping, tuple[Row, ...], str], number: int) -> None:
    mapping, rows, base = told
    making = Making(mapping, base)
    things, others = Naming(making).of(rows)[number]
    assert Naming(making).of(rows[number : number + 1]) == [(things, others)]
    statements = [*making.statements(rows[number])]
    constants = {NamedNode(made.constant) for made in making.columns if made.constant}
    named = {value for _, _, value in statements if isinstance(value, NamedNode)}
    assert things == {subject: made.about.text for made, subject, _ in statements}
    assert others - things.keys() - constants == named - things.keys() - constants
    assert len(others - things.keys()) > 0 if number != 1 else not others - things.keys() - constants
