"""A project that was checked, as a draft: kept, taken up again without loss, and published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api_serving import Client, shipped_client
from holders import bearer, token_file
from pages_serving import Page
from signed_in import Visit, filled, hidden
from test_api_ledger import post
from test_api_pages_check import CHECK, PROJECT, main, proposed, sent


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("check-drafts")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        yield opened


def test_a_checked_project_is_kept_as_a_draft_taken_up_again_and_published(client: Client) -> None:
    visit, [first, *_] = Visit(client, "Contributor"), proposed(sent(client))
    kept = visit.send(f"{CHECK}/draft", PROJECT | {first: "accept"})
    assert kept.status_code == 303, main(Page(kept.text))
    path = kept.headers["location"]
    link = f"{CHECK}?draft={path.rpartition('/')[2]}"
    assert link in visit.get(path).text
    again = Page(visit.get(link).text)
    fields = {each.attributes.get("id"): each.attributes.get("value") for each in again.all("input")}
    assert (fields["title"], fields["organisation"], fields["start"]) == (
        PROJECT["title"], PROJECT["organisation"], PROJECT["start"],
    )  # fmt: skip
    assert [each.text for each in again.all("textarea")] == [PROJECT["text"]]
    assert first in [each.attributes["name"] for each in again.all("input") if "checked" in each.attributes]
    assert Visit(client, "Reader").get(link).status_code == 403
    assert Visit(client, "Reviewer").get(link).status_code == 200

    changed = visit.send(
        f"{CHECK}/draft", hidden(again) | PROJECT | {"title": "Bättre bredband", first: "accept"}
    )
    assert changed.headers["location"] == path
    stale = visit.send(f"{CHECK}/draft", hidden(again) | PROJECT)
    assert stale.status_code == 412
    assert PROJECT["title"] in stale.text
    version = hidden(Page(visit.get(path).text))["version"]
    published = visit.send(f"{path}/publication", {"version": version})
    assert published.status_code == 303, main(Page(published.text))
    assert "Bättre bredband" in visit.get(published.headers["location"]).text


WHOLE: dict[str, Any] = {
    "project": {
        "identifier": "2026-4",
        "names": [{"text": "Fiber till byarna", "lang": "sv"}, {"text": "Fibre for all", "lang": "en"}],
        "descriptions": [{"text": "Fiber i byar.\nOch bredband.", "lang": "sv"}],
        "start": "2027-01-01",
        "end": "2028-12-31",
        "territories": [PROJECT["territory"], "http://example.org/place/unknown"],
        "parties": [
            {"role": "partner", "organisation": "http://example.org/organisation/a"},
            {"role": "beneficiary", "name": {"text": "Lycksele kommun", "lang": "sv"}},
            {"role": "partner", "name": {"text": "Umeå kommun", "lang": "sv"}},
        ],
        "grants": [
            {"programme": PROJECT["programme"], "amount": {"value": "1.125", "currency": "USD"}},
            {"amount": {"value": "7", "currency": "SEK"}},
        ],
        "cost": {"value": "90", "currency": "SEK"},
        "source": "http://127.0.0.1:8000/id/document/vasterbotten/rus-2020",
    },
    "serves": [
        {
            "target": "http://metadata.un.org/sdg/13",
            "hinders": True,
            "strength": 3,
            "confidence": "0.9",
            "said": "2026-01-02",
            "evidence": [
                {
                    "source": "http://127.0.0.1:8000/id/document/vasterbotten/rus-2020",
                    "quote": {"text": "Så står det.", "lang": "sv"},
                }
            ],
            "reasoning": {"text": "Bygget släpper ut.", "lang": "sv"},
        },
        {"target": "http://metadata.un.org/sdg/9", "strength": 1, "confidence": "0.4"},
        {"target": "http://metadata.un.org/sdg/4", "strength": 1},
    ],
}


def taken_up(client: Client) -> tuple[Visit, str, dict[str, Any]]:
    """Returns a visit, the key of a whole draft that was sent over HTTP, and its form as the page has it."""
    made = post(client, "/api/v1/drafts", WHOLE, "Contributor")
    assert made.status_code == 201, made.text
    visit, key = Visit(client, "Contributor"), made.json()["key"]
    page = Page(visit.get(f"{CHECK}?draft={key}").text)
    assert "Utkastet säger att projektet motverkar: 13" in main(page)
    return visit, key, filled(page)


def content_of(client: Client, key: str) -> Any:
    return client.get(f"/api/v1/drafts/{key}", headers=bearer("Contributor")).json()["content"]


def test_a_draft_that_is_kept_as_it_was_shown_is_as_it_was(client: Client) -> None:
    visit, key, fields = taken_up(client)
    kept = visit.send(f"{CHECK}/draft", fields)
    assert kept.status_code == 303, main(Page(kept.text))
    assert content_of(client, key) == WHOLE
    checked = filled(Page(visit.post(CHECK, fields).text))
    assert visit.send(f"{CHECK}/draft", fields | {"version": checked["version"]}).status_code == 412


def test_what_is_changed_of_a_draft_changes_nothing_else(client: Client) -> None:
    visit, key, fields = taken_up(client)
    other = {"title": "Fiber till alla byar", "organisation": "Storumans kommun", "amount": "2 500,5"}
    spared = {**other, "end": "", "territory": "", "on:http://metadata.un.org/sdg/4": "reject"}
    kept = visit.send(f"{CHECK}/draft", fields | spared)
    assert kept.status_code == 303, main(Page(kept.text))
    content, project = content_of(client, key), dict(WHOLE["project"])
    project["names"] = [{"text": "Fiber till alla byar", "lang": "sv"}, project["names"][1]]
    project["territories"] = project["territories"][1:]
    project["end"] = None
    project["parties"] = [*project["parties"]]
    project["parties"][1] = {"role": "beneficiary", "name": {"text": "Storumans kommun", "lang": "sv"}}
    money = {"amount": {"value": "2500.5", "currency": "USD"}}
    project["grants"] = [project["grants"][0] | money, project["grants"][1]]
    assert content == {"project": project, "serves": WHOLE["serves"][:2]}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("amount", "mycket", "mycket är inget belopp"),
        ("amount", "500.000", "500.000 kan vara tusental"),
        ("currency", "", "Välj beloppets valuta"),
        ("start", "2019-02-30", "2019-02-30 är inget datum"),
    ],
)
def test_what_cannot_be_read_is_not_kept_without_a_word(
    client: Client, field: str, value: str, words: str
) -> None:
    visit = Visit(client, "Contributor")
    answer = visit.send(f"{CHECK}/draft", PROJECT | {field: value})
    page = Page(answer.text)
    assert answer.status_code == 422
    [alert] = [each.text for each in page.all("div") if each.attributes.get("role") == "alert"]
    assert words in alert
    assert field in {each.attributes.get("id") for each in page.elements if "aria-invalid" in each.attributes}


def test_all_that_the_form_takes_of_a_text_is_kept(client: Client) -> None:
    visit, text = Visit(client, "Contributor"), "ord " * 9_999 + "till"
    kept = visit.send(f"{CHECK}/draft", PROJECT | {"text": text})
    assert kept.status_code == 303, main(Page(kept.text))
    key = kept.headers["location"].rpartition("/")[2]
    assert content_of(client, key)["project"]["descriptions"] == [{"text": text, "lang": "sv"}]


def test_a_draft_that_cannot_be_kept_comes_back_with_what_was_typed(client: Client) -> None:
    visit = Visit(client, "Contributor")
    answer = visit.send(f"{CHECK}/draft", PROJECT | {"title": "ord " * 1100})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert [each.attributes.get("role") for each in page.all("div")].count("alert") == 1
    [title] = [
        each.attributes["value"] for each in page.all("input") if each.attributes.get("name") == "title"
    ]
    assert title.startswith("ord ord")
    assert page.all("textarea")[0].text == PROJECT["text"]
    assert Visit(client).post(f"{CHECK}/draft", PROJECT).status_code == 401
