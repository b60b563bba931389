"""The list of documents: narrowed by area, level and kind, and the same as data."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from api_serving import Client
from graph.store import Store
from ontology.languages import LANGUAGES
from pages_serving import Page, get_page, pages_client, shipped
from test_api_pages_same import MEDIA, outlets


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with shipped(tmp_path_factory.mktemp("lists") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with pages_client(store) as opened:
        yield opened


def listed(page: Page) -> list[str]:
    """Returns the addresses of the documents of the list, those that are folded away too."""
    return [each.attributes["href"] for each in page.all("a") if "table" in each.above]


def choices(page: Page) -> dict[str, int]:
    """Returns how many documents each choice promises that is not made yet, by its address."""
    found: dict[str, int] = {}
    last = ""
    for each in page.elements:
        if each.tag == "a" and each.attributes["href"].startswith("?"):
            last = "" if "aria-current" in each.attributes else each.attributes["href"]
        elif last and each.tag == "span" and each.attributes.get("class") == "count":
            found[last] = int(each.text)
    return found


@pytest.mark.parametrize("narrowed", ["", "?territory=nuts:SE331", "?level=pg:RegionalLevel"])
def test_each_choice_lists_as_many_documents_as_it_says(client: Client, narrowed: str) -> None:
    promised = choices(Page(get_page(client, f"/sv/documents{narrowed}")))
    assert len(promised) > 3
    for href, count in promised.items():
        assert len(listed(Page(get_page(client, f"/sv/documents{href}")))) == count, href


@pytest.mark.parametrize("narrowed", ["territory=nuts:SE331", "level=pg:EuLevel&type=pg:Programme"])
def test_what_is_listed_is_what_its_data_hold(client: Client, narrowed: str) -> None:
    """An area has the documents of the areas within it too, on the page as in the table."""
    page = Page(get_page(client, f"/sv/documents?{narrowed}"))
    href = {form: href for form, href in outlets(page) if form in MEDIA}["JSON"]
    assert len(listed(page)) == client.get(href).json()["total"] > 0
    query = next(parse_qs(urlsplit(each).query)["query"] for _, each in outlets(page) if "/sparql?" in each)
    told = client.request("POST", "/sparql", data={"query": query[0]}, headers={"accept": "text/csv"})
    assert len(told.text.splitlines()) == len(listed(page)) + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_filters_that_nothing_passes_say_so_and_lead_back(client: Client, lang: str) -> None:
    page = Page(get_page(client, f"/{lang}/documents?level=pg:GlobalLevel&type=pg:Programme"))
    assert page.faults == []
    assert listed(page) == []
    links = [each.attributes["href"] for each in page.all("a") if "main" in each.above]
    assert f"/{lang}/documents" in links
    assert "?level=pg%3AGlobalLevel" in links, "the one filter is taken away by itself"


@pytest.mark.parametrize("name", ["level", "territory", "type"])
def test_what_is_no_level_area_or_type_is_refused_as_over_the_api(client: Client, name: str) -> None:
    for value in ("sdg:9", "pg:Nothing"):
        asked = [f"{place}/documents?{name}={value}" for place in ("/sv", "/api/v1")]
        page, api = (client.get(f"{each}&lang=sv" if "api" in each else each) for each in asked)
        assert (page.status_code, api.status_code) == (400, 400)
        assert api.json()["detail"].startswith(f"{name}: "), "it is called as it was given"
        assert api.json()["detail"] in page.text


@pytest.mark.parametrize("narrowed", ["territory=nuts:SE999", "level=pg:NoLevel", "type=x y"])
def test_what_the_graph_knows_nothing_of_is_told(client: Client, narrowed: str) -> None:
    answer = client.get(f"/sv/documents?{narrowed}", accept="text/html")
    assert answer.status_code == 400
    assert "Rätta adressen" in answer.text
