"""What points to a thing, in pages: a role without a name is shown as the project that it is a part of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.pages.reader import Reader
from api.pages.views.resources import POINTING, ResourceView, resource_view
from api.wording.words import Words
from api_serving import Client, client_of, filled_store
from graph.errors import NotFound
from graph.repository import Repository
from graph.store import Store
from graph.terms import DEFAULT_BASE
from ontology.languages import LANGUAGES
from pages_serving import Page, get_page

MANY = POINTING + 3
ORGANISATION = "id/organisation/x/o"
PREFIXES = """
    @prefix pg: <https://w3id.org/policygraph#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix eurio: <http://data.europa.eu/s66#> . @prefix dct: <http://purl.org/dc/terms/> .
    <id/organisation/x/o> skos:prefLabel "Byalaget"@sv .
    <id/role/x/alone> eurio:isRoleOf <id/organisation/x/alone> .
"""


def taking_part(number: int) -> str:
    return f"""
        <id/project/x/{number}> a pg:Project ; dct:title "Projekt {number}"@sv ;
            eurio:hasInvolvedParty <id/role/x/{number}> .
        <id/role/x/{number}> eurio:isRoleOf <id/organisation/x/o> .
    """


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    turtle = PREFIXES + "".join(map(taking_part, range(MANY)))
    opened = filled_store(tmp_path_factory.mktemp("pointing") / "store", turtle)
    yield opened
    opened.close()


@pytest.fixture
def client(store: Store) -> Iterator[Client]:
    with client_of(store) as opened:
        yield opened


def shown(store: Store, thing: str, offset: int = 0) -> ResourceView:
    return resource_view(Reader(Repository(store), Words("sv")), DEFAULT_BASE + thing, offset)


def test_projects_stand_in_the_place_of_roles_page_by_page(store: Store) -> None:
    first, last = shown(store, ORGANISATION), shown(store, ORGANISATION, POINTING)
    [roles], [others] = first.pointers, last.pointers
    assert (roles.name, len(roles.things), len(others.things)) == ("Part i", POINTING, MANY - POINTING)
    names = [each.label.text for each in (*roles.things, *others.things)]
    assert sorted(names) == sorted(f"Projekt {number}" for number in range(MANY))
    assert (first.previous, last.next) == (None, None)
    assert first.next is not None
    assert first.next.endswith(f"&offset={POINTING}#pointers")
    assert last.previous is not None
    assert "offset" not in last.previous


def test_a_role_in_nothing_is_shown_itself(store: Store) -> None:
    [pointer] = shown(store, "id/organisation/x/alone").pointers
    assert (pointer.name, [each.label.text for each in pointer.things]) == (
        "Anger detta under ”Innehas av”",
        ["alone"],
    )


def test_what_has_no_page_beyond_the_last_is_shown_from_its_first(store: Store) -> None:
    assert shown(store, ORGANISATION, 5 * POINTING) == shown(store, ORGANISATION)
    with pytest.raises(NotFound):
        shown(store, "id/organisation/x/unknown", POINTING)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_leads_to_all_of_them(client: Client, lang: str) -> None:
    path, seen = f"/{lang}/resource", set[str]()
    address: str | None = f"?iri={ORGANISATION}"
    while address is not None:
        page = Page(get_page(client, path + address.partition("#")[0]))
        assert page.faults == []
        seen |= {each.text for each in page.all("a") if each.text.startswith("Projekt ")}
        onward = [each for each in page.all("a") if each.attributes.get("rel") == "next"]
        address = onward[0].attributes["href"] if onward else None
    assert len(seen) == MANY
