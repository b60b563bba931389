"""Imports over HTTP: by role, looked at or done, watched, stopped, told in a history; nothing half done."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from api.access import Role, Speaker
from api.imports.jobs import Job, Jobs, new_job
from api_serving import Client, shipped_client
from graph.errors import NotFound
from graph.importers.sheets import read_tables
from graph.importers.watching import Watch
from holders import bearer, token_file
from lists_of_ours import filled_in, row

IMPORTS = "/api/v1/imports"
SWEDISH = f"{IMPORTS}?mapping=tillvaxtverket-2014&accept_loss=9"


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """Lets a request wait for its import, however slow the machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.routers.imports.AT_ONCE", 60.0)
        yield


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("imports")
    with shipped_client(folder / "store", tokens=str(token_file(folder)), import_max_bytes=100_000) as opened:
        yield opened


def listed(*rows: dict[str, Any]) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()


def send(
    client: Client, content: bytes, path: str = SWEDISH, who: str = "Contributor", name: str = "list.json"
) -> Any:
    return client.request("POST", path, files={"file": (name, io.BytesIO(content))}, headers=bearer(who))


def finished(client: Client, answer: Any) -> dict[str, Any]:
    """Returns the job when it is done; slow machines answer 202 first."""
    told: dict[str, Any] = answer.json()
    while told.get("state") == "running":
        told = client.get(f"{IMPORTS}/jobs/{told['id']}", headers=bearer("Contributor")).json()
    return told


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def sequence(client: Client) -> int:
    commit: int = client.get("/ready").json()["commit"]
    return commit


