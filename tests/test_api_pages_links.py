"""Every link that a reader can follow from the start page leads somewhere, and hostile names do no harm."""

from __future__ import annotations

from collections import Counter, deque
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from api_serving import client_of, filled_store
from pages_serving import Page, get_page, links_of, pages_client, shipped_store

KNOWN = (200, 303, 307)
BUILT = "/static/dist/"
MANY = ("/sv/resource?", "/api/", "/resource.", "/sv/questions/")
FORMS = (".csv", ".xlsx", ".json", ".jsonld", ".atom", ".bib")
FEW = 12
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_every_link_resolves(tmp_path: Path) -> None:
    """Follows the pages in Swedish; of kinds that hold many like addresses, the first ones."""
    store = shipped_store(tmp_path / "store")
    client = pages_client(store)
    waiting, met, broken = deque(["/sv/"]), {"/sv/"}, []
    taken = Counter[object]()
    while waiting:
        path = waiting.popleft()
        answer = client.get(path, accept="text/html,*/*")
        if answer.status_code not in KNOWN:
            broken.append((path, answer.status_code))
        if not path.startswith("/sv") or "text/html" not in answer.headers.get("content-type", ""):
            continue
        for link in sorted(links_of(Page(answer.text), path) - met):
            met.add(link)
            if _is_wanted(link, taken):
                waiting.append(link)
    client.close()
    store.close()
    assert broken == []
    assert len(met) > 200


def _is_wanted(link: str, taken: Counter[object]) -> bool:
    if link.startswith(("/da/", "/en/", BUILT)):
        return False
    kind = _kind(link)
    taken[kind] += 1
    return kind is None or taken[kind] <= (FEW if isinstance(kind, str) else FEW // 3)


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
