"""The list of projects that serve a goal: through what, who says so, where that stands, and what is known."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest

from api.iris import page_url
from api.pages.reader import Link, Reader
from api.pages.views.flow import flow_view
from api.pages.views.granted import amounts_of, resting
from api.pages.views.serving import MOST_PLACES, Listed, places_of, serving, shown_of, summary_of
from api.wording.words import Words
from api_serving import Client, client_of, filled_store
from graph.alignment.portfolio import Apart, Basis, Figure, Filters, Flow, Granted, Held, Share, Sum
from graph.repository import Repository
from graph.terms import DEFAULT_BASE
from ontology.languages import LANGUAGES
from pages_serving import Page, counted_client, get_page, shipped

GOALS = ("9", "13", "9.5")
PROJECT = """
    @prefix pg: <https://w3id.org/policygraph#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <id/project/x/p> a pg:Project ; skos:prefLabel "Ett"@sv .
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped(tmp_path_factory.mktemp("serving") / "store") as store, counted_client(store) as opened:
        yield opened


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(Repository(filled_store(tmp_path / "store", PROJECT)), Words("sv"))


@pytest.mark.parametrize("goal", GOALS)
def test_each_row_leads_to_the_statements_of_the_first_chain(client: Client, goal: str) -> None:
    html = get_page(client, f"/sv/goals/{goal}")
    projects = client.get(f"/api/v1/projects?goal=sdg:{goal}&limit=20").json()["items"]
    assert projects
    rows = html.split('<ol class="rows">')[1].split("<h3>")[1:]
    for project, row in zip(projects, rows, strict=True):
        start = quote(project["iri"], safe=":/")
        [chain, *_] = client.get(f"/api/v1/chains?from={start}&goal=sdg:{goal}&limit=1").json()["items"]
        stated = [hop["alignment"] for hop in chain["hops"] if hop["alignment"]]
        assert stated
        told = row.partition('<p class="known said">')[2]
        for alignment in stated:
            assert escape(page_url(alignment["iri"], DEFAULT_BASE, "sv")) in told
        assert told.count("(förslag") + told.count("(godtaget") == len(stated)
        # One who says two steps is named for each, and it is told why.
        assert ("steg för steg" in told) is (len(stated) > 1)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["goals/13?territory=nuts:SE331", "goals/9?offset=20", "goals/9.5"])
def test_what_stands_above_is_what_the_portfolio_says(client: Client, lang: str, path: str) -> None:
    page = Page(get_page(client, f"/{lang}/{path}"))
    assert page.faults == []
    assert not any("pages." in each.text for each in page.all("p"))
    goal, _, query = path.removeprefix("goals/").partition("?")
    region = query.removeprefix("territory=") if query.startswith("territory") else ""
    kind = "targets" if "." in goal else "goals"
    rows = client.get(f"/api/v1/portfolio/{kind}?region={region}").json()["items"]
    [figure] = [each for each in rows if each["code"] == goal]
    words, told = Words(lang), [" ".join(each.text.split()) for each in page.all("p")]
    money = next(own for own in figure["money"] if own["currency"] == "SEK")
    amount = " ".join(words.money(Decimal(money["value"]), "SEK").split())
    assert any(amount in each for each in told)
    key = "accepted" if figure["accepted"] else "accepted-none"
    reviewed = words(f"objective.{key}", accepted=figure["accepted"], all=figure["projects"])
    assert " ".join(reviewed.split()) in told


def held(places: tuple[str, ...] = (), regions: tuple[str, ...] = ()) -> Held:
    return Held((), (), places, regions, (), None, None)


def test_a_row_names_few_places_and_counts_the_others() -> None:
    assert places_of(None, None) == ()
    assert places_of(held(("b", "a"), ("r",)), None) == ("a", "b")
    many = held(tuple("abc"), ("r2", "r1", "r3"))
    assert places_of(many, "r3") == ("r3", "r1", "r2")
    assert places_of(held(tuple("abc")), None) == ("a", "b", "c")


def test_what_nobody_told_of_a_project_is_said_to_be_unknown(reader: Reader) -> None:
    iri = f"{DEFAULT_BASE}id/project/x/p"
    row = serving(reader, Listed(iri, None, held(), ("urn:a", "urn:b", "urn:c")))
    assert (row.money, row.period, row.said, row.confidence) == (("inget stöd angivet",), None, (), None)
    assert (len(row.places), row.elsewhere) == (MOST_PLACES, "och 1 till")


