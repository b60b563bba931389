"""What a page shows and what its ways out give are the same: the rows of SPARQL, and data in each form."""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeVar
from urllib.parse import parse_qs, unquote, urlsplit
from zipfile import ZipFile

import pytest
from rdflib import Graph

from api_serving import Client
from graph.store import Store
from graph.terms import DEFAULT_BASE, compact, expand
from ontology import CONTEXT_JSONLD
from pages_serving import PAGES, Page, counted_client, get_page, shipped

DIVIDED = "SPARQL-frågan räknar hela stödet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Key = TypeVar("Key")
MEDIA = {
    "CSV": "text/csv",
    "XLSX": XLSX,
    "JSON": "application/json",
    "JSON-LD": "application/ld+json",
    "Turtle": "text/turtle",
}
VIEWS = {
    **PAGES,
    "changes": "changes",
    "changes-of": "changes?of=sdg:9",
    "trace-filtered": f"{PAGES['trace']}&confidence=0.5",
    "trace-of-objective": "trace?from=id/objective/vastmanland/target-area-2",
    "trace-of-document": "trace?from=id/document/vastmanland/rus-2030",
    "trace-down-all": "trace?from=sdg:9&direction=down&only=all",
    "trace-down-objectives": "trace?from=sdg:9&direction=down&only=objectives",
    "flow-in-parts": "flow?region=nuts:SE331&show=SEK&counting=parts",
    "what-if-of-region": "what-if?territory=nuts:SE331",
}
FORMS = {
    "question", "sparql", "what-if", "coverage", "trace-start", "check", "state", "help", "sign-in", "flow",
    "compare-start", "not-found",
}  # fmt: skip
"""Pages with something to fill in or to read, which show nothing of the graph."""
SHOWN = sorted(set(VIEWS) - FORMS)
OWN = {"questions", "sparql-answer", "sparql-bars", "sparql-net"}
"""The list of all questions, each of which opens by itself, and answers of SPARQL, which have its forms."""


