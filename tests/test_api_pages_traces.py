"""The page of chains: its map, its form, what it says where there is no chain, and the links to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from api_serving import Client
from pages_serving import PROJECT, Page, get_page, pages_client
from shipped_stores import shipped_store

START = f"id/{PROJECT.replace('projects', 'project')}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    store = shipped_store(tmp_path_factory.mktemp("traces") / "store")
    with pages_client(store) as opened:
        yield opened
    store.close()


def shown(client: Client, query: str, lang: str = "sv") -> Page:
    return Page(get_page(client, f"/{lang}/trace?{query}"))


def text(page: Page) -> str:
    return " ".join(page.all("main")[0].text.split())


def of_class(page: Page, name: str) -> list[str]:
    found = (each for each in page.elements if name in each.attributes.get("class", "").split())
    return [" ".join(each.text.split()) for each in found]


def test_the_map_has_a_column_for_each_level_from_the_goal_down(client: Client) -> None:
    page = shown(client, f"from={START}&goal=sdg:9")
    levels = [each.text for each in page.all("h3") if each.attributes.get("id", "").startswith("level-")]
    assert levels == ["Global nivå", "Global nivå", "EU-nivå", "Regional nivå", "Projekt"]
    cards = of_class(page, "map-card")
    assert cards[0] == "9 Hållbar industri, innovationer och infrastruktur"
    assert cards[-1] == "Innovation +"


def test_each_chain_names_its_cards_from_the_start_to_the_goal(client: Client) -> None:
    page = shown(client, f"from={START}&goal=sdg:9")
    ids = {each.attributes["id"] for each in page.elements if "map-card" in each.attributes.get("class", "")}
    ways = [each.attributes["data-cards"].split() for each in page.with_attribute("data-cards")]
    assert ways
    assert all(set(way) <= ids for way in ways)
    assert len({(way[0], way[-1]) for way in ways}) == 1
    targets = {
        each.attributes["href"]
        for each in page.all("a")
        if each.attributes.get("class", "")[:8] == "map-card"
    }
    chains = {f"#{each.attributes['id']}" for each in page.with_attribute("id")}
    assert targets <= chains


def test_of_one_chain_it_is_not_said_what_all_rest_on(client: Client) -> None:
    alone = text(shown(client, f"from={START}&goal=sdg:9&most=1"))
    assert "ett enda fel bryter dem" in alone  # there are more than the one that is shown
    single = text(shown(client, "from=id/objective/eu-2014/to4&goal=sdg:9.4"))
    assert "1 kedja bidrar. Ett enda fel i den bryter den." in single


def test_each_chain_is_told_in_words_with_its_proof(client: Client) -> None:
    page = shown(client, f"from={START}&goal=sdg:9")
    words = of_class(page, "in-words")
    assert len(words) == len(of_class(page, "told")) == 3
    folded = [each for each in page.all("details") if each.attributes.get("class") == "in-words"]
    assert ["open" in each.attributes for each in folded] == [True, False, False]
    assert "bidrar till ”9 Hållbar industri" in words[0]
    assert "ett enda fel bryter dem. Den säkraste har säkerheten 90" in text(page)
    assert "och vilar på 2 påståenden (godtagna: 0)." in text(page)
    assert all(each for each in of_class(page, "proof"))


def test_the_form_keeps_the_filters_of_the_address(client: Client) -> None:
    page = shown(
        client, f"from={START}&goal=sdg:9&status=proposed&confidence=0.4&period=2014/2020&machines=true"
    )
    fields = reversed(page.all("input"))  # of two forms the first, which has the filters
    values = {each.attributes.get("name"): each.attributes.get("value") for each in fields}
    assert (values["from"], values["confidence"], values["period"]) == (START, "0.4", "2014/2020")
    chosen = [each.text for each in page.all("option") if "selected" in each.attributes]
    assert "förslag" in chosen
    assert [each for each in page.all("input") if "checked" in each.attributes]
    assert "open" in next(each for each in page.all("details") if "main" in each.above).attributes


def test_a_filter_that_cannot_be_used_stays_with_what_is_wrong(client: Client) -> None:
    answer = client.get(f"/da/trace?from={START}&goal=sdg:9&force=governing", accept="text/html")
    assert answer.status_code == 400
    page = Page(answer.text)
    assert "addressee" in of_class(page, "note")[0]
    assert "Styrende" in [each.text for each in page.all("option") if "selected" in each.attributes]


def test_where_there_is_no_chain_the_missing_hop_is_named(client: Client) -> None:
    page = shown(client, f"from={START}&goal=sdg:14")
    told = text(page)
    assert "Varför inte?" in told
    assert "minst ett steg fattas" in told
    assert "Steget som fattas" in told
    assert of_class(page, "map-card") == []


def test_filters_in_the_way_are_named_with_the_chains_behind_them(client: Client) -> None:
    told = text(shown(client, f"from={START}&goal=sdg:9&status=accepted", "en"))
    assert "but the filter status removes every chain" in told
    assert "The chains without filters" in told


def test_the_way_down_is_paged(client: Client) -> None:
    page = shown(client, "from=sdg:9&direction=down")
    assert "Projekt" in {each.text for each in page.all("h3")}
    (following,) = [each.attributes["href"] for each in page.all("a") if each.attributes.get("rel") == "next"]
    later = shown(client, following.removeprefix("?"))
    assert "Sidan visar nummer 1–12; fler följer på nästa sida." in text(page)
    assert "Sidan visar nummer 13–" in text(later)
    assert any(each.attributes.get("rel") == "prev" for each in later.all("a"))
    assert set(of_class(page, "in-words")).isdisjoint(of_class(later, "in-words"))
    beyond = shown(client, "from=sdg:9&direction=down&offset=100000")
    assert of_class(beyond, "in-words") == of_class(page, "in-words")
    objectives = shown(client, "from=sdg:9&direction=down&only=objectives")
    assert "Projekt" not in {each.text for each in objectives.all("h3")}
    assert of_class(objectives, "map-card")


def test_the_last_page_of_the_way_down_says_so_and_a_single_one_says_nothing(client: Client) -> None:
    """On paper there is no next page to tell by that twelve chains are not all."""
    page = shown(client, "from=sdg:9&direction=down")
    while following := [
        each.attributes["href"] for each in page.all("a") if each.attributes.get("rel") == "next"
    ]:
        page = shown(client, following[0].removeprefix("?"))
    assert re.search(r"Sidan visar nummer \d+–\d+, de sista\.", text(page))
    assert "Sidan visar" not in text(shown(client, "from=sdg:1&direction=down"))


def test_undated_sources_stand_apart(client: Client) -> None:
    told = text(shown(client, f"from={START}&goal=sdg:9&said=2025-01-01", "en"))
    assert "Only if undated sources count" in told


def test_an_unknown_start_is_not_found(client: Client) -> None:
    assert client.get("/sv/trace?from=id/project/nobody/1", accept="text/html").status_code == 404


@pytest.mark.parametrize("path", [PROJECT, "goals/9", "documents/vasterbotten/rus-2020"])
def test_the_pages_of_things_lead_here(client: Client, path: str) -> None:
    page = Page(get_page(client, f"/sv/{path}"))
    links = [each.attributes.get("href", "") for each in page.all("a")]
    found = [link for link in links if link.startswith("/sv/trace?from=")]
    assert found
    assert all(client.get(link.split("#")[0], accept="text/html").status_code == 200 for link in found[:3])
