"""The areas: complete, named, each with all areas that it lies within."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shipped import codes, rows, shipped

LEVELS = """SELECT ?code WHERE {{
    ?area pg:level pg:{level} ; skos:notation ?code FILTER(STRSTARTS(?code, "{start}")) }}"""


def _codes_within(area: str) -> list[str]:
    return codes(shipped("areas"), f"SELECT ?code WHERE {{ ?a geo:sfWithin {area} ; skos:notation ?code }}")


@pytest.mark.parametrize(
    ("level", "start", "count"),
    [
        ("NationalLevel", "SE", 1),
        ("NationalLevel", "DK", 1),
        ("RegionalLevel", "SE", 21),
        ("RegionalLevel", "DK", 5),
        ("MunicipalLevel", "", 388),
    ],
)
def test_each_level_holds_its_areas(level: str, start: str, count: int) -> None:
    assert len(codes(shipped("areas"), LEVELS.format(level=level, start=start))) == count


@pytest.mark.parametrize(("scheme", "count"), [("se-kommun", 290), ("dk-kommune", 99)])
def test_each_scheme_of_municipalities_is_complete(scheme: str, count: int) -> None:
    found = codes(
        shipped("areas"),
        f"SELECT ?code WHERE {{ ?a skos:inScheme <id/scheme/areas/{scheme}> ; skos:notation ?code }}",
    )
    assert len(found) == len(set(found)) == count
    assert all(len(code) == 4 and code.isdigit() for code in found)


def test_christianso_is_kept_but_is_no_municipality() -> None:
    found = rows(
        shipped("areas"),
        """SELECT ?name ?level WHERE { <id/area/dk-kommune/0411> skos:prefLabel ?name
           OPTIONAL { <id/area/dk-kommune/0411> pg:level ?level } }""",
    )
    assert found == [("Christiansø", "")]


def test_within_is_the_closure_of_broader() -> None:
    closure = "SELECT ?area ?whole WHERE { ?area a dct:Location ; skos:broader* ?whole }"
    asserted = "SELECT ?area ?whole WHERE { ?area geo:sfWithin ?whole }"
    assert rows(shipped("areas"), asserted) == rows(shipped("areas"), closure)


def test_every_area_lies_within_itself_and_one_country() -> None:
    assert not codes(
        shipped("areas"),
        """SELECT ?area WHERE { ?area a dct:Location
           FILTER(NOT EXISTS { ?area geo:sfWithin ?area } ||
                  EXISTS { ?area geo:sfWithin nuts:SE, nuts:DK } ||
                  NOT EXISTS { VALUES ?country { nuts:SE nuts:DK } ?area geo:sfWithin ?country }) }""",
    )


def test_vasterbotten_holds_its_fifteen_municipalities() -> None:
    found = _codes_within("nuts:SE331")
    assert len(found) == 16
    assert {"SE331", "2480", "2482"} <= set(found)


@pytest.mark.parametrize(
    ("region", "count"), [("DK01", 29), ("DK02", 17), ("DK03", 22), ("DK04", 19), ("DK05", 11)]
)
def test_danish_regions_hold_their_municipalities(region: str, count: int) -> None:
    found = [code for code in _codes_within(f"nuts:{region}") if code.isdigit() and code != "0411"]
    assert len(found) == count


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ("Västerbotten", "SE331"),
        ("Skåne", "SE224"),
        ("Kalmar", "SE213"),
        ("Dalarna", "SE312"),
        ("Västra Götaland", "SE232"),
        ("Region Sjælland", "DK02"),
        ("LillaEdet", "1462"),
    ],
)
def test_lists_find_areas_by_their_other_names(other: str, code: str) -> None:
    found = codes(
        shipped("areas"),
        f'SELECT ?c WHERE {{ ?a skos:altLabel ?n ; skos:notation ?c FILTER(STR(?n) = "{other}") }}',
    )
    assert found == [code]


def test_every_area_has_one_name_in_its_countrys_language() -> None:
    assert not codes(
        shipped("areas"),
        """SELECT ?area WHERE { ?area a dct:Location ; geo:sfWithin ?country
           VALUES (?country ?lang) { (nuts:SE "sv") (nuts:DK "da") }
           FILTER NOT EXISTS { ?area skos:prefLabel ?name FILTER(LANG(?name) = ?lang) } }""",
    )


def test_the_graph_says_that_the_danish_regions_were_computed() -> None:
    found = codes(shipped("areas"), "SELECT ?text WHERE { <graph/source/areas> dct:description ?text }")
    assert "was computed by others from the overlap of areas" in found[0]


@pytest.mark.lists
def test_names_and_parents_are_those_of_the_lists(lists_dir: Path) -> None:
    with (lists_dir / "municipalities-se-dk" / "se_municipalities.csv").open(encoding="utf-8") as file:
        listed = sorted((row["kommunkod"], row["kommun"], row["nuts3"]) for row in csv.DictReader(file))
    assert listed == rows(
        shipped("areas"),
        """SELECT ?code ?name ?county WHERE { ?a skos:inScheme <id/scheme/areas/se-kommun> ;
           skos:notation ?code ; skos:prefLabel ?name ; skos:broader/skos:notation ?county }""",
    )
