"""Projects of a goal narrowed by facets with counts, and its indicators with their values over time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.reader import Reader
from api.pages.views.indicators import HEIGHT, WIDTH, indicators_of, line_of
from api.pages.views.narrowing import Narrowed, facets_of
from api.wording.words import Words
from api_serving import Client, client_of, filled_store
from graph.alignment.portfolio import Apart, Share
from graph.repository import Repository
from graph.terms import DEFAULT_BASE, expand
from ontology.languages import LANGUAGES
from pages_serving import Page, counted_client, get_page, shipped

MEASURED = """
    @prefix pg: <https://w3id.org/policygraph#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix qb: <http://purl.org/linked-data/cube#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix d: <http://purl.org/linked-data/sdmx/2009/dimension#> .
    @prefix m: <http://purl.org/linked-data/sdmx/2009/measure#> .
    @prefix a: <http://purl.org/linked-data/sdmx/2009/attribute#> .
    <id/objective/x/o> a pg:Objective ; skos:prefLabel "Målet"@sv ;
        pg:measuredBy <id/indicator/x/i>, <id/indicator/x/j> .
    <id/objective/x/p> a pg:Objective ; skos:prefLabel "Delmålet"@sv ; skos:broader <id/objective/x/o> .
    <id/indicator/x/i> a pg:Indicator ; skos:prefLabel "Andel med bredband"@sv .
    <id/indicator/x/j> a pg:Indicator ; skos:prefLabel "Utan värden"@sv .
    <id/area/x/a> skos:prefLabel "Här"@sv . <id/area/x/b> skos:prefLabel "Där"@sv .
