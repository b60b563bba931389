"""Single things over HTTP: entered, replaced and withdrawn by role, on the state that was read, or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from api_serving import Client
from pages_serving import Page
from register_serving import (
    AREA,
    BASE,
    GRAPH,
    INDICATOR,
    MINE,
    OBJECTIVE,
    OBSERVATION,
    PROJECT,
    RUS,
    entered,
    problem,
    register_client,
    send,
    sequence,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Returns a client of one store for all tests here: each enters things of its own."""
    with register_client(tmp_path_factory.mktemp("register")) as opened:
        yield opened


def test_a_project_is_entered_and_read_like_any_other(client: Client) -> None:
    answer = send(client, "POST", "projects", PROJECT)
    made = answer.json()
    path = f"/api/v1/projects/{MINE}/2024-17"
    read = client.get(f"{path}?lang=sv")
    [found] = client.get("/api/v1/projects?q=Bredband+i+byn&territory=nuts:SE125").json()["items"]
    commit = client.get("/api/v1/commits?limit=1").json()["items"][0]

    assert (answer.status_code, made["findings"]) == (201, [])
    assert made["iri"] == answer.headers["location"] == found["iri"] == f"{BASE}id/project/{MINE}/2024-17"
    assert read.headers["etag"] == answer.headers["etag"] == f'"{made["version"]}"'
    told = read.json()
    assert (told["name"]["text"], told["identifier"]) == ("Bredband i byn", "2024-17")
    assert told["period"] == {"start": "2024-01-01", "end": "2025-12-31"}
    assert told["money"] == [{"value": "1250000.5", "currency": "SEK"}]
    assert [each["name"]["text"] for each in told["beneficiaries"]] == ["Region Västmanland"]
    assert (commit["sequence"], commit["reason"], commit["graph"]) == (
        made["commit"],
        "Entry of a project",
        GRAPH,
    )
    assert commit["agent"] == f"{BASE}id/agent/test/contributor"


def test_a_project_serves_what_is_then_stated_of_it(client: Client) -> None:
    path, _ = entered(client, "projects", PROJECT | {"identifier": "serving"})
    source = f"id/project/{MINE}/serving"
    statement = {
        "source": source,
        "target": "sdg:9.c",
        "strength": 2,
        "confidence": "0.7",
        "evidence": [{"source": RUS}],
        "reasoning": {"text": "Bredband.", "lang": "sv"},
    }
    stated = send(client, "POST", "alignments", statement)
    chains = client.get(f"/api/v1/chains?from={source}&goal=sdg:9").json()["items"]

    assert (stated.status_code, len(chains)) == (201, 1)
    assert path == f"projects/{MINE}/serving"


def test_what_is_there_is_replaced_whole_on_the_state_that_was_read(client: Client) -> None:
    entered(client, "projects", PROJECT | {"identifier": "beside-the-replaced"})
    path, tag = entered(client, "projects", PROJECT | {"identifier": "replaced"})
    shorter = {
        "identifier": "replaced",
        "names": [{"text": "Fiber", "lang": "sv"}],
        "territories": ["nuts:SE125"],
    }
    without = send(client, "PUT", path, shorter)
    done = send(client, "PUT", path, shorter, **{"if-match": tag})
    stale = send(client, "PUT", path, PROJECT, **{"if-match": tag, "accept-language": "sv"})
    again = send(client, "PUT", path, shorter, **{"if-match": done.headers["etag"]})
    read = client.get(f"/api/v1/{path}").json()

    assert (problem(without), problem(stale)) == ((428, "version-missing"), (412, "version-stale"))
    assert f"”Fiber” ({BASE}id/project/{MINE}/replaced) har ändrats" in stale.json()["detail"]
    assert (done.status_code, again.status_code, again.json()["commit"]) == (200, 200, None)
    assert (read["name"]["text"], read["money"], read["beneficiaries"]) == ("Fiber", [], [])
    assert client.get(f"/id/organisation/{MINE}/byalaget").status_code == 200, "another project has it"


def test_put_enters_what_is_new_under_ones_own_source_alone(client: Client) -> None:
    made = send(client, "PUT", f"projects/{MINE}/put", PROJECT, **{"if-none-match": "*"})
    twice = send(client, "PUT", f"projects/{MINE}/put", PROJECT, **{"if-none-match": "*"})
    ghost = send(client, "PUT", f"projects/{MINE}/ghost", PROJECT, **{"if-match": "*"})
    foreign = send(client, "PUT", "projects/by-test-somebody/1", PROJECT)

    assert (made.status_code, problem(twice)) == (201, (412, "version-there"))
    assert problem(ghost) == (412, "version-of-nothing")
    assert problem(foreign) == (404, "entry-unknown")


