"""The review queue without scripts: filters, proofs, decisions alone and together, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest

from api.access import Role
from api.access.roles import called
from api.pages.degrees import percent_of, share_of
from api.wording.words import Words
from api_serving import Client, shipped_client
from holders import BOT, token_file
from ontology.languages import LANGUAGES
from pages_serving import Page, get_page
from signed_in import Visit, filled
from test_api_ledger import ALIGNMENTS, WHY, post

REVIEW = "/sv/review"
DOCUMENT = "id/document/vasterbotten/rus-2020"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("review")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        yield opened


def main(page: Page) -> str:
    return " ".join(page.all("main")[0].text.split())


def queue(client: Client, **filters: str) -> Page:
    return Page(Visit(client, "Reviewer").get(f"{REVIEW}?{urlencode(filters)}").text)


def named(page: Page, name: str) -> list[str]:
    return [each.attributes["value"] for each in page.all("input") if each.attributes.get("name") == name]


def version(page: Page, alignment: str) -> dict[str, str]:
    field = f"version:{alignment}"
    return {field: named(page, field)[0]}


def told(client: Client, alignment: str) -> dict[str, Any]:
    path = alignment.partition("/id/alignment/")[2]
    answer: dict[str, Any] = client.get(f"/api/v1/alignments/{path}").json()
    return answer


def test_the_queue_shows_what_nobody_has_reviewed_with_its_proof(client: Client) -> None:
    page = queue(client)
    assert "påståenden som ingen har granskat" in main(page)
    assert len(named(page, "chosen")) == 15
    assert main(page).count("Säkerhet") >= 15
    assert "Logga in" not in main(page)
    assert "offset=15" in page.html


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [None, "Reader", "Contributor"])
def test_who_may_not_judge_reads_the_queue_and_is_told_what_it_takes(
    client: Client, lang: str, name: str | None
) -> None:
    page = Page(Visit(client, name).get(f"/{lang}/review").text)
    assert page.faults == []
    assert len([each for each in page.all("article") if each.attributes.get("class") == "judged"]) == 15
    assert named(page, "chosen") == []
    forms = [each.attributes.get("method") for each in page.all("form")]
    assert forms == ["get"] * len(forms)
    words = Words(lang)
    told = [each.text for each in page.all("p") if words("review.sign-in-link") in each.text]
    assert len(told) == 1
    assert (words("review.sign-in") in told[0]) == (name is None)
    assert name is None or words("review.role", role=called(Role.of(name.lower()))) in told[0]
    [link] = [each for each in page.all("a") if words("review.sign-in-link") in each.text]
    assert link.attributes["href"] == f"/{lang}/sign-in?after=%2F{lang}%2Freview"


def test_whoever_has_judged_the_last_page_is_shown_what_is_left(client: Client) -> None:
    page = queue(client, offset="100000")
    assert 0 < len(named(page, "chosen")) <= 15
    assert [each.text for each in page.all("nav") if "Nästa" in each.text] == []


def test_filters_hold_together_and_an_empty_queue_says_so(client: Client) -> None:
    some = queue(client, target="sdg:9.1", author="id/agent/policygraph/editors")
    heads = [each.text for each in some.all("h3")]
    assert heads
    assert all("9.1" in head for head in heads)
    assert "Kön är tom" in main(queue(client, view="contested"))
    assert client.get(f"{REVIEW}?view=nonsense", accept="text/html").status_code == 400


def test_one_statement_is_accepted_in_the_name_of_who_is_signed_in(client: Client) -> None:
    visit = Visit(client, "Reviewer")
    page = Page(visit.get(REVIEW).text)
    first = named(page, "chosen")[0]
    answer = visit.send(REVIEW, {"accept": first, "reason": "Så står det.", **version(page, first)})
    assert answer.status_code == 303
    assert "1 påstående är avgjort" in main(
        Page(visit.get(answer.headers["location"].partition("#")[0]).text)
    )
    assert told(client, first)["status"] == "accepted"
    assert first not in named(Page(visit.get(REVIEW).text), "chosen")


def test_several_are_decided_together_and_without_a_reason_one_is_given(client: Client) -> None:
    visit = Visit(client, "Reviewer")
    page = Page(visit.get(REVIEW).text)
    chosen = named(page, "chosen")[:3]
    versions = {key: value for each in chosen for key, value in version(page, each).items()}
    answer = visit.send(REVIEW, {"do": "reject", "chosen": chosen, "reason": "", **versions})
    assert "done=3" in answer.headers["location"]
    assert {told(client, each)["status"] for each in chosen} == {"rejected"}
    path = chosen[0].partition("/id/alignment/")[2]
    history = client.get(f"/api/v1/alignments/{path}/history").json()
    assert "Belägget bär inte påståendet." in str(history)


def test_what_was_decided_leads_back_without_reading_the_queue(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = Visit(client, "Reviewer")
    page = Page(visit.get(REVIEW).text)
    first = named(page, "chosen")[0]
    monkeypatch.setattr("api.pages.routes.review.review_view", None)
    fields = {"accept": first, "reason": "Så står det.", **version(page, first)}
    answer = visit.send(f"{REVIEW}?target=sdg:9&offset=15", fields)
    goal = "target=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F9"
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{REVIEW}?view=unreviewed&{goal}&offset=15&done=1#statement-1"


def test_a_statement_is_corrected(client: Client) -> None:
    visit = Visit(client, "Reviewer")
    page = Page(visit.get(REVIEW).text)
    first = named(page, "chosen")[0]
    before = told(client, first)
    fields = {f"strength:{first}": "1", f"confidence:{first}": "35", f"reasoning:{first}": "Svagare än så."}
    answer = visit.send(REVIEW, {"correct": first, **fields, **version(page, first)})
    assert answer.status_code == 303, main(Page(answer.text))
    assert told(client, first)["status"] == "superseded"
    query = urlencode({"source": before["source"], "target": before["target"]})
    new = next(
        each
        for each in client.get(f"/api/v1/alignments?{query}").json()["items"]
        if each["status"] == "proposed" and each["iri"] != first
    )
    assert (new["strength"], new["confidence"], new["reasoning"]["text"]) == (1, "0.35", "Svagare än så.")


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"do": "accept"}, 400, "Inget påstående är valt"),
        ({"do": "", "chosen": "{first}"}, 400, "Det står inte vad som ska göras"),
        ({"accept": "{first}", "version:{first}": "old"}, 412, "ändra"),
        ({"correct": "{first}", "strength:{first}": "9", "confidence:{first}": "x"}, 422, "0 "),
        ({"accept": "http://127.0.0.1:8000/id/alignment/no/such"}, 404, "no/such"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_typed_is_lost(
    client: Client, fields: dict[str, str], status: int, words: str
) -> None:
    visit = Visit(client, "Reviewer")
    first = named(Page(visit.get(REVIEW).text), "chosen")[0]
    before = client.get("/ready").json()
    filled = {
        name.replace("{first}", first): value.replace("{first}", first) for name, value in fields.items()
    }
    answer = visit.send(REVIEW, {**filled, "reason": "Min motivering"})
    page = Page(answer.text)
    assert answer.status_code == status
    assert words in main(page)
    assert named(page, "reason") == ["Min motivering"]
    assert client.get("/ready").json() == before


def stated(client: Client, **changes: Any) -> str:
    """States an alignment of the contributor's own and returns its IRI."""
    told = {
        "source": "id/project/tillvaxtverket-2014/20200923",
        "target": "sdg:14.1",
        "strength": 2,
        "confidence": "0.825",
        "evidence": [{"source": DOCUMENT}],
        "reasoning": WHY,
    }
    answer = post(client, ALIGNMENTS, told | changes, "Contributor")
    assert answer.status_code == 201, answer.text
    iri: str = answer.json()["iri"]
    return iri


