"""Two strategies side by side, and one beside what it was: the page says what the API says, in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from api_serving import Client
from graph.commits import Writer
from graph.store import Changes, Store
from graph_facts import ALICE, BASE, in_graph, node
from pages_serving import Page, counted_client, get_page, links_of
from shipped_stores import shipped_store

OLD, NEW = "id/document/vasterbotten/rus-2014-2020", "id/document/vasterbotten/rus-2020"
OTHER = "id/document/vastmanland/rus-2030"
TWO = f"first={OLD}&second={NEW}"
AREA = "<id/objective/vastmanland/target-area-2>"
SOURCE = node("graph/source/vastmanland/rus-2030")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = shipped_store(tmp_path_factory.mktemp("compare") / "store")
    [quad] = [
        quad
        for quad in opened.quads(node(AREA[1:-1]), None, None)
        if quad.predicate.value.endswith("#prefLabel") and quad.object.language == "sv"  # type: ignore[union-attr]
    ]
    stated = in_graph(quad.graph_name, f"{AREA} skos:prefLabel 'Ett Västmanland som alla når'@sv .")  # type: ignore[arg-type]
    extra = in_graph(quad.graph_name, f"{AREA} pg:isPrioritised true .")  # type: ignore[arg-type]
    Writer(opened).commit(
        Changes(removed=frozenset([quad]), added=stated | extra), agent=ALICE, reason="Nya ord <för> området"
    )
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with counted_client(store) as opened:
        yield opened


def main(client: Client, path: str) -> str:
    return " ".join(Page(get_page(client, path)).all("main")[0].text.split())


def cells(page: Page, heading: str) -> list[list[str]]:
    """Returns the cells of the rows of the table that is named by a heading."""
    elements = iter(page.elements)
    next(e for e in elements if e.tag == "table" and e.attributes.get("aria-labelledby") == heading)
    rows: list[list[str]] = []
    for element in elements:
        if element.tag == "table" or element.tag == "h2":
            break
        if element.tag == "tr":
            rows.append([])
        elif element.tag in ("th", "td"):
            rows[-1].append(" ".join(element.text.split()))
    return rows


def sections(page: Page) -> list[str]:
    return [each.attributes["id"] for each in page.all("h2") if "main" in each.above]


def test_the_page_says_what_the_api_says(client: Client) -> None:
    told = client.get(f"/api/v1/documents/comparison?{TWO}&lang=sv").json()
    page = Page(get_page(client, f"/sv/compare?{TWO}"))
    changes = [pair["change"] for pair in told["objectives"]]
    assert (changes.count("first"), changes.count("second"), told["earlier"]) == (6, 5, "first")
    text = " ".join(page.all("main")[0].text.split())
    assert "Mål: 0 finns i båda, 6 är borttagna, 5 är nya." in text

    sides = [(goal["first"] != [], goal["second"] != []) for goal in told["goals"] if "." not in goal["code"]]
    both, first, second = (sides.count(side) for side in ((True, True), (True, False), (False, True)))
    assert (
        f"Globala mål: båda leder till {both}, bara den första till {first}, bara den andra till {second}."
        in text
    )
    assert both > 3

    rows = {row[0]: row[1:] for row in cells(page, "figures")[1:]}
    assert rows["Projekt som bidrar"] == [
        str(told["overlap"][side]["projects"]) for side in ("first", "second", "both")
    ]
    assert rows["Globala mål som den leder till"] == [str(both + first), str(both + second), str(both)]
    assert rows["Därav genom godtagna påståenden"] == ["0", "0", "0"]
    assert rows["Beviljat stöd"][0].endswith("SEK")
    assert rows["Stöd genom godtagna påståenden"][0] == "0 SEK"
    listed = [row for row in cells(page, "goals") if len(row) > 1][1:]
    assert len(listed) == len(told["goals"])
    assert [cell for row in listed for cell in row].count("Inget av detta") == 2  # once for a side
    assert sections(page) == ["figures", "goals", "objectives"]


def test_columns_and_figures_say_what_two_documents_can_tell(client: Client) -> None:
    replaced, beside = (
        Page(get_page(client, f"/sv/compare?{asked}")) for asked in (TWO, f"first={OTHER}&second={NEW}")
    )
    assert cells(replaced, "objectives")[0][-1] == "Vad som hänt"
    assert cells(beside, "objectives")[0][-1] == "Motsvarighet"
    marked = "Därav märkta som prioriterade"
    assert [row[1:] for row in cells(beside, "figures") if row[0] == marked] == [["1", "0", "0"]]
    assert not [row for row in cells(replaced, "figures") if row[0] == marked]
    texts = [shown.all("main")[0].text for shown in (beside, replaced)]
    assert ["Prioriterade är mål som dokumentet självt framhäver" in text for text in texts] == [True, False]


def test_goals_both_name_are_those_of_the_question_that_says_the_same(client: Client) -> None:
    shown = get_page(client, f"/sv/compare?{TWO}")
    [href] = [link for link in links_of(Page(shown), "/sv/compare") if link.startswith("/sv/sparql?query=")]
    query = parse_qs(urlsplit(href).query)["query"][0]
    found = client.request("POST", "/sparql", data={"query": query}, headers={"accept": "application/json"})
    asked = {(row["goal"]["value"], row["document"]["value"]) for row in found.json()["results"]["bindings"]}
    told = client.get(f"/api/v1/documents/comparison?{TWO}").json()
    named = {
        (goal["iri"], BASE + document)
        for goal in told["goals"]
        for document, side in ((OLD, "first"), (NEW, "second"))
        if goal[side]
    }
    assert asked == named
    overlap = client.get(f"/api/v1/portfolio/overlap?{TWO}").json()
    whole = {
        goal["iri"]
        for goal in told["goals"]
        if goal["first"] and goal["second"] and goal["kind"] == "sdgo:Goal"
    }
    assert whole == {goal["iri"] for goal in overlap["goals"]}


def test_every_line_is_in_the_table(client: Client) -> None:
    told = client.get(f"/api/v1/documents/comparison?{TWO}").json()
    lines = list(csv.DictReader(io.StringIO(client.get(f"/api/v1/documents/comparison.csv?{TWO}").text)))
    assert len(lines) == len(told["objectives"]) + len(told["goals"])
    nine = next(line for line in lines if line["goal.code"] == "9")
    assert (nine["of"], nine["change"]) == ("goal", "both")
    assert nine["first"].count("; ") == 3
    assert {line["of"] for line in lines} == {"objective", "goal", "target"}
    assert {line["sequence"] for line in lines} == {"2"}


def test_a_strategy_beside_what_it_was(client: Client) -> None:
    start = Page(get_page(client, f"/sv/compare?first={OTHER}"))
    [way] = [each for each in start.all("a") if "Nya ord <för> området" in each.text]
    assert "före ändringen" in way.text
    page = Page(get_page(client, way.attributes["href"]))
    assert page.all("h1")[0].text == "Vår strategi för ett livskraftigt Västmanland: version 1 och nu"
    text = " ".join(page.all("main")[0].text.split())
    assert "Mål: 8 finns i båda, 0 är borttagna, 0 är nya." in text
    [line] = [row for row in cells(page, "objectives") if row[-1] == "omformulerat"]
    assert "Ett tillgängligt Västmanland" in line[0]
    assert "Ett Västmanland som alla når Prioriterat" in line[1] or "prioriterat" in line[1].lower()
    assert "Projekt som bidrar" not in text
    assert sections(page) == ["figures", "objectives", "goals"]
    told = client.get(f"/api/v1/documents/comparison?first={OTHER}&revision=1").json()
    [pair] = [each for each in told["objectives"] if each["changes"]]
    assert (pair["change"], pair["changes"]) == ("reworded", ["name", "priority"])
    assert (pair["first"]["prioritised"], pair["second"]["prioritised"]) == (False, True)
    assert (told["overlap"], told["revision"], told["sequence"]) == (None, 1, 2)


def test_a_strategys_page_leads_to_what_it_replaced_and_to_itself(client: Client) -> None:
    page = Page(get_page(client, f"/sv/{NEW.removeprefix('id/').replace('document', 'documents')}"))
    ways = {" ".join(each.text.split()): each.attributes["href"] for each in page.all("a")}
    replaced = ways["med den som den ersätter: RUS 2014–2020 för Västerbottens län"]
    assert parse_qs(urlsplit(replaced).query) == {"first": [BASE + OLD], "second": [BASE + NEW]}
    assert "borttagna" in main(client, replaced)
    assert "har inte ändrats" in main(client, ways["med hur den var förut"])
    assert "RUS 2014–2020" in main(client, ways["med en annan strategi"])
    assert "compare?" not in get_page(client, "/sv/documents/se/lag-2010-630")


def test_two_that_are_no_succession_are_not_told_as_one(client: Client) -> None:
    text = main(client, f"/sv/compare?first={OTHER}&second={NEW}")
    assert "bara i den första" in text
    assert "borttaget" not in text


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("first=id/document/x/none", 404, "id/document/x/none"),
        (f"first={OLD}&second=id/document/x/none", 404, "id/document/x/none"),
        (f"first={OLD}&second={NEW}&revision=1", 400, "Ange antingen second eller revision"),
        (f"first={OLD}&revision=3", 400, "Ange ett tal från 1 till 2"),
        (f"first={OLD}&revision=0", 400, ""),
        (f"first={OLD}&revision=x", 400, ""),
        (f"first={OLD}&second={OLD}", 200, "Med vad som var förut"),
        ("", 200, "Välj två strategier"),
        ("first=%00", 400, ""),
    ],
)
def test_what_cannot_be_compared_is_told_on_a_page(
    client: Client, query: str, status: int, said: str
) -> None:
    answer = client.get(f"/sv/compare?{query}", accept="text/html")
    assert (answer.status_code, Page(answer.text).faults) == (status, [])
    assert said in answer.text


@pytest.mark.parametrize(
    ("query", "key"), [(f"first={OLD}", "comparison-of-one"), ("", "query-parameter-missing")]
)
def test_the_api_wants_two_sides(client: Client, query: str, key: str) -> None:
    answer = client.get(f"/api/v1/documents/comparison?{query}")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, key)


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_the_page_is_worded_in_every_language(client: Client, lang: str) -> None:
    for query in (TWO, f"first={OTHER}&revision=1", f"first={NEW}", ""):
        assert "pages.compare" not in get_page(client, f"/{lang}/compare?{query}")
