"""Quotes with the words around them: those that are told, and those of a thing's own text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.commits import Writer
from graph.model import Quote
from graph.repository import Repository
from graph.repository.quoting import AROUND, in_context, in_own_text
from graph.store import Changes, Store
from graph_facts import ALICE, in_graph, node
from pages_serving import Page, get_page, pages_client
from small_graph import full, small_store

LONG = "ord " * 60
QUOTE = Quote("rent vatten", "sv")
OWN = """<id/project/x/p3> dct:description "Sjöar med rent vatten i hela länet."@sv .
<id/alignment/x/p3-9.5> pg:evidence <id/evidence/x/9> .
<id/evidence/x/9> a oa:Annotation ; oa:motivatedBy oa:linking ; oa:hasTarget <id/evidence/x/9#t> .
<id/evidence/x/9#t> a oa:SpecificResource ; oa:hasSource <id/project/x/p3> ;
    oa:hasSelector <id/evidence/x/9#q> .
<id/evidence/x/9#q> a oa:TextQuoteSelector ; oa:exact "rent vatten"@sv ."""


@pytest.fixture
def store() -> Store:
    found = small_store()
    Writer(found).commit(Changes(added=in_graph(node("graph/source/test"), OWN)), agent=ALICE, reason="Ord")
    return found


@pytest.mark.parametrize(
    ("texts", "prefix", "suffix"),
    [
        (("Vi vill ha rent vatten i sjön.",), "Vi vill ha ", " i sjön."),
        (("Rent vatten",), "", ""),
        (("orent vatten", "till rent vatten"), "till ", ""),
        (("rent vattenskydd",), "", ""),
        ((f"{LONG}rent vatten {LONG}",), "… " + "ord " * 20, " ord" * 20 + " …"),
        ((), "", ""),
    ],
)
def test_words_stand_among_those_around_them(texts: tuple[str, ...], prefix: str, suffix: str) -> None:
    found = in_context(QUOTE, texts)
    assert (found.prefix, found.suffix) == (prefix, suffix)
    assert (found.text, found.lang) == (QUOTE.text, QUOTE.lang)


def test_the_text_of_an_objective_is_its_definition(store: Store) -> None:
    told = '<id/objective/x/b> skos:definition "Sjöar med rent vatten."@sv .'
    Writer(store).commit(Changes(added=in_graph(node("graph/source/test"), told)), agent=ALICE, reason="Ord")
    found = in_own_text(Repository(store).reading, full("objective/x/b"), QUOTE)

    assert (found.prefix, found.suffix) == ("Sjöar med ", ".")


@given(st.text(), st.text(), st.sampled_from([" ", "\n", ". "]))
def test_what_stands_around_is_of_the_text_and_short(before: str, after: str, gap: str) -> None:
    text = f"{before}{gap}rent vatten{gap}{after}"
    found = in_context(QUOTE, [text])
    parts = found.prefix.removeprefix("… "), found.suffix.removesuffix(" …")
    assert "rent vatten".join(parts) in text
    assert all(len(part) <= AROUND for part in parts)


def test_words_of_its_own_text_stand_in_it_and_what_is_told_stays(store: Store) -> None:
    reading, project = Repository(store).reading, full("project/x/p3")
    found = in_own_text(reading, project, QUOTE)
    assert (found.prefix, found.suffix) == ("Sjöar med ", " i hela länet.")
    told = Quote("rent vatten", "sv", "med ", "")
    assert in_own_text(reading, project, told) == told
    assert in_own_text(reading, full("project/x/p1"), QUOTE) == QUOTE


def test_a_page_marks_the_quote_among_them(store: Store) -> None:
    with pages_client(store) as client:
        page = Page(get_page(client, "/sv/resource?iri=id/alignment/x/p3-9.5"))
    [quote] = [each for each in page.all("blockquote") if "quote" in each.attributes.get("class", "")]
    assert quote.text == "Sjöar med rent vatten i hela länet."
    assert [each.text for each in page.all("mark")] == ["rent vatten"]
