"""Rows are checked cell by cell and matched to the graph; what fails says where, and what is known nearby."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from graph.errors import Finding
from graph.importers.sheets import Cell
from graph.importers.tabular_making import Making
from graph.importers.tabular_mapping import ListMapping, load_mapping
from graph.importers.tabular_raw import RawRow
from graph.importers.tabular_read import read_bytes, read_list
from graph.importers.tabular_rows import CheckedRows, RowChecker
from graph.store import Changes, Store
from graph.terms import Literal, Quad, compact, expand
from list_importing import list_quads
from lists_of_ours import row, shipped_store, write_rows

SWEDISH = load_mapping("tillvaxtverket-2014")
DANISH = load_mapping("erhvervsstyrelsen-2014")


@pytest.fixture(scope="module")
def store() -> Store:
    return shipped_store()


def checked(store: Store, path: Path, mapping: ListMapping = SWEDISH) -> CheckedRows:
    return RowChecker(mapping, store, path.name).check(read_list(path, read_bytes(path), mapping))


def the_refusal(store: Store, folder: Path, **changed: Any) -> Finding:
    found = checked(store, write_rows(folder, row(**changed)))
    assert not found.rows
    assert len(found.refusals) == 1
    return found.refusals[0]


def objects(quads: list[Quad], predicate: str) -> set[str]:
    return {compact(quad.object.value) for quad in quads if quad.predicate == expand(predicate)}


def test_a_row_is_linked_to_areas_programme_organisation_and_objective(store: Store, tmp_path: Path) -> None:
    found = checked(store, write_rows(tmp_path, row()))
    quads = list(Making(SWEDISH, store.base).quads(found.rows[0]))
    areas = {"nuts:SE125", "nuts:SE124", f"{store.base}id/area/se-kommun/1981"}

    assert (found.refusals, found.warnings) == ((), ())
    assert objects(quads, "dct:spatial") == areas | {f"{store.base}id/area/se-kommun/0114"}
    assert objects(quads, "owl:annotatedTarget") == {f"{store.base}id/objective/eu-2014/to1"}
    assert objects(quads, "eurio:value") == {"1250000"}
    assert objects(quads, "eurio:currency") == {"SEK"}
    assert objects(quads, "pg:saidAt") == {"2016-10-14"}
    [programme] = objects(quads, "eurio:hasFundingSchemeProgramme")
    labels = {quad.object.value for quad in store.quads(expand(programme), expand("skos:altLabel"))}
    assert "Östra Mellansverige" in labels


def test_what_the_list_holds_wrongly_is_not_stored(store: Store, tmp_path: Path) -> None:
    found = checked(store, write_rows(tmp_path, row(beviljat_belopp_eur="nonsense")))
    quads = list_quads(SWEDISH, found.rows, store.base)

    assert not any(quad.object in (Literal("EUR"), Literal("nonsense")) for quad in quads)


def test_technical_assistance_serves_no_objective(store: Store, tmp_path: Path) -> None:
    found = checked(store, write_rows(tmp_path, row(tematiskt_mål="Tekniskt stöd")))
    quads = list(Making(SWEDISH, store.base).quads(found.rows[0]))

    assert not any(quad.graph_name.value.endswith("/ledger/tillvaxtverket-2014") for quad in quads)
    assert quads


@pytest.mark.parametrize(
    ("changed", "rule", "column", "value"),
    [
        ({"ärende_id": ""}, "key-empty", "ärende-id", ""),
        ({"ärende_id": None}, "key-empty", "ärende-id", ""),
        ({"projektnamn": " "}, "cell-required", "projektnamn", ""),
        ({"projekt_starttid": "2016-13-01"}, "cell-date", "projekt_starttid", "2016-13-01"),
        ({"projekt_sluttid": "snart"}, "cell-date", "projekt_sluttid", "snart"),
        ({"beviljat_belopp_sek": "mycket"}, "cell-number", "beviljat_belopp_sek", "mycket"),
        ({"län": "Västmanland, Smaland"}, "cell-unknown", "län", "Smaland"),
        ({"län": "Atlantis"}, "cell-unknown-far", "län", "Atlantis"),
        ({"kommuner": "Saala"}, "cell-unknown", "kommuner", "Saala"),
        ({"område": "Mellansverige"}, "cell-unknown", "område", "Mellansverige"),
        ({"tematiskt_mål": "Lycka"}, "cell-unknown-far", "tematiskt_mål", "Lycka"),
        ({"stödmottagare": "!!!"}, "cell-no-key", "stödmottagare", "!!!"),
        ({"projektnamn": "a\ud800"}, "cell-unwritable", "projektnamn", "'a\\ud800'"),
    ],
)
def test_a_bad_cell_is_a_finding_with_its_place(
    store: Store, tmp_path: Path, changed: dict[str, Any], rule: str, column: str, value: str
) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps([row(**changed)]), encoding="utf-8")
    found = checked(store, path)
    [finding] = found.refusals

    assert (finding.key, finding.place.file, finding.place.row) == (rule, "list.json", 1)
    assert (finding.place.column, finding.place.value) == (column, value)


def test_an_unknown_name_says_what_is_known_nearby(store: Store, tmp_path: Path) -> None:
    assert "Sala" in dict(the_refusal(store, tmp_path, kommuner="Saala").values)["near"]
    assert dict(the_refusal(store, tmp_path, kommuner="Orebro").values)["near"].startswith("Örebro")


@pytest.mark.parametrize("county", ["Qqqq", "Lappland"])
def test_a_name_that_is_like_no_other_is_not_likened_to_one(
    store: Store, tmp_path: Path, county: str
) -> None:
    assert the_refusal(store, tmp_path, län=county).key == "cell-unknown-far"


def test_a_part_of_the_key_that_cannot_be_read_is_not_said_to_be_empty(store: Store, tmp_path: Path) -> None:
    cells = {column.titles[0]: "1" for column in DANISH.titled()} | DANISH_ROW
    bad, blank = {"Startdato / Operation start date": "2015-13-01"}, {"Region / Region": ""}
    found = checked(store, csv_file(tmp_path, cells, cells | bad, cells | blank, cells), DANISH)

    assert [(finding.place.row, finding.key) for finding in found.refusals] == [
        (3, "cell-date"),
        (4, "key-empty"),
        (5, "key-twice"),
    ]
    assert found.refusals[1].place.column == "Region / Region"


DANISH_ROW = {
    "Projektitel / Operation name": "Et eksempel",
    "Startdato / Operation start date": "01.02.2015",
    "Slutdato / Operation end date": "01.02.2016",
    "Prioritetsakse / Priority axis": "3 Social inklusion. Aktiv inklusion",
    "Fond / Fund": "S",
    "Region / Region": "Region Midtjylland",
}


def csv_file(folder: Path, *rows: dict[str, str]) -> Path:
    """Returns a CSV file of the rows."""
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_name_of_the_wrong_level_is_unknown(store: Store, tmp_path: Path) -> None:
    assert the_refusal(store, tmp_path, län="Sala").key == "cell-unknown-far"


def test_a_key_that_is_there_twice_names_the_first_row(store: Store, tmp_path: Path) -> None:
    found = checked(store, write_rows(tmp_path, row(), row(ärende_id="20999002"), row()))
    [finding] = found.refusals

    assert (finding.key, finding.place.row, finding.place.value) == ("key-twice", 3, "20999001")
    assert dict(finding.values)["first"] == "1"


def test_a_column_that_the_mapping_does_not_know_is_a_warning(store: Store, tmp_path: Path) -> None:
    found = checked(store, write_rows(tmp_path, row() | {"telnr": "1"}))

    assert len(found.rows) == 1
    assert [(finding.key, finding.place.column) for finding in found.warnings] == [
        ("column-unknown", "telnr")
    ]


def test_every_fault_of_every_row_is_found_at_once(store: Store, tmp_path: Path) -> None:
    bad = row(ärende_id="20999002", län="Atlantis", projekt_sluttid="x")
    found = checked(store, write_rows(tmp_path, row(), bad, row(ärende_id="")))

    assert [(finding.place.row, finding.key) for finding in found.refusals] == [
        (2, "cell-date"),
        (2, "cell-unknown-far"),
        (3, "key-empty"),
    ]


def test_the_same_spelling_is_one_organisation_and_others_become_other_names(
    store: Store, tmp_path: Path
) -> None:
    rows = [
        row(),
        row(ärende_id="20999002"),
        row(ärende_id="20999003", stödmottagare="EXEMPELKOMMUNEN"),
    ]
    quads = list_quads(SWEDISH, checked(store, write_rows(tmp_path, *rows)).rows, store.base)
    organisation = expand(f"{store.base}id/organisation/tillvaxtverket-2014/exempelkommunen")
    names = {
        (compact(quad.predicate.value), quad.object.value)
        for quad in quads
        if quad.subject == organisation and isinstance(quad.object, Literal)
    }

    assert names == {("skos:prefLabel", "Exempelkommunen"), ("skos:altLabel", "EXEMPELKOMMUNEN")}


def test_one_name_of_two_things_is_ambiguous(tmp_path: Path) -> None:
    store = shipped_store()
    twin = expand(f"{store.base}id/area/se-kommun/9999")
    graph = expand(f"{store.base}graph/source/areas")
    facts = [("rdf:type", "dct:Location"), ("pg:level", "pg:MunicipalLevel"), ("geo:sfWithin", "nuts:SE")]
    added = {Quad(twin, expand(name), expand(value), graph) for name, value in facts}
    label = Quad(twin, expand("skos:prefLabel"), Literal("Sala", language="sv"), graph)
    store.apply(Changes(added=frozenset({*added, label})), 2)
    finding = the_refusal(store, tmp_path, kommuner="Sala")

    assert finding.key == "cell-ambiguous"
    assert "se-kommun/9999" in dict(finding.values)["candidates"]


@pytest.mark.lists
def test_the_danish_list_has_no_identifier_and_still_a_key_for_each_row(
    store: Store, lists_dir: Path
) -> None:
    found = checked(store, lists_dir / "projects-dk-erdf-esf/denmark_erdf_esf_2014_2020.csv", DANISH)
    keys = {found_row.key for found_row in found.rows}

    assert (len(found.rows), len(keys), found.refusals, found.warnings) == (107, 107, (), ())


@pytest.mark.lists
def test_danish_pools_of_money_are_no_areas(store: Store, lists_dir: Path) -> None:
    found = checked(store, lists_dir / "projects-dk-erdf-esf/denmark_erdf_esf_2014_2020.csv", DANISH)
    without = [found_row for found_row in found.rows if not found_row.values["area"]]
    bornholm = {value.term for r in found.rows for value in r.values["area"] if value.text == "Bornholm"}

    assert len(without) == 12
    assert bornholm == {expand("nuts:DK014")}


def test_cells_that_say_the_same_are_read_once_and_those_that_are_written_otherwise_apart(
    store: Store, tmp_path: Path
) -> None:
    rows = [row(ärende_id=str(20999001 + number)) for number in range(2)]
    first, second = checked(store, write_rows(tmp_path, *rows)).rows
    assert all(first.values[name] is second.values[name] for name in ("municipalities", "title"))

    column = next(each for each in SWEDISH.columns if each.name == "title")
    checker = RowChecker(SWEDISH, store, "list.xlsx")
    cells: list[Cell] = [True, Decimal("1"), Decimal("1.0"), "1"]
    raws = (RawRow(number, {"projektnamn": cell}) for number, cell in enumerate(cells))
    assert [checker._cell(column, raw)[0].text for raw in raws] == ["true", "1", "1.0", "1"]


def test_what_is_told_of_a_cell_is_told_of_each_row_that_has_it(store: Store, tmp_path: Path) -> None:
    rows = [row(ärende_id=str(20999001 + number), projekt_starttid="2016-02-30") for number in range(2)]
    found = checked(store, write_rows(tmp_path, *rows))
    assert [finding.place.row for finding in found.refusals] == [1, 2]
