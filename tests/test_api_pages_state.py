"""The form that states an alignment: things are picked by search, faults stand at their field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api_serving import Client, shipped_client
from holders import token_file
from ontology.languages import LANGUAGES
from pages_serving import PROJECT, Page, get_page
from signed_in import Visit

STATE = "/sv/state"
SOURCE = f"id/{PROJECT.replace('projects', 'project')}"
DOCUMENT = "id/document/vasterbotten/rus-2020"
FIELDS = {"source": SOURCE, "target": "sdg:4.4", "evidence": DOCUMENT, "strength": "2", "confidence": "60"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("state")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        yield opened


def main(page: Page) -> str:
    return " ".join(page.all("main")[0].text.split())


def notes(page: Page) -> dict[str, str]:
    found = (each for each in page.all("p") if each.attributes.get("id", "").startswith("note-"))
    return {each.attributes["id"].removeprefix("note-"): each.text.strip() for each in found}


def test_an_alignment_is_stated_and_leads_to_its_page(client: Client) -> None:
    visit = Visit(client, "Contributor")
    answer = visit.send(STATE, FIELDS | {"reasoning": "Utbildning för arbetslivet.", "quote": "några ord"})
    assert answer.status_code == 303, main(Page(answer.text))
    [made] = client.get(f"/api/v1/alignments?source={SOURCE}&target=sdg:4.4").json()["items"]
    assert (made["status"], made["strength"], made["confidence"]) == ("proposed", 2, "0.6")
    assert made["author"]["iri"].endswith("/id/agent/test/contributor")
    assert made["reasoning"] == {"text": "Utbildning för arbetslivet.", "lang": "sv"}
    assert visit.get(answer.headers["location"]).status_code == 200


def test_a_name_is_searched_for_and_chosen_among_what_is_found(client: Client) -> None:
    visit = Visit(client, "Contributor")
    page = Page(visit.send(STATE, FIELDS | {"target": "vatten"}).text)
    assert "kan vara flera saker" in notes(page)["target"]
    offered = [
        each.attributes["value"] for each in page.all("input") if each.attributes.get("name") == "target-pick"
    ]
    assert "http://metadata.un.org/sdg/6" in offered
    answer = visit.send(STATE, FIELDS | {"target": "vatten", "target-pick": "http://metadata.un.org/sdg/6"})
    assert answer.status_code == 303


def test_what_was_picked_is_shown_by_its_name_and_sent_again_as_it_was(client: Client) -> None:
    """The name stands in the field, the IRI behind it; a changed name counts."""
    visit = Visit(client, "Contributor")
    page = Page(visit.get(f"{STATE}?source={SOURCE}&target=sdg:9.1").text)
    shown = {each.attributes["name"]: each.attributes.get("value", "") for each in page.all("input")}
    assert shown["target"].startswith("9.1 ")
    assert shown["target-iri"] == "http://metadata.un.org/sdg/9.1"
    again = FIELDS | {name: shown[name] for name in ("source", "source-iri", "target", "target-iri")}
    assert visit.send(STATE, again).status_code == 303
    assert visit.send(STATE, again | {"target": "9.2"}).status_code == 303
    stated = client.get(f"/api/v1/alignments?source={SOURCE}&target=sdg:9.2").json()["items"]
    assert len(stated) == 1


def test_what_is_open_or_wrong_stands_at_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    visit, before = Visit(client, "Contributor"), client.get("/ready").json()
    empty = Page(visit.send(STATE, {"reasoning": "Min text"}).text)
    assert set(notes(empty)) == {"source", "target", "evidence"}
    assert empty.all("textarea")[0].text == "Min text"
    unknown = Page(visit.send(STATE, FIELDS | {"target": "xyzzy"}).text)
    assert "inget som heter" in notes(unknown)["target"]
    wrong = visit.send(STATE, FIELDS | {"target": "sdg:5.1", "confidence": "mycket", "strength": "7"})
    assert wrong.status_code == 422
    assert {"confidence", "strength"} <= set(notes(Page(wrong.text)))
    assert client.get("/ready").json() == before


def test_what_is_stated_already_is_told(client: Client) -> None:
    visit = Visit(client, "Contributor")
    assert visit.send(STATE, FIELDS | {"target": "sdg:4.5"}).status_code == 303
    again = visit.send(STATE, FIELDS | {"target": "sdg:4.5"})
    assert again.status_code == 409
    assert [each.attributes.get("role") for each in Page(again.text).all("div")].count("alert") == 1


def test_the_address_fills_the_form_in_and_only_contributors_send_it(client: Client) -> None:
    page = Page(get_page(client, f"{STATE}?source={SOURCE}&target=sdg:9"))
    assert "Hållbar industri" in main(page)
    assert Visit(client, "Reader").send(STATE, FIELDS).status_code == 403
    assert "Min text" in Visit(client).post(STATE, FIELDS | {"reasoning": "Min text"}).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_is_whole_in_every_language(client: Client, lang: str) -> None:
    page = Page(get_page(client, f"/{lang}/state?source=vatten"))
    assert page.faults == []
    assert "state." not in main(page)
