"""Chains over HTTP: their filters, both directions, what they amount to, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.chains.filters import NAMES
from api.parameters import ChainFilterParameters
from api_serving import Client, shipped_client

RUS = "id/objective/vastmanland/target-area-2"
PROJECT = "id/project/tillvaxtverket-2014/20200923"
REGION = "id/organisation/se/region-vastmanland"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped_client(tmp_path_factory.mktemp("chains") / "store") as opened:
        yield opened


def asked(client: Client, query: str, status: int = 200) -> dict[str, Any]:
    response = client.get(f"/api/v1/chains?{query}")
    assert response.status_code == status, response.text
    told: dict[str, Any] = response.json()
    return told


def problem(client: Client, query: str) -> str:
    return str(asked(client, query, 400)["type"]).rpartition("/")[2]


def test_the_parameters_are_the_filters() -> None:
    assert set(ChainFilterParameters.model_fields) - {"lang"} == set(NAMES)


def test_a_goal_says_how_many_chains_share_no_hop(client: Client) -> None:
    told = asked(client, f"from={PROJECT}&goal=sdg:9")
    assert told["independent"] >= 1
    assert told["more"] is False
    assert asked(client, f"from={PROJECT}")["independent"] is None


def test_a_chain_is_explained_in_the_language_asked_for(client: Client) -> None:
    first = {
        lang: asked(client, f"from={PROJECT}&goal=sdg:9&lang={lang}")["items"][0]["explanation"]
        for lang in ("sv", "da", "en")
    }
    assert first["sv"].startswith("”")
    assert "bidrar till" in first["sv"]
    assert first["da"].startswith("»")
    assert "bidrager til" in first["da"]
    assert first["en"].startswith("“")
    assert "contributes to" in first["en"]
    assert len(set(first.values())) == 3


def test_filters_narrow_what_chains_rest_on(client: Client) -> None:
    every = asked(client, f"from={PROJECT}&goal=sdg:9")["total"]
    assert every > 0
    assert asked(client, f"from={PROJECT}&goal=sdg:9&status=accepted")["total"] == 0
    assert asked(client, f"from={PROJECT}&goal=sdg:9&recorded=2000-01-01")["total"] == 0
    assert asked(client, f"from={PROJECT}&goal=sdg:9&recorded=2099-01-01")["total"] == every
    sure = asked(client, f"from={PROJECT}&goal=sdg:9&confidence=0.75")
    assert 0 < sure["total"] < every
    assert all(float(each["confidence"]) >= 0.75 for each in sure["items"])


def test_undated_sources_stand_apart_where_a_day_is_asked_for(client: Client) -> None:
    told = asked(client, f"from={PROJECT}&goal=sdg:9&said=2025-01-01")
    assert told["items"] == []
    assert told["undated"]
    assert asked(client, f"from={PROJECT}&goal=sdg:9&said=2025-01-01&undated=include")["items"]


def test_only_documents_that_govern_an_organisation(client: Client) -> None:
    governed = asked(client, f"direction=down&from=sdg:11&force=governing&addressee={REGION}")
    assert governed["items"]
    assert all(
        any("vastmanland" in hop["source"]["iri"] for hop in each["hops"]) for each in governed["items"]
    )
    assert asked(client, f"direction=down&from=sdg:11&force=inspiring&addressee={REGION}")["items"] == []


def test_the_way_down_is_paged_and_each_thing_comes_once(client: Client) -> None:
    seen: list[str] = []
    address: str | None = "/api/v1/chains?direction=down&from=sdg:9&limit=7"
    while address:
        told = client.get(address.removeprefix("http://127.0.0.1:8000")).json()
        assert told["total"] is None
        assert told["more"] == (told["next"] is not None)
        seen += [each["hops"][0]["source"]["iri"] for each in told["items"] if each["serves"]]
        assert all(each["hops"][-1]["target"]["code"] == "9" for each in told["items"])
        address = told["next"]
    assert len(seen) == len(set(seen))
    listed = client.get("/api/v1/projects?goal=sdg:9&limit=1000").json()
    assert {each["iri"] for each in listed["items"]} == {each for each in seen if "/project/" in each}


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("machines=true&status=accepted", "chain-machines-unproposed"),
        ("said=2020-01-01&undated=only", "chain-said-undated"),
        ("force=governing", "chain-force-unaddressed"),
        ("force=binding&addressee=sdg:9", "chain-filter-unknown"),
        ("status=true", "chain-filter-unknown"),
        ("period=2027/2021", "chain-period-backward"),
        ("period=soon", "chain-period-invalid"),
        ("recorded=yesterday", "chain-moment-invalid"),
        ("recorded=2026-11-22T09:00:00", "chain-moment-zoneless"),
        ("said=11/12", "date-invalid"),
        ("confidence=2", "confidence-range"),
        ("author=id/agent/nobody/x", "iri-unknown"),
        ("goal=sdg:99", "iri-unknown"),
        ("direction=down&goal=sdg:9", "chain-goal-downward"),
        ("only=projects", "chain-only-upward"),
        ("goal=nuts:SE331", "chain-end-unfit"),
    ],
)
def test_what_cannot_be_used_is_said_so(client: Client, query: str, key: str) -> None:
    assert problem(client, f"from={PROJECT}&{query}") == key


@pytest.mark.parametrize("query", ["from=sdg:9&direction=down", f"from={PROJECT}"])
def test_a_confidence_nearer_to_nothing_than_floats_can_tell_keeps_nothing_out(
    client: Client, query: str
) -> None:
    tiny = asked(client, f"{query}&confidence=1e-999999")
    assert tiny["items"] == asked(client, query)["items"]


def test_a_start_that_is_its_own_goal_and_an_unknown_one(client: Client) -> None:
    assert problem(client, "from=sdg:9&goal=sdg:9") == "chain-ends-equal"
    assert asked(client, "from=id/project/nobody/1", 404)["status"] == 404


def test_chains_are_data_in_other_forms_too(client: Client) -> None:
    table = client.get(f"/api/v1/chains.csv?from={PROJECT}&goal=sdg:9").text
    assert "explanation" in table.splitlines()[0]
    assert "contributesTo" in client.get(f"/api/v1/chains.ttl?from={PROJECT}&goal=sdg:9").text


def why_not(client: Client, query: str, status: int = 200) -> dict[str, Any]:
    response = client.get(f"/api/v1/chains/why-not?{query}")
    assert response.status_code == status, response.text
    told: dict[str, Any] = response.json()
    return told


def test_why_not_names_the_missing_hop(client: Client) -> None:
    told = why_not(client, f"from={PROJECT}&goal=sdg:14&lang=sv")
    assert told["verdict"] == "missing"
    assert told["explanation"].endswith("minst ett steg fattas.")
    scores = [float(each["score"]) for each in told["candidates"]]
    assert scores
    assert scores == sorted(scores, reverse=True)
    assert all(each["explanation"].endswith(".") for each in told["candidates"])
    assert [each["hops"][0]["source"]["iri"].rpartition("/")[2] for each in told["up"]] == ["20200923"] * len(
        told["up"]
    )


def test_why_not_says_when_only_filters_stand_in_the_way(client: Client) -> None:
    told = why_not(client, f"from={PROJECT}&goal=sdg:9&status=accepted")
    assert (told["verdict"], told["in_the_way"]) == ("filtered", ["status"])
    assert told["chains"]
    told = why_not(client, "from=id/objective/eu-2014/to1&goal=sdg:9&status=accepted")
    assert told["candidates"][0]["kept_out_by"] == "status"
    assert told["candidates"][0]["statement"]["status"] == "proposed"
    assert why_not(client, f"from={PROJECT}&goal=sdg:9")["verdict"] == "serves"


def test_a_statement_that_is_not_sure_enough_is_kept_out_by_the_confidence(client: Client) -> None:
    told = why_not(client, "from=id/objective/eu-2014/to1&goal=sdg:9&confidence=0.99")
    assert (told["verdict"], told["in_the_way"]) == ("filtered", ["confidence"])
    assert {each["kept_out_by"] for each in told["candidates"] if each["statement"]} == {"confidence"}


@pytest.mark.parametrize("path", ["chains?from=nuts:SE331", "chains?from=nuts:SE331&direction=down"])
def test_nothing_leads_from_an_area_or_to_it_and_that_is_said(client: Client, path: str) -> None:
    told = client.get(f"/api/v1/{path}&lang=sv")
    assert told.status_code == 400
    assert told.json()["detail"].startswith("from: nuts:SE331 är varken projekt, mål eller dokument")


def test_why_not_refuses_what_chains_refuse(client: Client) -> None:
    assert why_not(client, "from=nuts:SE331&goal=sdg:9", 400)["type"].endswith("chain-end-unfit")
    assert why_not(client, f"from={PROJECT}&goal=sdg:99", 400)["type"].endswith("iri-unknown")
    assert why_not(client, "from=sdg:9&goal=sdg:9", 400)["type"].endswith("chain-ends-equal")
    assert why_not(client, f"from={PROJECT}&goal=sdg:9&force=governing", 400)["status"] == 400
    table = client.get(f"/api/v1/chains/why-not.csv?from={PROJECT}&goal=sdg:14").text
    assert "because" in table.splitlines()[0]