def corrected(visit: Visit, lang: str, alignment: str, **typed: str) -> dict[str, Any]:
    """Corrects a statement with what its page holds, but for what is typed; returns the new one."""
    target = told(visit.client, alignment)["target"]
    page = Page(visit.get(f"/{lang}/review?{urlencode({'target': target})}").text)
    fields = filled(page) | {f"{name}:{alignment}": value for name, value in typed.items()}
    answer = visit.send(f"/{lang}/review", fields | {"correct": alignment})
    assert answer.status_code == 303, main(Page(answer.text))
    [by] = [each["by"] for each in history(visit.client, alignment) if each["kind"] == "supersession"]
    return told(visit.client, by)


def history(client: Client, alignment: str) -> Any:
    path = alignment.partition("/id/alignment/")[2]
    return client.get(f"/api/v1/alignments/{path}/history").json()["items"]


def test_what_was_reviewed_in_other_words_says_so_where_it_waits_for_a_review(client: Client) -> None:
    name, visit = stated(client, target="sdg:14.6"), Visit(client, "Reviewer")
    assert told(client, name)["reviewed_before"] is None
    page = Page(visit.get(f"{REVIEW}?target=sdg:14.6").text)
    assert "Granskad i tidigare lydelse" not in main(page)
    visit.send(REVIEW, {"accept": name, **version(page, name)})
    reviewed = told(client, name)
    body = {part: reviewed[part] for part in ("source", "target", "strength", "confidence")}
    statement = body | {"reasoning": {"text": "Andra ord.", "lang": "sv"}, "evidence": [{"source": DOCUMENT}]}
    path = f"{ALIGNMENTS}/{name.partition('/id/alignment/')[2]}/supersessions"
    tag = f'"{reviewed["version"]}"'
    answer = post(client, path, {"reason": WHY, "statement": statement}, **{"if-match": tag})
    former = {"iri": name, "supporters": 1, "opponents": 0}
    assert (answer.status_code, answer.json()["reviewed_before"]) == (201, former)
    waiting = queue(client, target="sdg:14.6")
    assert named(waiting, "chosen") == [answer.json()["iri"]]
    [whole] = [each.attributes["href"] for each in waiting.all("a") if each.text == "Hela påståendet"]
    own = Page(get_page(client, whole))
    for page in (waiting, own):
        assert "Granskad i tidigare lydelse" in main(page)
        assert "1 höll med, 0 höll inte med." in main(page)
        [link] = [each for each in page.all("a") if each.text == "Den tidigare lydelsen"]
        assert "ersatt" in main(Page(get_page(client, link.attributes["href"])))


