"""National strategies, objectives, laws and organisations of Sweden and Denmark."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shipped import BASE, codes, rows, shipped


def test_the_national_strategy_has_its_four_areas() -> None:
    found = rows(
        shipped("national"),
        """SELECT ?code ?title WHERE {
           ?o a pg:Objective, pg:Priority ; skos:notation ?code ; dct:title ?title ;
              pg:level pg:NationalLevel ;
              skos:inScheme/dct:source <id/document/se/strategi-2021-2030> }""",
    )
    assert [code for code, _ in found] == ["1", "2", "3", "4"]
    assert all("hela landet" in title for _, title in found)


def test_the_national_strategy_has_its_number_and_period() -> None:
    found = rows(
        shipped("national"),
        """SELECT ?number ?start ?end WHERE { <id/document/se/strategi-2021-2030> a eli:Work ;
           eli:work_type pg:NationalStrategy ; eli:id_local ?number ;
           dct:temporal [ dcat:startDate ?start ; dcat:endDate ?end ] }""",
    )
    assert found == [("Skr. 2020/21:133", "2021-01-01", "2030-12-31")]


def test_the_sixteen_environmental_objectives_have_their_numbers() -> None:
    found = codes(
        shipped("national"), "SELECT ?c WHERE { ?o a pg:EnvironmentalObjective ; skos:notation ?c }"
    )
    assert sorted(found, key=int) == [str(number) for number in range(1, 17)]


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_every_national_objective_is_named_in_each_language(lang: str) -> None:
    found = codes(
        shipped("national"),
        f"""SELECT ?o WHERE {{ ?o a pg:Objective ; skos:prefLabel ?n FILTER(LANG(?n) = "{lang}") }}""",
    )
    assert len(found) == 20


@pytest.mark.parametrize(
    ("law", "kind", "number", "by"),
    [
        ("se/lag-2010-630", "Law", "SFS 2010:630", "Riksdagen"),
        ("se/forordning-2017-583", "Ordinance", "SFS 2017:583", "Regeringen"),
        ("dk/lov-2018-1518", "Law", "Lov nr. 1518 af 18. december 2018", "Folketinget"),
    ],
)
def test_each_law_has_its_number_and_who_passed_it(law: str, kind: str, number: str, by: str) -> None:
    found = rows(
        shipped("national"),
        f"""SELECT ?number ?by WHERE {{ <id/document/{law}> a eli:LegalResource ; eli:work_type pg:{kind} ;
            eli:id_local ?number ; eli:passed_by/skos:prefLabel ?by FILTER(LANG(?by) = "sv") }}""",
    )
    assert found == [(number, by)]


def test_the_act_obliges_the_regions_to_report_to_the_government_each_year() -> None:
    found = codes(
        shipped(),
        """SELECT ?o WHERE { ?o a pg:Obligation ; pg:obliges <id/role/stakeholder/svenska-regioner> ;
           pg:requires <id/role/duty/redovisa> ; eli:based_on <id/document/se/lag-2010-630> ;
           pg:recurrence pg:Yearly ; pg:reportsTo <id/organisation/se/regeringen> }""",
    )
    assert found == [f"{BASE}id/obligation/se/2010-630-redovisa"]


def test_no_danish_region_is_obliged_to_have_a_strategy() -> None:
    found = codes(shipped("national"), "SELECT ?o WHERE { ?o eli:based_on <id/document/dk/lov-2018-1518> }")
    assert not found


def test_every_region_is_an_organisation_beside_its_territory() -> None:
    found = codes(
        shipped(),
        """SELECT DISTINCT ?code WHERE { ?o a org:FormalOrganization, m8g:PublicOrganisation ;
           dct:spatial ?area ; skos:prefLabel ?name . ?area pg:level pg:RegionalLevel ; skos:notation ?code
           FILTER(CONTAINS(LCASE(?name), "region")) FILTER NOT EXISTS { ?o a dct:Location } }""",
    )
    assert len(found) == 26


def test_whatever_the_data_name_below_our_base_is_there() -> None:
    named = codes(
        shipped(),
        """SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER(ISIRI(?o) && CONTAINS(STR(?o), "/id/"))
           FILTER(CONTAINS(STR(?s), "/eu/") || CONTAINS(STR(?s), "/se/") || CONTAINS(STR(?s), "/dk/")) }""",
    )
    there = set(codes(shipped(), "SELECT DISTINCT ?s WHERE { ?s a ?kind }"))
    assert [iri for iri in named if iri.startswith(BASE) and iri not in there] == []


@pytest.mark.lists
def test_the_regions_are_those_of_the_list(lists_dir: Path) -> None:
    with (lists_dir / "municipalities-se-dk" / "se_counties.csv").open(encoding="utf-8") as file:
        listed = {(row["nuts3"], row["region_kolada"]) for row in csv.DictReader(file)}
    held = set(
        rows(
            shipped(),
            """SELECT ?code ?name WHERE { ?o a org:FormalOrganization ; dct:spatial/skos:notation ?code ;
               skos:prefLabel|skos:altLabel ?name }""",
        )
    )
    assert listed <= held
