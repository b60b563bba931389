"""The form of a project: picked or new, wrong at its field, corrected on the state read, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api_serving import Client, shipped_client
from filled_forms import filled, main, notes
from holders import bearer, token_file
from ontology.languages import LANGUAGES
from pages_serving import PROJECT, Page, get_page
from signed_in import Visit

ENTER = "/sv/enter/project"
MINE = "by-test-contributor"
REGION = "http://data.europa.eu/nuts/code/SE125"
FIELDS = {
    "names.sv": "Bredband i byn",
    "descriptions.sv": "Fiber till sista huset.",
    "start": "2024-01-01",
    "end": "2025-12-31",
    "territories": REGION,
    "parties.0.organisation": "Region Västmanland",
    "parties.0.role": "beneficiary",
    "grants.0.amount.value": "1 250 000,50",
    "grants.0.amount.currency": "SEK",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("entering")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        yield opened


@pytest.fixture(scope="module")
def visit(client: Client) -> Visit:
    return Visit(client, "Contributor")


def entered(visit: Visit, number: str, **changes: str) -> str:
    """Enters a project; returns the address of its form."""
    answer = visit.send(ENTER, FIELDS | {"identifier": number} | changes)
    assert answer.status_code == 303, main(Page(answer.text))
    return f"{ENTER}/{MINE}/{number}"


def read(client: Client, number: str) -> dict[str, Any]:
    told: dict[str, Any] = client.get(f"/api/v1/projects/{MINE}/{number}?lang=sv").json()
    return told


def commit(client: Client) -> int:
    sequence: int = client.get("/ready").json()["commit"]
    return sequence


def test_a_project_is_entered_and_leads_to_its_page(client: Client, visit: Visit) -> None:
    answer = visit.send(ENTER, FIELDS | {"identifier": "2024-17", "names.en": "Village broadband"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sv/projects/{MINE}/2024-17")
    told = read(client, "2024-17")
    assert told["name"]["text"] == "Bredband i byn"
    assert told["period"] == {"start": "2024-01-01", "end": "2025-12-31"}
    assert told["money"] == [{"value": "1250000.5", "currency": "SEK"}]
    assert [each["name"]["text"] for each in told["beneficiaries"]] == ["Region Västmanland"]
    assert (
        client.get(f"/api/v1/projects/{MINE}/2024-17?lang=en").json()["name"]["text"] == "Village broadband"
    )
    page = Page(visit.get(f"/sv/projects/{MINE}/2024-17").text)
    links = {each.text: each.attributes["href"] for each in page.all("a")}
    assert links["Rätta"] == f"{ENTER}/{MINE}/2024-17"
    assert links["Dra tillbaka"] == f"{ENTER}/{MINE}/2024-17/withdrawal"


def test_a_thing_is_picked_by_a_word_of_its_name_or_made_anew(client: Client, visit: Visit) -> None:
    fields = FIELDS | {"identifier": "picked", "parties.0.organisation": "Byalaget", "territories": ""}
    page = Page(visit.send(ENTER, fields | {"territories.add": "Västmanland"}).text)
    assert "territories" in notes(page)
    offered = {
        each.attributes["name"]: each.attributes["value"]
        for each in page.all("input")
        if each.attributes.get("type") == "radio" and "checked" in each.attributes
    }
    assert offered == {"parties.0.organisation.pick": "new"}, "what is nowhere may be new"
    again = filled(page) | {"territories.add.pick": REGION}
    answer = visit.send(ENTER, again)
    assert answer.status_code == 303, main(Page(answer.text))
    assert [each["name"]["text"] for each in read(client, "picked")["beneficiaries"]] == ["Byalaget"]
    assert client.get(f"/id/organisation/{MINE}/byalaget").status_code == 200


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client: Client, visit: Visit) -> None:
    before = commit(client)
    wrong = FIELDS | {
        "identifier": "wrong",
        "names.sv": "",
        "descriptions.da": "Fiber til alle.",
        "start": "2024-02-30",
        "grants.0.amount.value": "mycket",
        "cost.value": "-5",
        "cost.currency": "SEK",
    }
    answer = visit.send(ENTER, wrong)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert set(notes(page)) == {"names-sv", "start", "grants-0-amount-value"}
    assert "Börjar" in notes(page)["start"]
    kept = filled(page)
    assert kept["start"] == "2024-02-30"
    assert (kept["descriptions.da"], kept["grants.0.amount.value"]) == ("Fiber til alle.", "mycket")
    second = visit.send(
        ENTER, kept | {"names.sv": "Bredband", "start": "2026-01-01", "grants.0.amount.value": "5"}
    )
    assert set(notes(Page(second.text))) == {"start", "cost-value"}
    assert commit(client) == before


def test_the_list_of_faults_leads_to_the_fields(visit: Visit) -> None:
    page = Page(visit.send(ENTER, FIELDS | {"start": "igår", "end": "imorgon"}).text)
    ids = {each.attributes["id"] for each in page.with_attribute("id")}
    links = [each.attributes["href"] for each in page.all("a") if each.attributes["href"].startswith("#f-")]
    assert links == ["#f-start", "#f-end"]
    assert {link.removeprefix("#") for link in links} <= ids


def test_the_number_of_a_row_may_be_too_long_to_be_read(visit: Visit) -> None:
    long = {f"parties.{'9' * 5000}.organisation": "Byalaget", "parties.03.organisation": "Laget"}
    page = Page(visit.send(ENTER, FIELDS | long).text)
    told = filled(page)
    typed = [told[f"parties.{number}.organisation"] for number in range(3)]
    assert typed == ["Region Västmanland", "Laget", "Byalaget"]


def test_rows_are_added_and_dropped(client: Client, visit: Visit) -> None:
    page = Page(visit.send(ENTER, FIELDS | {"identifier": "rows", "do": "more"}).text)
    kept = filled(page)
    assert (kept["parties.0.organisation"], kept["parties.1.organisation"]) == ("Region Västmanland", "")
    more = kept | {"parties.1.organisation": "Region Värmland", "parties.1.role": "partner", "do": "more"}
    again = filled(Page(visit.send(ENTER, more).text))
    assert again["parties.2.organisation"] == ""
    fewer = filled(Page(visit.send(ENTER, again | {"parties.0.drop": "1", "do": "more"}).text))
    assert (fewer["parties.0.organisation"], fewer["parties.1.organisation"]) == ("Region Värmland", "")
    assert visit.send(ENTER, fewer).status_code == 303
    assert read(client, "rows")["beneficiaries"] == [], "the one that is left is a partner"


def test_a_language_is_added(visit: Visit) -> None:
    page = Page(
        visit.send(ENTER, FIELDS | {"identifier": "finnish", "add-language": "fi", "do": "more"}).text
    )
    assert "Finska" in main(page)
    assert visit.send(ENTER, filled(page) | {"names.fi": "Laajakaista"}).status_code == 303
    form = filled(Page(visit.get(f"{ENTER}/{MINE}/finnish").text))
    assert form["names.fi"] == "Laajakaista"


def test_a_correction_that_changes_nothing_makes_no_commit(client: Client, visit: Visit) -> None:
    path = entered(visit, "same", **{"names.nb": "Bredbånd i bygda", "descriptions.nb": "En\r\nto."})
    before, page = commit(client), Page(visit.get(path).text)
    answer = visit.send(path, filled(page) | {"descriptions.nb": "En\r\nto."})
    assert (answer.status_code, commit(client)) == (303, before)


def test_a_correction_replaces_what_was_read_and_what_could_be_added_is_told(
    client: Client, visit: Visit
) -> None:
    path = entered(visit, "corrected")
    fields = filled(Page(visit.get(path).text)) | {"names.sv": "Fiber i byn", "territories": []}
    answer = visit.send(path, fields)
    assert answer.headers["location"] == f"{path}?saved=true"
    assert read(client, "corrected")["name"]["text"] == "Fiber i byn"
    page = Page(visit.get(f"{path}?saved=true").text)
    assert "Sparat." in main(page)
    assert "Det här kan läggas till" in main(page)


def test_a_stale_correction_tells_what_changed_and_overwrites_nothing(client: Client, visit: Visit) -> None:
    path = entered(visit, "stale")
    mine = filled(Page(visit.get(path).text))
    other = Visit(client, "Reviewer")
    theirs = filled(Page(other.get(path).text))
    done = other.send(path, theirs | {"names.sv": "Deras namn", "end": "2026-06-30", "names.en": "Theirs"})
    assert done.status_code == 303
    before = commit(client)

    answer = visit.send(path, mine | {"names.sv": "Mitt namn", "start": "2024-03-01"})
    page = Page(answer.text)
    assert (answer.status_code, commit(client)) == (412, before)
    assert "Reviewer har ändrat det här" in main(page)
    rows = [
        [each.text.strip() for each in page.elements[n + 1 : n + 5]]
        for n, each in enumerate(page.elements)
        if each.tag == "tr" and "tbody" in each.above
    ]
    assert ["Namn (Svenska)", "Bredband i byn", "Deras namn", "Mitt namn"] in rows
    assert ["Slutar", "2025-12-31", "2026-06-30", "(inte rört)"] in rows
    merged = filled(page)
    assert (merged["names.sv"], merged["names.en"]) == ("Mitt namn", "Theirs")
    assert (merged["start"], merged["end"]) == ("2024-03-01", "2026-06-30")
    assert visit.send(path, merged).status_code == 303
    assert read(client, "stale")["period"] == {"start": "2024-03-01", "end": "2026-06-30"}


def test_a_correction_without_its_state_or_with_another_is_not_taken(client: Client, visit: Visit) -> None:
    path = entered(visit, "stateless")
    before, fields = commit(client), FIELDS | {"identifier": "stateless", "names.sv": "Annat"}
    for state in ({}, {"version": "x", "was": "{"}, {"was": '{"names": 3}'}):
        assert visit.send(path, fields | state).status_code == 412
    assert commit(client) == before


def test_what_is_there_already_is_told_with_a_link(visit: Visit) -> None:
    entered(visit, "twice")
    page = Page(visit.send(ENTER, FIELDS | {"identifier": "twice"}).text)
    assert "Det finns redan en sådan" in main(page)
    assert f"/sv/projects/{MINE}/twice" in {each.attributes["href"] for each in page.all("a")}


def test_what_is_withdrawn_says_so_and_an_open_form_keeps_what_was_typed(visit: Visit) -> None:
    path = entered(visit, "gone")
    open_form = filled(Page(visit.get(path).text))
    page = Page(visit.get(f"{path}/withdrawal").text)
    silent = visit.send(f"{path}/withdrawal", filled(page))
    assert silent.status_code == 400
    stale = visit.send(f"{path}/withdrawal", filled(page) | {"reason": "Mitt skäl", "version": "y"})
    assert stale.status_code == 412
    assert "har ändrat det här" in main(Page(stale.text))
    assert filled(Page(stale.text)) == filled(page) | {"reason": "Mitt skäl"}, "it can be sent again"
    done = visit.send(f"{path}/withdrawal", filled(page) | {"reason": "Står två gånger."})
    assert done.headers["location"] == f"/sv/projects/{MINE}/gone"
    told = visit.get(done.headers["location"])
    assert told.status_code == 410
    assert "Står två gånger." in main(Page(told.text))
    late = visit.send(path, open_form | {"descriptions.sv": "Min långa text"})
    assert late.status_code == 410
    assert "Min långa text" in late.text
    assert visit.get(path).status_code == 410


def test_who_may_what(client: Client, visit: Visit) -> None:
    path = entered(visit, "roles")
    reader, reviewer = Visit(client, "Reader"), Visit(client, "Reviewer")
    assert reader.get(ENTER).status_code == 403
    assert "Min text" in Visit(client).post(ENTER, FIELDS | {"names.sv": "Min text"}).text
    assert "Min text" in visit.post(ENTER, FIELDS | {"names.sv": "Min text", "csrf": "old"}).text
    assert reviewer.get(path).status_code == 200
    assert reviewer.get(f"{path}/withdrawal").status_code == 403
    assert "Dra tillbaka" not in reviewer.get(path).text
    theirs = reviewer.send(ENTER, FIELDS | {"identifier": "theirs"}).headers["location"]
    foreign = theirs.replace("/projects/", "/enter/project/")
    assert visit.get(foreign).status_code == 403
    assert visit.send(foreign, FIELDS | {"names.sv": "Min text"}).status_code == 403
    assert "Rätta" not in {each.text for each in Page(visit.get(theirs).text).all("a")}
    assert Visit(client, "Administrator").get(f"{foreign}/withdrawal").status_code == 200


def test_what_a_list_holds_is_not_corrected_here(visit: Visit) -> None:
    listed = visit.get(f"/sv/{PROJECT}")
    assert "kommer ur en lista" in main(Page(listed.text))
    assert visit.get(f"/sv/{PROJECT.replace('projects', 'enter/project')}").status_code == 409
    assert visit.get(f"{ENTER}/{MINE}/nothing").status_code == 404
    assert visit.get("/sv/enter/unicorn").status_code == 404


def test_the_page_of_imports_leads_there_whoever_may(client: Client, visit: Visit) -> None:
    assert ENTER in {each.attributes["href"] for each in Page(visit.get("/sv/import").text).all("a")}
    assert ENTER not in get_page(client, "/sv/import")


def test_nobody_else_sees_what_may_be_done(client: Client) -> None:
    assert "thing-acts" not in get_page(client, f"/sv/{PROJECT}")


def test_things_are_offered_while_one_types(client: Client) -> None:
    found = client.get("/sv/things?kind=territory&q=Sala").json()
    assert {"iri", "text"} == set(found[0])
    assert any("Sala" in each["text"] for each in found)
    assert client.get("/sv/things?q=nuts:SE125").json() == [{"iri": REGION, "text": "SE125 Västmanlands län"}]
    assert client.get("/sv/things?q=xyzzy").json() == client.get("/sv/things?q=").json() == []


def test_the_address_fills_the_form_in(visit: Visit) -> None:
    page = Page(visit.get(f"{ENTER}?names.sv=Bron&territories={REGION}&parties.0.organisation=xyzzy").text)
    kept = filled(page)
    assert (kept["names.sv"], kept["territories"], kept["parties.0.organisation"]) == (
        "Bron",
        [REGION],
        "xyzzy",
    )


def test_a_number_that_may_be_two_is_not_guessed(client: Client, visit: Visit) -> None:
    answer = visit.send(ENTER, FIELDS | {"identifier": "guess", "grants.0.amount.value": "500.000"})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert "kan läsas som två" in notes(page)["grants-0-amount-value"]
    again = filled(page) | {"grants.0.amount.value": "500 000"}
    assert visit.send(ENTER, again).status_code == 303
    assert read(client, "guess")["money"] == [{"value": "500000", "currency": "SEK"}]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_is_whole_in_every_language(visit: Visit, lang: str) -> None:
    path = entered(visit, f"lang-{lang}")
    for address in (ENTER, path, f"{path}/withdrawal", f"{path}?saved=true"):
        page = Page(visit.get(address.replace("/sv/", f"/{lang}/")).text)
        assert page.faults == []
        assert "entry." not in page.all("body")[0].text
        ids = [each.attributes["id"] for each in page.with_attribute("id")]
        assert len(ids) == len(set(ids))
        pointed = [
            each.attributes[name] for name in ("for", "aria-labelledby") for each in page.with_attribute(name)
        ]
        assert set(pointed) <= set(ids)


def test_the_same_project_over_http_has_the_version_of_the_form(client: Client, visit: Visit) -> None:
    path = entered(visit, "versions")
    version = filled(Page(visit.get(path).text))["version"]
    answer = client.get(f"/api/v1/projects/{MINE}/versions", headers=bearer("Contributor"))
    assert answer.headers["etag"] == f'"{version}"'