def test_what_a_list_or_document_holds_is_not_changed_singly(client: Client) -> None:
    before = sequence(client)
    project = (
        client.get("/api/v1/projects?limit=1").json()["items"][0]["iri"].replace(f"{BASE}id/project/", "")
    )
    for path, body in ((f"projects/{project}", PROJECT), ("objectives/vastmanland/target-area-2", OBJECTIVE)):
        answer = send(client, "PUT", path, body)
        named = send(client, "PUT", path, body, **{"if-match": "*"})
        taken = send(client, "DELETE", f"{path}?reason=x", who="Administrator")
        assert problem(answer) in ((404, "entry-unknown"), (409, "entry-of-list"))
        assert problem(taken) == problem(named) == (409, "entry-of-list")
    assert sequence(client) == before


def test_what_is_withdrawn_is_gone_and_says_why_until_it_is_entered_again(client: Client) -> None:
    path, tag = entered(client, "projects", PROJECT | {"identifier": "gone"})
    without = send(client, "DELETE", f"{path}?reason=Dubblett")
    silent = send(client, "DELETE", path, **{"if-match": tag})
    done = send(client, "DELETE", f"{path}?reason=Dubblett&lang=sv", **{"if-match": tag})
    read = client.get(f"/api/v1/{path}?lang=sv")
    twice = send(client, "DELETE", f"{path}?reason=x", **{"if-match": "*"})
    put = send(client, "PUT", path, PROJECT | {"identifier": "gone"}, **{"if-match": tag})
    page = client.get(f"/id/project/{MINE}/gone", accept="application/json")
    told = " ".join(Page(client.get(f"/sv/{path}", accept="text/html").text).all("main")[0].text.split())
    back = send(client, "POST", "projects", PROJECT | {"identifier": "gone"})

    assert (problem(without), problem(silent)) == ((428, "version-missing"), (400, "query-parameter-missing"))
    assert (done.status_code, done.json()["version"]) == (200, None)
    assert problem(read) == problem(twice) == problem(put) == problem(page) == (410, "entry-withdrawn")
    assert "Dubblett" in read.json()["detail"]
    assert f"”Contributor” ({BASE}id/agent/test/contributor)" in read.json()["detail"]
    assert re.search(r"Det som fanns här är återkallat \d+ \w+ \d{4}, \d\d:\d\d av Contributor: Dub", told)
    assert (back.status_code, client.get(f"/api/v1/{path}").status_code) == (201, 200)
    assert back.headers["etag"] == tag


def test_a_withdrawal_is_undone_like_any_commit(client: Client) -> None:
    path, tag = entered(client, "projects", PROJECT | {"identifier": "undone"})
    done = send(client, "DELETE", f"{path}?reason=x", **{"if-match": tag})
    writer = client.app.state.services.writer
    writer.undo(done.json()["commit"], f"{BASE}id/agent/test/a", "test")

    assert client.get(f"/api/v1/{path}").headers["etag"] == tag


def test_with_a_project_go_its_statements_and_those_of_others_by_an_administrator_alone(
    client: Client,
) -> None:
    path, tag = entered(client, "projects", PROJECT | {"identifier": "stated"})
    statement = {
        "source": f"id/project/{MINE}/stated",
        "target": "sdg:9.c",
        "strength": 1,
        "confidence": "0.5",
        "evidence": [{"source": RUS}],
        "reasoning": {"text": "x", "lang": "sv"},
    }
    own = send(client, "POST", "alignments", statement).json()["iri"]
    foreign = send(client, "POST", "alignments", statement, "Reviewer").json()["iri"]
    refused = send(client, "DELETE", f"{path}?reason=x", **{"if-match": tag})
    done = send(client, "DELETE", f"{path}?reason=x", who="Administrator", **{"if-match": tag})
    kept = {
        each["iri"]: each["status"]
        for each in client.get("/api/v1/alignments?target=sdg:9.c").json()["items"]
    }

    assert problem(refused) == (409, "entry-in-use")
    assert foreign in refused.json()["detail"]
    assert own not in refused.json()["detail"]
    assert done.status_code == 200
    assert (kept[own], kept[foreign]) == ("withdrawn", "withdrawn")


def test_an_objective_stands_at_its_place_in_the_tree_of_its_document(client: Client) -> None:
    path, tag = entered(client, "objectives", OBJECTIVE)
    read = client.get(f"/api/v1/{path}?lang=sv").json()
    child = OBJECTIVE | {"broader": read["iri"], "code": "2.1.1", "kind": "pg:Measure", "prioritised": None}
    below, _ = entered(client, "objectives", child)
    held = send(client, "DELETE", f"{path}?reason=x", **{"if-match": tag})
    listed = client.get(f"/api/v1/objectives?document={RUS}&kind=pg:Measure").json()["items"]

    assert path == f"objectives/{MINE}/target-area-2-2.1"
    assert (read["code"], read["level"], read["is_prioritised"]) == ("2.1", "pg:RegionalLevel", True)
    assert read["document"]["iri"] == f"{BASE}{RUS}"
    assert [each["iri"] for each in read["broader"]] == [f"{BASE}{AREA}"]
    assert [each["iri"].rpartition("/")[2] for each in listed] == [below.rpartition("/")[2]]
    assert problem(held) == (409, "entry-in-use")