EMPTY = {"search-nothing", "review-nothing", "why-not", "import"}
"""Pages that say that there is nothing."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with shipped(tmp_path_factory.mktemp("same") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with counted_client(store) as opened:
        yield opened


def outlets(page: Page) -> list[tuple[str, str]]:
    """Returns text and address of the links of the row of outlets."""
    start = next(n for n, each in enumerate(page.elements) if each.attributes.get("class") == "block outlets")
    links = (each for each in page.elements[start:] if each.tag == "a" and "footer" not in each.above)
    return [(each.text, each.attributes["href"]) for each in links]


def queries(page: Page) -> list[str]:
    addresses = [href for _, href in outlets(page) if "/sparql?query=" in href]
    return [parse_qs(urlsplit(href).query)["query"][0] for href in addresses]


def asked(store: Store, page: Page) -> list[list[dict[str, str]]]:
    """Returns the rows of each query that a page opens; IRIs are written short."""
    return [
        [{name: compact(term.value) for name, term in row.items()} for row in store.select(query)]  # type: ignore[union-attr]
        for query in queries(page)
    ]


def table(page: Page, number: int = 0) -> list[list[tuple[str, str]]]:
    """Returns the rows of a table as cells, each with its text and the address of its first link."""
    rows: list[list[tuple[str, str]]] = []
    start = [n for n, each in enumerate(page.elements) if each.tag == "table"][number]
    for each in page.elements[start + 1 :]:
        if "table" not in each.above:
            break
        if each.tag == "tr":
            rows.append([])
        elif each.tag in ("td", "th"):
            rows[-1].append((" ".join(each.text.split()), ""))
        elif each.tag == "a" and rows[-1] and not rows[-1][-1][1]:
            rows[-1][-1] = (rows[-1][-1][0], each.attributes["href"])
    return rows


def thing(href: str) -> str:
    """Returns the short IRI of the page that an address leads to."""
    parts = urlsplit(unquote(href))
    if parts.path.endswith("/resource"):
        return compact(parse_qs(parts.query)["iri"][0])
    kind, *rest = parts.path.split("/")[2:]
    if kind == "goals":
        return f"sdg:{rest[0]}"
    return f"{DEFAULT_BASE}id/{kind.removesuffix('s')}/{'/'.join(rest)}"


def number(text: str) -> Decimal:
    """Returns a number as Swedish pages write it; a question mark stands for no row."""
    return Decimal(re.sub(r"[^\d,]", "", text).replace(",", ".") or "0")


def as_shown(values: dict[Key, Decimal]) -> dict[Key, Decimal]:
    """Returns money as a view shows it: in millions with a decimal where some of it is much, else whole."""
    if max(values.values()) < 1_000_000:
        return {key: Decimal(int(value)) for key, value in values.items()}
    return {key: round(value / 1_000_000, 1) or Decimal("0.1") for key, value in values.items()}


@pytest.mark.parametrize("name", sorted(set(SHOWN) - OWN))
def test_every_view_opens_in_sparql(client: Client, name: str) -> None:
    page = Page(get_page(client, f"/sv/{VIEWS[name]}"))
    found = [each for each in page.all("a") if "/sparql?" in each.attributes.get("href", "")]
    assert any(each.text.startswith("Öppna i SPARQL") for each in found)
    for each in found:
        query = parse_qs(urlsplit(each.attributes["href"]).query)["query"][0]
        told = client.request("POST", "/sparql", data={"query": query}, headers={"accept": "text/csv"})
        assert told.status_code == 200, told.text
        assert told.text.splitlines()[0]


@pytest.mark.parametrize("name", SHOWN)
def test_every_view_is_there_in_every_form(client: Client, name: str) -> None:
    links = outlets(Page(get_page(client, f"/sv/{VIEWS[name]}")))
    data = [(text.split()[-1], href) for text, href in links if text.split()[-1] in MEDIA]
    wanted = {"CSV", "XLSX", "JSON", "JSON-LD"}
    if name in OWN - {"questions"}:
        wanted = {"JSON-LD"} if name == "sparql-net" else {"CSV", "XLSX", "JSON"}
    assert wanted <= {form for form, _ in data}
    for form, href in data:
        answer = client.get(href)
        assert answer.status_code == 200, (href, answer.text)
        kind = answer.headers["content-type"].partition(";")[0]
        assert kind == MEDIA[form] or (form == "JSON" and kind == "application/sparql-results+json")
        assert name in EMPTY or len(answer.content) > 40
        check(form, answer.content)


def check(form: str, content: bytes) -> None:
    """Checks that data can be read as what they are called."""
    if form == "XLSX":
        with ZipFile(io.BytesIO(content)) as book:
            assert book.testzip() is None
            assert "xl/workbook.xml" in book.namelist()
    if form in ("JSON-LD", "Turtle"):
        read(content, form)


def read(content: bytes, form: str = "JSON-LD") -> Graph:
    """Returns the triples of RDF; our context is read from where it ships, not over the network."""
    if form == "Turtle":
        return Graph().parse(data=content, format="turtle", publicID=DEFAULT_BASE)
    told = json.loads(content)
    if isinstance(told, dict) and told.get("@context") == f"{DEFAULT_BASE}ontology/context.jsonld":
        told["@context"] = json.loads(CONTEXT_JSONLD.read_text(encoding="utf-8"))["@context"]
    with warnings.catch_warnings():
        # rdflib 7.6 warns of its own parser's use of ConjunctiveGraph.
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        return Graph().parse(data=json.dumps(told), format="json-ld", base=DEFAULT_BASE)


@pytest.mark.parametrize("name", sorted(set(SHOWN) - OWN - EMPTY))
def test_the_triples_of_a_view_are_about_what_it_shows(client: Client, name: str) -> None:
    page = Page(get_page(client, f"/sv/{VIEWS[name]}"))
    named = {expand(thing(each)).value for each in shown_things(page)}
    for form, href in ((text, href) for text, href in outlets(page) if text.endswith("JSON-LD")):
        told = {str(term) for triple in read(client.get(href).content) for term in triple}
        is_empty = len(client.get(href.replace(".jsonld?", ".csv?")).text.splitlines()) < 2
        assert named & told or is_empty, (form, href)


def shown_things(page: Page) -> list[str]:
    """Returns the addresses of the pages of things that the main part of a page links."""
    links = (each.attributes["href"] for each in page.all("a") if "main" in each.above)
    kinds = r"/sv/((goals|projects|objectives|documents|programmes)/|resource\?)"
    return [href for href in links if re.match(kinds, href)]


@pytest.mark.parametrize("query", ["", "?show=SEK", "?show=DKK", "?show=SEK&counting=parts"])
def test_the_matrix_is_the_answer_of_its_query(client: Client, store: Store, query: str) -> None:
    page = Page(get_page(client, f"/sv/{query}"))
    shown = {
        (goal, place): number(cell.text)
        for cell in page.all("a")
        if "td" in cell.above
        and (found := re.match(r"/sv/goals/(\d+)\?territory=(.+)", cell.attributes["href"]))
        if number(cell.text) and (goal := f"sdg:{found[1]}") and (place := found[2])
    }
    [rows] = asked(store, page)
    if not query:
        told = {(row["goal"], row["region"]): Decimal(row["projects"]) for row in rows}
    else:
        rows = [row for row in rows if row["currency"] == query[6:9]]
        told = as_shown({(row["goal"], row["region"]): Decimal(row["granted"]) for row in rows})
    assert shown == told


@pytest.mark.parametrize("goal", ["", "sdg:9", "id/objective/vastmanland/target-area-2"])
@pytest.mark.parametrize("show", ["projects", "SEK", "SEK&counting=parts"])
def test_the_map_is_the_answer_of_its_query(client: Client, store: Store, goal: str, show: str) -> None:
    page = Page(get_page(client, f"/sv/map?goal={goal}&show={show}"))
    shown = {thing(row[0][1]): number(row[1][0]) for row in table(page)[1:] if number(row[1][0])}
    [rows] = asked(store, page)
    if show == "projects":
        told = {row["region"]: Decimal(row["projects"]) for row in rows}
    else:
        told = as_shown({row["region"]: Decimal(row["granted"]) for row in rows if row["currency"] == "SEK"})
    assert shown == told


@pytest.mark.parametrize(
    "query",
    [
        "region=nuts:SE331",
        "programme=id/programme/eu/se-erdf-2014-2020-ovre-norrland",
        "document=id/document/vastmanland/rus-2030",
        "document=id/document/vastmanland/rus-2030&region=nuts:SE125",
    ],
)
def test_the_flow_is_the_answer_of_its_queries(client: Client, store: Store, query: str) -> None:
    page = Page(get_page(client, f"/sv/flow?{query}"))
    steps = {(thing(row[0][1]), thing(row[1][1])): row[2:] for row in table(page)[1:]}
    counts, money = asked(store, page)
    ends = ("from", "to") if "from" in counts[0] else ("programme", "goal")
    told = {(row[ends[0]], row[ends[1]]): int(row["projects"]) for row in counts}
    assert steps
    assert {pair: int(number(cells[0][0])) for pair, cells in steps.items()} == told
    for row in money:
        shown = steps[row[ends[0]], row[ends[1]]][1][0]
        assert f"{round(Decimal(row['granted']))}" in re.sub(r"\D", "", shown)
    assert {(row[ends[0]], row[ends[1]]) for row in money} == {
        pair for pair, cells in steps.items() if "SEK" in cells[1][0] or "DKK" in cells[1][0]
    }


@pytest.mark.parametrize("path", ["goals/9", "goals/9.5", "goals/9?territory=nuts:SE331"])
def test_the_projects_of_a_goal_are_the_answer_of_its_query(client: Client, store: Store, path: str) -> None:
    text = get_page(client, f"/sv/{path}")
    [rows] = asked(store, Page(text))
    found = re.search(r"([\d\xa0]+) projekt", text)
    assert found is not None
    assert int(found[1]) == len(rows)
    listed = {thing(href) for href in shown_things(Page(text)) if "/projects/" in href}
    assert listed <= {row["project"] for row in rows}
    assert len(listed) == min(20, len(rows))


def test_money_that_a_query_does_not_divide_is_said_so(client: Client) -> None:
    assert DIVIDED in get_page(client, f"/sv/{VIEWS['flow-in-parts']}")
    assert DIVIDED not in get_page(client, "/sv/flow?region=nuts:SE331&show=SEK")


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
@pytest.mark.parametrize(
    "name", ["search", "trace", "trace-down", "trace-filtered", "what-if-off", "changes-of", "flow-in-parts"]
)
def test_a_query_that_differs_says_how(client: Client, lang: str, name: str) -> None:
    page = get_page(client, f"/{lang}/{VIEWS[name]}")
    row = page[page.index('class="block outlets"') :]
    assert "SPARQL" in row[row.index("</ul>") : row.index("<details")]


def test_what_a_search_finds_by_its_name_is_in_the_answer_of_its_query(client: Client, store: Store) -> None:
    page = Page(get_page(client, "/sv/search?q=vatten"))
    [rows] = asked(store, page)
    links = (each for each in page.all("a") if "main" in each.above and "vatten" in each.text.lower())
    hrefs = {each.attributes["href"] for each in links} & set(shown_things(page))
    assert hrefs
    assert {thing(href) for href in hrefs} <= {row["thing"] for row in rows}


def test_the_changes_of_a_thing_are_those_that_name_it(client: Client) -> None:
    told = client.get("/api/v1/commits?of=sdg:9").json()
    assert told["items"]
    assert told == client.get("/api/v1/commits?of=http://metadata.un.org/sdg/9").json()
    assert client.get("/api/v1/commits?of=id/project/x/none").status_code == 400
