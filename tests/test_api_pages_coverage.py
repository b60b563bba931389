"""The pages that the portfolio fills: money in the matrix, coverage of an area, gaps of a strategy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from api.pages.reader import Reader
from api.pages.views.coverage import coverage_view
from api.pages.views.front import covered_of
from api.pages.views.gaps import lacking_of
from api.pages.views.matrix import Measure, matrix, shade
from api.pages.views.onward import steps_from
from api.wording.words import Words
from api_serving import Client
from graph.alignment.portfolio import (
    Basis,
    Coverage,
    Covered,
    Figure,
    Filters,
    Naming,
    Portfolio,
    Sum,
)
from graph.repository import Repository
from graph.store import Changes, Store
from graph_facts import BASE, in_graph, node
from pages_serving import Page, counted_client
from shipped_stores import shipped_store

SE331 = "http://data.europa.eu/nuts/code/SE331"
SDG = "http://metadata.un.org/sdg/"
SE312 = "http://data.europa.eu/nuts/code/SE312"
DALA = f"{BASE}id/document/dalarna/dalastrategin-2030"
RUS = f"{BASE}id/document/vastmanland/rus-2030"
MEASURED = """
sdg:C090501 sdgo:isIndicatorOf sdg:9.5 ; skos:notation "9.5.1" ; pg:higherIsBetter true .
<id/observation/x/1> pg:indicator sdg:C090501 ; sdmx-dimension:refArea nuts:SE331 ;
    sdmx-dimension:refPeriod "2019"^^xsd:gYear ; pg:observationRole pg:ActualRole ;
    sdmx-measure:obsValue 1.5 .
<id/observation/x/2> pg:indicator sdg:C090501 ; sdmx-dimension:refArea nuts:SE331 ;
    sdmx-dimension:refPeriod "2020"^^xsd:gYear ; pg:observationRole pg:ActualRole ; sdmx-measure:obsValue 2 .
