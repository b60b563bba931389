"""Every link that a reader can follow from the start page leads somewhere, and hostile names do no harm."""

from __future__ import annotations

import zlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from api_serving import Client, client_of, filled_store
from graph.store import Changes, open_store
from graph.terms import DEFAULT_BASE, NamedNode, Quad, Subject, Term, iri
from pages_serving import PAGES, Page, counted_client, get_page, links_of, pages_client, shipped
from shipped_stores import shipped_store

KNOWN = (200, 303, 307)
BUILT = "/static/dist/"
MANY = ("/sv/resource?", "/api/", "/resource.", "/sv/questions/")
FORMS = (".csv", ".xlsx", ".json", ".jsonld", ".atom", ".bib")
FEW = 12
WAYS = ("http://", "https://", "mailto:", "urn:", "/", "#", "?")
EVIL = ("javascript:alert(1)//", "data:text/html,", "file:///")
EVILLY = (f"{DEFAULT_BASE}id/", "https://eur-lex", "https://www.", "https://data.riksdagen")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_every_link_resolves(tmp_path: Path) -> None:
    """Follows the pages in Swedish; of kinds that hold many like addresses, the first ones."""
    store = shipped_store(tmp_path / "store")
    client = pages_client(store)
    followed = {path: answer for path, answer, _ in _followed(client, ["/sv/"], FEW)}
    client.close()
    store.close()
    assert {path: answer for path, answer in followed.items() if answer.status_code not in KNOWN} == {}
    assert len(followed) > 200


def test_no_page_or_feed_leads_to_what_a_browser_would_run(tmp_path: Path) -> None:
    """Half of all that ships is called and found at such addresses: areas, projects, authors, statements."""
    with shipped(tmp_path / "shipped") as store:
        quads = [Quad(_evil(q.subject), q.predicate, _evil(q.object), q.graph_name) for q in store.quads()]
    store = open_store(str(tmp_path / "evil"), base=DEFAULT_BASE)
    store.bulk_add(quads)
    store.apply(Changes(), 1)
    with counted_client(store) as client:
        starts = [f"/sv/{path}" for path in PAGES.values()]
        followed = [each for each in _followed(client, starts, 3) if each[1].is_success]
    store.close()
    shown = {path: answer.text for path, answer, _ in followed}
    ways = ((path, way) for path, answer, page in followed for way in _ways(page or Page(answer.text)))
    wrong = [(path, way) for path, way in ways if not way.startswith(WAYS)]
    assert wrong == []
    assert sum("javascript:alert" in text for text in shown.values()) > 20
    assert sum(path.partition("?")[0].endswith(".atom") for path in shown) > 1


def _evil(term: Subject | Term) -> Any:
    if not isinstance(term, NamedNode) or not term.value.startswith(EVILLY):
        return term
    number = zlib.crc32(term.value.encode())
    return iri(EVIL[number % 3] + quote(term.value, safe="")) if number % 2 else term


def _ways(page: Page) -> Iterator[str]:
    for element in page.elements:
        for name, value in element.attributes.items():
            if name.endswith(("href", "src", "action", "cite")) and not value.startswith("data:image/"):
                yield value


def _followed(
    client: Client, starts: Iterable[str], most: int
) -> Iterator[tuple[str, httpx.Response, Page | None]]:
    """Yields the answers of pages, taken apart, and of all that they link: of feeds and other files too."""
    waiting = deque(starts)
    met, taken = set(waiting), Counter[object]()
    while waiting:
        path = waiting.popleft()
        answer = client.get(path, accept="text/html,*/*")
        is_page = path.startswith("/sv") and "text/html" in answer.headers.get("content-type", "")
        page = Page(answer.text) if is_page else None
        yield path, answer, page
        if page is None:
            continue
        for link in sorted(links_of(page, path) - met):
            met.add(link)
            if _is_wanted(link, taken, most):
                waiting.append(link)


def _is_wanted(link: str, taken: Counter[object], most: int) -> bool:
    if link.startswith(("/da/", "/en/", BUILT)):
        return False
    kind = _kind(link)
    taken[kind] += 1
    return kind is None or taken[kind] <= (most if isinstance(kind, str) else most // 3)


def _kind(link: str) -> object:
    """Returns what many addresses have in common: a start, another form of a page, or the same filters."""
    start = next((start for start in MANY if link.startswith(start)), None)
    place = urlsplit(link)
    form, filters = Path(place.path).suffix, tuple(sorted(parse_qs(place.query)))
    if start is not None or not (form in FORMS or filters):
        return start
    return (*place.path.split("/")[2:3], form, filters)


@pytest.mark.parametrize(
    "name", [HOSTILE, "å" * 2000, "javascript:alert(1)"], ids=["script", "long", "scheme"]
)
def test_a_hostile_name_does_no_harm(tmp_path: Path, name: str) -> None:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    store = filled_store(tmp_path / "store", _hostile(escaped))
    client = client_of(store)
    for path in ("/sv/projects/x/1", "/sv/objectives/x/o", "/sv/documents/x/d", f"/sv/search?q={name[:40]}"):
        page = Page(get_page(client, path))
        assert page.faults == []
        assert len(page.all("script")) == 1
        assert page.all("img") == []
        assert [each for each in page.all("a") if "javascript" in each.attributes["href"][:12].lower()] == []
    store.close()


def test_a_hostile_address_does_no_harm(tmp_path: Path) -> None:
    store = filled_store(tmp_path / "store", _hostile("x"))
    client = client_of(store)
    for path in (
        "/sv/goals/<script>",
        f"/sv/resource?iri={HOSTILE}",
        f"/sv/sparql?query={HOSTILE}",
        "/sv/%00",
    ):
        answer = client.get(path, accept="text/html")
        assert answer.status_code in (200, 400, 404)
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
    store.close()


def _hostile(name: str) -> str:
    return f"""
        @prefix pg: <https://w3id.org/policygraph#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix eli: <http://data.europa.eu/eli/ontology#> .
        @prefix dct: <http://purl.org/dc/terms/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        <id/project/x/1> a pg:Project ; skos:prefLabel "{name}"@sv ; dct:identifier "{name}" .
        <id/document/x/d> a eli:Work ; eli:work_type pg:MunicipalPlan ; pg:level pg:MunicipalLevel ;
            skos:prefLabel "{name}"@da ; foaf:page <javascript:alert(1)> ; dct:description "{name}"@en .
        <id/scheme/x/s> dct:source <id/document/x/d> .
        <id/objective/x/o> a pg:Objective, pg:SubGoal ; skos:prefLabel "{name}"@en ;
            skos:inScheme <id/scheme/x/s> ; pg:level pg:MunicipalLevel ; skos:notation "{name}" .
    """