"""


def value(number: int, area: str, period: str, value: str, role: str = "Actual") -> str:
    return (
        f"<id/observation/x/{number}> a qb:Observation ; pg:indicator <id/indicator/x/i> ;"
        f' d:refArea <id/area/x/{area}> ; d:refPeriod "{period}" ; pg:observationRole pg:{role}Role ;'
        f' m:obsValue {value} ; a:unitMeasure "procent" .\n'
    )


VALUES = (
    value(1, "a", "2020", "61.5", "Baseline")
    + value(2, "a", "2022", "70")
    + value(3, "a", "2030", "100", "Target")
    + value(4, "b", "2022", "55")
)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(Repository(filled_store(tmp_path / "store", MEASURED + VALUES)), Words("sv"))


def test_values_stand_by_area_in_the_order_of_time(reader: Reader) -> None:
    first, second = indicators_of(reader, f"{DEFAULT_BASE}id/objective/x/o")
    assert (first.thing.label.text, second.series, first.more) == ("Andel med bredband", (), False)
    there, here = first.series
    assert (there.place and there.place.label.text, there.unit, there.line) == ("Där", "procent", None)
    assert [(each.period, each.number) for each in here.values] == [
        ("2020", "61,5"),
        ("2022", "70"),
        ("2030", "100"),
    ]
    assert here.line is not None
    assert [dot.is_planned for dot in here.line.dots] == [False, False, True]
    assert {text for *_, text in here.line.marks} == {"100", "61,5", "2020", "2030"}


def test_the_chosen_area_comes_first(reader: Reader) -> None:
    first, _ = indicators_of(reader, f"{DEFAULT_BASE}id/objective/x/o", f"{DEFAULT_BASE}id/area/x/a")
    assert [each.place and each.place.label.text for each in first.series] == ["Här", "Där"]


POINTS = st.lists(
    st.tuples(
        st.integers(1990, 2040).map(str),
        st.decimals(-1_000_000, 1_000_000, places=2),
        st.booleans(),
    ),
    max_size=12,
)


@given(POINTS)
def test_a_line_stays_within_its_picture(points: list[tuple[str, Decimal, bool]]) -> None:
    line = line_of(points, str)
    measured = {when for when, _, planned in points if not planned}
    assert (line is None) == (len(measured) < 2)
    if line is not None:
        assert len(line.dots) == len(points)
        assert all(0 < dot.x < WIDTH and 0 < dot.y < HEIGHT for dot in line.dots)
        highest = max(range(len(points)), key=lambda place: points[place][1])
        assert line.dots[highest].y == min(dot.y for dot in line.dots)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_an_objective_shows_them_and_what_is_lacking(tmp_path: Path, lang: str) -> None:
    store = filled_store(tmp_path / "store", MEASURED + VALUES)
    with client_of(store) as client:
        page = Page(get_page(client, f"/{lang}/objectives/x/o"))
    assert page.faults == []
    [picture] = page.all("svg")
    assert picture.attributes["aria-label"]
    captions = [" ".join(each.text.split()) for each in page.all("caption")]
    assert captions == ["Där, procent", "Här, procent"]
    assert any("1" in each.text and "pages." not in each.text for each in page.all("p"))
    store.close()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped(tmp_path_factory.mktemp("facets") / "store") as store, counted_client(store) as opened:
        yield opened


def facets(page: Page) -> dict[str, tuple[int, str]]:
    """Returns what narrows the list by its name: how many projects, and where it leads."""
    inside = [each for each in page.elements if "details" in each.above and "section" in each.above]
    links = [each for each in inside if each.tag == "a" and each.attributes["href"][0] == "?"]
    counts = [each.text for each in inside if each.attributes.get("class") == "count"]
    return {
        " ".join(link.text.split()).removesuffix(" (ta bort)"): (int(count), link.attributes["href"])
        for link, count in zip(links, counts, strict=True)
    }


def total(page: Page) -> int:
    told = next(
        each.text for each in page.all("p") if " projekt" in each.text and each.text.split()[0].isdecimal()
    )
    return int(told.split()[0])


def test_facets_count_what_they_lead_to(client: Client) -> None:
    found = facets(Page(get_page(client, "/sv/goals/9")))
    assert len(found) >= 4
    for count, href in found.values():
        assert total(Page(get_page(client, f"/sv/goals/9{href.partition('#')[0]}"))) == count


def test_facets_tell_the_money_that_they_count(client: Client) -> None:
    page = Page(get_page(client, "/sv/goals/9"))
    told = client.get("/api/v1/portfolio/regions?goal=sdg:9").json()["items"]
    sums = {str(round(Decimal(each["value"]))) for row in told for each in row["money"]}
    shown = [each.text for each in page.all("span") if each.attributes.get("class") == "money"]
    by_region = shown[: sum(1 for row in told if row["money"])]
    digits = {re.sub(r"\D", "", part) for text in by_region for part in re.split(r",\s", text)}
    assert digits == sums
    assert len(shown) > len(by_region)


def test_two_facets_hold_together_and_each_can_be_taken_away(client: Client) -> None:
    path = "/sv/goals/9?territory=nuts:SE331&programme=id/programme/eu/se-erdf-2014-2020-ovre-norrland"
    page = Page(get_page(client, path))
    chosen = [each for each in page.all("a") if each.attributes.get("aria-current") and "main" in each.above]
    assert len(chosen) == 2
    whole = total(Page(get_page(client, "/sv/goals/9?territory=nuts:SE331")))
    assert 0 < total(page) <= whole
    assert any("programme" not in each.attributes["href"] for each in chosen)


def test_projects_by_programme_are_those_of_the_grid_of_goals(client: Client) -> None:
    portfolio = client.app.state.services.portfolio.current(60.0)
    grid = portfolio.goals_by_programme()
    for goal in grid.rows:
        table = portfolio.programmes(goal)
        own = {column: grid.cells[goal, column] for column in grid.columns if (goal, column) in grid.cells}
        assert {name: figure for name, figure in table.rows.items() if figure.projects} == own


@pytest.mark.parametrize(("lang", "first"), [("sv", "Y län"), ("da", "Z"), ("en", "Y län")])
def test_areas_of_the_readers_country_come_first(tmp_path: Path, lang: str, first: str) -> None:
    """More projects lie in Sweden, which is no reason for a Dane to look there first."""
    store = filled_store(
        tmp_path / "store",
        """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix nuts: <http://data.europa.eu/nuts/code/> .
        nuts:SE331 skos:prefLabel "Y län"@sv ; skos:notation "SE331" .
        nuts:DK01 skos:prefLabel "Z"@da ; skos:notation "DK01" .""",
    )
    shares = {expand(f"nuts:{code}").value: Share(count, ()) for code, count in (("DK01", 2), ("SE331", 5))}
    found = Apart(Share(7, ()), 0, shares, {})
    [facet] = facets_of(Reader(Repository(store), Words(lang)), found, Narrowed())
    assert facet.choices[0].label.text == first
    store.close()