"""


WAYS = ((False, False), (True, False), (False, True), (True, True))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = shipped_store(tmp_path_factory.mktemp("coverage") / "store")
    opened.apply(Changes(added=in_graph(node("graph/source/measured"), MEASURED)), opened.sequence + 1)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with counted_client(store) as opened:
        yield opened


@pytest.fixture(scope="module")
def portfolio(store: Store) -> Portfolio:
    return Portfolio(store)


@pytest.fixture(scope="module")
def reader(store: Store) -> Reader:
    return Reader(Repository(store), Words("sv"))  # type: ignore[arg-type]


def test_money_stands_in_millions_with_the_whole_sum_in_its_title(
    reader: Reader, portfolio: Portfolio
) -> None:
    view = matrix(reader, portfolio.goals_by_region(counting="parts"), whole=False, shows="SEK")
    region = next(index for index, each in enumerate(view.regions) if each.iri == SE331)
    cell = view.rows[8].cells[region]
    assert (view.shows, view.counting, view.unit) == ("SEK", "parts", "Beviljat stöd i miljoner SEK.")
    assert cell.shown.replace(",", "").isdecimal()
    assert f": {cell.shown} miljoner SEK, " in cell.title
    assert view.total.endswith("\xa0SEK till 30 av 40 projekt")


def test_money_says_of_how_many_projects_it_is_known_and_where_it_is_unknown(reader: Reader) -> None:
    def figure(*money: Sum) -> Figure:
        return Figure(29, 0, money)

    measure = Measure(reader, "SEK", in_millions=True)
    half, whole = (figure(Sum("SEK", Decimal(2_500_000), Decimal(0), known)) for known in (19, 29))
    told, other = (
        figure(Sum("SEK", Decimal(0), Decimal(0), 29)),
        figure(Sum("DKK", Decimal(9), Decimal(0), 1)),
    )
    assert measure.words(half) == "2,5 miljoner SEK till 19 av 29 projekt"
    assert measure.words(whole) == "2,5 miljoner SEK, 29 projekt"
    assert [measure.short(each) for each in (half, told, other, figure(), Figure())] == [
        "2,5",
        "0",
        "?",
        "?",
        "0",
    ]
    assert measure.words(other) == "inget stöd i SEK angivet, 29 projekt"
    assert measure.note([half, other]).startswith("Ett frågetecken")
    assert measure.note([half, told, Figure()]) == ""
    assert Measure(reader, "projects", in_millions=False).words(other) == "29 projekt"
    assert [
        Measure(reader, *shown).head for shown in (("SEK", True), ("SEK", False), ("projects", False))
    ] == [
        "Miljoner SEK",
        "SEK",
        "Projekt",
    ]


def test_a_currency_that_nothing_is_in_shows_projects(reader: Reader, portfolio: Portfolio) -> None:
    view = matrix(reader, portfolio.goals_by_region(), whole=False, shows="XXX")
    assert view.shows == "projects"
    assert view.choices[0][0] == "projects"
    assert {"SEK", "DKK"} & {value for value, _ in view.choices}


def test_what_is_little_but_not_nothing_has_the_lightest_shade() -> None:
    assert [shade(Decimal(each), Decimal(100)) for each in ("0", "0.5", "100")] == [0, 1, 5]


def test_coverage_says_in_words_what_each_cell_rests_on(reader: Reader, portfolio: Portfolio) -> None:
    view = coverage_view(reader, SE331, portfolio.say_fund_do(SE331, by_goal=True), rows="goals")
    nine, six = view.lines[8], view.lines[5]
    numbers, names = zip(*view.figures, strict=True)
    assert [bool(re.fullmatch(r"[1-9]\d* av 17 mål", number)) for number in numbers] == [True] * 3
    assert (numbers[2], names[2]) == (
        "1 av 17 mål",
        "går åt önskat håll; för 16 är utvecklingen okänd",
    )
    assert view.summary == ""
    assert [len(each.parts) > 0 for each in nine.said] == [True] * len(nine.said) != []
    assert (nine.is_funded, six.is_funded, nine.href) == (True, False, "/sv/goals/9?territory=nuts:SE331")
    assert nine.money[0][0].endswith("\xa0SEK")
    assert (nine.state, nine.done) == ("forward", "Åt önskat håll")
    assert [each.before[0] for each in nine.moved] == ["1,5 (2019)"]
    assert nine.moved[0].after[1].endswith("observation%2Fx%2F2")
    assert (six.state, six.moved) == ("unknown", ())


def test_money_that_nobody_told_is_unknown_and_not_none(reader: Reader) -> None:
    def covered(projects: int, *money: Sum) -> Covered:
        return Covered((), Figure(projects, 0, money), (), ())

    some, nothing = Sum("SEK", Decimal(1000), Decimal(250), 2), Sum("SEK", Decimal(0), Decimal(0), 3)
    rows = {
        f"{SDG}1": covered(0),
        f"{SDG}2": covered(3),
        f"{SDG}3": covered(3, nothing),
        f"{SDG}4": covered(3, some),
        f"{SDG}5": covered(2, some),
    }
    total = Figure(3, 1, (Sum("SEK", Decimal(1000), Decimal(250), 2),))
    view = coverage_view(reader, SE331, Coverage(SE331, rows, total, Basis(1, Filters())), rows="goals")
    assert [line.unpaid for line in view.lines[:3]] == [
        "Inget projekt",
        "Okänt: inget stöd angivet",
        "Inga pengar",
    ]
    assert [line.projects for line in view.lines[:3]] == [
        "",
        "3 projekt, varav 0\xa0% godtaget",
        "3 projekt, varav 0\xa0% godtaget",
    ]
    assert [line.money[0][1] for line in view.lines[3:]] == [
        "till 2 av 3 projekt, varav 25\xa0% godtaget",
        "2 projekt, varav 25\xa0% godtaget",
    ]
    assert view.total == "Varje projekt en gång: 1\xa0000\xa0SEK till 2 av 3 projekt."
    assert view.reviewed.startswith("25\xa0% av stödet (250\xa0SEK av 1\xa0000\xa0SEK) bidrar genom")
    assert view.summary == "1 mål har projekt, men ingen har angivit vad de fick."
    assert view.currency == "SEK"


def test_what_is_named_says_how_much_of_it_is_accepted(reader: Reader) -> None:
    def line(*accepted: bool) -> Covered:
        parts = (f"{BASE}id/objective/vastmanland/vision", RUS)
        named = tuple(Naming(RUS, part, own) for part, own in zip(parts, accepted, strict=False))
        return Covered(named, Figure(), (), ())

    rows = {f"{SDG}{number}": line(*own) for number, own in enumerate(WAYS, 1)}
    view = coverage_view(reader, SE331, Coverage(SE331, rows, Figure(), Basis(1, Filters())), rows="goals")
    assert [own.reviewed for own in (line.said[0] for line in view.lines)] == [
        "",
        "1 av 2 godtagna",
        "1 av 2 godtagna",
        "godtaget",
    ]
    assert view.reviewed == "3 av 4 nämnda mål nämns genom ett påstående som en människa har godtagit."
    assert view.total == ""
    rows = {f"{SDG}9.{number}": line(*own) for number, own in enumerate(WAYS, 1)} | {
        f"{SDG}9.5": Covered((), Figure(1), (), ())
    }
    view = coverage_view(reader, SE331, Coverage(SE331, rows, Figure(), Basis(1, Filters())), rows="targets")
    assert view.reviewed == "3 av 4 nämnda delmål nämns genom ett påstående som en människa har godtagit."
    assert [number for number, _ in view.figures[:2]] == ["4 av 5 delmål", "0 av 5 delmål"]
    assert view.summary == "1 delmål har projekt, men ingen har angivit vad de fick."


def test_a_part_does_not_say_what_the_whole_says(
    client: Client, reader: Reader, portfolio: Portfolio
) -> None:
    """The themes of the follow-up are parts of target areas; nobody said what they serve."""
    view = coverage_view(reader, SE312, portfolio.say_fund_do(SE312, by_goal=True), rows="goals")
    said = {
        (each.document.iri, part.code) for line in view.lines for each in line.said for part in each.parts
    }
    assert said == {(DALA, "1"), (DALA, "2"), (DALA, "3")}
    text = client.get("/sv/documents/dalarna/uppfoljning", accept="text/html").text
    assert "Ingen har ännu sagt vad dess mål bidrar till." in text
    assert 'Mål här är delar av mål i <a href="/sv/documents/dalarna/dalastrategin-2030"' in text
    assert "Mål här är delar av" not in client.get("/sv/documents/dalarna/dalastrategin-2030").text


def test_the_page_of_an_area_shows_the_measurements(client: Client) -> None:
    text = client.get("/sv/coverage?region=nuts:SE331", accept="text/html").text
    assert "1,5 (2019)" in text
    assert "<title>Sagt, finansierat, gjort: Västerbottens län – Policygraph</title>" in text
    assert '<span class="tag accepted">Åt önskat håll</span>' in text
    assert 'href="/sv/?show=SEK&amp;counting=parts#matrix"' in text
    assert "say-fund-do.csv?region=http" in text
    targets = client.get("/sv/coverage?region=nuts:SE331&rows=targets", accept="text/html").text
    assert targets.count('scope="row">') == 169


def test_a_value_is_called_by_what_was_measured_when_and_where(client: Client, reader: Reader) -> None:
    assert reader.label(f"{BASE}id/observation/x/1").text.endswith(": 2019, Västerbottens län, utfall")
    page = client.get(f"/sv/resource?iri={BASE}id/observation/x/2", accept="text/html").text
    assert ": 2020, Västerbottens län, utfall</h1>" in page
    followed = Page(client.get(f"/sv/resource?iri={SDG}C090501", accept="text/html").text)
    [series] = [each for each in followed.all("section") if each.attributes["aria-labelledby"] == "values"]
    assert "20191,5utfall" in series.text
    assert 'id="values"' not in page


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("documents?territory=nuts:SE331", "Strategier, planer och program: Västerbottens län"),
        ("what-if?territory=nuts:SE331", "Tänk om projekt försvann? Västerbottens län"),
    ],
)
def test_what_is_cited_names_the_area(client: Client, path: str, title: str) -> None:
    text = client.get(f"/sv/{path}", accept="text/html").text
    assert f"<title>{title} – Policygraph</title>" in text
    assert f"Policygraph: ”{title}”" in text


def test_what_strategies_name_is_unknown_until_somebody_has_said_it(client: Client, reader: Reader) -> None:
    text = client.get("/sv/coverage?region=nuts:SE123", accept="text/html").text
    assert "Ingen har ännu sagt vad områdets strategier bidrar till" in text
    assert text.count("Okänt: ingen strategi är kopplad än") == 17
    assert "Nämns inte" not in text
    silent = Coverage(SE331, {}, Figure(), Basis(1, Filters()), is_silent=True)
    assert covered_of(reader, silent).said == "okänt"
    assert "Nämns inte" in client.get("/sv/coverage?region=nuts:SE331", accept="text/html").text


def test_without_an_area_one_is_chosen(client: Client) -> None:
    text = client.get("/sv/coverage", accept="text/html").text
    assert '<select id="region"' in text
    assert "<table" not in text
    start = "/sv/coverage?region="
    offered = [href for each in Page(text).all("a") if (href := each.attributes["href"]).startswith(start)]
    assert len(offered) == 26
    assert client.get(offered[0], accept="text/html").status_code == 200


def test_an_area_is_chosen_among_the_regions_alone(reader: Reader) -> None:
    areas = [area.code for area in coverage_view(reader, None, None, rows="goals").areas]
    assert (len(areas), areas[0], areas[-1]) == (26, "SE221", "DK03")
    assert not [code for code in areas if not (code or "").startswith(("SE", "DK"))]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("coverage?region=nuts:XX", 400),
        ("coverage?region=sdg:9", 400),
        ("coverage?rows=all", 400),
        ("?counting=twice", 400),
        ("?show=nothing", 200),
    ],
)
def test_what_cannot_be_shown_is_told_on_a_page(client: Client, path: str, status: int) -> None:
    answer = client.get(f"/sv/{path}", accept="text/html")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")


def test_a_strategy_lists_its_gaps(client: Client, reader: Reader, portfolio: Portfolio) -> None:
    gaps = portfolio.gaps(RUS)
    shown = lacking_of(reader, gaps, 8)
    assert [each.text for each in shown] == [
        f"{len(gaps.without_project)} av 8 mål saknar projekt",
        f"{len(gaps.without_money)} av 8 mål saknar pengar",
        "8 av 8 mål saknar indikator",
    ]
    assert [each.thing.iri for each in shown[0].gaps] == list(gaps.without_project) != []
    text = client.get("/sv/documents/vastmanland/rus-2030", accept="text/html").text
    assert all(each.text in text for each in shown)
    for each in shown:
        opened = " open" if len(each.gaps) <= 3 else ""
        assert f"<details{opened}>\n<summary>{each.text}</summary>" in text
    assert "/sv/coverage?region=nuts:SE125" in text
    total = portfolio.objectives(RUS).total
    assert total.projects
    assert f"0 av {total.projects} bidrar genom ett påstående som en människa har godtagit" in text
    assert "0\xa0% av stödet (0\xa0SEK av " in text
    assert 'id="gaps"' not in client.get("/sv/documents/se/lag-2010-630", accept="text/html").text


def test_a_gap_leads_on(client: Client, reader: Reader, portfolio: Portfolio) -> None:
    area, gaps = reader.link(SE312), portfolio.gaps(DALA)
    bare, _, unmeasured = lacking_of(reader, gaps, 3, area)
    first = bare.gaps[1]
    near, state, search = [step.href for step in first.steps]
    listed = client.get(near, accept="text/html").text
    assert "/sv/projects/" in listed
    stated = client.get(state, headers={"Authorization": "Bearer none"}, accept="text/html")
    assert first.thing.iri in stated.text
    assert first.thing.label.text in client.get(search, accept="text/html").text
    assert [step.href for step in unmeasured.gaps[1].steps] == [search.replace("project", "indicator")]
    page = client.get("/sv/documents/dalarna/dalastrategin-2030", accept="text/html").text
    assert near.replace("&", "&amp;") in page


def test_the_way_on_depends_on_what_an_objective_reaches(reader: Reader) -> None:
    goal, target = (reader.link(f"http://metadata.un.org/sdg/{code}") for code in ("9", "9.5"))
    lone = reader.link(f"{BASE}id/objective/vastmanland/vision")
    area = reader.link(SE312)
    ways = {each.code: [step.text for step in steps_from(reader, each, area)] for each in (goal, target)}
    assert ways["9.5"][0] == "Projekt i Dalarnas län som bidrar till samma globala mål"
    assert ways["9"] == ways["9.5"][1:] == [step.text for step in steps_from(reader, target, None)]
    assert steps_from(reader, lone, area)[0].text == "Påstå vad målet bidrar till"


def test_an_objective_without_projects_says_what_was_looked_for(client: Client) -> None:
    path = "/sv/objectives/dalarna/target-area-1"
    everywhere = client.get(path, accept="text/html").text
    assert "Letat efter: projekt i alla områden, från vilka" in everywhere
    assert "Projekt i alla områden och program" not in everywhere
    programme = "id/programme/eu/se-erdf-2014-2020-norra-mellansverige"
    narrowed = client.get(f"{path}?territory=nuts:SE331&programme={programme}", accept="text/html").text
    assert "projekt i Västerbottens län med stöd från Regionalfondsprogrammet för" in narrowed
    assert f'<a href="{path}">Projekt i alla områden och program</a>' in narrowed


def test_words_that_find_nothing_together_are_offered_one_by_one(client: Client) -> None:
    text = client.get("/sv/search?q=vatten+xyzzy+bredband", accept="text/html").text
    assert [word for word in ("vatten", "bredband", "xyzzy") if f'/sv/search?q={word}"' in text] == [
        "vatten",
        "bredband",
    ]
    assert 'id="single"' not in client.get("/sv/search?q=xyzzy", accept="text/html").text


def test_pages_do_not_wait_for_the_first_gathering(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = client.app.state.services.portfolio
    monkeypatch.setattr(keeper, "_portfolio", None)
    monkeypatch.setattr(keeper, "_catch_up", lambda: None)
    monkeypatch.setattr("api.pages.gathered.PATIENCE", 0.0)
    for path in ("/sv/", "/sv/coverage?region=nuts:SE331"):
        answer = client.get(path, accept="text/html")
        assert answer.status_code == 200
        assert "Siffrorna räknas fram" in answer.text
