"""The EU's objectives, funds and programmes: codes, names, areas, and what is left unknown."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from shipped import BASE, codes, rows, shipped

RSO = [f"RSO1.{n}" for n in range(1, 6)] + [f"RSO2.{n}" for n in range(1, 9)] + ["RSO3.1", "RSO3.2"]
RSO += [f"RSO4.{n}" for n in range(1, 7)] + ["RSO5.1", "RSO5.2"]
WITHOUT_MEANING = ["ISO6.1", "PO6", "RSO6.1", "RSO6.4"]


def _codes_in(scheme: str) -> list[str]:
    return codes(
        shipped("eu"), f"SELECT ?c WHERE {{ ?o skos:inScheme <id/scheme/{scheme}> ; skos:notation ?c }}"
    )


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("eu-2014/thematic-objectives", ["TA", *(f"TO{n}" for n in range(1, 12))]),
        ("eu-2021/policy-objectives", [f"PO{n}" for n in range(1, 6)]),
        ("eu-2021/erdf-specific-objectives", RSO),
        ("eu-2021/interreg-objectives", ["ISO", "ISO6.1", "ISO6.6"]),
        ("eu-2021/just-transition", ["JSO8.1"]),
        ("eu-2021/list-codes", ["PO6", "RSO6.1", "RSO6.4"]),
    ],
)
def test_each_scheme_holds_its_codes(scheme: str, expected: list[str]) -> None:
    assert _codes_in(scheme) == sorted(expected)


@pytest.mark.parametrize(
    ("scheme", "regulation", "start", "end"),
    [
        ("eu-2014/thematic-objectives", "Regulation (EU) No 1303/2013", "2014-01-01", "2020-12-31"),
        ("eu-2021/policy-objectives", "Regulation (EU) 2021/1060", "2021-01-01", "2027-12-31"),
        ("eu-2021/erdf-specific-objectives", "Regulation (EU) 2021/1058", "2021-01-01", "2027-12-31"),
        ("eu-2021/interreg-objectives", "Regulation (EU) 2021/1059", "2021-01-01", "2027-12-31"),
    ],
)
def test_each_scheme_has_its_regulation_and_period(
    scheme: str, regulation: str, start: str, end: str
) -> None:
    found = rows(
        shipped("eu"),
        f"""SELECT ?number ?start ?end WHERE {{ <id/scheme/{scheme}> dct:source/eli:id_local ?number ;
            dct:temporal [ dcat:startDate ?start ; dcat:endDate ?end ] }}""",
    )
    assert found == [(regulation, start, end)]


def test_a_specific_objective_stands_below_its_policy_objective() -> None:
    found = rows(
        shipped("eu"),
        """SELECT ?code ?above WHERE { ?o skos:inScheme <id/scheme/eu-2021/erdf-specific-objectives> ;
           skos:notation ?code ; skos:broader/skos:notation ?above }""",
    )
    assert found == [(code, f"PO{code[3]}") for code in sorted(RSO)]


def test_what_a_code_means_is_named_in_three_languages_or_not_at_all() -> None:
    found = rows(
        shipped("eu"),
        """SELECT ?code (COUNT(?name) AS ?n) WHERE { ?o a pg:Objective ; skos:notation ?code ;
           skos:prefLabel ?name } GROUP BY ?code""",
    )
    assert [code for code, names in found if names != "3"] == WITHOUT_MEANING
    named_by_code = codes(
        shipped("eu"), "SELECT ?c WHERE { ?o skos:notation ?c ; skos:prefLabel ?n FILTER(STR(?n) = ?c) }"
    )
    assert named_by_code == WITHOUT_MEANING


def test_technical_assistance_is_no_thematic_objective() -> None:
    found = codes(shipped("eu"), "SELECT ?c WHERE { ?o a pg:ThematicObjective ; skos:notation ?c }")
    assert len(found) == 11
    assert "TA" not in found


def test_only_known_cci_numbers_are_stated() -> None:
    found = rows(shipped("eu"), "SELECT ?cci ?p WHERE { ?p a eurio:FundingScheme ; dct:identifier ?cci }")
    programme = f"{BASE}id/programme/eu/se-erdf-2014-2020-"
    assert found == [
        ("2014SE16RFOP004", f"{programme}ostra-mellansverige"),
        ("2014SE16RFOP007", f"{programme}ovre-norrland"),
        ("2014SE16RFOP009", f"{programme}nationellt"),
    ]


def test_the_danish_partnership_agreement_has_its_number_and_programmes() -> None:
    found = rows(
        shipped("eu"),
        """SELECT ?cci ?programme WHERE { ?programme eli:implements ?agreement .
           ?agreement dct:identifier ?cci }""",
    )
    assert [cci for cci, _ in found] == ["2021DK16FFPA001"] * 2


@pytest.mark.parametrize(
    ("period", "fund", "country", "count"),
    [
        ("2014-2020", "erdf", "SE", 9),
        ("2021-2027", "erdf", "SE", 9),
        ("2021-2027", "jtf", "SE", 1),
        ("2014-2020", "erdf", "DK", 1),
        ("2014-2020", "esf", "DK", 1),
        ("2021-2027", "erdf", "DK", 1),
        ("2021-2027", "esf-plus", "DK", 1),
        ("2021-2027", "interreg", "SE", 10),
    ],
)
def test_programmes_by_period_fund_and_country(period: str, fund: str, country: str, count: int) -> None:
    found = codes(
        shipped(),
        f"""SELECT DISTINCT ?p WHERE {{ ?p a eurio:FundingScheme, eli:Work ; pg:level pg:EuLevel ;
            eli:work_type pg:Programme ; dct:temporal <id/period/eu/{period}> ;
            pg:fund <id/fund/eu/{fund}> ; eli:relevant_for/geo:sfWithin nuts:{country} }}""",
    )
    assert len(found) == count


def test_the_regional_programmes_of_a_period_cover_each_county_once() -> None:
    for period in ("2014-2020", "2021-2027"):
        found = codes(
            shipped(),
            f"""SELECT ?code WHERE {{ ?p pg:fund <id/fund/eu/erdf> ; dct:temporal <id/period/eu/{period}> ;
                eli:relevant_for ?area . ?area geo:sfWithin nuts:SE ; skos:notation ?code
                FILTER(?area != nuts:SE) }}""",
        )
        assert len(found) == len(set(found)) == 21


def test_what_programmes_pursue_is_marked_as_inference() -> None:
    found = codes(
        shipped("eu"),
        "SELECT DISTINCT ?kind WHERE { GRAPH ?g { ?p eli:is_about ?o . ?g a ?kind } }",
    )
    assert found == ["https://w3id.org/policygraph#InferenceGraph"]


@pytest.mark.lists
def test_every_code_of_the_interreg_list_is_held(lists_dir: Path) -> None:
    folder = lists_dir / "projects-se-interreg-2021-2027"
    with (folder / "specific_objectives_sv.csv").open(encoding="utf-8") as file:
        listed = {row["code"] for row in csv.DictReader(file)}
    table = json.loads((folder / "rawdata.json").read_text(encoding="utf-8"))
    listed |= {row[key] for row in table for key in ("specifiktmal", "politisktmal") if row[key]}
    held = codes(shipped("eu"), "SELECT ?c WHERE { ?o a pg:Objective ; skos:notation ?c }")
    assert listed <= set(held)


@pytest.mark.lists
def test_every_programme_area_and_objective_of_the_lists_is_found_by_name(lists_dir: Path) -> None:
    names = set(codes(shipped(), "SELECT ?n WHERE { ?x skos:prefLabel|skos:altLabel ?n }"))
    swedish = lists_dir / "projects-se-erdf-2014-2020" / "sweden_erdf_2014_2020.json"
    for row in json.loads(swedish.read_text(encoding="utf-8")):
        listed = [row["område"], row["tematiskt_mål"], *row["län"].split(","), *row["kommuner"].split(",")]
        assert {name.strip() for name in listed if name.strip()} <= names
    interreg = lists_dir / "projects-se-interreg-2021-2027" / "rawdata.json"
    for row in json.loads(interreg.read_text(encoding="utf-8")):
        assert {row[key] for key in ("program", "nuts2", "nuts3") if row[key]} <= names
