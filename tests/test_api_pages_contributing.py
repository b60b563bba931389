"""What policy levels contribute to an objective: a few statements of each, and one level at length."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.pages.reader import Reader
from api.pages.views.contributing import FIRST, OPENED, Contributors, contributors
from api.pages.views.narrowing import Narrowed
from api.wording.words import Words
from api_serving import Client, client_of, filled_store
from graph.repository import Repository
from graph.store import Store
from graph.terms import DEFAULT_BASE, expand
from ontology.languages import LANGUAGES
from pages_serving import Page, get_page

MANY, FEW = OPENED + FIRST, 3
PREFIXES = """
    @prefix pg: <https://w3id.org/policygraph#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix sssom: <https://w3id.org/sssom/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix dct: <http://purl.org/dc/terms/> .
    @prefix semapv: <https://w3id.org/semapv/vocab/> .
    <id/objective/x/o> a pg:Objective ; skos:prefLabel "Målet"@sv ; pg:level pg:GlobalLevel .
    <id/objective/x/p> a pg:Objective ; skos:prefLabel "Delmålet"@sv ; skos:broader <id/objective/x/o> .
"""
WHOLE = f"{DEFAULT_BASE}id/objective/x/o"
PART = f"{DEFAULT_BASE}id/objective/x/p"


def stated(level: str, number: int, target: str = "o") -> str:
    name = f"{level}.{number}"
    return f"""
        <id/objective/x/{name}> a pg:Objective ; skos:prefLabel "{name}"@sv ; pg:level pg:{level} .
        <id/alignment/x/{name}> a pg:Alignment ; owl:annotatedSource <id/objective/x/{name}> ;
            owl:annotatedProperty pg:contributesTo ; owl:annotatedTarget <id/objective/x/{target}> ;
            pg:strength 2 ; sssom:confidence 0.8 ; dct:creator <id/agent/x/a> ;
            sssom:mapping_justification semapv:ManualMappingCuration ;
            dct:created "2026-11-22T09:00:00Z"^^xsd:dateTime .
    """


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    many = (stated("RegionalLevel", n) for n in range(MANY))
    few = (stated("EuLevel", n, "p") for n in range(FEW))
    opened = filled_store(tmp_path_factory.mktemp("contributing") / "store", "".join((PREFIXES, *many, *few)))
    yield opened
    opened.close()


@pytest.fixture
def client(store: Store) -> Iterator[Client]:
    with client_of(store) as opened:
        yield opened


def levels(store: Store, **narrowed: int | str) -> tuple[Contributors, ...]:
    reader = Reader(Repository(store), Words("en"))
    return contributors(reader, [WHOLE, PART], Narrowed(**narrowed))  # type: ignore[arg-type]


def named(level: Contributors) -> list[str]:
    return [each.source.label.text for each in level.statements]


def test_each_level_shows_its_first_statements_and_leads_to_the_others(store: Store) -> None:
    eu, region = levels(store)
    assert (named(eu), eu.told, eu.more) == ([f"EuLevel.{n}" for n in range(FEW)], None, None)
    assert named(region) == [f"RegionalLevel.{n}" for n in range(FIRST)]
    assert region.told == f"Statements 1 to {FIRST} of {MANY}."
    assert (region.previous, region.next) == (None, None)
    assert region.more == "?level=pg%3ARegionalLevel#level-RegionalLevel"


def test_a_level_that_is_opened_is_shown_at_length_and_the_others_as_before(store: Store) -> None:
    eu, region = levels(store, level=expand("pg:RegionalLevel").value)
    assert len(eu.statements) == FEW
    assert named(region) == [f"RegionalLevel.{n}" for n in range(OPENED)]
    assert (region.more, region.previous) == (None, None)
    assert region.next == f"?level=pg%3ARegionalLevel&statements={OPENED}#level-RegionalLevel"


def test_the_last_page_of_a_level_leads_back_and_keeps_what_narrows_the_projects(store: Store) -> None:
    place = "http://data.europa.eu/nuts/code/SE331"
    opened = expand("pg:RegionalLevel").value
    _, region = levels(store, level=opened, statements=OPENED, territory=place, offset=20)
    assert named(region) == [f"RegionalLevel.{n}" for n in range(OPENED, MANY)]
    assert (region.more, region.next) == (None, None)
    kept = "territory=nuts%3ASE331&offset=20&level=pg%3ARegionalLevel"
    assert region.previous == f"?{kept}#level-RegionalLevel"


def test_a_place_beyond_the_last_statement_is_the_first_page(store: Store) -> None:
    _, region = levels(store, level=expand("pg:RegionalLevel").value, statements=MANY)
    assert named(region)[0] == "RegionalLevel.0"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_every_statement_by_its_links(client: Client, lang: str) -> None:
    address: str | None = ""
    seen: list[str] = []
    while address is not None:
        page = Page(get_page(client, f"/{lang}/objectives/x/o{address.partition('#')[0]}"))
        assert page.faults == []
        assert not any("contributing." in each.text for each in page.elements)
        shown = [each.text.split()[0] for each in page.all("summary") if "RegionalLevel" in each.text]
        seen = seen + shown if "level=" in address else []
        address = onward(page)
    assert seen == [f"RegionalLevel.{n}" for n in range(MANY)]


def onward(page: Page) -> str | None:
    """Returns where the statements of the regional level go on, None on their last page."""
    assert "level-RegionalLevel" in {each.attributes.get("id") for each in page.elements}
    links = [each for each in page.all("a") if each.attributes["href"].endswith("#level-RegionalLevel")]
    return next((each.attributes["href"] for each in links if each.attributes.get("rel") != "prev"), None)
