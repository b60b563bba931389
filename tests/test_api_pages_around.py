"""What stands around things: neighbours of a project, changes of a thing, what is newest, said and paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from api_serving import Client
from graph.commits import Writer
from graph.store import Changes, Store
from graph_facts import in_graph, node
from ontology.languages import LANGUAGES
from pages_serving import OFF, PROJECT, Element, Page, counted_client, get_page, shipped


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with shipped(tmp_path_factory.mktemp("around") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with counted_client(store) as opened:
        yield opened


def main(page: Page) -> str:
    return " ".join(page.all("main")[0].text.split())


def links(page: Page, start: str) -> list[Element]:
    found = (each for each in page.all("a") if "main" in each.above)
    return [each for each in found if each.attributes["href"].startswith(start)]


def test_a_project_has_neighbours_that_serve_the_same_in_its_region(client: Client) -> None:
    page = Page(get_page(client, f"/sv/{PROJECT}"))
    start = next(n for n, each in enumerate(page.elements) if each.attributes.get("id") == "neighbours")
    found = (each for each in page.elements[start:] if each.tag == "a" and "li" in each.above)
    others = [each for each in found if re.fullmatch(r"/sv/projects/[^?]+", each.attributes["href"])]
    assert 1 <= len(others) <= 5
    assert f"/sv/{PROJECT}" not in {each.attributes["href"] for each in others}
    [all_] = [each for each in page.all("a") if each.text == "Visa alla"]
    listed = Page(get_page(client, all_.attributes["href"].partition("#")[0]))
    assert "Västerbottens län" in main(listed)
    whole = {each.attributes["href"] for each in links(listed, "/sv/projects/")}
    assert {each.attributes["href"] for each in others} <= whole
    assert f"/sv/{PROJECT}" in whole


def test_a_project_leads_to_what_falls_without_it_and_to_its_history(client: Client) -> None:
    page = Page(get_page(client, f"/sv/{OFF.replace('project/', 'projects/')}"))
    [without] = links(page, "/sv/what-if?off=")
    assert "1 projekt försvinner" in main(
        Page(get_page(client, without.attributes["href"].partition("#")[0]))
    )
    changes = links(page, "/sv/changes?of=")
    assert all(client.get(each.attributes["href"], accept="text/html").status_code == 200 for each in changes)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("thing", "count"),
    [
        ("nuts:SE331", 6),
        ("nuts:SE", 6),
        ("id/area/se-kommun/2480", 3),
        ("id/organisation/se/region-vastmanland", 2),
        ("nuts:SE33", 3),
    ],
)
def test_an_area_or_an_organisation_leads_to_what_the_pages_tell_of_it(
    client: Client, lang: str, thing: str, count: int
) -> None:
    page = Page(get_page(client, f"/{lang}/resource?iri={thing}"))
    assert page.faults == []
    start = next(n for n, each in enumerate(page.elements) if each.attributes.get("id") == "leads")
    leads = [each for each in page.elements[start : start + 2 + 2 * count] if each.tag == "a"]
    assert len(leads) == count
    for each in leads:
        told = Page(get_page(client, each.attributes["href"]))
        assert told.faults == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_changes_are_a_page_too(client: Client, store: Store, lang: str) -> None:
    stated = in_graph(node("graph/source/test"), f"sdg:9 skos:altLabel 'Nio {lang}'@sv .")
    made = Writer(store).commit(
        Changes(added=stated), agent=node("id/agent/test/x").value, reason=f"På {lang}"
    )
    assert made is not None
    whole, own = (Page(get_page(client, f"/{lang}/changes{query}")) for query in ("", "?of=sdg:9"))
    for page in (whole, own):
        heads = [each.text for each in page.all("h2")]
        assert heads[0] == f"På {lang}"
        assert page.faults == []
    assert len(links(whole, f"/{lang}/resource?iri=")) >= 2
    other = Page(get_page(client, f"/{lang}/changes?of=sdg:14"))
    assert f"På {lang}" not in main(other)
    assert client.get(f"/{lang}/changes?of=id/project/x/none", accept="text/html").status_code == 404


def test_the_start_page_tells_what_is_newest_and_what_is_said_paid_and_done(
    client: Client, store: Store
) -> None:
    stated = in_graph(node("graph/source/test"), "sdg:9 skos:altLabel 'Nyast'@sv .")
    Writer(store).commit(
        Changes(added=stated), agent=node("id/agent/test/x").value, reason="Det nyaste av allt"
    )
    client.app.state.services.portfolio.current(60.0)
    page = Page(get_page(client, "/sv/"))
    assert "Det nyaste av allt" in [each.text for each in page.all("h3")]
    rows = [each.text.split("\n") for each in page.all("tr") if "av 17" in each.text]
    assert len(rows) == 2
    [sweden] = links(page, "/sv/coverage?region=nuts:SE")[:1]
    summary = main(Page(get_page(client, sweden.attributes["href"])))
    said = next(each.text for each in page.all("td") if "av 17" in each.text).split()[0]
    assert f" {said} " in summary
    options = [each for each in page.all("option") if each.attributes.get("value", "").endswith("SE331")]
    assert len(options) == 1


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("documents?territory=nuts:SE331", 1),
        (PROJECT, 1),
        ("coverage?region=nuts:SE331", 3),
        ("trace?from=sdg:9&direction=down", 1),
        (f"trace?from=id/{PROJECT.replace('projects', 'project')}&goal=sdg:9", 1),
        ("what-if?document=id/document/vastmanland/rus-2030", 1),
        ("review", 1),
        ("review?view=contested", 1),
        ("resource?iri=nuts:SE331", 1),
        ("data", 1),
        ("changes", 1),
    ],
)
def test_what_a_question_says_too_is_open_in_sparql(client: Client, path: str, count: int) -> None:
    page = Page(get_page(client, f"/sv/{path}"))
    opened = [each for each in page.all("a") if each.text.startswith("Öppna i SPARQL")]
    assert len(opened) == count
    for each in opened:
        query = parse_qs(urlsplit(each.attributes["href"]).query)["query"][0]
        told = client.request(
            "POST", "/sparql", data={"query": query}, headers={"accept": "application/json"}
        )
        assert told.status_code == 200