def test_to_correct_the_words_changes_nothing_else(client: Client) -> None:
    name = stated(client, target="sdg:14.2")
    before, new = told(client, name), corrected(Visit(client, "Reviewer"), "sv", name, reasoning="Andra ord.")
    assert new["reasoning"] == {"text": "Andra ord.", "lang": "sv"}
    assert (before["confidence"], before["strength"]) == ("0.825", 2)
    assert [(each["confidence"], each["strength"]) for each in (before, new)] == [("0.825", 2)] * 2


@pytest.mark.parametrize(("lang", "target"), [("da", "sdg:14.3"), ("en", "sdg:14.4")])
def test_new_words_are_in_the_language_of_the_page(client: Client, lang: str, target: str) -> None:
    name = stated(client, target=target, reasoning=None)
    new = corrected(Visit(client, "Reviewer"), lang, name, reasoning="Plan 7.")
    assert new["reasoning"] == {"text": "Plan 7.", "lang": lang}


def correction(page: Page, alignment: str) -> tuple[str, str, str, bool]:
    """Returns strength, confidence and reasoning as the page has them to correct, and whether it is open."""
    named_so = [each.attributes.get("name") for each in page.elements]
    place = named_so.index(f"strength:{alignment}")
    details = [each for each in page.elements[:place] if each.tag == "details"][-1]
    chosen = next(each for each in page.elements[place:] if "selected" in each.attributes)
    return (
        chosen.attributes["value"],
        page.elements[named_so.index(f"confidence:{alignment}")].attributes["value"],
        page.elements[named_so.index(f"reasoning:{alignment}")].text,
        "open" in details.attributes,
    )


def test_a_refused_correction_comes_back_as_it_was_typed(client: Client) -> None:
    visit = Visit(client, "Reviewer")
    page = Page(visit.get(REVIEW).text)
    first, second, third = named(page, "chosen")[:3]
    other = "1" if correction(page, first)[0] == "3" else "3"
    typed = {
        f"strength:{first}": other,
        f"confidence:{first}": "hundra",
        f"reasoning:{first}": "Andra ord.\r\nOch fler.",
        f"confidence:{second}": "41",
    }
    answer = visit.send(REVIEW, filled(page) | typed | {"correct": first})
    again = Page(answer.text)
    assert answer.status_code == 422
    assert correction(again, first) == (other, "hundra", "Andra ord.\nOch fler.", True)
    assert correction(again, second)[1::2] == ("41", True)
    assert correction(again, third) == correction(page, third)
    assert not correction(again, third)[3]


@pytest.mark.parametrize("text", ["much", "", "NaN", "1e9999999", "-1e9999999"])
def test_what_is_no_share_is_refused_and_nothing_breaks(text: str) -> None:
    assert not 0 <= share_of(text) <= 1


@pytest.mark.parametrize("share", ["0", "1", "0.8", "0.825", "0.80", f"0.{'1234567890' * 3}"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_share_reads_back_as_it_was_shown(share: str, lang: str) -> None:
    assert share_of(percent_of(Decimal(share), lang)) == Decimal(share)


def test_only_people_who_may_review_do(client: Client) -> None:
    page = queue(client)
    first = named(page, "chosen")[0]
    for name in ("Contributor", "Reader"):
        answer = Visit(client, name).send(REVIEW, {"accept": first, **version(page, first)})
        assert answer.status_code == 403
    robot = Visit(client, BOT).send(REVIEW, {"accept": first, **version(page, first)})
    assert robot.status_code == 403
    assert told(client, first)["status"] == "proposed"


def test_a_session_that_is_over_keeps_what_was_typed(client: Client) -> None:
    visit = Visit(client)
    first = named(queue(client), "chosen")[0]
    answer = visit.post(REVIEW, {"accept": first, "reason": "Min motivering"})
    assert answer.status_code == 401
    assert "Min motivering" in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_queue_is_whole_in_every_language(client: Client, lang: str) -> None:
    page = Page(get_page(client, f"/{lang}/review?target=sdg:9.1"))
    assert page.faults == []
    assert "review." not in main(page)
