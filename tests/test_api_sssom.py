"""The ledger as a mapping set over HTTP and on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.cli import run as run_here
from api_serving import Client, client_of
from graph.commits import Writer
from graph.recording import Decision, Recorder
from graph.sssom import records_in_force
from graph.store import Store, open_store
from holders import BOT, bearer, token_file
from small_graph import small_store
from test_graph_sssom import ANNA, BO, DRAFT, ROW, WHY, empty, exported, rows_of, table

SET = "/api/v1/alignments.sssom"
TSV = {"content-type": "text/tab-separated-values"}


@pytest.fixture
def tokens(tmp_path: Path) -> str:
    return str(token_file(tmp_path))


@pytest.fixture
def client(tokens: str) -> Iterator[Client]:
    with client_of(small_store(), tokens=tokens) as opened:
        yield opened


def post(client: Client, content: bytes, who: str = "Administrator", **headers: str) -> Any:
    return client.request("POST", SET, content=content, headers=bearer(who) | TSV | headers)


def test_the_set_is_read_whole_in_the_form_asked_for(client: Client) -> None:
    answer = client.get(f"{SET}.tsv?lang=sv")
    assert answer.headers["content-type"] == "text/tab-separated-values; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="alignments.sssom.tsv"'
    rows = rows_of(answer.content)
    assert len(rows) == 10
    assert {row["object_label"] for row in rows if row["object_id"] == "sdg:6"} == {"Rent vatten"}
    assert client.get(SET, "text/turtle").headers["content-type"].startswith("text/turtle")
    assert "owl:Axiom" in client.get(f"{SET}.ttl").text
    assert client.get(SET, "application/json").status_code == 406
    assert len(rows_of(client.get(f"{SET}.tsv?view=contested").content)) == 2
    assert {row["author_id"] for row in rows_of(client.get(f"{SET}.tsv?author=id/agent/x/bot").content)} == {
        "here:id/agent/x/bot"
    }
    assert client.get(f"{SET}.tsv?source=id/project/x/p1&target=sdg:6").text.count("pg:hinders") == 1


def test_a_set_is_added_by_an_administrator_who_is_a_person(client: Client) -> None:
    content = table([ROW])
    for who, status in (("Reviewer", 403), (BOT, 403), ("Nobody", 401)):
        assert post(client, content, who).status_code == status
    added = post(client, content)
    assert (added.status_code, added.json()["statements"], added.json()["rows"]) == (201, 1, 1)
    again = {"rows": 1, "statements": 0, "reviews": 0, "commit": None, "findings": []}
    assert post(client, content).json() == again
    [finding] = post(client, table([ROW | {"pg_status": "accepted"}]), **{"accept-language": "sv"}).json()[
        "findings"
    ]
    assert (finding["key"], finding["place"]["row"]) == ("status-not-read", 2)
    assert finding["detail"].startswith("Raden säger accepted, men sambandet är proposed i grafen")
    found = client.get("/api/v1/alignments?source=id/project/x/p4").json()["items"]
    assert [each["author"]["iri"] for each in found] == ["http://127.0.0.1:8000/id/agent/test/administrator"]


def test_a_broken_set_is_refused_by_row_and_column(client: Client) -> None:
    before = client.get("/ready").json()["commit"]
    broken = post(client, table([ROW, ROW | {"object_id": "sdg:99"}]))
    [finding] = broken.json()["findings"]
    assert (broken.status_code, finding["place"]["row"], finding["place"]["column"]) == (422, 3, "object_id")
    assert post(client, b"x").status_code == 400
    assert post(client, table([ROW]), **{"content-type": "text/csv"}).status_code == 415
    assert post(client, b"#" + b" " * 16_777_216).status_code == 413
    assert client.get("/ready").json()["commit"] == before


def on_disk(folder: Path, store: Store) -> None:
    from graph.store import Changes

    made = open_store(str(folder))
    made.apply(Changes(added=frozenset(store.quads())), 1)
    made.close()


def test_the_command_line_writes_and_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = empty()
    name = Recorder(Writer(store), ANNA).state(DRAFT)
    Recorder(Writer(store), BO).review(Decision(name, DRAFT.confidence, WHY))
    on_disk(tmp_path / "full", store)
    on_disk(tmp_path / "empty", empty())
    file = tmp_path / "ledger.sssom.tsv"

    monkeypatch.setenv("POLICYGRAPH_STORE", str(tmp_path / "full"))
    assert run_here(["export", "--output", str(file)]) == 0
    assert rows_of(file.read_bytes()) == rows_of(exported(store))
    assert run_here(["export", "--output", str(tmp_path / "ledger.sssom.ttl")]) == 0
    assert "owl:Axiom" in (tmp_path / "ledger.sssom.ttl").read_text(encoding="utf-8")
    capsys.readouterr()

    monkeypatch.setenv("POLICYGRAPH_STORE", str(tmp_path / "empty"))
    assert run_here(["import", str(file), "--mapping", "sssom"]) == 0
    assert "1" in capsys.readouterr().out
    assert run_here(["import", str(file), "--mapping", "sssom", "--json"]) == 0
    assert '"commit": null' in capsys.readouterr().out
    target = open_store(str(tmp_path / "empty"), create=False)
    assert list(records_in_force(target)) == list(records_in_force(store))
    target.close()

    file.write_bytes(table([ROW | {"confidence": "2"}]))
    assert run_here(["import", str(file), "--mapping", "sssom"]) == 5
    assert "confidence" in capsys.readouterr().err
    assert run_here(["import", str(file), "--mapping", "sssom", "--preview"]) == 2
    assert run_here(["import", str(tmp_path / "none.tsv"), "--mapping", "sssom"]) == 2
