"""The lists and items of /api/v1 on what ships: paging, filters, order, language and formats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from rdflib import RDF, Graph, URIRef

from api.formats.graphs import context
from api_serving import Client, client_of, shipped_client
from data import shipped_files
from graph.loading import load_shipped
from graph.store import open_store, parse_rdf
from graph.terms import DEFAULT_BASE
from ontology import PREFIXES

LISTS = (
    "projects",
    "objectives",
    "documents",
    "organisations",
    "territories",
    "alignments",
    "commits",
    "questions",
    "search?q=vatten",
    "chains?from=http://127.0.0.1:8000/id/objective/eu-2014/to1",
)
WITH_RDF = tuple(each for each in LISTS if each != "questions")
TILLVAXTVERKET = "http://127.0.0.1:8000/id/project/tillvaxtverket-2014/"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped_client(tmp_path_factory.mktemp("lists") / "store") as opened:
        yield opened


def listed(client: Client, path: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    return told


def joined(path: str, parameters: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{parameters}"


def with_suffix(path: str, suffix: str) -> str:
    stem, mark, query = path.partition("?")
    return f"/api/v1/{stem}.{suffix}{mark}{query}"


@pytest.mark.parametrize("path", LISTS)
def test_a_list_has_items_a_total_and_a_next_page(client: Client, path: str) -> None:
    told = listed(client, path)
    own = {"search": {"facets"}, "chains": {"more", "independent", "undated"}}
    assert set(told) == {"items", "total", "next"} | own.get(path.split("?")[0], set())
    assert 0 < len(told["items"]) <= told["total"]
    assert (told["next"] is None) == (len(told["items"]) == told["total"])


@pytest.mark.parametrize("path", ["objectives", "territories", "organisations", "projects", "questions"])
def test_the_next_pages_lead_through_the_whole_list_once(client: Client, path: str) -> None:
    items = list(followed(client, f"/api/v1/{path}?limit=150"))
    names = [item.get("iri", item.get("name")) for item in items]
    assert len(names) == len(set(names)) == listed(client, path)["total"]


def followed(client: Client, path: str) -> Iterator[dict[str, Any]]:
    response = client.get(path)
    told = response.json()
    yield from told["items"]
    if told["next"]:
        assert response.headers["link"] == f'<{told["next"]}>; rel="next"'
        yield from followed(client, told["next"].removeprefix("http://127.0.0.1:8000"))


def test_a_next_page_keeps_suffix_filters_and_language(client: Client) -> None:
    link = client.get("/api/v1/territories.csv?level=pg:MunicipalLevel&lang=da&limit=2").headers["link"]
    address = link.partition(">")[0].removeprefix("<http://127.0.0.1:8000")
    response = client.get(address)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert "offset=2" in address
    assert len(rows_of(response)) == 2


def rows_of(response: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.text)))


def iris(client: Client, path: str) -> set[str]:
    return {item["iri"] for item in followed(client, joined(f"/api/v1/{path}", "limit=500"))}


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("projects", "projects?goal=sdg:9"),
        ("projects?goal=sdg:9", "projects?goal=sdg:9&territory=nuts:SE331"),
        ("projects", "projects?territory=nuts:SE331"),
        ("objectives", "objectives?kind=pg:TargetArea"),
        ("objectives", "objectives?level=pg:RegionalLevel"),
        ("documents", "documents?type=pg:Law"),
        ("documents", "documents?territory=nuts:SE331"),
        ("documents?level=pg:RegionalLevel", "documents?level=pg:RegionalLevel&territory=nuts:SE331"),
        ("territories", "territories?within=nuts:SE33"),
        ("territories?within=nuts:SE33", "territories?within=nuts:SE33&level=pg:MunicipalLevel"),
        ("alignments", "alignments?target=sdg:9.5"),
        ("alignments?status=proposed", "alignments?status=proposed&target=sdg:9.5"),
        ("organisations", "organisations?territory=nuts:SE331"),
    ],
)
def test_a_filter_narrows_a_list(client: Client, wide: str, narrow: str) -> None:
    found = iris(client, narrow)
    assert found
    assert found < iris(client, wide)


def test_objective_is_another_word_for_goal(client: Client) -> None:
    assert iris(client, "projects?objective=sdg:9") == iris(client, "projects?goal=sdg:9")
    both = client.get("/api/v1/projects?objective=sdg:9&goal=sdg:9")
    assert both.json()["type"].endswith("/parameters-exclusive")


def test_projects_are_found_by_name_and_by_code_within_the_filters(client: Client) -> None:
    named = iris(client, "projects?q=innovation")
    assert f"{TILLVAXTVERKET}20200606" in named
    within = iris(client, "projects?q=innovation&territory=nuts:SE331")
    assert within == named & iris(client, "projects?territory=nuts:SE331")
    assert iris(client, "projects?q=20200606") == {f"{TILLVAXTVERKET}20200606"}


def test_a_status_that_nothing_has_gives_an_empty_list(client: Client) -> None:
    assert listed(client, "alignments?status=withdrawn") == {"items": [], "total": 0, "next": None}


def test_prefixed_names_and_full_iris_mean_the_same(client: Client) -> None:
    assert iris(client, "projects?goal=http://metadata.un.org/sdg/9") == iris(client, "projects?goal=sdg:9")


def test_a_list_is_ordered_as_asked(client: Client) -> None:
    def names(sort: str) -> list[str]:
        told = listed(client, f"territories?level=pg:RegionalLevel&limit=100&lang=sv&sort={sort}")
        return [item["name"]["text"].casefold() for item in told["items"]]

    assert names("name") == sorted(names("code"))
    assert names("-name") == names("name")[::-1]
    assert names("-code") == names("code")[::-1]


def test_names_come_in_the_language_asked_for(client: Client) -> None:
    def name(path: str, accept: str = "") -> dict[str, str]:
        response = client.get(f"/api/v1/{path}", headers={"accept-language": accept} if accept else {})
        told: dict[str, str] = response.json()["name"]
        assert response.headers["content-language"] in ("sv", "da", "en")
        return told

    assert name("objectives/sdg/9?lang=sv")["lang"] == "sv"
    assert name("objectives/sdg/9", "da-DK, en;q=0.5")["lang"] == "da"
    assert name("objectives/sdg/9?lang=en", "da")["lang"] == name("objectives/sdg/9")["lang"] == "en"


@pytest.mark.parametrize("path", LISTS)
def test_a_list_comes_as_csv_by_suffix_and_by_accept(client: Client, path: str) -> None:
    by_suffix = client.get(with_suffix(path, "csv"))
    by_accept = client.get(f"/api/v1/{path}", "text/csv")
    assert by_suffix.text == by_accept.text
    assert len(rows_of(by_suffix)) == len(listed(client, path)["items"])


@pytest.mark.parametrize("path", WITH_RDF)
def test_a_list_comes_as_turtle_and_as_json_ld_that_say_the_same(client: Client, path: str) -> None:
    turtle = triples(client.get(with_suffix(path, "ttl")).content, "text/turtle")
    document = client.get(with_suffix(path, "jsonld")).json()
    assert document["@context"] == "http://127.0.0.1:8000/ontology/context.jsonld"
    embedded = json.dumps({**document, "@context": context()}).encode()
    assert turtle
    assert triples(embedded, "application/ld+json") == turtle


def triples(text: bytes, media_type: str) -> set[str]:
    return {str(quad.triple) for quad in parse_rdf(text, base=DEFAULT_BASE, media_type=media_type)}


def test_csv_columns_stay_the_same_when_nothing_is_found(client: Client) -> None:
    some = client.get("/api/v1/projects.csv").text.splitlines()[0]
    none = client.get("/api/v1/projects.csv?q=nosuchword").text.splitlines()
    assert none == [some]


def test_a_project_in_rdf_brings_its_money_and_its_parties(client: Client) -> None:
    g = Graph().parse(data=client.get("/api/v1/projects/tillvaxtverket-2014/20200606.ttl").text)
    eurio = PREFIXES["eurio"]
    assert set(g.objects(None, URIRef(eurio + "currency")))
    assert (None, RDF.type, URIRef(eurio + "OrganisationRole")) in g


def test_one_project_says_what_its_list_states(client: Client) -> None:
    told = listed(client, "projects/tillvaxtverket-2014/20200606")
    assert told["iri"] == f"{TILLVAXTVERKET}20200606"
    assert told["money"] == [{"value": "6209150", "currency": "SEK"}]
    assert told["period"] == {"start": "2015-10-01", "end": "2018-12-31"}


@pytest.mark.parametrize(
    "path", ["objectives/sdg/9.5", "territories/nuts/SE331", "commits/1", "questions/projects-serving-goal"]
)
def test_other_items_are_read_by_their_key(client: Client, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code == 200


@pytest.mark.parametrize("path", ["documents", "organisations", "alignments"])
def test_an_item_of_ours_is_read_by_the_path_of_its_iri(client: Client, path: str) -> None:
    item = next(each for each in listed(client, path)["items"] if "/id/" in each["iri"])
    source, key = item["iri"].split("/")[-2:]
    assert listed(client, f"{path}/{source}/{key}") == item


@pytest.mark.parametrize("path", ["projects/x/y", "objectives/sdg/99", "commits/9", "questions/nothing"])
def test_an_item_that_is_not_there_is_a_problem(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}")
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_chains_lead_from_a_project_to_a_goal(client: Client) -> None:
    told = listed(client, f"chains?from={TILLVAXTVERKET}20200923&goal=sdg:9")
    assert told["total"] >= 1
    for chain in told["items"]:
        assert chain["hops"][0]["source"]["iri"] == f"{TILLVAXTVERKET}20200923"
        assert chain["hops"][-1]["target"]["iri"] == "http://metadata.un.org/sdg/9"


def test_the_matrix_counts_what_the_list_of_projects_holds(client: Client) -> None:
    told = listed(client, "matrix")
    assert len(told["goals"]) == 17
    cell = next(each for each in told["cells"] if each["region"].endswith("SE331"))
    projects = listed(client, f"projects?goal={cell['goal']}&territory={cell['region']}")
    assert projects["total"] == cell["projects"]
    assert len(rows_of(client.get("/api/v1/matrix.csv"))) == len(told["cells"])


def test_a_search_finds_a_code_first(client: Client) -> None:
    assert listed(client, "search?q=SE331")["items"][0]["iri"] == "http://data.europa.eu/nuts/code/SE331"


def test_a_question_is_answered_as_its_own_sparql_is(client: Client) -> None:
    told = listed(client, "questions/projects-serving-goal/answer?goal=sdg:9&limit=1000")
    asked = client.get("/sparql", params={"query": told["sparql"]}, accept="application/json").json()
    values = {binding["project"]["value"] for binding in asked["results"]["bindings"]}
    assert {row["project"]["value"] for row in told["rows"]} == values
    assert values == iris(client, "projects?goal=sdg:9")


def test_the_sparql_of_a_question_names_things_of_this_server(tmp_path: Path) -> None:
    """Files have the examples of the default base; a server at another address has other things."""
    base = "http://127.0.0.1:9000/"
    store = open_store(str(tmp_path / "store"), base=base)
    load_shipped(store, shipped_files(examples=True))
    with client_of(store, base=base) as client:
        told = listed(client, "questions?limit=1000")["items"]
        assert [each["name"] for each in told if DEFAULT_BASE in each["sparql"]] == []
        assert listed(client, "questions/who-is-bound")["sparql"].startswith(f"BASE <{base}>")
        asked = next(each["sparql"] for each in told if each["name"] == "who-is-bound")
        answer = client.get("/sparql", params={"query": asked}, accept="application/json").json()
    assert answer["results"]["bindings"]


def test_a_question_takes_several_values_and_pages(client: Client) -> None:
    path = "questions/projects-serving-goal/answer"
    both = listed(client, f"{path}?goal=sdg:9&goal=sdg:13&limit=1000")["rows"]
    assert len(both) >= len(listed(client, f"{path}?goal=sdg:9&limit=1000")["rows"])
    page = listed(client, f"{path}?goal=sdg:9&limit=1")
    assert len(page["rows"]) == 1
    assert "goal=sdg%3A9" in page["next"]
    [row] = rows_of(client.get(f"/api/v1/{path}.csv?goal=sdg:9&limit=1"))
    assert row["project"] == page["rows"][0]["project"]["value"]
    assert row.keys() == {"project", "project.name"}
    assert row["project.name"]


@pytest.mark.parametrize("sort", ["code", "-code", "name", "-name"])
def test_projects_are_sorted_on_request(client: Client, sort: str) -> None:
    whole = client.get(f"/api/v1/projects?sort={sort}&limit=100").json()
    read = {"code": lambda each: each["code"] or "", "name": lambda each: each["name"]["text"].casefold()}
    keys = [read[sort.lstrip("-")](each) for each in whole["items"]]
    assert keys == sorted(keys, reverse=sort.startswith("-"))
    page = client.get(f"/api/v1/projects?sort={sort}&limit=7&offset=7").json()
    assert [each["iri"] for each in page["items"]] == [each["iri"] for each in whole["items"]][7:14]
