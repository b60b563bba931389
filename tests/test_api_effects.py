"""What-if over HTTP on what ships: a scenario, its limits and refusals, single points, smallest sets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.bodies import MOST
from api.effects.examples import SCENARIO
from api_serving import Client, shipped_client

RUS = "id/document/vastmanland/rus-2030"
NEW = {"title": "Fiber", "serves": [{"objective": "sdg:9.c"}]}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped_client(tmp_path_factory.mktemp("effects") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def projects(client: Client) -> list[str]:
    return [each["iri"] for each in client.get("/api/v1/projects?limit=1000").json()["items"]]


def sent(client: Client, body: object, query: str = "") -> httpx.Response:
    return client.request("POST", f"/api/v1/effects{query}", json=body)


def told(client: Client, path: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/effects/{path}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_the_example_of_the_contract_is_answered_and_nothing_is_written(client: Client) -> None:
    before = client.get("/api/v1/commits").json()
    response = sent(client, SCENARIO)
    assert response.status_code == 200, response.text
    answer = response.json()
    assert (answer["removed"], answer["shared"], answer["basis"]["behind"]) == (1, 0, 0)
    assert answer["after"]["projects"] == answer["before"]["projects"]
    assert client.get("/api/v1/commits").json() == before


def test_without_any_project_all_that_was_covered_falls(client: Client, projects: list[str]) -> None:
    answer = sent(client, {"remove": projects}, "?lang=sv").json()
    goals = {row["iri"] for row in client.get("/api/v1/portfolio/goals").json()["items"] if row["projects"]}
    fallen = {item["iri"] for item in answer["items"] if item["change"] == "uncovered"}
    assert goals
    assert goals <= fallen
    assert {item["change"] for item in answer["items"]} == {"uncovered"}
    assert answer["after"] == {"projects": 0, "accepted": 0, "money": []}
    nine = next(item for item in answer["items"] if item["iri"].endswith("sdg/9"))
    assert (nine["name"]["lang"], bool(nine["lost"])) == ("sv", True)


def test_filters_leave_the_projects_of_a_region(client: Client, projects: list[str]) -> None:
    whole = sent(client, {"remove": projects}).json()
    region = sent(client, {"remove": projects}, "?region=nuts:SE331").json()
    assert 0 < region["before"]["projects"] < whole["before"]["projects"]
    assert region["basis"]["region"] == "nuts:SE331"


def test_nothing_supposed_changes_nothing(client: Client) -> None:
    answer = sent(client, {}).json()
    assert (answer["items"], answer["windows"], answer["ripples"]) == ([], [], [])
    assert answer["before"] == answer["after"]


def test_csv_has_a_line_for_each_objective(client: Client, projects: list[str]) -> None:
    response = client.request(
        "POST", "/api/v1/effects", json={"remove": projects}, headers={"accept": "text/csv"}
    )
    lines = list(csv.DictReader(io.StringIO(response.text)))
    assert len(lines) == len(sent(client, {"remove": projects}).json()["items"])
    assert {line["change"] for line in lines} == {"uncovered"}


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"remove": ["id/project/x/none"]}, "what-if-project-unknown"),
        ({"programmes": ["id/programme/x/none"]}, "iri-unknown"),
        ({"programmes": ["nuts:SE331"]}, "filter-unfit-programme"),
        ({"accept": ["id/alignment/x/none"]}, "what-if-statement-unknown"),
        ({"add": [{**NEW, "serves": [{"objective": "sdg:99"}]}]}, "what-if-objective-unknown"),
        ({"add": [{**NEW, "serves": []}]}, "what-if-serves-nothing"),
        ({"add": [{**NEW, "serves": [{"objective": "sdg:9", "confidence": 2}]}]}, "confidence-range"),
        ({"accept": ["x:1"], "reject": ["x:1"]}, "what-if-accepted-and-rejected"),
        ({"orders": 4}, "what-if-orders"),
        ({"remove": ["not an iri"]}, "iri-invalid"),
    ],
)
def test_what_cannot_be_supposed_is_refused_with_its_reason(client: Client, body: object, key: str) -> None:
    response = sent(client, body)
    assert (response.status_code, response.json()["type"].rpartition("/")[2]) == (400, key)


def test_a_body_is_bounded_and_checked_field_by_field(client: Client) -> None:
    fields = sent(client, {"removed": [], "delay": [{"what": "sdg:1"}], "add": [{**NEW, "money": "much"}]})
    assert fields.status_code == 422
    assert {each["place"]["column"] for each in fields.json()["findings"]} == {
        "removed",
        "delay.0.start",
        "add.0.money",
    }
    assert sent(client, {"remove": ["sdg:1"] * 10_001}).status_code == 422
    assert sent(client, {"add": [NEW] * 1_001}).status_code == 422
    assert sent(client, {"remove": ["x" * MOST]}).status_code == 413
    text = client.request("POST", "/api/v1/effects", content="remove", headers={"content-type": "text/plain"})
    assert text.status_code == 415
    assert sent(client, {}, "?colour=red").json()["type"].endswith("query-parameter-unknown")


@pytest.mark.parametrize("value", ["1e999999", "1e-999999", "-5"])
def test_an_amount_beyond_reason_is_refused_before_it_is_reckoned_with(client: Client, value: str) -> None:
    refused = sent(client, {"add": [{**NEW, "money": [{"value": value, "currency": "SEK"}]}]})
    assert refused.status_code == 422
    assert [each["place"]["column"] for each in refused.json()["findings"]] == ["add.0.money.0.value"]


def test_single_points_say_what_carries_an_objective(client: Client) -> None:
    answer = told(client, f"single-points?document={RUS}")
    assert 0 < len(answer["items"]) <= answer["covered"]
    for item in answer["items"]:
        assert (item["project"] is not None) == (item["projects"] == 1)
        assert item["project"] or item["organisations"] or item["statements"]


def test_a_single_point_falls_when_what_carries_it_goes(client: Client) -> None:
    for item in told(client, "single-points")["items"]:
        if item["project"]:
            answer = sent(client, {"remove": [item["project"]["iri"]]}).json()
            changes = {each["iri"]: each["change"] for each in answer["items"]}
            assert changes[item["iri"]] == "uncovered"
            break
    else:
        pytest.fail("no objective hangs on one project")


def test_a_smallest_set_covers_what_can_be_covered(client: Client) -> None:
    answer = told(client, f"smallest-set?document={RUS}")
    covered = {each["iri"] for item in answer["items"] for each in item["serves"]}
    assert len(covered) + len(answer["open"]) == answer["wanted"]
    assert answer["at_least"] == len(answer["items"]) if answer["smallest"] else True
    two = told(client, "smallest-set?objective=sdg:9&objective=sdg:13")
    assert (two["wanted"], two["smallest"]) == (2, True)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("", "smallest-set-of-nothing"),
        (f"?document={RUS}&objective=sdg:9", "smallest-set-of-both"),
    ],
)
def test_a_smallest_set_is_of_something_and_of_one_thing(client: Client, query: str, key: str) -> None:
    response = client.get(f"/api/v1/effects/smallest-set{query}")
    assert (response.status_code, response.json()["type"].rpartition("/")[2]) == (400, key)


def test_a_smallest_set_comes_as_csv(client: Client) -> None:
    response = client.get("/api/v1/effects/smallest-set.csv?objective=sdg:9")
    lines = list(csv.DictReader(io.StringIO(response.text)))
    assert [line["smallest"] for line in lines] == ["true"]
    points = client.get("/api/v1/effects/single-points.csv")
    assert points.headers["content-type"].startswith("text/csv")
    assert "statements" in points.text.splitlines()[0]


def test_what_falls_without_projects_has_an_address(client: Client, projects: list[str]) -> None:
    gone = projects[:2]
    posted = sent(client, {"remove": gone}, "?region=nuts:SE331").json()
    query = "&".join(f"remove={each}" for each in gone)
    assert told(client, f"removal?region=nuts:SE331&{query}") == posted
    programme = "id/programme/eu/se-erdf-2014-2020-ovre-norrland"
    assert told(client, f"removal?programmes={programme}") == sent(client, {"programmes": [programme]}).json()
    lines = client.get(f"/api/v1/effects/removal.csv?{query}").text.splitlines()
    assert len(lines) > 1
    assert client.get("/api/v1/effects/removal?remove=id/project/x/none").status_code == 400