def test_an_objective_of_a_document_stands_at_the_top_of_its_tree(client: Client) -> None:
    document = "id/document/varmland/varmlandsstrategin-2014-2020"
    body = {
        "kind": "pg:Priority",
        "document": document,
        "code": "P1",
        "names": [{"text": "Livskvalitet", "lang": "sv"}],
    }
    path, _ = entered(client, "objectives", body)
    told = client.get(f"/id/{path.replace('objectives', 'objective')}", accept="text/turtle").text

    assert client.get(f"/api/v1/{path}").json()["document"]["iri"] == f"{BASE}{document}"
    assert "topConceptOf" in told
    assert "id/scheme/varmland/varmlandsstrategin-2014-2020" in told


def test_an_observation_is_entered_listed_and_withdrawn(client: Client) -> None:
    path, tag = entered(client, "observations", OBSERVATION)
    later, _ = entered(
        client, "observations", OBSERVATION | {"role": "target", "value": "100", "period": "2030-12"}
    )
    same = send(client, "POST", "observations", OBSERVATION)
    read = client.get(f"/api/v1/{path}?lang=sv")
    listed = client.get(f"/api/v1/observations?indicator={INDICATOR}&territory=nuts:SE12").json()
    targets = client.get(f"/api/v1/observations.csv?indicator={INDICATOR}&role=target")
    done = send(client, "DELETE", f"{path}?reason=x", **{"if-match": tag})

    assert path == f"observations/{MINE}/bredband-se125-2024-baseline"
    assert problem(same) == (409, "entry-exists")
    told = read.json()
    assert (told["role"], told["value"], told["unit"], told["period"]) == ("baseline", "71.5", "%", "2024")
    assert (told["indicator"]["name"]["text"], told["territory"]["code"]) == ("Bredband", "SE125")
    assert (listed["total"], later.rpartition("-")[2]) == (2, "target")
    assert targets.text.count("\r\n") == 2
    assert (done.status_code, client.get(f"/api/v1/{path}").status_code) == (200, 410)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_write_with_a_key_is_done_once(client: Client, method: str) -> None:
    name = f"keyed-{method.lower()}"
    body = PROJECT | {"identifier": name}
    path, more = "projects", {"idempotency-key": f"key-{method}"}
    if method != "POST":
        path, tag = entered(client, "projects", body)
        more["if-match"] = tag
    body, path = (body | {"end": None}, path) if method != "DELETE" else (None, f"{path}?reason=x")
    first = send(client, method, path, body, **more)
    second = send(client, method, path, body, **more)

    assert first.status_code == second.status_code == (201 if method == "POST" else 200)
    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"


def test_two_writes_on_one_state_do_not_both_count(client: Client) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path, tag = entered(client, "projects", PROJECT | {"identifier": "raced"})

    def mend(number: int) -> int:
        body = PROJECT | {"identifier": "raced", "names": [{"text": f"Nummer {number}", "lang": "sv"}]}
        return int(send(client, "PUT", path, body, **{"if-match": tag}).status_code)

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(mend, range(4))) == [200, 412, 412, 412]


def test_a_reviewer_says_that_two_organisations_are_one(client: Client) -> None:
    entered(
        client,
        "projects",
        PROJECT
        | {"identifier": "twins", "parties": [{"name": {"text": "Region Västmanland", "lang": "sv"}}]},
    )
    path = "organisations/duplicates"
    [pair] = [
        each
        for each in client.get(f"/api/v1/{path}?limit=1000").json()["items"]
        if each["first"]["name"]["text"] == each["second"]["name"]["text"] == "Region Västmanland"
    ]
    body = {
        "first": pair["first"]["iri"],
        "second": pair["second"]["iri"],
        "decision": "same",
        "reason": {"text": "Samma region.", "lang": "sv"},
    }
    refused = send(client, "POST", path, body)
    said = send(client, "POST", path, body, "Reviewer")
    again = send(client, "POST", path, body, "Reviewer")
    left = client.get(f"/api/v1/{path}?limit=1000").json()["items"]

    assert problem(refused) == (403, "role-too-low")
    assert (said.status_code, said.json()["decision"], again.json()["commit"]) == (201, "same", None)
    assert pair not in left
