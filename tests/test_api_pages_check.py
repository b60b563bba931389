"""A funding officer checks one project: what is lacking, what it may serve, what is gained, and the memo."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from api.pages.checking import Typed, amount_of, fields_of_typed, new_project, supports_of, typed_of
from api.pages.views.check import Part, snippets_of
from api_serving import Client, client_of, filled_store, shipped_client
from graph.alignment.effects import Support
from graph.proposals import Word
from holders import token_file
from lists_of_ours import row
from ontology import PREFIXES
from ontology.languages import LANGUAGES
from pages_serving import Page
from signed_in import HERE, Visit, hidden

CHECK = "/sv/check"
PROJECT = {
    "title": "Bredband till byarna",
    "text": "Projektet bygger ut bredband med fiber till hushåll och företag i glesbygd, så att fler får "
    "snabb uppkoppling och kan använda digitala tjänster. Nätet är öppet för alla operatörer i kommunen.",
    "organisation": "Lycksele kommun",
    "programme": "http://127.0.0.1:8000/id/programme/eu/se-erdf-2014-2020-ovre-norrland",
    "amount": "1 250 000",
    "currency": "SEK",
    "start": "2017-01-01",
    "end": "2019-12-31",
    "territory": "http://data.europa.eu/nuts/code/SE331",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("check")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        yield opened


def sent(client: Client, lang: str = "sv", **fields: Any) -> Page:
    answer = Visit(client).post(f"/{lang}/check", PROJECT | fields)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def main(page: Page) -> str:
    return " ".join(page.all("main")[0].text.split())


def proposed(page: Page) -> list[str]:
    """Returns what is proposed, as the fields of the decisions name it."""
    radios = [each.attributes for each in page.all("input") if each.attributes.get("type") == "radio"]
    return [each["name"] for each in radios if each["value"] == "accept"]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "Skriv minst tre ord"),
        (
            "Das Projekt baut eine Brücke über den Fluss und eine Straße durch den Wald.",
            "Skriv på något av dem",
        ),
    ],
)
def test_where_nothing_is_proposed_it_is_said_what_to_do(client: Client, text: str, remedy: str) -> None:
    assert remedy in main(sent(client, title="Bro", text=text))


def test_the_form_is_open_to_everybody_and_empty(client: Client) -> None:
    page = Page(client.get(CHECK, accept="text/html").text)
    assert page.faults == []
    assert "Pröva ett projekt" in main(page)
    assert proposed(page) == []


def test_a_whole_project_lacks_nothing_and_is_proposed_what_its_words_speak_for(client: Client) -> None:
    page = sent(client)
    assert "Inget saknas" in main(page)
    assert any("sdg/9" in name for name in proposed(page))
    marked = {each.text.casefold() for each in page.all("mark")}
    assert any("bredband" in word or "fiber" in word for word in marked)
    assert "Godta minst ett förslag" in main(page)


def test_areas_that_the_text_names_are_offered_first_and_not_chosen(client: Client) -> None:
    karlstad = "http://127.0.0.1:8000/id/area/se-kommun/1780"
    fields = {"text": "Fibernät i Karlstad och i Region Värmland.", "territory": ""}
    page = sent(client, **fields)
    offered = [each.attributes for each in page.all("input") if each.attributes.get("name") == "territory"]
    assert "Texten nämner Karlstad, Värmlands län." in main(page)
    assert [each["value"] for each in offered[:2]] == [karlstad, "http://data.europa.eu/nuts/code/SE311"]
    assert not any("checked" in each for each in offered)
    values = [each["value"] for each in offered]
    assert len(values) == len(set(values))
    assert "Texten nämner Värmlands län." in main(sent(client, **fields | {"territory": karlstad}))


def test_what_is_lacking_or_wrong_stands_at_its_field(client: Client) -> None:
    page = sent(client, title="", amount="mycket", start="2019-02-30", end="", territory="")
    notes = {each.attributes.get("id"): each.text.strip() for each in page.all("p")}
    assert notes["note-title"] == "Skriv vad projektet heter."
    assert "mycket är inget belopp" in notes["note-amount"]
    assert "2019-02-30 är inget datum" in notes["note-start"]
    assert "Det står inte när projektet slutar." in notes["note-end"]
    invalid = {each.attributes.get("id") for each in page.elements if "aria-invalid" in each.attributes}
    assert invalid == {"title", "amount", "start"}
    assert [each.text for each in page.all("textarea")] == [PROJECT["text"]]


def test_dates_and_areas_are_tried_against_the_programme(client: Client) -> None:
    page = sent(client, start="2012-01-01", territory="http://data.europa.eu/nuts/code/SE125")
    told = main(page)
    assert "utanför programmets tid" in told
    assert "Ändra datumet eller välj ett annat program." in told
    assert "Västmanlands län ligger utanför programmets område. Ändra området" in told
    assert "Projektet slutar innan det börjar. Byt plats på datumen" in main(
        sent(client, start="2019-01-01", end="2018-01-01")
    )


def test_signs_that_nobody_sees_are_spaces_in_what_is_typed(client: Client) -> None:
    page = sent(client, title="Bredband\x0btill\0byarna")
    [title] = [each for each in page.all("input") if each.attributes.get("name") == "title"]
    assert title.attributes["value"] == "Bredband till byarna"


def test_a_part_of_a_country_that_the_text_names_is_offered_and_lies_in_its_programme(client: Client) -> None:
    whole = "http://data.europa.eu/nuts/code/SE33"
    page = sent(client, text=f"{PROJECT['text']} Det sker i Övre Norrlands inland.")
    assert "Texten nämner Övre Norrland." in main(page)
    offered = [each.attributes for each in page.all("input") if each.attributes.get("name") == "territory"]
    assert offered[0]["value"] == whole
    assert "utanför programmets område" not in main(sent(client, territory=whole))
    assert "utanför programmets område" in main(sent(client, territory=whole.replace("SE33", "SE31")))


@pytest.mark.parametrize(
    ("last", "end", "is_outside"),
    [
        ("2020-02-29", "2023-02-28", False),
        ("2020-02-29", "2023-03-01", True),
        ("9999-12-31", "9999-12-31", False),
    ],
)
def test_a_programme_may_end_on_any_day(tmp_path: Path, last: str, end: str, is_outside: bool) -> None:
    programme, period = "http://example.org/programme", "http://example.org/period"
    facts = f"<{programme}> dct:temporal <{period}> . <{period}> dcat:endDate '{last}'^^xsd:date ."
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> . " for name in ("dct", "dcat", "xsd"))
    with client_of(filled_store(tmp_path / "store", prefixes + facts)) as client:
        told = main(sent(client, programme=programme, end=end))
    assert ("utanför programmets tid" in told) is is_outside


def test_what_is_accepted_is_reckoned_with_and_told_in_a_memo(client: Client) -> None:
    before = client.get("/ready").json()
    [first, second, *_] = proposed(sent(client))
    page = sent(client, **{first: "accept", second: "reject"})
    told = main(page)
    assert "får fler projekt" in told
    assert "Talen räknar projekten i hela grafen" in told
    assert "(Agenda 2030)" in told
    chosen = [each.attributes["name"] for each in page.all("input") if "checked" in each.attributes]
    assert {first, second} <= set(chosen)

    memo = sent(client, do="memo", **{first: "accept", second: "reject"})
    told = main(memo)
    assert "Promemoria" in told
    assert re.search(r"Sökt stöd\s?1 250 000 SEK .*Startdatum\s?1 januari 2017", told)
    assert "Prövat och avvisat" in told
    assert "version 1" in told
    kept = hidden(memo)
    assert (kept["title"], kept[first], kept[second]) == (PROJECT["title"], "accept", "reject")
    assert client.get("/ready").json() == before


GOAL_9 = "on:http://metadata.un.org/sdg/9"


def doing_the_same(page: Page) -> list[str]:
    """Returns what is told of the projects that serve the same objectives already, place by place."""
    return [" ".join(each.text.split()) for each in page.all("div") if each.above[-1] == "dd"]


def test_it_is_told_how_many_do_the_same_and_where_they_are_listed(client: Client) -> None:
    page = sent(client, do="memo", **{GOAL_9: "accept"})
    [told] = doing_the_same(page)
    [link] = [each for each in page.all("a") if each.text.endswith(" i Västerbottens län")]
    listed = main(Page(client.get(link.attributes["href"], accept="text/html").text))
    count = re.match(r"(\d+) projekt i Västerbottens län, bland dem ", told)
    assert count, told
    assert int(count[1]) > 3
    assert f"{count[1]} projekt i Västerbottens län når hit" in listed


def test_each_chosen_area_is_told_of_and_none_where_none_is_chosen(client: Client) -> None:
    chosen = [PROJECT["territory"], "http://data.europa.eu/nuts/code/SE311"]
    told = doing_the_same(sent(client, territory=chosen, **{GOAL_9: "accept"}))
    assert [each.partition(" i ")[2].partition(" län")[0] for each in told] == ["Västerbottens", "Värmlands"]
    [anywhere] = doing_the_same(sent(client, territory="", **{GOAL_9: "accept"}))
    assert re.match(r"\d+ projekt, bland dem ", anywhere), anywhere


def test_the_currency_of_an_amount_that_cannot_be_read_is_asked_for_at_once(client: Client) -> None:
    page = sent(client, amount="mycket", currency="")
    invalid = {each.attributes.get("id") for each in page.elements if "aria-invalid" in each.attributes}
    assert invalid == {"amount", "currency"}


def test_a_memo_of_something_wrong_is_not_made(client: Client) -> None:
    told = main(sent(client, do="memo", title=""))
    assert "Promemoria" not in told
    assert "Vad som saknas Ingen promemoria än: rätta det som är märkt Fel" in told
    assert "Ingen promemoria än" not in main(sent(client, title=""))


def test_a_row_of_a_list_that_was_looked_at_is_checked(client: Client) -> None:
    visit = Visit(client, "Contributor")
    content = json.dumps([row(ärende_id="20999301", projektnamn="Den prövade bron")], ensure_ascii=False)
    answer = visit.send_file(
        "/sv/import", {"mapping": "tillvaxtverket-2014"}, ("lista.json", content.encode())
    )
    path = answer.headers["location"]
    client.app.state.services.imports.of(path.rpartition("/")[2], None).wait(60)
    looked = Page(visit.get(path).text)
    [link] = [each.attributes["href"] for each in looked.all("a") if "/check?" in each.attributes["href"]]
    page = Page(visit.get(link).text)
    fields = {each.attributes.get("id"): each.attributes.get("value") for each in page.all("input")}
    assert fields["title"] == "Den prövade bron"
    assert (fields["start"], fields["end"], fields["amount"]) == ("2016-01-01", "2018-12-31", "1250000")
    assert "Redan sagt: TO1" in main(page)
    assert "får fler projekt" in main(page)
    assert visit.get(link.replace("row=1", "row=99")).status_code == 404
    assert Visit(client).get(link).status_code == 401


def test_a_form_of_another_site_is_refused(client: Client) -> None:
    answer = Visit(client).post(CHECK, PROJECT, origin="https://example.org")
    assert answer.status_code == 403
    assert HERE["origin"] != "https://example.org"


def test_what_the_graph_does_not_know_is_left_out(client: Client) -> None:
    page = sent(client, territory="x y", programme="http://example.org/none", **{"on:sdg:99": "accept"})
    assert "Inte angivet" in main(page)
    assert page.faults == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("do", ["", "memo"])
def test_the_page_and_the_memo_are_whole_in_every_language(client: Client, lang: str, do: str) -> None:
    page = sent(client, lang, do=do)
    assert page.faults == []
    ids = [each.attributes["id"] for each in page.with_attribute("id")]
    assert len(ids) == len(set(ids))
    assert not re.search(r"\bpages\.[a-z]|\{[a-z]+\}", main(page))


def test_a_hostile_text_does_no_harm(client: Client) -> None:
    page = sent(client, title="<script>alert(1)</script>", text="<img src=x> bredband " * 40, do="memo")
    assert len(page.all("script")) == 1
    assert page.all("img") == []


def test_what_was_typed_comes_back_as_it_was() -> None:
    typed = Typed(
        "a", "b", "c", "d", "e", "f", "g", "h", ("i", "j"), ("k",), ("l",), ("m",), "n", "o", ("p",)
    )
    assert typed_of(fields_of_typed(typed)) == typed
    assert typed_of([("title", " x "), ("on:k", "maybe"), ("other", "y")]) == Typed(title="x")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 250 000", "1250000"),
        ("1\u00a0000,5", "1000.5"),
        ("", None),
        ("-1", None),
        ("500.000", None),
        ("1,250", None),
        ("1.250.000", "1250000"),
        ("1.250.000,50", "1250000.50"),
        ("1.250.000,50 kr", "1250000.50"),
        ("2 Kr.", "2"),
        ("kr", None),
        ("5 kr 50", None),
        ("500.000 kr", None),
        ("500 EUR", "500"),
        ("1250.5", "1250.5"),
        ("NaN", None),
        ("9" * 30, None),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, value: str | None) -> None:
    assert amount_of(text) == (None if value is None else Decimal(value))


def test_a_project_is_reckoned_with_only_when_it_is_whole() -> None:
    said = (Support("sdg:9"),)
    assert new_project(Typed(title="A"), ()) is None
    assert new_project(Typed(title=""), said) is None
    assert new_project(Typed(title="A", start="2020-01-02", end="2020-01-01"), said) is None
    made = new_project(Typed(title="A", amount="5", currency="SEK"), said)
    assert made is not None
    assert [(each.value, each.currency) for each in made.money] == [(Decimal(5), "SEK")]


def test_what_a_list_says_and_what_is_accepted_counts_once() -> None:
    typed = Typed(said=("a", "b"), accepted=("b", "c", "x"), rejected=("a",))
    assert [each.objective for each in supports_of(typed, {"b": Decimal(1), "c": Decimal("0.5")})] == [
        "b",
        "c",
    ]


def test_marked_words_stand_in_what_is_around_them() -> None:
    text = "ord " * 40 + "bredband och fiber" + " ord" * 40
    start = text.index("bredband")
    words = [
        Word(field="text", start=start, end=start + 8, text="bredband"),
        Word(field="text", start=start + 13, end=start + 18, text="fiber"),
    ]
    [snippet] = snippets_of({"title": "", "text": text}, words)
    assert [part.text for part in snippet if part.marked] == ["bredband", "fiber"]
    assert snippet[0] == Part("… ", marked=False)
    assert snippet[-1] == Part(" …", marked=False)
    assert "".join(part.text for part in snippet).strip("… ") in text


@pytest.mark.parametrize(
    ("amount", "told"),
    [("500.000", "Skriv 500000 om det är tusental"), ("12,5 mnkr", "Skriv beloppet helt ut: 12500000.")],
)
def test_an_amount_that_is_none_says_what_to_write(client: Client, amount: str, told: str) -> None:
    assert told in main(sent(client, amount=amount))


@pytest.mark.parametrize(("amount", "currency"), [("500 EUR", "EUR"), ("500 kronor", "SEK"), ("500 kr", "")])
def test_the_currency_beside_an_amount_is_chosen_where_none_is(amount: str, currency: str) -> None:
    assert typed_of([("amount", amount), ("currency", "")]).currency == currency
    assert typed_of([("amount", amount), ("currency", "DKK")]).currency == "DKK"


def test_an_amount_in_another_currency_is_told_of(client: Client) -> None:
    wrong, right = (main(sent(client, amount="500 EUR", currency=currency)) for currency in ("SEK", "EUR"))
    assert "500 EUR står i en annan valuta än SEK. Rätta beloppet" in wrong
    assert "annan valuta" not in right