@pytest.mark.parametrize(
    ("whole", "accepted", "money", "reviewed"),
    [
        (Share(29, (Granted("SEK", Decimal(5000), 19),)), 4, "till 19 av 29 projekt", "4 av 29"),
        (Share(2, (Granted("EUR", Decimal(7), 2), Granted("SEK", Decimal(9), 1))), 2, "7 EUR; 9 SEK", "Alla"),
        (Share(1, ()), 0, "okänt", "0 av 1"),
        (Share(1, (Granted("SEK", Decimal(0), 1),)), 1, "inga pengar", "Alla"),
    ],
)
def test_a_sum_says_of_how_many_projects_it_is_known(
    reader: Reader, whole: Share, accepted: int, money: str, reviewed: str
) -> None:
    told = summary_of(reader, whole.projects, None, None, Apart(whole, accepted, {}, {}))
    assert money in " ".join(told.money.split())
    assert told.reviewed.startswith(reviewed)
    assert summary_of(reader, whole.projects, None, None, None).money == ""


def test_money_of_a_programme_or_an_area_says_so(reader: Reader) -> None:
    place, funder = (Link(name, reader.label(name), "") for name in ("urn:place", "urn:fund"))
    share = Share(1, (Granted("SEK", Decimal(10), 1),))
    told = summary_of(reader, 1, place, funder, Apart(share, 0, {}, {}))
    assert told.money.startswith(f"Beviljat av {funder.label.text}: 10")
    assert told.money.endswith("räknas med hela sitt stöd.")
    assert place.label.text in told.found


def test_a_shared_link_and_a_citation_say_where(client: Client) -> None:
    page = get_page(client, "/sv/goals/13?territory=nuts:SE331")
    assert "13 Bekämpa klimatförändringarna: Västerbottens län" in Page(page).all("title")[0].text
    assert "”13 Bekämpa klimatförändringarna: Västerbottens län”. Version" in page
    assert "Västerbottens län" not in Page(page).all("h1")[0].text


def test_a_page_says_which_it_shows(reader: Reader) -> None:
    assert shown_of(reader, range(9), 20, 29) == "Visar 21–29 av 29."
    assert shown_of(reader, range(3), 0, 3) is None
    assert shown_of(reader, (), 40, 29) is None


def test_the_list_is_told_while_figures_are_gathered(tmp_path: Path) -> None:
    with shipped(tmp_path / "store") as store, client_of(store) as opened:
        page = get_page(opened, "/sv/goals/9")
        assert '<p class="known said">' in page
        assert "Beviljat stöd" not in page


@pytest.mark.parametrize(
    ("figure", "shows", "says"),
    [
        (Figure(), "projects", ""),
        (Figure(4, 1), "projects", "1 av 4 bidrar"),
        (
            Figure(4, 1, (Sum("SEK", Decimal(800), Decimal(200), 4),)),
            "SEK",
            "25 % av stödet (200 SEK av",
        ),
        (Figure(4, 0, (Sum("SEK", Decimal(0), Decimal(0), 4),)), "SEK", "0 % av stödet"),
        (Figure(4, 4, (Sum("SEK", Decimal(1), Decimal(1), 4),)), "DKK", "Alla bidrar"),
    ],
)
def test_a_figure_says_how_much_of_it_rests_on_accepted_statements(
    reader: Reader, figure: Figure, shows: str, says: str
) -> None:
    assert " ".join(resting(reader, figure, shows).split()).startswith(says)


def test_money_that_no_list_tells_flows_in_dashes_and_the_page_says_so(reader: Reader) -> None:
    told = Figure(4, 0, (Sum("SEK", Decimal(800), Decimal(0), 4),))
    links = {("urn:a", "urn:b"): told, ("urn:a", "urn:c"): Figure(2), ("urn:a", "urn:d"): nothing()}
    flow = Flow((("urn:a",), ("urn:b", "urn:c", "urn:d")), links, told, Basis(1, Filters(), "full", ()))
    view = flow_view(reader, {"region": "urn:a"}, flow, shows="SEK", counting="full")
    assert view.picture is not None
    assert [each.is_unknown for each in view.picture.bands] == [False, True]
    assert view.unknown
    known = Flow(flow.columns, {("urn:a", "urn:b"): told}, told, flow.basis)
    assert not flow_view(reader, {"region": "urn:a"}, known, shows="SEK", counting="full").unknown


def nothing() -> Figure:
    """Returns projects that were granted nothing, which somebody said: no band."""
    return Figure(1, 0, (Sum("SEK", Decimal(0), Decimal(0), 1),))


def test_the_money_of_most_projects_comes_first(reader: Reader) -> None:
    few, most = Sum("DKK", Decimal(9), Decimal(0), 1), Sum("SEK", Decimal(5), Decimal(0), 3)
    assert amounts_of(reader, (few, most), 4) == (
        "5\xa0SEK till 3 av 4 projekt",
        "9\xa0DKK till 1 av 4 projekt",
    )
