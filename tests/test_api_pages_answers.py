"""Answers as a reader sees them: forms that agree with their answers, cells in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from api.pages.reader import Reader
from api.pages.views.answers import AnswerCell, Table, table_of
from api.pages.views.documents import document_view
from api.pages.views.question_fields import fields_of
from api.pages.views.questions import question_groups
from api.pages.views.resources import resource_view
from api.wording.words import Words
from api_serving import Client, filled_store
from graph.questions import load_questions
from graph.repository import Repository
from graph.store import Store
from graph.terms import DEFAULT_BASE, Term, boolean, day, decimal, expand, integer, text
from pages_serving import Element, Page, get_page, pages_client
from shipped_stores import shipped_store

STATEMENT = f"{DEFAULT_BASE}id/alignment/national/miljomal-3-14.3"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = shipped_store(tmp_path_factory.mktemp("answers") / "store")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Client:
    return pages_client(store)


@pytest.fixture
def reader(store: Store) -> Reader:
    return Reader(Repository(store), Words("sv"))


def table(reader: Reader, **row: Term) -> Table:
    return table_of(reader, [row], list(row))


def cell(reader: Reader, **row: Term) -> AnswerCell:
    return table(reader, **row).rows[0][0]


def rows_shown(page: Page) -> list[str]:
    """Returns the address of what each row of the answer begins with."""
    links = [row.attributes["href"] for row in page.all("a") if "/projects/" in row.attributes["href"]]
    return [link for link in links if link.startswith("/sv/projects/")]


def beside(page: Page) -> dict[str, str]:
    """Returns the addresses of the rows before and after those that are shown."""
    links = (element.attributes for element in page.all("a"))
    return {each["rel"]: unescape(each["href"]) for each in links if each.get("rel") in ("prev", "next")}


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Client]:
    """Gives pages of a store in which 130 projects have one place."""
    told = "\n".join(
        f"""<id/project/x/{n}> a <https://w3id.org/policygraph#Project> ;
            <http://purl.org/dc/terms/spatial> <http://data.europa.eu/nuts/code/SE125> ."""
        for n in range(130)
    )
    place = """<http://data.europa.eu/nuts/code/SE125> a <http://purl.org/dc/terms/Location> ; <http://www.opengis.net/ont/geosparql#sfWithin>
        <http://data.europa.eu/nuts/code/SE125> ."""
    opened = filled_store(tmp_path / "store", told + place)
    yield pages_client(opened)
    opened.close()


def test_a_long_answer_is_read_page_by_page(crowded: Client) -> None:
    path, seen, captions = "/sv/questions/projects-in-territory?territory=nuts:SE125", [], []
    while path:
        page = Page(get_page(crowded, path))
        seen += [rows_shown(page)]
        captions += [caption.text for caption in page.all("caption")]
        path = beside(page).get("next", "")
    assert [len(rows) for rows in seen] == [60, 60, 10]
    assert len({row for rows in seen for row in rows}) == 130
    assert captions == ["Raderna 1–60", "Raderna 61–120", "Raderna 121–130"]
    listed = next(a.attributes["href"] for a in page.all("a") if ".csv" in a.attributes["href"])
    assert len(crowded.get(unescape(listed)).text.splitlines()) == 131
    back = Page(get_page(crowded, beside(page)["prev"]))
    assert rows_shown(back) == seen[1]


def test_an_answer_that_ends_before_is_not_said_to_be_empty(crowded: Client) -> None:
    path = "/sv/questions/projects-in-territory?territory=nuts:SE125&offset=200"
    assert [caption.text for caption in Page(get_page(crowded, path)).all("caption")] == ["Raderna 1–60"]
    assert crowded.get(path.replace("200", "-1"), accept="text/html").status_code == 400


def test_an_answer_that_is_shown_whole_counts_its_rows(client: Client) -> None:
    page = Page(get_page(client, "/sv/questions/goal-counts"))
    assert [caption.text for caption in page.all("caption")] == ["17 rader"]
    assert beside(page) == {}


