"""Questions are found by their words, and what they ask about is named as people name it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from api.pages.views.question_fields import _CHOICES, _KINDS
from api_serving import Client, filled_store
from graph.questions import load_questions
from graph.search.kinds import KINDS
from graph.store import Store
from graph.terms import DEFAULT_BASE
from ontology.languages import LANGUAGES
from pages_serving import Page, get_page, pages_client, shipped

COUNTY = f"{DEFAULT_BASE}id/organisation/se/region-vastmanland"
ASKED = "/sv/questions/projects-of-organisation"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with shipped(tmp_path_factory.mktemp("asking") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with pages_client(store) as opened:
        yield opened


def led(client: Client, path: str) -> tuple[str, dict[str, str]]:
    """Returns the path and the parameters of where an address leads."""
    answer = client.get(path, accept="text/html")
    assert answer.status_code == 303, answer.text
    parts = urlsplit(answer.headers["location"])
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def fields(page: Page) -> dict[str, str]:
    return {each.attributes["name"]: each.attributes.get("value", "") for each in page.all("input")}


@pytest.mark.parametrize("typed", ["Region Västmanland", "region västmanland"])
def test_a_name_leads_to_the_answer_about_the_thing(client: Client, typed: str) -> None:
    path, given = led(client, f"{ASKED}?organisation={quote(typed)}&organisation.iri=&ask=1&show=chart")
    assert (path, given) == (ASKED, {"organisation": COUNTY, "ask": "1", "show": "chart"})
    page = Page(get_page(client, f"{ASKED}?organisation={quote(COUNTY)}&ask=1"))
    shown = fields(page)
    assert (shown["organisation"], shown["organisation.iri"]) == ("Region Västmanland", COUNTY)
    assert "Svar" in [each.text.strip() for each in page.all("h2")]


def test_what_is_sent_again_as_it_was_shown_is_the_same_thing(client: Client) -> None:
    """The name stands in the field and the IRI behind it; a changed name counts, not what is behind it."""
    sent = f"{ASKED}?organisation={quote('Region Västmanland')}&organisation.iri={quote(COUNTY)}"
    assert led(client, sent)[1]["organisation"] == COUNTY
    changed = sent.replace(quote("Västmanland"), quote("Värmland"))
    assert led(client, changed)[1]["organisation"].endswith("/region-varmland")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_may_be_several_things_is_asked_and_each_leads_to_its_answer(client: Client, lang: str) -> None:
    answer = client.get(f"/{lang}/questions/projects-of-organisation?organisation=region", accept="text/html")
    assert answer.status_code == 400
    page = Page(answer.text)
    assert page.faults == []
    assert fields(page)["organisation"] == "region"
    assert any(each.attributes.get("id") == "note-organisation" for each in page.all("div"))
    start = f"/{lang}/questions/projects-of-organisation?"
    links = [each.attributes["href"] for each in page.all("a") if "li" in each.above and "main" in each.above]
    offered = [href for href in links if href.startswith(start)]
    assert len(offered) > 1
    shown = Page(get_page(client, offered[0]))
    assert fields(shown)["organisation"] not in ("", "region")


def test_a_name_that_means_nothing_stays_in_its_field_and_says_so(client: Client) -> None:
    answer = client.get(f"{ASKED}?organisation=xyzzy&ask=1", accept="text/html")
    assert answer.status_code == 400
    assert "Inget heter ”xyzzy”" in answer.text
    assert fields(Page(answer.text))["organisation"] == "xyzzy"
    assert ">CSV<" not in answer.text


def test_an_iri_that_the_graph_does_not_hold_is_asked_as_it_is(client: Client) -> None:
    page = Page(get_page(client, f"{ASKED}?organisation=id/organisation/no/such"))
    assert fields(page)["organisation.iri"] == f"{DEFAULT_BASE}id/organisation/no/such"


def test_each_parameter_that_names_a_thing_is_chosen_or_picked() -> None:
    """What is offered by name is of a kind that the search knows."""
    assert set(_KINDS.values()) <= set(KINDS)
    named = {each.name for one in load_questions().values() for each in one.parameters if each.kind == "iri"}
    assert set(_CHOICES) | set(_KINDS) <= named


@pytest.mark.parametrize(("lang", "sought"), [("sv", "INDIKATOR mål"), ("da", "penge"), ("en", "money")])
def test_questions_are_found_by_their_words_on_the_page_and_by_programs(
    client: Client, lang: str, sought: str
) -> None:
    page = Page(get_page(client, f"/{lang}/questions?q={quote(sought)}"))
    links = [each.attributes["href"] for each in page.all("a") if "main" in each.above]
    shown = {each.rpartition("/")[2] for each in links if each.startswith(f"/{lang}/questions/")}
    told = client.get(f"/api/v1/questions?q={quote(sought)}&limit=1000&lang={lang}").json()
    assert shown == {each["name"] for each in told["items"]}
    assert 0 < len(shown) < len(load_questions())
    assert any(f"q={quote(sought, safe='')}" in each.replace("+", "%20") for each in links)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_no_question_has_the_words_the_list_says_so(client: Client, lang: str) -> None:
    page = Page(get_page(client, f"/{lang}/questions?q=xyzzy"))
    assert page.faults == []
    assert [each.text for each in page.all("h2") if "main" in each.above] == []
    assert fields(page)["q"] == "xyzzy"


@pytest.mark.parametrize(("lang", "title"), [("sv", "Dokument"), ("da", "Dokument"), ("en", "Document")])
def test_what_is_of_another_kind_is_refused_under_the_name_of_its_field(
    client: Client, lang: str, title: str
) -> None:
    answer = client.get(f"/{lang}/questions/objective-counts?document=nuts:SE125", accept="text/html")
    assert answer.status_code == 400
    [note] = [each.text for each in Page(answer.text).all("div") if each.attributes.get("role") == "alert"]
    assert note.strip().startswith(f"{title}: nuts:SE125 ")


ALIKE = """
    @prefix org: <http://www.w3.org/ns/org#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix eurio: <http://data.europa.eu/s66#> . @prefix pg: <https://w3id.org/policygraph#> .
    <id/organisation/a/county> a org:FormalOrganization ; skos:prefLabel "Region Norr"@sv .
    <id/organisation/b/county> a org:FormalOrganization ; skos:prefLabel "Region norr"@sv .
    <id/organisation/c/county> a org:FormalOrganization ; skos:prefLabel "Region Norr"@sv .
    <id/organisation/a/other> a org:FormalOrganization ; skos:prefLabel "Region Norrut"@sv .
    <id/project/b/1> a pg:Project ; eurio:hasInvolvedParty <id/role/b/1>, <id/role/b/2> .
    <id/role/b/1> eurio:isRoleOf <id/organisation/b/county> .
    <id/role/b/2> eurio:isRoleOf <id/organisation/b/county> .
"""


def test_what_is_called_the_same_is_told_apart_and_taken_as_it_was_chosen(tmp_path: Path) -> None:
    with pages_client(filled_store(tmp_path / "store", ALIKE)) as client:
        found = client.get("/sv/things?kind=organisation&q=Region+Norr").json()
        texts = {each["text"]: each["iri"].removeprefix(f"{DEFAULT_BASE}id/organisation/") for each in found}
        assert texts == {
            "Region Norr (0 projekt, organisation/a/county)": "a/county",
            "Region norr (1 projekt)": "b/county",
            "Region Norr (0 projekt, organisation/c/county)": "c/county",
            "Region Norrut": "a/other",
        }
        for each in found:
            chosen = f"organisation={quote(each['text'])}&organisation.iri={quote(each['iri'])}"
            assert led(client, f"{ASKED}?{chosen}&ask=1")[1]["organisation"] == each["iri"]
        page = Page(client.get(f"{ASKED}?organisation=Region+Norr&ask=1", accept="text/html").text)
        assert page.faults == []
        [note] = [each.text for each in page.all("div") if "field-note" in each.attributes.get("class", "")]
        assert all(text.partition(" (")[2] in note for text in texts)
