"""The forms of an objective, a measure and a value of an indicator: at their place, on their state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api_serving import Client, shipped_client
from filled_forms import filled, main, notes
from graph.store import Changes
from graph.terms import Literal, Quad, expand, iri
from holders import bearer, token_file
from ontology.languages import LANGUAGES
from pages_serving import Page
from signed_in import Visit

BASE = "http://127.0.0.1:8000/"
MINE = "by-test-contributor"
AREA = f"{BASE}id/objective/vastmanland/target-area-2"
RUS = f"{BASE}id/document/vastmanland/rus-2030"
INDICATOR = f"{BASE}id/indicator/test/bredband"
OBJECTIVE = {"kind": "pg:SubGoal", "names.sv": "Bredband till alla", "broader": AREA, "prioritised": "true"}
MEASURE = {
    "names.sv": "Gräva ner fiber",
    "broader": AREA,
    "start": "2025-01-01",
    "end": "2026-12-31",
    "implementers.0.organisation": "Region Västmanland",
    "implementers.1.organisation": "Byalaget",
    "implementers.1.organisation.pick": "new",
}
VALUE = {"indicator": "Bredbandstäckning", "role": "baseline", "value": "71,5", "unit": "%", "period": "2024"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("entering-others")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        writer, graph = opened.app.state.services.writer, iri(f"{BASE}graph/list/test")
        name = Literal("Bredbandstäckning", language="sv")
        facts = (("rdf:type", expand("pg:Indicator")), ("skos:prefLabel", name))
        told = (Quad(iri(INDICATOR), expand(predicate), value, graph) for predicate, value in facts)
        writer.commit(Changes(added=frozenset(told)), agent=f"{BASE}id/agent/test/a", reason="test")
        yield opened


@pytest.fixture(scope="module")
def visit(client: Client) -> Visit:
    return Visit(client, "Contributor")


def entered(visit: Visit, kind: str, fields: dict[str, str]) -> str:
    """Enters something; returns the address of its page."""
    answer = visit.send(f"/sv/enter/{kind}", fields)
    assert answer.status_code == 303, main(Page(answer.text))
    address = answer.headers["location"].removesuffix("?saved=true")
    return address.replace(f"/enter/{kind}/", "/objectives/")


def objective(client: Client, page: str) -> dict[str, Any]:
    told: dict[str, Any] = client.get(page.replace("/sv/", "/api/v1/") + "?lang=sv").json()
    return told


def test_an_objective_stands_at_its_place_and_is_corrected_there(client: Client, visit: Visit) -> None:
    page = entered(visit, "objective", OBJECTIVE | {"code": "2.1"})
    told = objective(client, page)
    assert (told["code"], told["is_prioritised"], told["document"]["iri"]) == ("2.1", True, RUS)
    form = page.replace("/objectives/", "/enter/objective/")
    fields = filled(Page(visit.get(form).text))
    assert (fields["kind"], fields["broader.iri"], fields["prioritised"]) == ("pg:SubGoal", AREA, "true")
    before = client.get("/ready").json()
    assert visit.send(form, fields).status_code == 303
    assert client.get("/ready").json() == before
    assert visit.send(form, fields | {"prioritised": "", "kind": "pg:Priority"}).status_code == 303
    changed = objective(client, page)
    assert changed["is_prioritised"] is not True
    assert changed["kind"] == "pg:Priority"


def test_an_objective_without_a_place_or_a_kind_is_told_at_the_fields(visit: Visit) -> None:
    answer = visit.send("/sv/enter/objective", {"names.sv": "Ingenstans"})
    assert answer.status_code == 422
    assert set(notes(Page(answer.text))) == {"kind"}
    second = visit.send("/sv/enter/objective", {"names.sv": "Ingenstans", "kind": "pg:SubGoal"})
    assert set(notes(Page(second.text))) == {"document"}
    elsewhere = OBJECTIVE | {"document": f"{BASE}id/document/agenda2030/agenda"}
    third = visit.send("/sv/enter/objective", elsewhere)
    assert set(notes(Page(third.text))) == {"broader"}


def test_the_pages_of_things_lead_to_the_forms(visit: Visit) -> None:
    for address, words in (
        ("/sv/objectives/vastmanland/target-area-2", "Lägg till ett mål under det här"),
        ("/sv/documents/vastmanland/rus-2030", "Lägg till ett mål"),
        (f"/sv/resource?iri={INDICATOR}", "Lägg till ett mätvärde"),
    ):
        links = {each.text: each.attributes["href"] for each in Page(visit.get(address).text).all("a")}
        form = filled(Page(visit.get(links[words]).text))
        assert {form.get(name) for name in ("broader.iri", "document.iri", "indicator.iri")} & {
            AREA,
            RUS,
            INDICATOR,
        }


def test_a_measure_has_days_and_somebody_who_carries_it_out(client: Client, visit: Visit) -> None:
    page = entered(visit, "measure", MEASURE | {"code": "M1"})
    told = objective(client, page)
    assert told["kind"] == "pg:Measure"
    shown = main(Page(visit.get(page).text))
    assert "2025–2026" in shown
    assert "Region Västmanland" in shown
    assert "Byalaget" in shown
    form = page.replace("/objectives/", "/enter/measure/")
    links = {each.text: each.attributes["href"] for each in Page(visit.get(page).text).all("a")}
    assert links["Rätta"] == form
    fields = filled(Page(visit.get(form).text))
    before = client.get("/ready").json()
    assert visit.send(form, fields).status_code == 303
    assert client.get("/ready").json() == before
    wrong = visit.send(form, fields | {"start": "2027-01-01"})
    assert set(notes(Page(wrong.text))) == {"start"}


def test_nothing_becomes_a_measure_by_its_address(visit: Visit) -> None:
    page = entered(visit, "objective", OBJECTIVE | {"code": "2.77"})
    form = page.replace("/objectives/", "/enter/measure/")
    assert visit.get(form).status_code == 404
    fields = filled(Page(visit.get(page.replace("/objectives/", "/enter/objective/")).text))
    assert visit.send(form, fields).status_code == 404


def test_nothing_is_added_below_the_goals_of_the_united_nations(visit: Visit) -> None:
    assert "Lägg till ett mål under det här" not in visit.get("/sv/goals/9").text


def test_a_measure_over_http_has_the_same_fields(client: Client) -> None:
    body = {
        "kind": "pg:Measure",
        "names": [{"text": "Fler bussar", "lang": "sv"}],
        "broader": AREA,
        "start": "2025-01-01",
        "implementers": [
            {"name": {"text": "Bussbolaget", "lang": "sv"}},
            {"organisation": "id/organisation/x/y"},
        ],
    }
    refused = client.request("POST", "/api/v1/objectives", json=body, headers=bearer("Contributor"))
    assert [each["place"]["pointer"] for each in refused.json()["findings"]] == [
        "#/implementers/1/organisation"
    ]
    body["implementers"] = body["implementers"][:1]  # type: ignore[index]
    made = client.request("POST", "/api/v1/objectives", json=body, headers=bearer("Contributor"))
    assert made.status_code == 201, made.text
    assert client.get(f"/id/organisation/{MINE}/bussbolaget").status_code == 200


def test_a_value_is_entered_corrected_and_withdrawn(client: Client, visit: Visit) -> None:
    page = entered(visit, "observation", VALUE | {"territory": "SE125", "notes.sv": "Enligt PTS."})
    [made] = client.get(f"/api/v1/observations?indicator={INDICATOR}").json()["items"]
    assert (made["value"], made["role"], made["period"]) == ("71.5", "baseline", "2024")
    form = f"/sv/enter/observation/{'/'.join(made['iri'].split('/')[-2:])}"
    assert form in {each.attributes["href"] for each in Page(visit.get(page).text).all("a")}
    fields = filled(Page(visit.get(form).text))
    assert (fields["territory"], fields["notes.sv"]) == ("SE125 Västmanlands län", "Enligt PTS.")
    assert visit.send(form, fields | {"value": "72"}).status_code == 303
    gone = visit.send(
        f"{form}/withdrawal",
        filled(Page(visit.get(f"{form}/withdrawal").text)) | {"reason": "Fel år."},
    )
    assert visit.get(gone.headers["location"]).status_code == 410


def test_what_is_wrong_with_a_value_stands_at_its_field(visit: Visit) -> None:
    answer = visit.send("/sv/enter/observation", {"value": "71.500", "period": "2024", "role": "actual"})
    assert set(notes(Page(answer.text))) == {"value", "indicator"}
    wrong = VALUE | {"period": "2023-02-30", "said": "igår"}
    assert set(notes(Page(visit.send("/sv/enter/observation", wrong).text))) == {"said"}
    second = visit.send("/sv/enter/observation", wrong | {"said": ""})
    assert set(notes(Page(second.text))) == {"period"}


def test_what_is_sent_twice_is_one_thing(client: Client, visit: Visit) -> None:
    fields = filled(Page(visit.get("/sv/enter/project").text)) | {"names.sv": "Dubbelklick"}
    assert visit.send("/sv/enter/project", fields).status_code == 303
    assert visit.send("/sv/enter/project", fields).status_code == 409
    assert client.get("/api/v1/projects?q=Dubbelklick").json()["total"] == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["objective", "measure", "observation"])
def test_each_form_is_whole_in_every_language(visit: Visit, kind: str, lang: str) -> None:
    page = Page(visit.get(f"/{lang}/enter/{kind}").text)
    assert page.faults == []
    assert "entry." not in page.all("body")[0].text
    assert "pg:" not in main(page)


def test_an_objective_at_the_top_of_several_trees_says_of_which(client: Client) -> None:
    body = {"kind": "pg:TargetArea", "names": [{"text": "Ett till", "lang": "sv"}], "document": RUS}
    told = []
    for scheme in ({}, {"scheme": "id/scheme/varmland/nothing"}):
        answer = client.request(
            "POST", "/api/v1/objectives", json=body | scheme, headers=bearer("Contributor")
        )
        told += [(each["key"], each["place"]["pointer"]) for each in answer.json()["findings"]]
    assert told == [("scheme-ambiguous", "#/scheme"), ("scheme-unknown", "#/scheme")]
