"""The ways out of a page: data by link and by Accept, SPARQL, citation, embedding, feeds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from api.pages.citing import Citation
from api.pages.views.feed import legible
from api_serving import Client
from graph.commits import Writer
from graph.store import Changes, Store
from graph.terms import DEFAULT_BASE
from graph_facts import in_graph, node
from pages_serving import PAGES, Page, counted_client, get_page, shipped

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
SHOWING = (
    "front",
    "front-money",
    "goals",
    "goal",
    "goal-in-region",
    "project",
    "documents-of-region",
    "tree",
    "objective",
    "search",
    "answer",
    "coverage-of-region",
    "trace",
    "trace-down",
    "flow-of-strategy",
    "map",
    "compare",
)
ATOM = "{http://www.w3.org/2005/Atom}"
EMBEDDED = (
    "matrix",
    "matrix?show=SEK&counting=parts",
    PAGES["trace"],
    PAGES["map"],
    PAGES["flow-of-strategy"],
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with shipped(tmp_path_factory.mktemp("outlets") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with counted_client(store) as opened:
        yield opened


def row(page: Page, label: str = "Samma som data") -> dict[str, str]:
    """Returns the links of the row of outlets by their texts, of two that are called so the first."""
    start = next(n for n, each in enumerate(page.elements) if each.attributes.get("aria-label") == label)
    links = (each for each in page.elements[start:] if each.tag == "a" and "nav" in each.above)
    pairs = [(each.text, each.attributes["href"]) for each in links if "footer" not in each.above]
    return dict(reversed(pairs))


@pytest.mark.parametrize("name", SHOWING)
def test_every_view_is_there_as_data(client: Client, name: str) -> None:
    links = row(Page(get_page(client, f"/sv/{PAGES[name]}")))
    for form in ("CSV", "XLSX", "JSON", "JSON-LD"):
        answer = client.get(links[form])
        assert answer.status_code == 200, links[form]
        assert len(answer.content) > 40


@pytest.mark.parametrize("name", SHOWING)
def test_accept_leads_to_the_data_and_a_browser_to_the_page(client: Client, name: str) -> None:
    path = f"/sv/{PAGES[name]}"
    shown = client.get(path, accept=BROWSER)
    assert (shown.status_code, shown.headers["vary"].split(", ")[0]) == (200, "Accept")
    for accept in (CSV, XLSX, "application/ld+json", "application/json;q=0.9, text/html;q=0.1"):
        answer = client.get(path, accept=accept)
        assert answer.status_code == 303
        assert answer.headers["location"] in row(Page(shown.text)).values()
    assert client.get(path, accept="image/png").headers["content-type"].startswith("text/html")


def test_the_projects_of_a_goal_are_all_in_the_table(client: Client) -> None:
    page = get_page(client, "/sv/goals/9")
    count = int(re.search(r"(\d+) projekt", page)[1])  # type: ignore[index]
    lines = client.get(row(Page(page))["CSV"]).text.splitlines()
    assert count > 20
    assert len(lines) == count + 1


@pytest.mark.parametrize(
    ("path", "variables"),
    [
        ("", ["region", "goal", "projects", "accepted"]),
        ("goals/9?territory=nuts:SE331", ["project"]),
        ("documents/vasterbotten/rus-2020", ["objective", "currency", "projects", "granted"]),
    ],
)
def test_the_same_is_open_in_sparql(client: Client, path: str, variables: list[str]) -> None:
    href = row(Page(get_page(client, f"/sv/{path}")))["Öppna i SPARQL"]
    query = parse_qs(urlsplit(href).query)["query"][0]
    told = client.request("POST", "/sparql", data={"query": query}, headers={"accept": "application/json"})
    assert told.json()["head"]["vars"][: len(variables)] == variables
    assert told.json()["results"]["bindings"]


def test_a_page_is_cited_with_its_filters_and_its_revision(client: Client, store: Store) -> None:
    path = "/sv/goals/9?territory=nuts:SE331"
    links = row(Page(get_page(client, path)))
    address = f"http://127.0.0.1:8000{path}"

    told = client.get(links["CSL-JSON"]).json()[0]
    assert told["URL"] == address
    assert told["version"] == str(store.sequence)
    commit, _, data = told["note"].partition(", data: ")
    assert commit == f"http://127.0.0.1:8000/id/commit/{store.sequence}"
    assert data == f"http://127.0.0.1:8000{links['Hela grafen i den här versionen']}"
    assert client.get(links["Hela grafen i den här versionen"]).headers["content-type"] == "application/gzip"
    assert told["type"] == "webpage"

    text = client.get(links["BibTeX"])
    assert text.headers["content-type"].startswith("application/x-bibtex")
    assert text.headers["content-disposition"].endswith('.bib"')
    assert f"url = {{{address}}}" in text.text
    assert client.get(path, accept="application/x-bibtex").headers["location"] == links["BibTeX"]
    assert f"Version {store.sequence}" in get_page(client, path)


@pytest.mark.parametrize("form", ["ris", "bibtex", ""])
def test_a_form_of_reference_that_there_is_not_is_refused_on_the_page(client: Client, form: str) -> None:
    answer = client.get(f"/sv/goals/9?cite={form}", accept="text/html")
    assert answer.status_code == 400
    assert f"Värdet {form} för parametern cite erbjuds inte. Använd något av: bib, json." in answer.text


def test_a_reference_is_sound_whatever_the_title_holds() -> None:
    title = '50 % av {A} & B_1 ~ "C" \\d'
    at, read = datetime(2026, 11, 25, 12, tzinfo=UTC), date(2026, 11, 26)
    cited = Citation(title, "http://x/", "/sv/?a=b", 7, "http://x/id/commit/7", at, read, "sv")
    [told] = json.loads(cited.csl)
    assert told["title"] == title
    assert told["issued"] == {"date-parts": [[2026, 11, 25]]}
    assert r"title = {{50 \% av \{A\} \& B\_1 \~{} " in cited.bibtex
    assert cited.bibtex.count("\n}") == 1
    assert cited.csl_href == "/sv/?a=b&cite=json"
    assert cited.text == (
        f"Policygraph: ”{title}”. Version 7, 25 november 2026. http://x/sv/?a=b (läst 26 november 2026)."
    )


@pytest.mark.parametrize("path", EMBEDDED)
@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_matrix_chains_map_and_flow_may_stand_in_other_sites(client: Client, lang: str, path: str) -> None:
    answer = client.get(f"/embed/{lang}/{path}", accept="text/html")
    page = Page(answer.text)
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert page.faults == []
    assert page.all("form", "footer", "nav") == []
    assert page.all("base")[0].attributes == {"target": "_blank"}
    assert any(each.attributes.get("href", "").startswith(f"/{lang}/") for each in page.all("a"))


@pytest.mark.parametrize(
    "path", ["/sv/", f"/sv/{PAGES['trace']}", "/embedded", "/api/v1/matrix", "/sv/embed/x"]
)
def test_nothing_else_may(client: Client, path: str) -> None:
    answer = client.get(path, accept="text/html,*/*")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"


def test_the_lines_to_embed_lead_to_the_same_view(client: Client) -> None:
    text = Page(get_page(client, f"/sv/{PAGES['trace']}"))
    [code] = [each.text for each in text.all("code") if each.text.startswith("<iframe")]
    [frame] = Page(code).all("iframe")
    assert frame.attributes["src"] == f"http://127.0.0.1:8000/embed/sv/{PAGES['trace']}"
    assert frame.attributes["title"]
    assert client.get(frame.attributes["src"], accept="text/html").status_code == 200


def feed_of(client: Client, path: str) -> ElementTree.Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml"
    return ElementTree.fromstring(answer.content)


def check(feed: ElementTree.Element) -> list[str]:
    """Checks what RFC 4287 asks of a feed and of its entries, and returns the entries' ids."""
    for holder in (feed, *feed.iter(f"{ATOM}entry")):
        assert len(holder.findall(f"{ATOM}id")) == len(holder.findall(f"{ATOM}title")) == 1
        assert re.fullmatch(r"https?://\S+", holder.findtext(f"{ATOM}id") or "")
        assert datetime.fromisoformat(holder.findtext(f"{ATOM}updated") or "").tzinfo is not None
        assert holder.findtext(f"{ATOM}author/{ATOM}name")
        assert holder.find(f"{ATOM}link[@rel='alternate']") is not None
    assert len(feed.findall(f"{ATOM}link[@rel='self']")) == 1
    ids = [each.findtext(f"{ATOM}id") or "" for each in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return ids


def test_changes_come_as_a_valid_feed_with_ids_that_stay(client: Client, store: Store) -> None:
    """A commit has the same id in each language, before and after other commits, in each feed it is in."""
    before = check(feed_of(client, "/sv/changes.atom"))
    assert before[-1] == f"{DEFAULT_BASE}id/commit/1"

    stated = in_graph(node("graph/source/test"), "sdg:9 skos:altLabel 'Målet <9> & \\u0001mer'@sv .")
    agent, reason = node("id/agent/test/x").value, "Ett & <två>\x01"
    made = Writer(store).commit(Changes(added=stated), agent=agent, reason=reason)
    assert made is not None
    whole = feed_of(client, "/da/changes.atom")
    assert check(whole) == [made.iri, *before]
    assert whole.findtext(f"{ATOM}entry/{ATOM}title") == "Ett & <två>"

    page = Page(get_page(client, "/sv/goals/9"))
    [head] = [each.attributes for each in page.all("link") if each.attributes.get("rel") == "alternate"][-1:]
    assert head["type"] == "application/atom+xml"
    assert head["href"] == row(page)["Följ ändringarna (Atom)"]
    of_goal = feed_of(client, head["href"])
    assert check(of_goal) == [made.iri]
    untouched = feed_of(client, "/sv/changes.atom?of=sdg:14")
    assert check(untouched) == [f"{DEFAULT_BASE}id/commit/1"]
    assert of_goal.findtext(f"{ATOM}id") == f"http://127.0.0.1:8000{head['href']}"
    assert client.get(of_goal.find(f"{ATOM}link[@rel='alternate']").attrib["href"]).status_code == 200  # type: ignore[union-attr]


def test_a_feed_of_nothing_is_not_found(client: Client) -> None:
    assert client.get("/sv/changes.atom?of=id/project/x/none").status_code == 404


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert legible("a\x00\x0bb\ufffe\u00a0\U0001f600 ") == "ab\u00a0\U0001f600"
