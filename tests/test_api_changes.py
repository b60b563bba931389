"""What changed since a day, over HTTP and as a page: the same sums, in three languages, for everybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from api.pages.views.since import months_before
from api_serving import Client, client_of
from graph.commits import Writer, reason_of
from graph.model import Name, Quote
from graph.recording import Agent, Decision, Draft, Proof, Recorder
from graph.store import Changes, Store
from graph.terms import expand
from graph_facts import in_graph, node
from holders import bearer
from ontology.languages import LANGUAGES
from pages_serving import OFF, Page, get_page
from register_serving import register_client
from shipped_stores import shipped_store

MAY, JUNE = (datetime(2027, month, 3, 22, 30, tzinfo=UTC) for month in (5, 6))
ANNA = Agent(node("id/agent/local/anna").value, "Anna Ängström")
GONE = "Ett namn som inte skulle ha stått här"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Returns what ships, a statement and its review in May, and a project that came and went in June."""
    made = shipped_store(tmp_path_factory.mktemp("changes"))
    draft = Draft(
        source=node(f"id/{OFF}").value,
        target=expand("sdg:14.1").value,
        strength=2,
        confidence=Decimal("0.5"),
        evidence=(Proof(node("id/document/vastmanland/rus-2030").value, Quote("hav", "sv")),),
        reasoning=Name("Havet.", "sv"),
    )
    recorder = Recorder(Writer(made, clock=lambda: MAY), ANNA)
    alignment = recorder.state(draft)
    recorder.review(Decision(alignment, Decimal(1), Name("Det stämmer.", "sv")))
    project = in_graph(
        node("graph/list/by-x"),
        f"<id/project/x/gone> a pg:Project ; skos:prefLabel '{GONE}'@sv ; dct:spatial nuts:SE331 .",
    )
    writer = Writer(made, clock=lambda: JUNE + timedelta(minutes=made.sequence))
    writer.commit(Changes(added=project), agent=ANNA.iri, reason="Av misstag")
    writer.undo(made.sequence, ANNA.iri, reason_of("undo", sequence=made.sequence))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with client_of(store) as made:
        yield made


def sums(client: Client, **asked: str) -> dict[str, int]:
    told = client.get("/api/v1/changes", params={"since": "2027-01-01", **asked}).json()
    return {f"-{each['kind']}" if each["gone"] else each["kind"]: each["count"] for each in told["sums"]}


def test_what_a_goal_a_strategy_and_an_area_are_concerned_by(client: Client) -> None:
    assert sums(client) == {"statement": 1, "accepting": 1, "project": 1, "-project": 1}
    assert sums(client, of="sdg:14") == {"statement": 1, "accepting": 1}
    assert sums(client, of="sdg:15") == sums(client, of="id/document/vastmanland/rus-2030") == {}
    assert (
        sums(client, of="nuts:SE331") == sums(client, territory="nuts:SE33") == {"project": 1, "-project": 1}
    )
    assert sums(client, of="sdg:14", territory="nuts:SE331") == {}


def test_days_begin_where_the_readers_are(client: Client) -> None:
    """Half past ten at night in UTC is the next day in Stockholm and Copenhagen."""
    assert sums(client, since="2027-05-04", until="2027-05-04") == {"statement": 1, "accepting": 1}
    assert sums(client, since="2027-05-03", until="2027-05-03") == {}
    assert sums(client, since="2027-05-05") == {"project": 1, "-project": 1}


def test_each_line_says_who_when_why_and_what(client: Client) -> None:
    told = client.get("/api/v1/changes?since=2027-01-01&of=sdg:14&lang=da&limit=1").json()
    [line] = told["items"]
    assert (line["kind"], line["agent"]["name"]["text"], told["commits"]) == ("accepting", "Anna Ängström", 2)
    assert line["things"][0]["name"]["text"].endswith("bidrager til " + named(client, "sdg:14.1", "da"))
    assert line["because"] == ["Det stämmer."]
    assert client.get(told["next"]).json()["items"][0]["kind"] == "statement"
    text = client.get("/api/v1/changes.csv?since=2027-01-01&of=sdg:14").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["kind"], row["count"], row["agent.name.text"]) for row in rows] == [
        ("accepting", "1", "Anna Ängström"),
        ("statement", "1", "Anna Ängström"),
    ]