def chosen(page: Page) -> dict[str, str]:
    """Returns the choice that is selected in each select, by the order of the page."""
    found: dict[str, str] = {}
    name = ""
    for element in page.elements:
        name = element.attributes.get("name", name) if element.tag == "select" else name
        if element.tag == "option" and "selected" in element.attributes:
            found[name] = element.text
    return found


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("goal=sdg:9&territory=nuts:SE331", {"goal": "9", "territory": "SE331"}),
        ("goal=http://metadata.un.org/sdg/9", {"goal": "9"}),
        ("goal=sdg:9&territory=id/area/se-kommun/2480", {"goal": "9", "territory": "2480"}),
        ("goal=sdg:9.5", {"goal": "9.5"}),
    ],
)
def test_a_form_shows_what_its_answer_is_about(client: Client, given: str, shown: dict[str, str]) -> None:
    page = Page(get_page(client, f"/sv/questions/ways-to-goal-counted?{given}"))
    assert {name: text.split()[0] for name, text in chosen(page).items()} == shown


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("questions/goals-of-document?document=id/document/vastmanland/rus-2030", "Svar"),
        ("questions/projects-serving-goal?goal=sdg:9&territory=id/area/se-kommun/2480", "Svar"),
        ("resource?iri=id/organisation/se/region-vastmanland", "Region Västmanland"),
        ("goals/9?territory=id/area/se-kommun/2480", "Projekt som bidrar"),
        ("documents?territory=id/area/se-kommun/2480", "Strategier, planer och program"),
    ],
)
def test_a_path_from_the_base_names_a_thing(client: Client, path: str, heading: str) -> None:
    answer = client.get(f"/sv/{path}", accept="text/html")
    assert answer.status_code == 200
    assert heading in [element.text.strip() for element in Page(answer.text).all("h1", "h2")]


def test_cells_are_written_as_the_language_writes_them(reader: Reader) -> None:
    assert cell(reader, day=day("2020-12-31")).label.text == "31 december 2020"
    assert cell(reader, late=boolean("true")).label.text == "Ja"
    assert cell(reader, inferred=boolean("false")).label.text == "Nej"
    assert cell(reader, projects=integer("2000")).label.text == "2\xa0000"
    assert cell(reader, end=integer("2030")).label.text == "2030"
    assert cell(reader, confidence=decimal("0.65")).label.text == "65\xa0%"
    assert cell(reader, direction=text("above")).label.text == "över"
    assert cell(reader, status=expand("pg:ProposedStatus")).label.text == "förslag"


def test_an_amount_carries_its_currency(reader: Reader) -> None:
    shown = table(reader, currency=text("SEK"), granted=decimal("245652519"))
    assert [head.name for head in shown.columns] == ["Beviljat stöd"]
    assert shown.rows[0][0].label.text == "245\xa0652\xa0519\xa0SEK"
    without = table(reader, granted=decimal("5"), currency=text(""))
    assert without.rows[0][0].label.text == "5"


def test_the_head_of_numbers_stands_above_them(reader: Reader) -> None:
    shown = table(reader, goal=expand("sdg:9"), projects=integer("3"))
    assert [head.is_number for head in shown.columns] == [False, True]
    assert [head.name for head in shown.columns] == ["Globalt mål", "Projekt"]


def test_goals_stand_in_the_order_of_their_numbers(client: Client) -> None:
    page = Page(get_page(client, "/sv/questions/goal-counts"))
    goals = [link for link in page.all("a") if link.attributes["href"].startswith("/sv/goals/")]
    assert [link.text.split()[0] for link in goals] == [str(number) for number in range(1, 18)]


def test_questions_are_listed_by_title(reader: Reader) -> None:
    for group in question_groups(reader, load_questions()):
        titles = [item.title for item in group.items]
        assert titles == sorted(titles)


def test_a_value_that_is_no_iri_stays_in_its_field(reader: Reader) -> None:
    fields = fields_of(reader, load_questions()["goals-of-document"], {"document": "xx:1"})
    assert fields[0].value == "xx:1"


def test_a_statement_is_called_by_what_it_says(reader: Reader) -> None:
    view = resource_view(reader, STATEMENT)
    assert view.thing.label.text == "3 Bara naturlig försurning bidrar till 14.3 Motverka havens försurning"
    assert view.hop is not None
    assert view.hop.proof is not None
    assert view.hop.proof.status_text == "förslag"
    assert view.hop.proof.author is not None
    assert view.hop.proof.author.label.text == "Policygraphs redaktion"
    shown = {each.term: each.values[0].label.text for each in view.sources[0].statements}
    assert shown["sssom:mapping_justification"] == "Bedömt av människor"
    assert "T09" not in shown["dct:created"]


def test_a_document_says_which_goals_it_serves(reader: Reader) -> None:
    served = document_view(reader, f"{DEFAULT_BASE}id/document/vasterbotten/rus-2020").goals
    numbered = [int(each.goal.code) for each in served if each.goal.code]
    assert numbered == sorted(numbered)
    assert 9 in numbered
    assert all(each.through and each.authors and each.is_inference for each in served)


def test_a_document_that_no_project_reaches_says_why(client: Client) -> None:
    page = get_page(client, "/sv/documents/vasterbotten/rus-2020")
    assert "Inget samband leder ännu från ett projekt" in page


