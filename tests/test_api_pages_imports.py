"""The pages of imports as who uses them without scripts: send, look, mend, read in, take back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest

from api.imports.jobs import Job
from api.pages.reader import Reader
from api.pages.views.import_reading import reading_sent
from api.pages.views.imports import progress_of
from api.wording.words import Words
from api_serving import Client, shipped_client
from graph.alignment.portfolio import Portfolio
from graph.model import Name
from graph.recording import Agent, Draft, Proof, Recorder
from graph.repository import Repository
from graph.store import open_store
from graph.terms import DEFAULT_BASE, expand
from holders import token_file
from lists_of_ours import row
from pages_serving import Page
from signed_in import Visit
from workbooks import xlsx

SWEDISH = "tillvaxtverket-2014"
UNKNOWN = xlsx(
    {
        "Blad1": [
            ["Diarienr", "Projektets namn", "Projektägare", "Kronor", "Noteringar"],
            ["A-1", "Bron över ån", "Sala kommun", 1200000, "x"],
            ["A-2", "Skolan i byn", "Sala kommun", 800000, "y"],
        ]
    }
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("import-pages")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        yield opened


@pytest.fixture
def visit(client: Client) -> Visit:
    return Visit(client, "Contributor")


def listed(*rows: dict[str, Any]) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()


def sent(visit: Visit, content: bytes, name: str = "lista.json", mapping: str = SWEDISH) -> str:
    """Sends a list, waits until it is worked on, and returns the path of its page."""
    answer = visit.send_file("/sv/import", {"mapping": mapping}, (name, content))
    assert answer.status_code == 303, answer.text
    return settled(visit, answer.headers["location"])


def settled(visit: Visit, path: str) -> str:
    visit.client.app.state.services.imports.of(path.rpartition("/")[2], None).wait(60)
    return path


def read_in(visit: Visit, path: str, agreed: int = 0) -> str:
    """Commits a previewed list, of which so much may go, and returns the path of the page of that job."""
    answer = visit.send(path, {"do": "commit", "accept_loss": str(agreed)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def page(visit: Visit, path: str, status: int = 200) -> Page:
    answer = visit.get(path)
    assert answer.status_code == status, answer.text
    shown = Page(answer.text)
    assert shown.faults == []
    return shown


def main(shown: Page) -> str:
    return " ".join(shown.all("main")[0].text.split())


def buttons(shown: Page) -> set[str]:
    return {each.attributes["value"] for each in shown.all("button") if "value" in each.attributes}


def test_whoever_is_not_signed_in_sees_the_history_and_the_way_in(client: Client) -> None:
    shown = page(Visit(client), "/sv/import")
    assert "Logga in för att läsa in" in main(shown)
    assert [each for each in shown.all("input") if each.attributes.get("type") == "file"] == []
    assert "Din roll får läsa" in main(page(Visit(client, "Reader"), "/sv/import"))


def test_a_list_is_looked_at_read_in_and_taken_back(visit: Visit) -> None:
    client = visit.client
    before = client.get("/ready").json()["commit"]
    path = sent(visit, listed(row(ärende_id="20999201", projektnamn="Den nya bron")))
    looked = page(visit, path)
    assert "kan läsas in" in main(looked)
    assert "Den nya bron ny" in main(looked)
    assert client.get("/ready").json()["commit"] == before

    answer = visit.send(path, {"do": "commit"})
    done = page(visit, settled(visit, answer.headers["location"]))
    assert "lista.json är inläst" in main(done)
    assert client.get("/ready").json()["commit"] == before + 1
    [change] = [each.attributes["href"] for each in done.all("a") if "commit" in each.attributes["href"]]
    did = page(visit, change)
    assert did.all("h1")[0].text.startswith("Inläsning av lista.json")
    assert re.search(r"Vad ändringen gjorde .*1 nytt projekt: Den nya bron", main(did))

    history = page(visit, "/sv/import")
    told = next(" ".join(row.text.split()) for row in history.all("tr") if "lista.json" in row.text)
    assert re.search(r"lista\.json .* [0-9a-f]{12} 1 0 [1-9]\d* 0 ", told), "a row, none of them warned of"
    [undo] = {
        each.attributes["href"] for each in history.all("a") if "/import/undo/" in each.attributes["href"]
    }
    assert "försvinner" in main(page(visit, undo))
    back = visit.send(undo, {})
    assert back.status_code == 303
    assert f"Inläsning {before + 1} är tillbakatagen" in main(
        page(visit, back.headers["location"].partition("#")[0])
    )
    assert "1 nytt projekt" in main(page(visit, change)), "though what it brought has no name any more"
    assert "togs tillbaka" in main(page(visit, re.sub(r"\d+$", str(before + 2), change)))
    assert "Tillbakatagen" in main(page(visit, "/sv/import"))
    assert undo not in {each.attributes["href"] for each in page(visit, "/sv/import").all("a")}
    again = visit.get(undo)
    assert (again.status_code, again.headers["location"]) == (303, back.headers["location"])


def test_what_an_import_leaves_without_an_end_is_told_before_it_is_taken_back(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sent(visit, listed(row(ärende_id="20999202")))
    settled(visit, read_in(visit, path))
    number = visit.client.get("/ready").json()["commit"]
    asked = page(visit, f"/sv/import/undo/{number}")
    assert "leder ingenstans" not in main(asked)
    writer = visit.client.app.state.services.writer
    base = writer.store.base
    people = Recorder(writer, Agent(f"{base}id/agent/test/anna", "Anna"))
    rests_on = Proof(f"{base}id/document/vasterbotten/s1", None)
    source, goal = f"{base}id/project/tillvaxtverket-2014/20999202", expand("sdg:13").value
    people.state(Draft(source, goal, 2, Decimal(1), evidence=(rests_on,), reasoning=Name("Så är det.", "sv")))
    asked = page(visit, f"/sv/import/undo/{number}")
    assert "försvinner: 1 (20999202 Ett exempel). De står kvar men leder ingenstans" in main(asked)
    monkeypatch.setattr("api.pages.routes.imports.MOST_READ", 1)
    assert "så stor att det inte har setts efter" in main(page(visit, f"/sv/import/undo/{number}"))
    assert visit.send(f"/sv/import/undo/{number}", {}).status_code == 303


def test_what_is_wrong_is_told_by_cell_and_cannot_be_read_in(visit: Visit) -> None:
    path = sent(visit, listed(row(ärende_id="20999202"), row(ärende_id="20999203", kommuner="Saala")))
    looked = page(visit, path)
    told = main(looked)
    assert "1 rad bryter mot reglerna" in told
    assert "rad 2 Fel kommuner Saala Okänt namn eller okänd kod. Närmast är: Sala. Se vad som kan" in told
    assert "policygraph codes" not in told, "the page leads there itself"
    codes = "/sv/import/codes/tillvaxtverket-2014/municipalities"
    assert codes in {each.attributes["href"] for each in looked.all("a")}
    assert "Sala" in main(page(visit, codes))
    assert "commit" not in buttons(looked)
    given = visit.get(f"{path}/annotated")
    assert given.headers["content-disposition"].startswith('attachment; filename="lista-notes.xlsx"')
    assert given.content.startswith(b"PK")


def test_a_list_is_recognised_without_being_named(visit: Visit) -> None:
    path = sent(visit, listed(row(ärende_id="20999204")), mapping="")
    shown = page(visit, path)
    assert "Listan känns igen" in main(shown)
    assert "Igenkänd lista" in main(shown)
    assert "Okänd lista" not in main(shown)
    answer = visit.send(path, {"do": "read", "mapping": SWEDISH})
    assert "Granskad, inte inläst" in main(page(visit, settled(visit, answer.headers["location"])))


def test_an_unknown_list_shows_how_it_would_be_read_and_is_read_as_told(visit: Visit) -> None:
    path = sent(visit, UNKNOWN, "okänd.xlsx", "")
    shown = page(visit, path)
    assert "Ingen känd lista ser ut så här" in main(shown)
    chosen = dict(zip(
        [each.attributes["name"] for each in shown.all("select")],
        ["id", "title", "organisation", "amount", ""],
        strict=True,
    ))  # fmt: skip
    answer = visit.send(path, {"do": "read", "name": "Våra broar", "currency": "sek", **chosen})
    looked = page(visit, settled(visit, answer.headers["location"]))
    assert "Bron över ån ny" in main(looked)
    done = visit.send(answer.headers["location"], {"do": "commit"})
    assert "är inläst" in main(page(visit, settled(visit, done.headers["location"])))


def test_a_reading_that_is_none_comes_back_with_what_is_wrong(visit: Visit) -> None:
    path = sent(visit, UNKNOWN, "okänd.xlsx", "")
    shown = page(visit, path)
    fields = {each.attributes["name"]: "title" for each in shown.all("select")}
    answer = visit.send(path, {"do": "read", "name": "Våra broar", **fields})
    told = Page(answer.text)
    assert answer.status_code == 422
    assert "Så här kan listan inte läsas" in main(told)
    assert [
        each.attributes["value"] for each in told.all("input") if each.attributes.get("name") == "name"
    ] == ["Våra broar"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tom.json", b"", "är tom"),
        ("bild.xlsx", b"\x89PNG\r\n", "Listan togs inte emot"),
        ("x.json", b"[]", "x.json"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    visit: Visit, name: str, content: bytes, words: str
) -> None:
    path = sent(visit, content, name)
    told = page(visit, path, 400)
    assert words in main(told)
    assert "Inget har lästs in" in main(told)


def test_only_its_owner_sees_a_job_and_only_who_may_takes_an_import_back(
    visit: Visit, client: Client
) -> None:
    path = sent(visit, listed(row(ärende_id="20999205")))
    other = Visit(client, "Reviewer")
    assert other.get(path).status_code == 404
    done = visit.send(path, {"do": "commit"})
    settled(visit, done.headers["location"])
    number = client.get("/ready").json()["commit"]
    assert other.get(f"/sv/import/undo/{number}").status_code == 404
    assert other.send(f"/sv/import/undo/{number}", {}).status_code == 404
    administrator = Visit(client, "Administrator")
    assert administrator.get(f"/sv/import/undo/{number}").status_code == 200
    assert administrator.send(f"/sv/import/undo/{number}", {}).status_code == 303, "though unknown so far"
    assert Visit(client).get(path).status_code == 401


def test_a_job_that_is_going_says_how_far_it_is() -> None:
    reader = Reader(Repository(open_store("memory:")), Words("sv"))
    job = Job("x", "me", SWEDISH, "lista.json", preview=True, stage="checking", done=300, total=1200)
    view = progress_of(reader, job, "/sv/import/x")
    assert (view.told, view.share, view.poll) == (
        "300 av 1\xa0200 rader kontrollerade",
        25,
        "/sv/import/x/progress",
    )
    assert [step.state for step in view.steps] == ["done", "done", "now", "later", "later"]


def test_a_script_follows_a_job(visit: Visit) -> None:
    path = sent(visit, listed(row(ärende_id="20999206")))
    told = visit.get(f"{path}/progress").json()
    assert told["running"] is False


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_templates_are_given_in_the_language_of_the_page(visit: Visit, lang: str) -> None:
    answer = visit.get(f"/{lang}/import/template/projects")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_the_headings_of_a_reading_come_from_the_list_alone() -> None:
    columns = [{"heading": "Dnr"}, {"heading": "Övrigt"}]
    told = reading_sent(
        columns, {"column-0": "id", "column-7": "title", "name": " Lista ", "currency": "dkk"}
    )
    assert told == {
        "name": "Lista",
        "columns": {"Dnr": "id", "Övrigt": None},
        "defaults": {"currency": "DKK"},
    }


def test_a_list_that_takes_projects_away_is_read_in_once_that_is_ticked(visit: Visit) -> None:
    rows = [row(ärende_id=f"2099930{number}", projektnamn=f"Bro {number}") for number in range(4)]
    settled(visit, read_in(visit, sent(visit, listed(*rows)), agreed=99))
    path, before = sent(visit, listed(rows[0])), visit.client.get("/ready").json()["commit"]
    looked = page(visit, path)
    [tick] = [each.attributes for each in looked.all("input") if each.attributes.get("type") == "checkbox"]
    assert main(looked).startswith("Granskad, inte inläst lista.json Försvinner: 3 projekt. ")
    assert "Ja, 3 projekt som står i grafen men inte i filen ska bort." in main(looked)
    assert (tick["name"], tick["value"], "required" in tick) == ("accept_loss", "3", True)
    for agreed in ("", "2", "x", "9" * 5000, "٣", "-3"):
        answer = visit.send(path, {"do": "commit", "accept_loss": agreed})
        assert answer.status_code == 409
        assert "Ingenting är inläst: kryssa i" in main(Page(answer.text))
    assert visit.client.get("/ready").json()["commit"] == before
    done = visit.send(path, {"do": "commit", "accept_loss": "3"})
    assert "är inläst" in main(page(visit, settled(visit, done.headers["location"])))


def test_only_what_was_looked_at_is_read_in(visit: Visit) -> None:
    before = visit.client.get("/ready").json()["commit"]
    path = sent(visit, b"Titel;Vem\nBron;Sala kommun\n", "okand.csv", "")
    answer = visit.send(path, {"do": "commit"})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert visit.client.get("/ready").json()["commit"] == before


def test_what_goes_by_then_beyond_what_was_agreed_to_is_refused(visit: Visit) -> None:
    rows = [row(ärende_id=f"2099940{number}") for number in range(3)]
    settled(visit, read_in(visit, sent(visit, listed(rows[0])), agreed=99))
    path = sent(visit, listed(rows[0] | {"projektnamn": "Rättad"}))
    settled(visit, read_in(visit, sent(visit, listed(*rows))))
    told = page(visit, settled(visit, read_in(visit, path)), 409)
    assert "saknar 2 av de 3 som listan har i grafen" in main(told)


def ours(*numbers: str) -> bytes:
    rows = ("Projektnummer;Projektnamn;Organisation", *(f"{each};Bro {each};Sala kommun" for each in numbers))
    return "\n".join(rows).encode()


def test_a_list_of_ours_is_called_as_its_file_or_as_one_says(visit: Visit) -> None:
    settled(visit, read_in(visit, sent(visit, ours("1", "2"), "annas.csv", "projects")))
    path = sent(visit, ours("1"), "annas v2.csv", "")
    path = settled(visit, visit.send(path, {"do": "read", "mapping": "projects"}).headers["location"])
    looked = page(visit, path)
    assert "Listan heter annas v2. Den är ny; andra listor rörs inte." in main(looked)
    assert "1 av projektnumren, först 1, finns också i listan annas" in main(looked)
    assert {each.attributes["value"] for each in looked.all("option")} == {"annas"}
    assert "list utan namn" not in main(looked)

    again = visit.send(path, {"do": "read", "mapping": "projects", "list_name": "annas"})
    path = settled(visit, again.headers["location"])
    renamed = main(page(visit, path))
    assert "Listan heter annas. Den ersätter den med samma namn, som har 2 poster." in renamed
    assert "Försvinner: 1 projekt." in renamed
    settled(visit, read_in(visit, path, agreed=1))
    [told] = [" ".join(r.text.split()) for r in page(visit, "/sv/import").all("tr") if "annas v2" in r.text]
    assert "eget format: annasannas v2.csv" in told


def test_what_a_row_is_like_is_led_to_and_all_projects_beside_it_are_counted(visit: Visit) -> None:
    rows = (
        "Projektnummer;Projektnamn;Områden;Organisation;Mål",
        "9;Bron;Västerbottens län;Region Västerbotten;9",
    )
    looked = page(visit, settled(visit, sent(visit, "\n".join(rows).encode(), "bro.csv", "projects")))
    told = main(looked)
    known = "id/organisation/se/region-vasterbotten"
    links = {each.attributes["href"]: each.text for each in looked.all("a")}
    assert "Tveksamt Organisation Region Västerbotten" in told
    [text] = [text for href, text in links.items() if href.endswith(quote(known, safe=""))]
    assert text == f"{DEFAULT_BASE}{known}"
    there = set(Portfolio(visit.client.app.state.services.store).reaching_in("sdg:9", "nuts:SE331"))
    assert f" och {len(there) - 3} till" in told


def test_the_list_without_a_name_is_a_choice_where_there_is_one(visit: Visit) -> None:
    importing = visit.send_file(
        "/sv/import", {"mapping": "projects", "list_name": "En egen"}, ("x.csv", ours("7"))
    )
    path = settled(visit, importing.headers["location"])
    assert "Listan heter En egen." in main(page(visit, path))
    unnamed = settled(
        visit, visit.send(path, {"do": "read", "mapping": "projects", "unnamed": "1"}).headers["location"]
    )
    assert "Listan har inget namn. Den är ny" in main(page(visit, unnamed))
    settled(visit, read_in(visit, unnamed))
    path = sent(visit, ours("8"), "y.csv", "projects")
    assert "Granska som listan utan namn" in main(page(visit, path))


def test_a_name_that_was_typed_for_a_kind_without_names_is_passed_over(visit: Visit) -> None:
    answer = visit.send_file(
        "/sv/import", {"mapping": SWEDISH, "list_name": "Min"}, ("l.json", listed(row(ärende_id="20999211")))
    )
    shown = main(page(visit, settled(visit, answer.headers["location"])))
    assert "Granskad, inte inläst" in shown
    assert "Listan heter" not in shown
