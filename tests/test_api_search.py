"""The search over HTTP, on the pages and on the command line, over what ships."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from api.pages.reader import Reader
from api.pages.views.search import PER_PAGE, FacetView, SearchView, search_view
from api.wording.words import Words
from api_serving import Client, client_of
from command_line import CommandLine
from graph.commits import Writer
from graph.search import Filters, Search
from graph.store import Changes, Store
from graph_facts import trig
from ontology.languages import LANGUAGES
from pages_serving import Page, get_page
from shipped_stores import shipped_store
from small_graph import small_store

NUTS = "http://data.europa.eu/nuts/code/"
SDG = "http://metadata.un.org/sdg/"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = shipped_store(tmp_path_factory.mktemp("search") / "store")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with client_of(store) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader(client: Client) -> Reader:
    return Reader(client.app.state.services.repository, Words("sv"))


@pytest.fixture(scope="module")
def search(client: Client) -> Search:
    found: Search = client.app.state.services.search
    return found


def asked(client: Client, query: str, path: str = "search") -> dict[str, Any]:
    response = client.get(f"/api/v1/{path}?{query}")
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    return told


def iris(told: dict[str, Any]) -> list[str]:
    return [item["iri"] for item in told["items"]]


def test_a_find_says_where_it_matches(client: Client) -> None:
    [first, *_] = asked(client, "q=vatten&lang=sv")["items"]
    assert (first["iri"], first["group"], first["kind"]) == (f"{SDG}6", "goal", "sdgo:Goal")
    [highlight] = first["highlights"]
    assert (highlight["field"], highlight["lang"]) == ("name", "sv")
    assert [each["text"] for each in highlight["segments"] if each["match"]] == ["vatten"]
    assert "".join(each["text"] for each in highlight["segments"]) == first["name"]["text"]


def test_facets_are_counted_and_their_values_narrow(client: Client) -> None:
    told = asked(client, "q=energi&lang=sv&limit=1")
    assert [facet["name"] for facet in told["facets"]] == [
        "kind", "level", "territory", "programme", "goal", "year",
    ]  # fmt: skip
    for facet in told["facets"]:
        for value in facet["values"]:
            narrowed = asked(client, f"q=energi&limit=1&{facet['name']}={value['value'].replace('#', '%23')}")
            assert narrowed["total"] == value["count"], (facet["name"], value)
    assert sum(value["count"] for value in told["facets"][0]["values"]) == told["total"]


def test_a_search_pages_and_keeps_its_filters(client: Client) -> None:
    told = asked(client, "q=region&limit=3&kind=project")
    assert parse_qs(urlsplit(told["next"]).query) == {
        "q": ["region"], "limit": ["3"], "kind": ["project"], "offset": ["3"],
    }  # fmt: skip
    second = asked(client, "q=region&limit=3&kind=project&offset=3")
    assert not set(iris(told)) & set(iris(second))


def test_a_find_says_which_document_sets_it(reader: Reader, search: Search) -> None:
    """Codes and names are of many: "2 Strukturer för innovation" alone does not tell whose choice that is."""
    finds = search_view(reader, search, "innovation").finds
    homes = {find.href: find.home.text for find in finds if find.home}
    assert homes["/sv/objectives/vasterbotten/choice-2"] == "RUS 2014–2020 för Västerbottens län"
    assert [find.kind for find in finds if not find.home and "/objectives/" in find.href] == []
    assert [find.kind for find in finds if find.home and "/projects/" in find.href] == []


def test_a_search_comes_as_a_table_without_highlights(client: Client) -> None:
    response = client.get("/api/v1/search.csv?q=vatten&lang=sv&limit=1")
    [row] = csv.DictReader(io.StringIO(response.text))
    assert row == {
        "iri": f"{SDG}6",
        "name.text": "Rent vatten och sanitet för alla",
        "name.lang": "sv",
        "code": "6",
        "kind": "sdgo:Goal",
        "group": "goal",
    }


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("kind=project", "query-parameter-missing"),
        ("q=", "value-invalid"),
        ("q=x&kind=projects", "parameter-not-offered"),
        ("q=x&year=twenty", "parameter-not-number"),
        ("q=x&year=0", "parameter-too-small"),
        ("q=x&territory=nuts:SE999", "iri-unknown"),
        ("q=x&goal=13", "iri-invalid"),
        ("q=x&colour=red", "query-parameter-unknown"),
        ("q=x&kind=goal&kind=target", "parameter-repeated"),
        (f"q={'x' * 2000}", "value-invalid"),
    ],
)
def test_what_cannot_be_searched_for_is_told(client: Client, query: str, key: str) -> None:
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 400
    assert response.json()["type"].endswith(f"/problems/{key}")


@pytest.mark.parametrize(
    "text", ['"', "vatten*", "AND", "%00", "';DROP TABLE entry;--", "%F0%9F%99%82", "(((("]
)
def test_hostile_text_is_answered(client: Client, text: str) -> None:
    assert asked(client, f"q={text}")["total"] >= 0
    assert client.get(f"/sv/search?q={text}", accept="text/html").status_code == 200


def test_projects_are_found_among_those_that_the_filters_let_through(client: Client) -> None:
    told = asked(client, "q=energi", "projects")
    assert told["total"] > 0
    assert iris(told) == iris(asked(client, "q=energi&kind=project"))
    there = asked(client, "q=energi&territory=nuts:SE125", "projects")
    everywhere = asked(client, "territory=nuts:SE125&limit=1000", "projects")
    assert set(iris(there)) == set(iris(told)) & set(iris(everywhere))
    goal = asked(client, "q=energi&goal=sdg:7", "projects")
    assert set(iris(goal)) == set(iris(told)) & set(iris(asked(client, "goal=sdg:7&limit=1000", "projects")))


def test_projects_of_an_organisation_are_searched(client: Client) -> None:
    whole = asked(client, "limit=1", "projects")["items"][0]
    organisation = whole["beneficiaries"][0]["iri"]
    word = whole["name"]["text"].split()[0]
    told = asked(client, f"q={word}&organisation={organisation}", "projects")
    assert whole["iri"] in iris(told)
    assert set(iris(told)) <= set(iris(asked(client, f"organisation={organisation}&limit=1000", "projects")))


def test_likely_duplicates_are_proposed_and_not_merged(client: Client) -> None:
    told = asked(client, "lang=sv", "organisations/duplicates")
    pairs = [(item["first"]["name"]["text"], item["second"]["name"]["text"]) for item in told["items"]]
    assert ("Karlstads universitet", "Karlstads Universitet") in pairs
    for item in told["items"]:
        assert item["first"]["iri"] != item["second"]["iri"]
        assert client.get(item["first"]["iri"].replace("http://127.0.0.1:8000", "")).status_code == 200
    header = client.get("/api/v1/organisations/duplicates.csv").text.splitlines()[0]
    assert header.startswith("first.iri,first.name.text,")


def facet(view: SearchView, name: str) -> FacetView:
    return next(each for each in view.facets if each.name == name)


@pytest.mark.parametrize(("query", "name"), [("9.5", "9.5"), ("SE331", "SE331"), ("20200923", "20200923")])
def test_a_code_finds_its_thing_first(reader: Reader, search: Search, query: str, name: str) -> None:
    [first, *_] = search_view(reader, search, query).finds
    assert first.code is not None
    assert [(each.text, each.match) for each in first.code.segments] == [(name, True)]


def test_nothing_is_found_for_nothing(reader: Reader, search: Search) -> None:
    view = search_view(reader, search, "  ")
    assert (view.finds, view.facets) == ((), ())
    assert next(href for _, href in view.examples) == "/sv/search?q=13.2"
    assert search_view(reader, search, "xyzzy").total == 0


def test_without_words_all_that_the_filters_let_through_is_listed(
    client: Client, reader: Reader, search: Search
) -> None:
    projects = asked(client, "limit=1", "projects")["total"]
    view = search_view(reader, search, " ", Filters(kind="project"))
    assert (view.total, len(view.finds)) == (projects, PER_PAGE)
    assert view.next == "/sv/search?kind=project&page=2"
    assert view.all_href == "/sv/search"
    there = search_view(reader, search, "", Filters(kind="project", territory="nuts:SE331"))
    assert there.total == asked(client, "limit=1&territory=nuts:SE331", "projects")["total"] < projects
    page = Page(get_page(client, "/sv/search?kind=project&territory=nuts:SE331"))
    assert page.faults == []
    assert len(page.all("h3")) >= min(PER_PAGE, there.total)
    assert search.search("", Filters(kind="project"), graphs=()).page.total == 0, "nobody may read it"


def test_each_figure_of_the_start_page_leads_to_what_it_counts(client: Client) -> None:
    figures = Page(get_page(client, "/sv/")).all("dt", "dd")[:10]
    links = [
        each.attributes["href"] for each in Page(get_page(client, "/sv/")).all("a") if "dt" in each.above
    ]
    numbers = {href: int(each.text) for href, each in zip(links, figures[1::2], strict=True)}
    assert len(numbers) == 5
    for href in ("/sv/search?kind=project", "/sv/documents?type=pg:Programme", "/sv/review"):
        [told] = [each.text for each in Page(get_page(client, href)).all("p", "h2") if _begins(each.text)][:1]
        assert int(re.sub(r"\D.*", "", told.rpartition(" av ")[2])) == numbers[href], href
    assert len(Page(get_page(client, "/sv/goals")).all("li")) >= numbers["/sv/goals"]


def _begins(text: str) -> bool:
    return re.match(r"(\d+–\d+ av )?\d+ (träff|dokument|påståend)", text.replace("\xa0", "")) is not None


def test_every_example_finds_something(client: Client) -> None:
    for lang in LANGUAGES:
        page = Page(get_page(client, f"/{lang}/search"))
        links = [each.attributes["href"] for each in page.all("a") if "href" in each.attributes]
        examples = [href for href in links if "/search?q=" in href]
        assert len(examples) == 5
        for href in examples:
            assert "<mark>" in get_page(client, href), href


def test_a_facet_chosen_is_kept_and_can_be_taken_away(client: Client, reader: Reader, search: Search) -> None:
    view = search_view(reader, search, "energi")
    [choice] = [each for each in facet(view, "kind").choices if each.label.text == "Projekt"]
    assert not choice.is_chosen
    page = Page(get_page(client, choice.href))
    chosen = [each for each in page.all("a") if each.attributes.get("aria-current") == "true"]
    [current] = [each for each in chosen if "hreflang" not in each.attributes]
    assert current.attributes["href"] == "/sv/search?q=energi"
    assert "Projekt" in current.text
    hidden = [each.attributes for each in page.all("input") if each.attributes.get("type") == "hidden"]
    assert [(each["name"], each["value"]) for each in hidden] == [("kind", "project")]
    assert str(len(page.all("h3"))) == choice.count


def test_every_choice_leads_to_as_many_finds(client: Client, reader: Reader, search: Search) -> None:
    view = search_view(reader, search, "region", Filters(kind="project"))
    for each in view.facets:
        for choice in (*each.choices, *each.more):
            if not choice.is_chosen:
                query = parse_qs(urlsplit(choice.href).query)
                told = asked(client, "&".join(f"{name}={value[0]}" for name, value in query.items()))
                assert str(told["total"]) == choice.count, choice


def test_pages_follow_one_another(client: Client, reader: Reader, search: Search) -> None:
    first = search_view(reader, search, "i", page=1)
    assert first.total > PER_PAGE
    assert (first.previous, first.next, first.first) == (None, "/sv/search?q=i&page=2", 1)
    second = search_view(reader, search, "i", page=2)
    assert second.previous == "/sv/search?q=i"
    assert second.first == PER_PAGE + 1
    assert not {find.href for find in first.finds} & {find.href for find in second.finds}
    beyond = Page(get_page(client, "/sv/search?q=i&page=99999"))
    assert beyond.all("h3") == []
    assert client.get("/sv/search?q=i&page=0", accept="text/html").status_code == 400


def test_matches_are_marked_and_text_is_escaped(client: Client) -> None:
    page = get_page(client, "/sv/search?q=vatten")
    assert "Rent <mark>vatten</mark> och sanitet för alla" in page
    assert "<script>alert" not in get_page(client, "/sv/search?q=<script>alert(1)</script>")


def test_a_find_by_another_language_says_so(client: Client) -> None:
    page = get_page(client, "/sv/search?q=clean+water")
    assert re.search(r'<span lang="en"><mark>Clean</mark> <mark>water</mark>', page)


def test_nothing_found_with_filters_offers_to_take_them_away(client: Client) -> None:
    page = get_page(client, "/sv/search?q=vatten&kind=organisation&year=2019")
    assert "Ta bort alla filter" in page
    assert 'href="/sv/search?q=vatten"' in page


def test_a_commit_is_found_at_once(tmp_path: Any) -> None:
    store = small_store(str(tmp_path / "store"))
    with client_of(store) as client:
        assert asked(client, "q=vätgas")["total"] == 0
        writer: Writer = client.app.state.services.writer
        added = trig('<graph/list/x> { <id/project/x/p5> skos:prefLabel "Vätgas"@sv ; a pg:Project . }')
        store.apply(Changes(added=added), store.sequence + 1)
        assert asked(client, "q=vätgas")["total"] == 1
        assert writer.followers
    store.close()


def test_the_command_line_searches(tmp_path: Any) -> None:
    place = tmp_path / "store"
    small_store(str(place)).close()
    run = CommandLine(place)
    told = run("search", "vatten", "umea")
    assert "«Vatten» i «Umeå»" in told.out
    assert "id/project/x/p1" in told.out
    lines = run("search", "umeå").out.splitlines()
    assert [line.split()[0] for line in lines] == ["kind", "territory", "organisation", "project"]
    answer = run("search", "umeå", "--kind", "project", "--json").answer
    assert [(item["group"], item["code"]) for item in answer["items"]] == [("project", "20200001")]
    assert answer["total"] == 1
    assert run("search", "xyzzy").out == ""
    wrong = run("search", "umeå", "--kind", "thing")
    assert wrong.code == 2
    assert "goal, target" in wrong.err


def test_the_command_line_proposes_duplicates(tmp_path: Any) -> None:
    place = tmp_path / "store"
    store = small_store(str(place))
    kommun = '<id/organisation/y/u> a org:FormalOrganization ; skos:prefLabel "UMEA KOMMUN" .'
    added = trig(f"<graph/list/y> {{ {kommun} }}")
    store.apply(Changes(added=added), store.sequence + 1)
    store.close()
    run = CommandLine(place)
    told = run("duplicates")
    assert "Umeå kommun" in told.out
    assert "UMEA KOMMUN" in told.out
    [pair] = run("duplicates", "--json").answer["items"]
    assert pair["reason"] == "name"
