"""Single things over HTTP: entered, replaced and withdrawn by role, on the state that was read, or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api_serving import Client, shipped_client
from graph.store import Changes
from graph.terms import Literal, Quad, expand, iri
from holders import bearer, token_file

BASE = "http://127.0.0.1:8000/"
MINE, GRAPH = "by-test-contributor", f"{BASE}graph/list/by-test-contributor"
RUS = "id/document/vastmanland/rus-2030"
AREA = "id/objective/vastmanland/target-area-2"
PROJECT: dict[str, Any] = {
    "identifier": "2024-17",
    "names": [{"text": "Bredband i byn", "lang": "sv"}, {"text": "Village broadband", "lang": "en"}],
    "descriptions": [{"text": "Fiber till sista huset.", "lang": "sv"}],
    "start": "2024-01-01",
    "end": "2025-12-31",
    "territories": ["nuts:SE125"],
    "parties": [
        {"organisation": "id/organisation/se/region-vastmanland"},
        {"name": {"text": "Byalaget", "lang": "sv"}, "role": "partner"},
    ],
    "grants": [{"amount": {"value": "1250000.50", "currency": "SEK"}}],
}
OBJECTIVE: dict[str, Any] = {
    "kind": "pg:SubGoal",
    "broader": AREA,
    "code": "2.1",
    "names": [{"text": "Bredband till alla", "lang": "sv"}],
    "prioritised": True,
}
INDICATOR = f"{BASE}id/indicator/test/bredband"
OBSERVATION: dict[str, Any] = {
    "indicator": INDICATOR,
    "role": "baseline",
    "value": "71.5",
    "unit": "%",
    "period": "2024",
    "territory": "nuts:SE125",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Returns a client of one store for all tests here: each enters things of its own."""
    folder = tmp_path_factory.mktemp("register")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        writer, graph = opened.app.state.services.writer, iri(f"{BASE}graph/list/test")
        name = Literal("Bredband", language="sv")
        facts = (("rdf:type", expand("pg:Indicator")), ("skos:prefLabel", name))
        told = (Quad(iri(INDICATOR), expand(predicate), value, graph) for predicate, value in facts)
        writer.commit(Changes(added=frozenset(told)), agent=f"{BASE}id/agent/test/a", reason="test")
        yield opened


def send(
    client: Client, method: str, path: str, body: object = None, who: str = "Contributor", **more: str
) -> Any:
    sent = {} if body is None else {"json": body}
    return client.request(method, f"/api/v1/{path}", headers=bearer(who) | more, **sent)


