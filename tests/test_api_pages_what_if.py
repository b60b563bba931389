"""The What-if page on what ships: lists to choose from, check boxes, and what falls, in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from api.pages.reader import Reader
from api.pages.views.what_if import points_of
from api.wording.words import Words
from api_serving import Client, shipped_client
from graph.alignment.effects import SinglePoints
from graph.alignment.portfolio import Basis, Filters
from ontology.languages import LANGUAGES
from pages_serving import Page, get_page

REGION, RUS = "nuts:SE125", "id/document/vastmanland/rus-2030"
PROGRAMME = "id/programme/eu/se-erdf-2014-2020-ostra-mellansverige"
SMART, SMART_OFF = "Smart 4U", "id/project/tillvaxtverket-2014/20200639"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped_client(tmp_path_factory.mktemp("what-if") / "store") as opened:
        yield opened


def page(client: Client, lang: str = "sv", **asked: str | list[str]) -> Page:
    return Page(get_page(client, f"/{lang}/what-if?{urlencode(asked, doseq=True)}"))


def text_of(shown: Page) -> str:
    return shown.all("main")[0].text


def switches(shown: Page) -> dict[str, bool]:
    boxes = [each for each in shown.all("input") if each.attributes.get("name") == "off"]
    return {each.attributes["value"]: "checked" in each.attributes for each in boxes}


def test_the_page_begins_with_lists_to_choose_from(client: Client) -> None:
    shown = page(client)
    assert [each.attributes["name"] for each in shown.all("select")] == ["territory", "document", "programme"]
    options = {each.text for each in shown.all("option")}
    assert {"Västmanlands län", "Vår strategi för ett livskraftigt Västmanland"} <= options
    assert "Förordning (EU) 2021/1058 om Europeiska regionala utvecklingsfonden" in options
    told_of = {"Dialogunderlag 2", "Regionale udviklingsstrategier (Danske Regioners webside)"}
    assert not options & told_of
    assert switches(shown) == {}
    assert [each.attributes.get("id") for each in shown.all("section")] == []


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_before_anything_is_chosen_the_page_says_what_to_do(client: Client, lang: str) -> None:
    page = Page(get_page(client, f"/{lang}/what-if"))
    assert page.faults == []
    assert [
        each.attributes["class"] for each in page.all("div") if "empty" in each.attributes.get("class", "")
    ]


def test_projects_are_listed_with_check_boxes(client: Client) -> None:
    shown = page(client, territory=REGION, document=RUS)
    found = switches(shown)
    assert SMART_OFF in found
    assert not any(found.values())
    assert f"{len(found)} projekt passar" in text_of(shown)
    assert "Det här händer då" not in text_of(shown)
    assert "hänger på ett enda projekt" in text_of(shown)


def test_what_is_switched_off_stays_so_and_what_falls_is_told(client: Client) -> None:
    shown = page(client, territory=REGION, document=RUS, off=[SMART_OFF])
    assert switches(shown)[SMART_OFF]
    told = text_of(shown)
    assert "1 projekt försvinner. 1 mål faller." in told
    assert "Digital omställning" in told
    assert "försvagas" in told
    kept = {each.attributes.get("name"): each.attributes.get("value") for each in shown.all("input")}
    assert kept["territory"] == "http://data.europa.eu/nuts/code/SE125"


def test_codes_stand_with_the_document_that_they_are_of(client: Client) -> None:
    text = " ".join(text_of(page(client, territory=REGION, off=SMART_OFF)).split())
    assert "(Agenda 2030)" in text
    assert "(Vår strategi för ett livskraftigt Västmanland)" in text


def test_a_whole_programme_is_switched_off(client: Client) -> None:
    whole = text_of(page(client, programme=PROGRAMME, whole="true"))
    assert "9 projekt försvinner" in whole
    assert "försvinner" not in text_of(page(client, programme=PROGRAMME))


def test_long_lists_are_cut_into_pages_and_what_is_off_stays_so_on_each(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.routes.what_if.LISTED", 8)
    first = page(client, territory="nuts:SE")
    assert (len(switches(first)), offsets(first, "button"), offsets(first, "input")) == (8, ["8"], [])
    assert "1–8 visas" in text_of(first)
    own = next(iter(switches(first)))
    second = page(client, territory="nuts:SE", off=own, offset="8")
    assert [name for name, is_off in switches(second).items() if is_off] == [own]
    assert set(switches(second)) & set(switches(first)) == {own}
    assert (offsets(second, "button"), offsets(second, "input")) == (["0", "16"], ["8"])
    beyond = page(client, territory="nuts:SE", offset="1000")
    assert len(switches(beyond)) > 0
    assert offsets(beyond, "button") == [str(int(offsets(beyond, "input")[0]) - 8)]


def offsets(shown: Page, kind: str) -> list[str]:
    """Returns the places in the list to which buttons lead, or that a form keeps."""
    return [each.attributes["value"] for each in shown.all(kind) if each.attributes.get("name") == "offset"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_well_formed_in_every_language(client: Client, lang: str) -> None:
    shown = page(client, lang, territory=REGION, document=RUS, off=[SMART_OFF])
    assert shown.faults == []
    assert "what-if." not in shown.html.replace("pages/what-if", "")
    ids = [each.attributes["id"] for each in shown.with_attribute("id")]
    assert len(ids) == len(set(ids))


def test_the_same_is_offered_as_data(client: Client) -> None:
    shown = page(client, territory=REGION, document=RUS)
    addresses = [
        each.attributes["href"] for each in shown.all("a") if "/api/v1/effects/" in each.attributes["href"]
    ]
    assert len(addresses) == 8
    assert {client.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("asked", [{"off": "id/project/x/none"}, {"territory": "nuts:XX999"}, {"off": "x y"}])
def test_what_is_unknown_is_told_and_not_a_fault(client: Client, asked: dict[str, str]) -> None:
    response = client.get(f"/sv/what-if?{urlencode(asked)}", accept="text/html")
    assert response.status_code == 400
    assert "<h1>" in response.text


@pytest.mark.parametrize(
    ("found", "more"),
    [
        (0, None),
        (2, "2 till visas inte här; alla finns i filerna längst ner."),
        (1, "1 till visas inte här; alla finns i filerna längst ner."),
    ],
)
def test_points_that_are_not_shown_are_counted(client: Client, found: int, more: str | None) -> None:
    reader = Reader(client.app.state.services.repository, Words("sv"))
    told = SinglePoints((), found=found, covered=9, basis=Basis(1, Filters()))
    assert points_of(reader, told).more == more


def test_asking_writes_nothing(client: Client) -> None:
    before = client.get("/api/v1/commits").json()
    page(client, territory=REGION, off=[SMART_OFF])
    assert client.get("/api/v1/commits").json() == before
