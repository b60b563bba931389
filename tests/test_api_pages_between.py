"""Tracing from anything to anything: names are found, offered where they are several, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from api_serving import Client
from ontology.languages import LANGUAGES
from pages_serving import PROJECT, Page, get_page, pages_client, shipped

IRI = f"http://127.0.0.1:8000/id/{PROJECT.replace('projects', 'project')}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped(tmp_path_factory.mktemp("between") / "store") as store, pages_client(store) as opened:
        yield opened


def sent(client: Client, lang: str = "sv", **fields: str) -> tuple[int, dict[str, str]]:
    """Returns the status, and the query of where the form leads."""
    named = {name.removesuffix("_"): value for name, value in fields.items()}
    answer = client.get(f"/{lang}/trace?{urlencode(named)}", accept="text/html")
    query = parse_qs(urlsplit(answer.headers.get("location", "")).query)
    return answer.status_code, {name: values[0] for name, values in query.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_codes_and_iris_lead_straight_to_the_chains(client: Client, lang: str) -> None:
    status, query = sent(client, lang, start=IRI, end="sdg:9", way="up")
    assert (status, query) == (303, {"from": IRI, "goal": "http://metadata.un.org/sdg/9"})
    status, query = sent(client, lang, start="sdg:9.5", way="down")
    assert (status, query) == (303, {"from": "http://metadata.un.org/sdg/9.5", "direction": "down"})


def test_what_was_chosen_from_the_list_counts_unless_the_text_was_changed(client: Client) -> None:
    page = Page(get_page(client, f"/sv/trace?from={IRI}"))
    fields = {each.attributes["name"] for each in page.all("input")}
    assert {"start", "end"} <= fields
    label = Page(get_page(client, f"/sv/{PROJECT}")).all("h1")[0].text.strip()
    status, query = sent(client, start=label, from_=IRI, way="up")
    assert (status, query) == (303, {"from": IRI})
    status, query = sent(client, start="9.5", from_=IRI, way="up")
    assert (status, query["from"]) == (303, "http://metadata.un.org/sdg/9.5")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_may_be_several_things_is_asked_and_the_choice_leads_on(client: Client, lang: str) -> None:
    page = Page(get_page(client, f"/{lang}/trace?start=strategi&end=sdg:9&way=up"))
    assert page.faults == []
    offered = [
        each.attributes["href"]
        for each in page.all("a")
        if "li" in each.above and "main" in each.above and "trace?start=" in each.attributes["href"]
    ]
    assert len(offered) > 1
    answer = client.get(f"{offered[0]}&way=up", accept="text/html")
    assert answer.status_code == 303
    assert "goal=" in answer.headers["location"]
    assert client.get(answer.headers["location"], accept="text/html").status_code == 200


def test_what_nothing_is_called_stays_in_its_field_and_says_so(client: Client) -> None:
    page = Page(get_page(client, "/sv/trace?start=xyzzy&way=up"))
    [field] = [each.attributes for each in page.all("input") if each.attributes.get("name") == "start"]
    assert (field["value"], field["aria-invalid"]) == ("xyzzy", "true")
    assert "Inget heter ”xyzzy”" in page.all("main")[0].text
    assert Page(get_page(client, "/sv/trace?start=sdg:9&end=xyzzy&way=up")).all("svg") == []


def test_an_empty_form_asks_for_nothing(client: Client) -> None:
    page = Page(get_page(client, "/sv/trace?way=up"))
    assert page.faults == []
    assert list(page.with_attribute("aria-invalid")) == []