def entered(client: Client, noun: str, body: object) -> tuple[str, str]:
    """Enters something; returns its path and its ETag."""
    answer = send(client, "POST", noun, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["iri"].replace(f"{BASE}id/{noun[:-1]}", noun), answer.headers["etag"]


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def sequence(client: Client) -> int:
    commit: int = client.get("/ready").json()["commit"]
    return commit


def size(client: Client) -> int:
    return int(client.app.state.services.store.size())


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
    path, tag = entered(client, "projects", PROJECT | {"identifier": "replaced"})
    shorter = {
        "identifier": "replaced",
        "names": [{"text": "Fiber", "lang": "sv"}],
        "territories": ["nuts:SE125"],
    }
    without = send(client, "PUT", path, shorter)
    done = send(client, "PUT", path, shorter, **{"if-match": tag})
    stale = send(client, "PUT", path, PROJECT, **{"if-match": tag})
    again = send(client, "PUT", path, shorter, **{"if-match": done.headers["etag"]})
    read = client.get(f"/api/v1/{path}").json()

    assert (problem(without), problem(stale)) == ((428, "version-missing"), (412, "version-stale"))
    assert (done.status_code, again.status_code, again.json()["commit"]) == (200, 200, None)
    assert (read["name"]["text"], read["money"], read["beneficiaries"]) == ("Fiber", [], [])
    assert client.get(f"/id/organisation/{MINE}/byalaget").status_code == 200, "another project has it"


def test_put_enters_what_is_new_under_ones_own_source_alone(client: Client) -> None:
    made = send(client, "PUT", f"projects/{MINE}/put", PROJECT, **{"if-none-match": "*"})
    twice = send(client, "PUT", f"projects/{MINE}/put", PROJECT, **{"if-none-match": "*"})
    ghost = send(client, "PUT", f"projects/{MINE}/ghost", PROJECT, **{"if-match": "*"})
    foreign = send(client, "PUT", "projects/by-test-somebody/1", PROJECT)

    assert (made.status_code, problem(twice)) == (201, (412, "version-stale"))
    assert problem(ghost) == (412, "version-stale")
    assert problem(foreign) == (404, "entry-unknown")


def test_what_a_list_or_document_holds_is_not_changed_singly(client: Client) -> None:
    before = sequence(client)
    project = (
        client.get("/api/v1/projects?limit=1").json()["items"][0]["iri"].replace(f"{BASE}id/project/", "")
    )
    for path, body in ((f"projects/{project}", PROJECT), ("objectives/vastmanland/target-area-2", OBJECTIVE)):
        answer = send(client, "PUT", path, body)
        taken = send(client, "DELETE", f"{path}?reason=x", who="Administrator")
        assert problem(answer) in ((404, "entry-unknown"), (409, "entry-of-list"))
        assert problem(taken) == (409, "entry-of-list")
    assert sequence(client) == before


def test_what_is_withdrawn_is_gone_and_says_why_until_it_is_entered_again(client: Client) -> None:
    path, tag = entered(client, "projects", PROJECT | {"identifier": "gone"})
    without = send(client, "DELETE", f"{path}?reason=Dubblett")
    silent = send(client, "DELETE", path, **{"if-match": tag})
    done = send(client, "DELETE", f"{path}?reason=Dubblett&lang=sv", **{"if-match": tag})
    read = client.get(f"/api/v1/{path}?lang=sv")
    twice = send(client, "DELETE", f"{path}?reason=x", **{"if-match": "*"})
    page = client.get(f"/id/project/{MINE}/gone", accept="application/json")
    back = send(client, "POST", "projects", PROJECT | {"identifier": "gone"})

    assert (problem(without), problem(silent)) == ((428, "version-missing"), (400, "query-parameter-missing"))
    assert (done.status_code, done.json()["version"]) == (200, None)
    assert problem(read) == problem(twice) == problem(page) == (410, "entry-withdrawn")
    assert "Dubblett" in read.json()["detail"]
    assert "agent/test/contributor" in read.json()["detail"]
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


@pytest.mark.parametrize(
    ("noun", "changes", "found"),
    [
        ("projects", {"names": []}, [("entry-nameless", "#/names")]),
        ("projects", {"territories": ["nuts:SE125", "nuts:XX9"]}, [("named-unknown", "#/territories/1")]),
        ("projects", {"territories": [AREA]}, [("shape-violated", "#/territories/0")]),
        ("projects", {"territories": ["not an iri"]}, [("field-invalid", "#/territories/0")]),
        ("projects", {"start": "2023-02-30"}, [("field-invalid", "#/start")]),
        ("projects", {"start": 1}, [("field-invalid", "#/start")]),
        ("projects", {"start": "2026-01-01"}, [("shape-violated", "#/start")]),
        (
            "projects",
            {"grants": [{"amount": {"value": "5", "currency": "kr"}}]},
            [("shape-violated", "#/grants/0/amount/currency")],
        ),
        (
            "projects",
            {"grants": [{"amount": {"value": "-5", "currency": "SEK"}}]},
            [("shape-violated", "#/grants/0/amount/value")],
        ),
        (
            "projects",
            {"grants": [{"amount": {"value": "NaN", "currency": "SEK"}}]},
            [("field-invalid", "#/grants/0/amount/value")],
        ),
        ("projects", {"parties": [{"role": "partner"}]}, [("party-unclear", "#/parties/0")]),
        (
            "projects",
            {"parties": [{"name": {"text": "…", "lang": "sv"}}]},
            [("party-unnamed", "#/parties/0/name")],
        ),
        (
            "projects",
            {"names": [{"text": "A", "lang": "sv"}, {"text": "B", "lang": "sv"}]},
            [("shape-violated", "#/names")],
        ),
        (
            "projects",
            {"descriptions": [{"text": "Skriv till a.b@example.se", "lang": "sv"}]},
            [("shape-violated", "#/descriptions/0")],
        ),
        ("projects", {"colour": "red"}, [("field-unknown", "#/colour")]),
        ("objectives", {"kind": "pg:Nope"}, [("objective-kind-unknown", "#/kind")]),
        ("objectives", {"broader": None}, [("objective-nowhere", "#/document")]),
        ("objectives", {"broader": "nuts:SE125"}, [("objective-unknown", "#/broader")]),
        (
            "objectives",
            {"document": "id/document/eu/x", "broader": None},
            [("document-unknown", "#/document")],
        ),
        ("objectives", {"document": "id/document/agenda2030/agenda"}, [("objective-elsewhere", "#/broader")]),
        ("objectives", {"indicators": ["id/indicator/x/y"]}, [("named-unknown", "#/indicators/0")]),
        ("observations", {"period": "2023-02-30"}, [("period-invalid", "#/period")]),
        ("observations", {"role": "guess"}, [("field-invalid", "#/role")]),
        ("observations", {"indicator": AREA}, [("shape-violated", "#/indicator")]),
        ("observations", {"value": "1e999999"}, [("field-invalid", "#/value")]),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_leaves_no_trace(
    client: Client, noun: str, changes: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    good = {
        "projects": PROJECT | {"identifier": "bad"},
        "objectives": OBJECTIVE | {"code": "bad"},
        "observations": OBSERVATION | {"period": "1999"},
    }[noun]
    before = sequence(client), size(client)
    answer = send(client, "POST", noun, good | changes)
    told = [(each["key"], each["place"]["pointer"]) for each in answer.json()["findings"]]

    assert answer.status_code == 422, answer.text
    assert told == found
    assert (sequence(client), size(client)) == before


def test_what_is_wrong_is_told_in_each_language(client: Client) -> None:
    bad = PROJECT | {"identifier": "bad", "start": "2026-01-01", "territories": []}
    told = {}
    for lang in ("sv", "da", "en"):
        answer = send(client, "POST", "projects", bad, **{"accept-language": lang})
        told[lang] = answer.json()["findings"][0]["detail"]

    words = {"sv": "efter sitt slut", "da": "efter sin slutning", "en": "after its end"}
    assert [lang for lang, text in told.items() if words[lang] in text] == ["sv", "da", "en"]
    assert all("«Bredband i byn»" in text or "«Village broadband»" in text for text in told.values())


def test_warnings_of_the_shapes_keep_nothing_out(client: Client) -> None:
    answer = send(client, "POST", "projects", PROJECT | {"identifier": "nowhere", "territories": []})

    assert answer.status_code == 201
    assert [(each["key"], "nuts" in each["detail"]) for each in answer.json()["findings"]] == [
        ("shape-violated", False)
    ]


def test_who_may_change_what_of_others(client: Client) -> None:
    path, tag = entered(client, "projects", PROJECT | {"identifier": "others"})
    match = {"if-match": tag}
    reader = send(client, "POST", "projects", PROJECT, "Reader")
    nobody = client.request("POST", "/api/v1/projects", json=PROJECT)
    other = send(client, "DELETE", f"{path}?reason=x", who="Reviewer", **match)
    mended = send(client, "PUT", path, PROJECT | {"identifier": "others", "end": None}, "Reviewer", **match)
    theirs = send(client, "POST", "projects", PROJECT | {"identifier": "others"}, "Reviewer").json()["iri"]
    foreign = send(
        client, "PUT", theirs.replace(f"{BASE}id/project", "projects"), PROJECT, **{"if-match": "*"}
    )

    assert (problem(reader), problem(nobody)) == ((403, "role-too-low"), (401, "token-missing"))
    assert problem(other) == problem(foreign) == (403, "statement-foreign")
    assert (mended.status_code, mended.json()["iri"]) == (200, f"{BASE}id/project/{MINE}/others")
    assert theirs == f"{BASE}id/project/by-test-reviewer/others"


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
