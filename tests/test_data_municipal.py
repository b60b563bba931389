"""The invented municipal plan: marked as such in every node and name, and left out unless asked for."""

from __future__ import annotations

from data import shipped_files
from shipped import codes, rows, shipped


def test_examples_ship_only_when_asked_for() -> None:
    assert not [path for path in shipped_files(examples=False) if "examples" in path.parts]
    assert [path.name for path in shipped_files(examples=True) if "examples" in path.parts] == [
        "municipal.trig"
    ]


def test_every_node_says_that_it_is_an_example() -> None:
    found = codes(
        shipped("examples"),
        """SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER NOT EXISTS { ?s pg:isExample true }
           FILTER(?s != <id/agent/policygraph/editors>) }""",
    )
    assert found == []


def test_every_name_says_that_it_is_invented() -> None:
    names = codes(
        shipped("examples"),
        """SELECT ?n WHERE { ?s skos:prefLabel ?n FILTER(?s != <id/agent/policygraph/editors>) }""",
    )
    words = ("påhittad", "opdigtet", "invented", "exempel", "eksempel", "example", "opdigtede")
    assert names
    assert all(any(word in name.lower() for word in words) for name in names)


def test_the_invented_area_is_no_municipality() -> None:
    found = codes(shipped("examples"), "SELECT ?a WHERE { ?a a dct:Location ; pg:level ?level }")
    assert found == []


def test_its_measures_reach_the_region_the_nation_and_the_goals() -> None:
    found = rows(
        shipped(),
        """SELECT DISTINCT ?level WHERE {
           ?a pg:isExample true ; owl:annotatedSource ?from ; owl:annotatedTarget ?to .
           ?from pg:level pg:MunicipalLevel . ?to pg:level ?level }""",
    )
    levels = [level.rpartition("#")[2] for (level,) in found]
    assert levels == ["GlobalLevel", "NationalLevel", "RegionalLevel"]
