"""The portfolio over HTTP on what ships: figures, filters, rates, names, CSV, refusals, and moving on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from api_serving import Client, client_of, shipped_client
from graph.alignment.keeping import PortfolioKeeper
from graph.alignment.portfolio import Portfolio
from graph.errors import QueryGivenUp
from graph.ledger import review
from graph.ledger.events import Event as LedgerEvent
from graph.store import Changes, open_store
from graph_facts import BASE, PEOPLE, Clock, alignment, in_graph, node, trig
from portfolio_worlds import POLICY

RUS = "id/document/vastmanland/rus-2030"
OTHER = "id/document/vasterbotten/rus-2014-2020"
ROUTES = (
    "goals",
    "targets",
    f"objectives?document={RUS}",
    "goals-by-region",
    "goals-by-programme",
    f"objectives-by-goal?document={RUS}",
    f"gaps?document={RUS}",
    f"overlap?first={RUS}&second={OTHER}",
    f"concentration?document={RUS}",
    "say-fund-do?region=nuts:SE331",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped_client(tmp_path_factory.mktemp("portfolio") / "store") as opened:
        yield opened


def told(client: Client, path: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/portfolio/{path}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def joined(path: str, parameters: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{parameters}"


@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_says_what_it_rests_on(client: Client, path: str) -> None:
    region = "" if "region=" in path else "region=nuts:SE331&"
    basis = told(client, joined(path, f"{region}confidence=0.1"))["basis"]
    assert (basis["sequence"], basis["behind"]) == (client.app.state.services.store.sequence, 0)
    assert basis["region"] in ("nuts:SE331", "http://data.europa.eu/nuts/code/SE331")
    assert basis["confidence"] == "0.1"
    assert basis["statuses"] == ["accepted", "proposed"]


@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_comes_as_csv_with_the_commit_on_each_line(client: Client, path: str) -> None:
    stem, mark, query = path.partition("?")
    response = client.get(f"/api/v1/portfolio/{stem}.csv{mark}{query}")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(response.text)))
    assert lines
    sequence = str(client.app.state.services.store.sequence)
    assert {line["sequence"] for line in lines} == {sequence}
    assert response.text == client.get(f"/api/v1/portfolio/{path}", "text/csv").text


def test_goals_agree_with_the_list_of_projects_and_with_the_question(client: Client) -> None:
    items = told(client, "goals?region=nuts:SE331")["items"]
    assert [item["code"] for item in items] == [str(number) for number in range(1, 18)]
    for item in items:
        listed = client.get(f"/api/v1/projects?goal={item['iri']}&territory=nuts:SE331").json()
        assert listed["total"] == item["projects"]
    answered = csv.DictReader(io.StringIO(client.get("/api/v1/questions/goal-counts/answer.csv").text))
    counted = {row["goal"]: row["projects"] for row in answered}
    assert {item["iri"]: str(item["projects"]) for item in told(client, "goals")["items"]} == counted


def test_the_matrix_is_the_grid_of_goals_and_regions(client: Client) -> None:
    matrix, grid = client.get("/api/v1/matrix").json(), told(client, "goals-by-region")
    assert matrix["cells"]
    assert (matrix["goals"], matrix["regions"]) == (grid["rows"], grid["columns"])
    assert {(c["goal"], c["region"]): (c["projects"], c["accepted"]) for c in matrix["cells"]} == {
        (c["row"], c["column"]): (c["projects"], c["accepted"]) for c in grid["cells"]
    }


def test_names_come_in_the_language_asked_for(client: Client) -> None:
    names = {lang: told(client, f"goals?lang={lang}")["items"][5]["name"] for lang in ("sv", "da", "en")}
    assert {lang: name["lang"] for lang, name in names.items()} == {"sv": "sv", "da": "da", "en": "en"}


def test_parts_add_up_and_say_so(client: Client) -> None:
    parts = told(client, "goals?counting=parts")
    assert parts["basis"]["counting"] == "parts"
    sums = {each["currency"]: Decimal(each["value"]) for each in parts["total"]["money"]}
    for currency, value in sums.items():
        own = (m["value"] for i in parts["items"] for m in i["money"] if m["currency"] == currency)
        assert sum(map(Decimal, own)) == value
    assert sums
    full = told(client, "goals")["items"]
    assert sum(Decimal(m["value"]) for i in full for m in i["money"] if m["currency"] == "SEK") > sums["SEK"]


def test_without_a_rate_currencies_stay_apart_and_with_one_they_are_joined(client: Client) -> None:
    apart = told(client, "goals")
    currencies = [each["currency"] for each in apart["total"]["money"]]
    assert apart["basis"]["apart"] == currencies
    assert len(currencies) > 1
    rates = "&".join(
        f"rate={each},SEK,2.5,2020-06-30,https://example.org/rates, table 1"
        for each in currencies
        if each != "SEK"
    )
    whole = told(client, f"goals?{rates}")
    assert [each["currency"] for each in whole["total"]["money"]] == ["SEK"]
    assert whole["basis"]["apart"] == []
    assert whole["basis"]["rates"][0] | {"of": ""} == {
        "of": "",
        "to": "SEK",
        "value": "2.5",
        "day": "2020-06-30",
        "source": "https://example.org/rates, table 1",
    }


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("goals?colour=blue", "query-parameter-unknown"),
        ("goals?region=nuts:XX", "iri-unknown"),
        ("goals?region=id/project/x/none", "iri-unknown"),
        ("goals?municipality=sdg:9", "filter-unfit-territory"),
        ("goals?programme=nuts:SE331", "filter-unfit-programme"),
        ("goals?fund=nuts:SE331", "filter-unfit-programme"),
        ("goals?region=nuts:SE331&region=nuts:SE125", "parameter-repeated"),
        ("goals?region=nuts:SE331&municipality=id/area/se-kommun/1980", "filters-contradict"),
        ("goals?since=2020-01-01&until=2019-01-01", "period-reversed"),
        ("goals?since=soon", "value-invalid"),
        ("goals?status=rejected", "parameter-not-offered"),
        ("goals?confidence=2", "parameter-too-large"),
        ("goals?counting=twice", "parameter-not-offered"),
        ("goals?rate=DKK", "rate-malformed"),
        ("goals?rate=kroner,SEK,1.5,2020-06-30,x", "rate-malformed"),
        ("goals?rate=DKK,SEK,0,2020-06-30,x", "rate-invalid"),
        ("goals?rate=DKK,SEK,1e999999,2020-06-30,x", "rate-invalid"),
        ("goals?rate=DKK,SEK,1.5,2999-01-01,x", "rate-later"),
        ("goals?rate=DKK,SEK,1e-999999,2020-06-30,x", "rate-invalid"),
        ("goals?rate=DKK,SEK,1.5,2020-06-30,x&rate=DKK,SEK,1.6,2020-06-30,x", "rate-twice"),
        ("goals?rate=DKK,SEK,1.5,2020-06-30,x&rate=SEK,EUR,0.1,2020-06-30,x", "rate-targets"),
        ("say-fund-do", "query-parameter-missing"),
        ("say-fund-do?region=sdg:9", "filter-unfit-territory"),
        ("objectives", "query-parameter-missing"),
        ("objectives?document=sdg:9", "filter-unfit-document"),
        (f"overlap?first={RUS}", "query-parameter-missing"),
        (f"overlap?first={RUS}&second={RUS}", "overlap-of-one"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(client: Client, path: str, key: str) -> None:
    response = client.get(f"/api/v1/portfolio/{path}&lang=sv" if "?" in path else f"/api/v1/portfolio/{path}")
    problem = response.json()
    assert (response.status_code, problem["type"]) == (400, f"{BASE}problems/{key}")
    assert "{" not in problem["detail"]


def test_say_fund_do_shows_what_each_cell_rests_on(client: Client) -> None:
    answer = told(client, "say-fund-do?region=nuts:SE331&rows=goals&lang=sv")
    nine = next(item for item in answer["items"] if item["code"] == "9")
    assert answer["area"]["name"]["text"] == "Västerbottens län"
    assert (nine["said"], nine["funded"], nine["done"]) == (True, True, "unknown")
    assert all(each["document"]["iri"] != each["part"]["iri"] for each in nine["named"][:1])
    assert not nine["money_unknown"]
    goals = told(client, "goals?region=nuts:SE331&lang=sv")
    assert {item["iri"]: item["money"] for item in answer["items"]} == {
        item["iri"]: item["money"] for item in goals["items"]
    }
    assert answer["total"] == goals["total"]
    assert not answer["said_unknown"]
    silent = client.get("/api/v1/portfolio/say-fund-do.csv?region=nuts:SE123&rows=goals").text
    assert {line["said"] for line in csv.DictReader(io.StringIO(silent))} == {"unknown"}
    assert {each["accepted"] for item in answer["items"] for each in item["named"]} == {False}
    assert len(told(client, "say-fund-do?region=nuts:SE331")["items"]) == 169


def test_money_that_nobody_told_is_not_told_as_none() -> None:
    graph = node("graph/source/test")
    project = "<id/project/t/new> a pg:Project ; dct:spatial nuts:SE125 ."
    stated = alignment("x", "<id/project/t/new>", "sdg:9.5", graph=graph) | in_graph(graph, project)
    store = open_store("memory:", base=BASE)
    store.apply(Changes(added=trig(POLICY) | stated), 1)
    with client_of(store) as client:
        [item] = told(client, "say-fund-do?region=nuts:SE125&rows=targets")["items"][:1]
        table = client.get("/api/v1/portfolio/say-fund-do.csv?region=nuts:SE125").text
    assert (item["projects"], item["funded"], item["money_unknown"], item["money"]) == (1, False, True, [])
    columns = ("projects", "funded", "said.accepted", "money.accepted")
    lines = [tuple(map(each.get, columns)) for each in csv.DictReader(io.StringIO(table))]
    assert sorted(lines) == [("0", "false", "false", ""), ("1", "unknown", "false", "")]


def test_an_empty_store_answers_with_zeros() -> None:
    with client_of(open_store("memory:")) as client:
        for path in ("goals", "targets", "goals-by-region", "goals-by-programme", "gaps"):
            assert told(client, path)["basis"]["sequence"] == 0
        assert told(client, "goals")["total"] == {"projects": 0, "accepted": 0, "money": []}


def accept_one(client: Client) -> None:
    """Accepts one of the statements of a project, as a commit of its own."""
    services = client.app.state.services
    own = client.get("/api/v1/alignments?status=proposed&limit=1000").json()["items"]
    alignment = next(each["iri"] for each in own if "/id/project/" in each["source"])
    editors = f"{BASE}id/agent/policygraph/editors"
    event = LedgerEvent(PEOPLE, editors, Clock()(), "It is so.")
    judged = review(BASE, node(alignment.removeprefix(BASE)), Decimal(1), event)
    services.writer.commit(Changes(added=judged), agent=editors, reason="")


def test_a_commit_over_the_writer_is_in_the_next_answer(tmp_path: Path) -> None:
    with shipped_client(tmp_path / "store") as client:
        before = told(client, "goals")
        accept_one(client)
        after = told(client, "goals")
        assert after["basis"]["sequence"] == before["basis"]["sequence"] + 1
        assert after["basis"]["behind"] == 0
        assert after["total"]["accepted"] == before["total"]["accepted"] + 1


def test_whoever_does_not_wait_is_told_when_to_ask_again() -> None:
    keeper = PortfolioKeeper(open_store("memory:"))
    gate = Event()
    keeper._worker.submit(gate.wait)
    with pytest.raises(QueryGivenUp) as given_up:
        keeper.current(0)
    assert (given_up.value.key, given_up.value.status) == ("portfolio-building", 503)
    gate.set()
    assert isinstance(keeper.current(), Portfolio)
    keeper.close()


def test_a_state_that_is_behind_says_so_and_is_not_kept(tmp_path: Path) -> None:
    with shipped_client(tmp_path / "store") as client:
        services = client.app.state.services
        sequence = told(client, "goals")["basis"]["sequence"]
        gate = Event()
        services.portfolio._worker.submit(gate.wait)
        services.portfolio._patience = 0.0
        accept_one(client)
        basis = told(client, "goals")["basis"]
        assert (basis["sequence"], basis["behind"]) == (sequence, 1)
        gate.set()
        services.portfolio._patience = 10.0
        basis = told(client, "goals")["basis"]
        assert (basis["sequence"], basis["behind"]) == (sequence + 1, 0)