def test_what_a_list_and_its_undoing_did_has_reasons_in_the_readers_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.routers.imports.AT_ONCE", 60.0)
    with register_client(tmp_path) as client:
        for reason in ("Därför.", "Annars."):
            row = f"Projektnummer;Projektnamn;Organisation;Mål;Motivering\n1;Ett;Bolaget;9;{reason}\n"
            client.request(
                "POST",
                "/api/v1/imports?mapping=projects&list_name=a",
                headers=bearer("Administrator"),
                files={"file": ("l.csv", row.encode())},
            )
        writer = client.app.state.services.writer
        for _ in range(2):
            last = writer.store.sequence
            writer.undo(last, node("id/agent/test/administrator").value, reason_of("undo", sequence=last))
        told = client.get("/api/v1/changes?since=2026-01-01&lang=sv").json()["items"]
        again = "Inläsning av l.csv med mappningen projects som listan a"
        assert {said for line in told for said in line["because"]} == {again}
        page = client.get(f"/sv/resource?iri={node('id/alignment/projects_a/1-9').value}", "text/html").text
    assert f"Ändring {last - 1} togs tillbaka" in page
    assert "Undo of" not in page


def named(client: Client, thing: str, lang: str) -> str:
    """Returns the code and the name of a goal or target."""
    found = client.get(f"/api/v1/search?q={thing.removeprefix('sdg:')}&lang={lang}&kind=target").json()[
        "items"
    ][0]
    return f"{found['code']} {found['name']['text']}"


def test_what_is_gone_is_counted_and_its_name_does_not_come_back(client: Client) -> None:
    for path in ("/api/v1/changes", "/api/v1/changes.csv", "/sv/changes"):
        told = client.get(
            path, params={"since": "2027-06-01"}, accept="text/html" if path == "/sv/changes" else None
        )
        assert told.status_code == 200
        assert GONE not in told.text
        assert "project/x/gone" not in told.text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("thing", ["", "sdg:14", "nuts:SE331"])
def test_the_page_says_the_same_sums(client: Client, lang: str, thing: str) -> None:
    page = Page(get_page(client, f"/{lang}/changes?since=2027-01-01&of={thing}"))
    assert page.faults == []
    numbers = [each.text.strip() for each in page.all("dd") if "dl" in each.above and "main" in each.above]
    told = sums(client, of=thing) if thing else sums(client)
    assert numbers == [str(count) for count in told.values()]
    assert page.all("input")
    reasons = [each.text for each in page.all("q") if "main" in each.above]
    assert reasons == (["Det stämmer."] if "accepting" in told else [])


@pytest.mark.parametrize("area", ["nuts:SE331", "nuts:SE33", "id/area/se-kommun/2480"])
@pytest.mark.parametrize("path", ["changes?since=2027-01-01&territory=", "coverage?region="])
def test_the_form_says_the_area_that_narrows(client: Client, path: str, area: str) -> None:
    page = Page(get_page(client, f"/sv/{path}{area}"))
    [chosen] = [each.attributes["value"] for each in page.all("option") if "selected" in each.attributes][:1]
    assert chosen == expand(area).value if area.startswith("nuts:") else node(area).value


def test_pages_lead_there_from_where_readers_look(client: Client) -> None:
    for path, of in (
        ("/sv/", ""),
        ("/sv/goals/14", "of=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F14&"),
        ("/sv/documents/vastmanland/rus-2030", "of="),
        ("/sv/resource?iri=nuts:SE331", "of=nuts%3ASE331&"),
    ):
        hrefs = [each.attributes.get("href", "") for each in Page(get_page(client, path)).all("a")]
        [found] = {href for href in hrefs if href.startswith(f"/sv/changes?{of}") and "since=" in href}
        assert client.get(found, accept="text/html").status_code == 200


def test_a_thing_without_an_account_has_its_newest_changes_and_no_form(client: Client) -> None:
    page = Page(get_page(client, f"/sv/changes?of=id/{OFF}"))
    assert not [each for each in page.all("input") if each.attributes.get("type") == "date"]
    assert client.get(f"/sv/changes?since=2027-01-01&of=id/{OFF}", accept="text/html").status_code == 400


@pytest.mark.parametrize(
    ("asked", "key", "page"),
    [
        ("since=2027-02-01&until=2027-01-01", "changes-turned", 400),
        (f"since=2027-01-01&of=id/{OFF}", "changes-of-what", 400),
        ("since=2027-01-01&of=id/project/x/none", "iri-unknown", 404),
        ("since=yesterday", "", 400),
        ("", "", 200),
    ],
)
def test_what_cannot_be_answered_says_why(client: Client, asked: str, key: str, page: int) -> None:
    refused = client.get(f"/api/v1/changes?{asked}")
    assert refused.status_code == 400
    assert refused.json()["type"].endswith(key)
    assert client.get(f"/sv/changes?{asked}", accept="text/html").status_code == page


def test_a_month_back_is_a_day_of_that_month() -> None:
    assert months_before(date(2028, 3, 31), 1) == date(2028, 2, 29)
    assert months_before(date(2027, 1, 15), 3) == date(2026, 10, 15)
