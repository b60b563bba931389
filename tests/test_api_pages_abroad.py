"""Areas of other countries than that of the language come last, whichever country that is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from api.pages.reader import Label, Link
from api.pages.views.abroad import is_abroad, order_of_areas
from api_serving import Client
from graph.commits import Writer
from graph.store import Changes
from graph_facts import ALICE, in_graph, node
from lists_of_ours import shipped_store
from pages_serving import counted_client, get_page

NORWAY = """
nuts:NO a dct:Location ; skos:prefLabel "Norge"@nb ; skos:notation "NO" ; pg:level pg:NationalLevel ;
    geo:sfWithin nuts:NO .
nuts:NO0X a dct:Location ; skos:prefLabel "Aamark"@nb ; skos:notation "NO0X" ; pg:level pg:RegionalLevel ;
    geo:sfWithin nuts:NO0X, nuts:NO .
"""


def place(code: str | None, name: str = "Place") -> Link:
    return Link("urn:place", Label(name), "/place", code)


@pytest.mark.parametrize(
    ("code", "lang", "expected"),
    [
        ("SE331", "sv", False),
        ("DK01", "sv", True),
        ("NO08", "sv", True),
        ("DK01", "da", False),
        ("SE331", "da", True),
        ("DE", "da", True),
        ("SE331", "en", False),
        ("DK01", "en", False),
        ("1480", "da", False),
        (None, "sv", False),
    ],
)
def test_a_code_names_the_country(code: str | None, lang: str, expected: bool) -> None:
    assert is_abroad(place(code), lang) is expected


@pytest.mark.parametrize(
    ("lang", "expected"), [("sv", "SDN"), ("da", "DNS"), ("en", "SDN")], ids=["sv", "da", "en"]
)
def test_areas_follow_country_by_country(lang: str, expected: str) -> None:
    areas = [place("NO08", "A"), place("DK05", "B"), place("SE331", "C"), place("DK01", "D")]
    ordered = sorted(areas, key=lambda each: order_of_areas(each, lang))

    assert re.sub(r"(.)\1+", r"\1", "".join((each.code or "")[0] for each in ordered)) == expected


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    store, norway = shipped_store(), in_graph(node("graph/source/no"), NORWAY)
    Writer(store).commit(Changes(added=norway), agent=ALICE, reason="areas")
    with counted_client(store) as made:
        yield made


@pytest.mark.parametrize(
    ("lang", "expected"), [("sv", ["SE", "DK", "NO"]), ("da", ["DK", "NO", "SE"]), ("en", ["SE", "DK", "NO"])]
)
def test_the_start_page_tells_of_every_country_that_the_graph_knows(
    client: Client, lang: str, expected: list[str]
) -> None:
    text = get_page(client, f"/{lang}/")
    rows = re.findall(r'<th scope="row" class="short"><a href="/../coverage\?region=nuts:(\w+)"', text)

    assert rows == expected


def test_its_regions_may_be_chosen_after_those_of_the_reader(client: Client) -> None:
    text = get_page(client, "/sv/coverage")
    names = re.findall(r"<option[^>]*>([^<]+)</option>", text)

    assert names.index("Örebro län") < names.index("Hovedstaden") < names.index("Aamark")