def test_parts_are_counted_in_the_territory_of_the_page(client: Client) -> None:
    everywhere, there = (
        parts(Page(get_page(client, f"/sv/goals/9{query}"))) for query in ("", "?territory=nuts:SE331")
    )
    assert list(everywhere) == list(there)
    assert all(there[code] <= everywhere[code] for code in everywhere)
    assert sum(there.values()) < sum(everywhere.values())
    assert "Antalet projekt i Västerbottens län" in get_page(client, "/sv/goals/9?territory=nuts:SE331")


def parts(page: Page) -> dict[str, int]:
    rows = [element for element in page.all("td") if element.attributes.get("class", "").startswith("number")]
    codes = [element for element in page.all("td") if element.attributes.get("class") == "date"]
    return {code.text: int(row.text) for code, row in zip(codes, rows, strict=True)}


def test_a_text_in_another_language_says_which(client: Client) -> None:
    page = Page(get_page(client, "/sv/resource?iri=id/alignment/national/miljomal-3-14.3"))
    assert "(engelska)" in [note(element) for element in page.all("span")]


def note(element: Element) -> str:
    return element.text.strip()


@pytest.mark.parametrize(("lang", "first"), [("sv", "SE"), ("da", "DK"), ("en", "SE")])
def test_the_readers_own_regions_come_first(client: Client, lang: str, first: str) -> None:
    page = Page(get_page(client, f"/{lang}/goals/9"))
    values = [each.attributes["value"] for each in page.all("option") if each.attributes["value"]]
    assert values[0].startswith(f"http://data.europa.eu/nuts/code/{first}")


@pytest.mark.parametrize(("words", "folded"), [(3, False), (200, True)])
def test_a_long_description_is_folded_away(tmp_path: Path, words: int, folded: bool) -> None:
    said = " ".join(["ord"] * words)
    turtle = f"""<id/project/x/1> a <https://w3id.org/policygraph#Project> ;
        <http://purl.org/dc/terms/description> "{said}"@sv ."""
    store = filled_store(tmp_path / "store", turtle)
    page = Page(get_page(pages_client(store), "/sv/projects/x/1"))
    assert any(said in element.text for element in page.all("p"))
    summaries = [note(element) for element in page.all("summary")]
    assert ("Läs hela beskrivningen" in summaries) is folded
    store.close()


def test_a_field_says_that_it_may_be_left_empty(reader: Reader) -> None:
    hints = {
        field.name: field.hint
        for name in ("disagreements", "ways-to-goal", "goals-of-strategy", "claims-of")
        for field in fields_of(reader, load_questions()[name], {})
    }
    assert hints["territory"] == "Kan lämnas tomt"
    assert hints["goal"] == hints["document"] == ""
    assert hints["subject"].startswith("Skriv namn eller kod")
    optional = fields_of(reader, load_questions()["disagreements"], {})
    assert optional[0].hint.startswith("Kan lämnas tomt. Skriv namn")
    assert fields_of(reader, load_questions()["horizons-passing"], {})[0].hint == "Till exempel: 2030"


COUNTED = f"document={DEFAULT_BASE}id/document/vastmanland/rus-2030"


def escaped(given: str) -> str:
    name, value = given.split("=", 1)
    return f"{name}={quote(value, safe='')}"


def test_an_answer_that_the_portfolio_gives_says_so_and_is_that_of_the_store(
    client: Client, store: Store
) -> None:
    told = client.get(f"/api/v1/questions/objective-counts/answer?{COUNTED}").json()
    assert told["portfolio"] == store.sequence
    asked = Repository(store).run("objective-counts", dict([COUNTED.split("=", 1)]))
    assert asked.told is None
    assert told["sparql"] == asked.query
    rows = [(row["objective"]["value"], row["projects"]["value"]) for row in told["rows"]]
    assert rows == [tuple(getattr(cell, "value", "") for cell in row) for row in asked.rows]
    page = unescape(get_page(client, f"/en/questions/objective-counts?{COUNTED}"))
    assert f"as of revision {store.sequence}" in page
    assert "after 30 seconds a query is given up" in page
    assert f'<a href="/api/v1/questions/objective-counts/answer.csv?{escaped(COUNTED)}&limit=1000' in page
    assert asked.query.strip() in page


def test_the_store_is_asked_where_several_values_are_given(client: Client) -> None:
    several = f"{COUNTED}&document={DEFAULT_BASE}id/document/vasterbotten/rus-2014-2020"
    told = client.get(f"/api/v1/questions/objective-counts/answer?{several}").json()
    assert told["portfolio"] is None
    assert len({row["objective"]["value"].split("/")[-2] for row in told["rows"]}) == 2
    unfit = client.get("/api/v1/questions/objective-counts/answer?document=nuts:SE125")
    assert (unfit.status_code, unfit.json()["type"].rpartition("/")[2]) == (400, "filter-unfit-document")
    assert (
        client.get("/api/v1/questions/projects-in-territory/answer?territory=nuts:SE125").json()["portfolio"]
        is None
    )
