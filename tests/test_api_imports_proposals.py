"""An unknown list over HTTP: its columns are shown and a reading proposed, which previews and imports it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from api_serving import Client, shipped_client
from holders import bearer, token_file
from lists_of_ours import row

IMPORTS = "/api/v1/imports"
LIST = (
    "Dnr;Projekttitel;Sökande;Kommuner;Beviljat belopp;Övrigt\n"
    "1;Bredband;Sala kommun;Sala;1 000;x\n2;Skog;Köpings kommun;Köping;;y\n"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("proposals")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        yield opened


def send(
    client: Client,
    path: str,
    content: str = LIST,
    reading: Any = None,
    who: str = "Contributor",
    name: str = "lista.csv",
) -> Any:
    sent = (
        {} if reading is None else {"reading": reading if isinstance(reading, str) else json.dumps(reading)}
    )
    files = {"file": (name, io.BytesIO(content.encode()))}
    headers = bearer(who) | {"accept-language": "sv"}
    answer = client.request("POST", IMPORTS + path, files=files, data=sent, headers=headers)
    while answer.status_code in (200, 201, 202) and answer.json()["state"] == "running":
        answer = client.get(f"{IMPORTS}/jobs/{answer.json()['id']}", headers=headers)
    return answer


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


@pytest.mark.parametrize("name", ["lista.csv", "lista-notes.csv", "lista-notes (1).csv", "lista - kopi.csv"])
def test_a_list_that_comes_back_with_its_notes_keeps_its_name(client: Client, name: str) -> None:
    """It replaces the list that it corrects; under another name it would stand beside it, counted twice."""
    assert send(client, "/proposals", name=name).json()["report"]["reading"]["name"] == "lista"


def test_a_proposal_shows_the_columns_previews_and_imports(client: Client) -> None:
    before = client.get("/ready").json()["commit"]
    report = send(client, "/proposals").json()["report"]
    reading = report["reading"] | {"defaults": {"currency": "SEK"}}
    preview = send(client, "?preview=true", reading=reading).json()
    unchanged = client.get("/ready").json()["commit"]
    done = send(client, "", reading=reading).json()
    again = send(client, "", reading=reading).json()

    assert [(each["heading"], each["column"], each["title"]) for each in report["columns"]] == [
        ("Dnr", "id", "Projektnummer"),
        ("Projekttitel", "title", "Projektnamn"),
        ("Sökande", "organisation", "Organisation"),
        ("Kommuner", "areas", "Områden"),
        ("Beviljat belopp", "amount", "Beviljat belopp"),
        ("Övrigt", None, None),
    ]
    assert (report["fitting"], report["lacking"], report["findings"]) == ([], ["Valuta"], [])
    assert report["mapping"]["pg:graph"] == "graph/list/lista{named}"
    assert {each["column"] for each in report["known"] if each["required"]} == {"id", "title", "organisation"}
    assert (preview["report"]["counts"]["new"], preview["mapping"]) == (2, "lista")
    assert before == unchanged
    assert (done["report"]["rows"], done["report"]["changed"], again["report"]["changed"]) == (2, True, False)


def test_a_currency_that_a_heading_names_is_proposed_and_imported_with_the_list(client: Client) -> None:
    content = LIST.replace("Beviljat belopp", "Stöd (SEK)")
    report = send(client, "/proposals", content).json()["report"]
    preview = send(client, "?preview=true", content, reading=report["reading"]).json()["report"]

    assert report["reading"]["columns"]["Stöd (SEK)"] == "amount"
    assert report["reading"]["defaults"] == {"currency": "SEK"}
    assert (preview["refused"], preview["counts"]["refused"]) == (0, 0)
    assert {"Valuta", "Roll"}.isdisjoint(preview["missing_columns"]), "a default stands for them"
    assert "Program" in preview["missing_columns"]


def test_a_file_that_is_no_list_is_refused(client: Client) -> None:
    assert problem(send(client, "/proposals", json.dumps([row()]))) == (400, "file-ending")
    assert problem(send(client, "/proposals", "")) == (400, "file-empty")


def test_a_list_of_a_known_kind_has_no_reading(client: Client) -> None:
    text = "Projektnummer;Projektnamn;Organisation\n1;A;B\n"
    report = send(client, "/proposals", text).json()["report"]

    assert [each["name"] for each in report["fitting"]] == ["projects"]
    assert (report["columns"], report["reading"], report["mapping"]) == ([], None, None)


def test_a_list_that_lacks_a_column_has_a_reading_to_fill_in_and_no_mapping(client: Client) -> None:
    report = send(client, "/proposals", "Nr;Kommun\n1;Sala\n").json()["report"]

    assert report["lacking"] == ["Projektnamn", "Organisation"]
    assert (report["reading"]["columns"], report["mapping"]) == ({"Nr": "id", "Kommun": "areas"}, None)


@pytest.mark.parametrize(
    ("path", "reading", "found"),
    [
        ("?mapping=projects", {"name": "a", "columns": {}}, (400, "import-read-twice")),
        ("", None, (400, "import-unread")),
        ("", "{", (400, "body-not-json")),
        ("", {"name": "a"}, (422, "body-refused")),
        ("", {"name": "projects", "columns": {"Dnr": "id"}}, (422, "reading-refused")),
    ],
)
def test_a_reading_that_is_none_is_refused(
    client: Client, path: str, reading: Any, found: tuple[int, str]
) -> None:
    before = client.get("/ready").json()["commit"]

    assert problem(send(client, path, reading=reading)) == found
    assert client.get("/ready").json()["commit"] == before


@pytest.mark.parametrize(
    ("name", "graph"),
    [
        ("tillvaxtverket-2014", None),
        ("kohesio-se", None),
        ("../source/agenda2030", "graph/list/source-agenda2030"),
        ("ledger/by-local-anna", "graph/list/ledger-by-local-anna"),
    ],
)
def test_a_reading_reaches_into_no_graph_but_one_of_its_own(
    client: Client, name: str, graph: str | None
) -> None:
    columns = {"Dnr": "id", "Projekttitel": "title", "Sökande": "organisation", "Beviljat belopp": None}
    answer = send(client, "?preview=true", reading={"name": name, "columns": columns})

    if graph is None:
        assert problem(answer) == (422, "reading-refused")
    else:
        assert answer.json()["report"]["graph"] == f"http://127.0.0.1:8000/{graph}"


def test_a_proposal_needs_a_contributor(client: Client) -> None:
    assert problem(send(client, "/proposals", who="Reader")) == (403, "role-too-low")
