"""Answers as pictures: offered where the answer can be one, and saying what the table says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.views.answer_pictures import MOST_EDGES
from api.pages.views.net import columns_of, net
from api_serving import Client
from pages_serving import Page, pages_client, shipped

HEAD = """PREFIX pg: <https://w3id.org/policygraph#> PREFIX sdgo: <http://metadata.un.org/sdg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dct: <http://purl.org/dc/terms/>
"""
COUNTED = (
    "SELECT ?goal (COUNT(DISTINCT ?t) AS ?n) WHERE { ?t a sdgo:Target ; skos:broader ?goal } GROUP BY ?goal"
)
REGIONS = """SELECT ?region (COUNT(DISTINCT ?p) AS ?n) WHERE {
  ?p a pg:Project ; dct:spatial ?region . ?region pg:level pg:RegionalLevel } GROUP BY ?region"""
PLACES = """SELECT ?region ?p WHERE {
  ?p a pg:Project ; dct:spatial ?region . ?region pg:level pg:RegionalLevel } LIMIT 9"""
PAIRS = "SELECT ?source ?target WHERE { ?source a sdgo:Target ; skos:broader ?target } LIMIT 20"
TRIPLES = "CONSTRUCT { ?s skos:broader ?o } WHERE { ?s skos:broader ?o } LIMIT 20"
BELOW = 'SELECT ?a ?n WHERE { VALUES (?a ?n) { ("x" -1) ("y" 2) } }'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with (
        shipped(tmp_path_factory.mktemp("answer-pictures") / "store") as store,
        pages_client(store) as opened,
    ):
        yield opened


def shown(client: Client, query: str, show: str = "table", lang: str = "sv") -> Page:
    given_ = {"query": HEAD + query, "run": "1", "show": show}
    return Page(client.get(f"/{lang}/sparql?{urlencode(given_)}", accept="text/html").text)


def ways(page: Page) -> list[str]:
    """Returns the pictures that the page offers, by the links in its main part."""
    links = (each.attributes["href"] for each in page.all("a") if "main" in each.above)
    asked = (link for link in links if link.startswith("/sv/sparql?") and "&cite=" not in link)
    return [link.partition("&show=")[2] or "table" for link in asked]


def texts_of(page: Page, kind: str) -> list[str]:
    """Returns the texts of the bars: what each is of, or its number."""
    return [each.text for each in page.all("span") if each.attributes.get("class") == kind]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        (COUNTED, ["table", "chart"]),
        (REGIONS, ["table", "chart", "map"]),
        (PLACES, ["table", "map"]),
        (PAIRS, ["table", "net"]),
        (TRIPLES, ["table", "net"]),
        (BELOW, []),
        ("SELECT ?s WHERE { ?s a sdgo:Goal }", []),
        ("SELECT ?region WHERE { ?region a <http://x/none> }", []),
    ],
)
def test_only_what_an_answer_can_be_is_offered(client: Client, query: str, kinds: list[str]) -> None:
    page = shown(client, query)
    assert ways(page) == kinds
    assert page.all("svg") == []
    for kind in {"chart", "map", "net"} - set(kinds):
        assert shown(client, query, kind).all("svg") == []


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
@pytest.mark.parametrize(
    ("query", "show"), [(REGIONS, "chart"), (REGIONS, "map"), (TRIPLES, "net"), (PAIRS, "net")]
)
def test_a_picture_stands_above_its_table(client: Client, query: str, show: str, lang: str) -> None:
    page = shown(client, query, show, lang)
    assert page.faults == []
    # The shades of a legend are drawn too, and say nothing.
    pictures = [each for each in page.all("svg") if each.attributes.get("class") != "swatch"]
    assert all(each.attributes.get("aria-label") or show == "chart" for each in pictures)
    assert len(pictures) == (len(page.all("tr")) - 1 if show == "chart" else 1)
    tags = [each.tag for each in page.elements]
    assert tags.index("svg") < tags.index("table")
    [kept] = [each for each in page.all("input") if each.attributes.get("name") == "show"]
    assert kept.attributes["value"] == show
    assert "pages.answers" not in page.html


def test_bars_and_regions_say_the_figures_of_the_table(client: Client) -> None:
    page = shown(client, COUNTED, "chart")
    cells = [each.text for each in page.all("td") if each.attributes.get("class") == "number"]
    assert texts_of(page, "count") == cells
    widths = [float(each.attributes["width"].removesuffix("%")) for each in page.all("rect")]
    assert max(widths) == 100
    assert sorted(zip(map(int, cells), widths, strict=True)) == sorted(
        zip(sorted(map(int, cells)), sorted(widths), strict=True)
    )

    page = shown(client, REGIONS, "map")
    rows = [each.text for each in page.all("td") if each.attributes.get("class") == "number"]
    titles = [
        each.text.rpartition(": ")[2]
        for each in page.all("title")
        if "svg" in each.above and ": " in each.text
    ]
    assert sorted(titles) == sorted(rows)

    several = shown(client, PLACES, "map")
    counts = [
        int(each.text.rpartition(": ")[2])
        for each in several.all("title")
        if "svg" in each.above and ": " in each.text
    ]
    assert sum(counts) == 9


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_a_net_that_leaves_links_out_says_so(client: Client, lang: str) -> None:
    most = "SELECT ?source ?target WHERE { ?source skos:broader ?target } ORDER BY ?source LIMIT %d"
    whole, cut = (shown(client, most % count, "net", lang) for count in (MOST_EDGES, MOST_EDGES + 1))
    for page in (whole, cut):
        assert len(page.all("path")) == MOST_EDGES
        assert len(page.all("tr")) == 1 + MOST_EDGES + (page is cut)
    told = f"{MOST_EDGES} "
    assert [told in each.text and f" {MOST_EDGES + 1} " in each.text for each in cut.all("p")].count(
        True
    ) == 1
    assert [each.text for each in whole.all("p") if told in each.text] == []


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_the_answer_of_a_question_is_a_picture_too_and_is_asked_from_elsewhere(
    client: Client, lang: str
) -> None:
    path = f"/{lang}/questions/goal-counts?ask=1"
    plain = Page(client.get(path, accept="text/html").text)
    assert plain.all("svg") == []
    [chart] = [each.attributes["href"] for each in plain.all("a") if "show=chart" in each.attributes["href"]]
    page = Page(client.get(chart, accept="text/html").text)
    assert page.faults == []
    assert len(page.all("rect")) == 17
    assert "pages." not in page.all("main")[0].text
    summaries = {each.text.strip() for each in page.all("summary")}
    assert {"curl", "Python", "R", "Excel (Power Query)"} <= summaries
    [kept] = [each for each in page.all("input") if each.attributes.get("name") == "show"]
    assert kept.attributes["value"] == "chart"


def test_bars_of_several_texts_are_named_by_all_of_them(client: Client) -> None:
    page = shown(client, 'SELECT ?a ?b ?n WHERE { VALUES (?a ?b ?n) { ("x" "y" 1) ("x" "z" 2) } }', "chart")
    assert texts_of(page, "what") == ["x · y", "x · z"]


@pytest.mark.parametrize(("second", "kinds"), [("SEK", ["table", "chart"]), ("EUR", [])])
def test_amounts_in_several_currencies_are_not_drawn_beside_each_other(
    client: Client, second: str, kinds: list[str]
) -> None:
    rows = f'VALUES (?a ?granted ?currency) {{ ("x" 1 "SEK") ("y" 2 "{second}") }}'
    assert ways(shown(client, f"SELECT ?a ?granted ?currency WHERE {{ {rows} }}")) == kinds


EDGES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda p: p[0] != p[1]),
    min_size=1,
    max_size=15,
)


@given(EDGES)
def test_boxes_of_a_net_stand_apart_and_within_its_frame(pairs: list[tuple[str, str]]) -> None:
    edges = dict.fromkeys(pairs, "→")
    names = {end: (f"{end} " + "långt namn " * 4, None) for pair in pairs for end in pair}
    drawn = net(edges, names)
    assert len(drawn.nodes) == len(names)
    assert [each.title for each in drawn.edges] == [f"{names[a][0]} → {names[b][0]}" for a, b in edges]
    for node in drawn.nodes:
        assert 0 <= node.x <= drawn.width - drawn.box
        assert 0 <= node.y <= drawn.height - node.height
    for one, other in itertools.combinations(drawn.nodes, 2):
        assert one.x != other.x or one.y + one.height < other.y or other.y + other.height < one.y


@given(EDGES)
def test_what_leads_to_a_thing_stands_left_of_it_unless_there_is_a_ring(pairs: list[tuple[str, str]]) -> None:
    forward = [(a, b) for a, b in pairs if a < b]
    places = columns_of(forward)
    assert all(places[a] < places[b] or places[a] == places[b] == 4 for a, b in forward)
    assert set(columns_of(pairs).values()) <= set(range(5))