def test_a_preview_writes_nothing_and_tells_all_in_three_languages(client: Client) -> None:
    before = sequence(client)
    wrong = row(ärende_id="20999102", kommuner="Saala")
    job = finished(client, send(client, listed(row(ärende_id="20999101"), wrong), f"{SWEDISH}&preview=true"))
    report = job["report"]

    assert (job["state"], job["preview"], job["stage"]) == ("done", True, "effects")
    assert (report["file"], report["rows"], report["refused"]) == ("list.json", 2, 1)
    assert report["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1, "gone": 0}
    finding = report["findings"][0]
    assert (finding["row"], finding["column"], finding["suggestion"]) == (2, "kommuner", "Sala")
    assert set(finding["messages"]) == {"sv", "da", "en"}
    assert sequence(client) == before


def test_a_previewed_list_comes_back_with_notes_to_those_who_began_it(client: Client) -> None:
    content = listed(row(ärende_id="20999103", kommuner="Saala"))
    job = finished(client, send(client, content, f"{SWEDISH}&preview=true"))
    path = f"{IMPORTS}/jobs/{job['id']}/annotated"
    answer = client.get(path, headers=bearer("Contributor"))
    [table] = read_tables("notes.xlsx", answer.content)

    name = "list-notes.xlsx"
    assert (
        answer.headers["content-disposition"] == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    )
    assert "Sala" in table.lines[1].cells
    assert problem(client.get(path, headers=bearer("Reviewer"))) == (404, "import-unknown")
    assert client.get(path, headers=bearer("Administrator")).status_code == 200


def test_an_import_is_a_commit_in_the_name_of_who_speaks_and_stands_in_the_history(client: Client) -> None:
    content = listed(row(ärende_id="20999104"))
    job = finished(client, send(client, content))
    again = finished(client, send(client, content))
    [newest, *_] = client.get(IMPORTS).json()["items"]

    assert (job["state"], job["report"]["imported"], job["report"]["changed"]) == ("done", 1, True)
    assert (again["report"]["changed"], again["report"]["commit"]) == (False, None)
    assert newest["agent"] == "http://127.0.0.1:8000/id/agent/test/contributor"
    assert newest["mapping"] == "tillvaxtverket-2014"
    assert (newest["sha256"], newest["sequence"]) == (
        job["report"]["sha256"],
        job["report"]["commit"]["sequence"],
    )
    assert (newest["rows"], newest["warned"]) == (1, 0)
    assert newest["added"] > 0


def test_who_imports_is_called_by_their_name(client: Client) -> None:
    finished(client, send(client, listed(row(ärende_id="20999198"))))
    agent = "<http://127.0.0.1:8000/id/agent/test/contributor>"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    query = f"SELECT DISTINCT ?name {{ {agent} {label} ?name }}"
    answer = client.get("/sparql", params={"query": query}).json()
    assert [each["name"]["value"] for each in answer["results"]["bindings"]] == ["Contributor"]


def test_a_spreadsheet_of_ours_is_imported_as_sent(client: Client) -> None:
    content = filled_in("projects", "da")
    job = finished(
        client, send(client, content, f"{IMPORTS}?mapping=projects", name="C:\\mapper\\projekter.xlsx")
    )

    assert (job["file"], job["report"]["rows"]) == ("projekter.xlsx", 2)


@pytest.mark.parametrize(
    ("content", "key", "status"),
    [
        (b"", "file-empty", 400),
        (b"PK\x03\x04rest", "workbook-damaged", 400),
        (b'[{"a": 1}]', "columns-missing", 400),
        (listed(), "list-empty", 400),
        (listed(row(kommuner="Saala")), "import-refused", 422),
        (listed(row(projekt_sluttid="2015-01-01")), "import-refused", 422),
        (b'["' + b"x" * 200_000 + b'"]', "body-too-large", 413),
    ],
)
def test_what_is_refused_says_why_and_leaves_nothing(
    client: Client, content: bytes, key: str, status: int
) -> None:
    before = sequence(client)
    answer = send(client, content, name="list.json" if not content.startswith(b"PK") else "list.xlsx")
    if answer.status_code == 202:
        answer = client.get(f"{IMPORTS}/jobs/{answer.json()['id']}", headers=bearer("Contributor"))

    assert problem(answer) == (status, key)
    assert sequence(client) == before


def test_a_list_needs_a_role_a_mapping_and_a_file(client: Client) -> None:
    content = listed(row())
    nobody = client.request("POST", SWEDISH, files={"file": ("list.json", content)})
    body = client.request("POST", SWEDISH, json={}, headers=bearer("Contributor"))
    empty = client.request("POST", SWEDISH, files={"other": ("a", b"x")}, headers=bearer("Contributor"))

    assert problem(nobody) == (401, "token-missing")
    assert problem(send(client, content, who="Reader")) == (403, "role-too-low")
    assert problem(send(client, content, f"{IMPORTS}?mapping=none")) == (400, "mapping-unknown")
    assert problem(body) == (415, "media-type-unsupported")
    assert problem(empty) == (400, "upload-missing")


def test_the_same_list_twice_at_once_is_imported_once(client: Client) -> None:
    content = listed(row(ärende_id="20999105"))
    with ThreadPoolExecutor(2) as both:
        jobs = [finished(client, answer) for answer in both.map(lambda _: send(client, content), range(2))]

    assert sorted(job["report"]["changed"] for job in jobs) == [False, True]


def speaker(agent: str) -> Speaker:
    return Speaker("Me", agent, Role.CONTRIBUTOR)


def held(jobs: Jobs, owner: str = "me") -> tuple[Job, threading.Event, threading.Event]:
    """Returns a job that has begun, waits to go on, and then tells how far it is."""
    begun, going_on = threading.Event(), threading.Event()

    def work(_: Job, watch: Watch) -> dict[str, Any]:
        watch("checking", 100, 300)
        begun.set()
        assert going_on.wait(30)
        watch("writing", 300, 300)
        return {"rows": 300}

    job = jobs.start(new_job(speaker(owner), "projects", "list.xlsx", preview=False), work)
    assert begun.wait(30)
    return job, begun, going_on


def test_a_job_tells_how_far_it_is_and_what_came_of_it() -> None:
    jobs = Jobs()
    job, _, going_on = held(jobs)

    assert (job.state, job.stage, job.done, job.total, job.report()) == (
        "running",
        "checking",
        100,
        300,
        None,
    )
    going_on.set()
    job.wait(30)
    assert (job.state, job.stage, job.report()) == ("done", "writing", {"rows": 300})
    jobs.close()


def test_a_job_that_is_stopped_does_not_write() -> None:
    jobs = Jobs()
    job, _, going_on = held(jobs)
    job.stopping.set()
    going_on.set()
    job.wait(30)

    assert (job.state, job.stage, job.report()) == ("cancelled", "writing", None)
    jobs.close()


def test_only_the_last_jobs_are_kept_and_only_their_owners_see_them() -> None:
    jobs = Jobs()
    made = []
    for _ in range(25):
        made.append(jobs.start(new_job(speaker("me"), "projects", "a", preview=True), lambda *_: {"rows": 1}))
        made[-1].wait(30)

    with pytest.raises(NotFound):
        jobs.of(made[0].id, "me")
    with pytest.raises(NotFound):
        jobs.of(made[-1].id, "somebody else")
    assert jobs.of(made[-1].id, "me") is jobs.of(made[-1].id, None)
    jobs.close()


def test_a_job_over_http_is_followed_and_stopped(client: Client) -> None:
    jobs = client.app.state.services.imports
    owner = "http://127.0.0.1:8000/id/agent/test/contributor"
    job, _, going_on = held(jobs, owner)
    path = f"{IMPORTS}/jobs/{job.id}"
    running = client.get(path, headers=bearer("Contributor")).json()
    stopped = client.request("DELETE", path, headers=bearer("Contributor"))
    going_on.set()
    job.wait(30)
    after = client.get(path, headers=bearer("Contributor")).json()

    assert (running["state"], running["done"], running["total"]) == ("running", 100, 300)
    assert (stopped.status_code, after["state"], after["report"]) == (200, "cancelled", None)
    assert client.get(path, headers=bearer("Reviewer")).status_code == 404


def test_a_waiting_request_gets_the_address_of_its_job(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.routers.imports.AT_ONCE", 0.01)
    job, _, going_on = held(client.app.state.services.imports)
    answer = send(client, listed(row(ärende_id="20999106")), f"{SWEDISH}&preview=true")
    going_on.set()
    job.wait(30)

    assert answer.status_code == 202
    assert answer.headers["location"].endswith(f"{IMPORTS}/jobs/{answer.json()['id']}")
    assert finished(client, answer)["state"] == "done"


def test_a_key_holds_for_a_job_that_goes_on_and_for_none_that_was_stopped(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.routers.imports.AT_ONCE", 0.01)
    job, _, going_on = held(client.app.state.services.imports)
    form = {"idempotency-key": "a-list", "content-type": "multipart/form-data; boundary=edge"}
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="list.json"\r\n\r\n'
    content = head + listed(row(ärende_id="20999108")) + b"\r\n--edge--\r\n"

    def sent() -> Any:
        path = f"{SWEDISH}&preview=true"
        return client.request("POST", path, content=content, headers=bearer("Contributor") | form)

    first, second = sent(), sent()
    client.request("DELETE", first.headers["location"].partition("8000")[2], headers=bearer("Contributor"))
    going_on.set()
    job.wait(30)
    assert finished(client, first)["state"] == "cancelled"
    third = sent()

    assert [each.status_code for each in (first, second)] == [202, 202]
    assert first.json()["id"] == second.json()["id"] != third.json()["id"]
    assert second.headers["idempotency-replayed"] == "true"
    assert finished(client, third)["state"] == "done"


def test_a_file_of_the_name_of_another_folder_is_only_a_name(client: Client, tmp_path: Path) -> None:
    answer = send(client, listed(row(ärende_id="20999107")), f"{SWEDISH}&preview=true", name="../../x.json")

    assert finished(client, answer)["report"]["file"] == "x.json"
    assert list(tmp_path.iterdir()) == []


OPEN_SDG = f"{IMPORTS}?mapping=opensdg"


def values(*years: int) -> bytes:
    return "\n".join(["Year,Value", *(f"{year},{year % 7}" for year in years)]).encode()


def test_a_list_that_lacks_what_the_former_one_had_is_refused_until_so_much_may_go(client: Client) -> None:
    whole, shorter, name = values(2019, 2020, 2021), values(2021), "indicator_1-1-1.csv"
    assert finished(client, send(client, whole, OPEN_SDG, name=name))["state"] == "done"
    looked = finished(client, send(client, shorter, f"{OPEN_SDG}&preview=true", name=name))
    before = sequence(client)
    refused = send(client, shorter, f"{OPEN_SDG}&accept_loss=1", name=name)
    negative = send(client, shorter, f"{OPEN_SDG}&accept_loss=-1", name=name)

    assert looked["report"]["counts"]["gone"] == 2
    assert problem(refused) == (409, "list-loses")
    assert refused.json()["detail"].startswith(f"{name} lacks 2 of the 3 that the list has in the graph")
    assert problem(negative) == (400, "parameter-too-small")
    assert sequence(client) == before
    done = finished(client, send(client, shorter, f"{OPEN_SDG}&accept_loss=2", name=name))
    assert (done["state"], done["report"]["gone"], sequence(client)) == ("done", 2, before + 1)


OURS = f"{IMPORTS}?mapping=projects"


def ours(*numbers: str) -> bytes:
    rows = ("Projektnummer;Projektnamn;Organisation", *(f"{each};Bro {each};Sala kommun" for each in numbers))
    return "\n".join(rows).encode()


def test_lists_of_one_kind_stand_beside_each_other_by_their_names(client: Client) -> None:
    first = finished(client, send(client, ours("1", "2"), f"{OURS}&list_name=Annas+lista", name="a.csv"))
    second = finished(client, send(client, ours("2"), OURS, name="bo.csv"))
    looked = finished(
        client, send(client, ours("3"), f"{OURS}&list_name=Annas+lista&preview=true", name="a.csv")
    )
    [newest, former, *_] = client.get(IMPORTS).json()["items"]

    assert (first["report"]["list_name"], second["report"]["list_name"]) == ("Annas lista", "bo")
    assert second["report"]["gone"] == 0
    assert "list-holds-same" in [each["rule"] for each in second["report"]["findings"]]
    assert "också i listan Annas lista" in second["report"]["findings"][0]["messages"]["sv"]
    assert looked["report"]["list_name"] == "Annas lista"
    assert "bo" in looked["report"]["other_lists"]
    assert "Annas lista" not in looked["report"]["other_lists"]
    assert (looked["report"]["counts"]["gone"], looked["report"]["held"]) == (2, 2)
    assert (newest["list_name"], former["list_name"]) == ("bo", "Annas lista")
    assert problem(send(client, ours("1"), f"{OURS}&list_name=%3F")) == (400, "list-name-empty")
    assert problem(send(client, listed(row()), f"{SWEDISH}&list_name=Min")) == (400, "list-name-unasked")
