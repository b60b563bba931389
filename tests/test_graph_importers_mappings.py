"""Every list by others is read whole by its mapping; a second time changes nothing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from graph.errors import FileProblem, SubmissionRefused
from graph.importers.tabular import ListImport
from graph.terms import expand
from list_importing import Importer, saved
from lists_of_ours import shipped_store

INTERREG = "projects-se-interreg-2021-2027/rawdata.json"


@pytest.fixture(scope="module")
def imports() -> Importer:
    return Importer(shipped_store())


@pytest.fixture(scope="module")
def interreg(imports: Importer, lists_dir: Path) -> ListImport:
    return imports(lists_dir / INTERREG, "interreg-2021", is_checked=False)


@pytest.mark.lists
def test_partner_rows_of_interreg_become_projects(
    imports: Importer, interreg: ListImport, lists_dir: Path
) -> None:
    rows, graph = json.loads((lists_dir / INTERREG).read_text(encoding="utf-8")), "graph/list/interreg-2021"
    named = [row for row in rows if row["organisationsnamn"]]
    roles, leads = (
        imports.objects("eurio:roleLabel", graph),
        Counter(row["organisationsroll"] for row in named),
    )

    assert (interreg.rows, interreg.gone, interreg.missing) == (1196, 0, ())
    assert len(imports.subjects("pg:Project", graph)) == 585
    assert len(imports.subjects("eurio:OrganisationRole", graph)) == len(named) == 1179
    assert roles == {
        "lead partner": leads["LP"],
        "partner": leads["PP"],
        "associated partner": leads["AP"],
    }
    assert len(imports.subjects("eurio:MonetaryAmount", graph)) == sum(
        row["partnerbudget"] > 0 for row in named
    )
    assert imports.objects("eurio:currency", graph).keys() == {"EUR"}


@pytest.mark.lists
def test_what_interregs_list_holds_wrongly_is_said_row_by_row(interreg: ListImport) -> None:
    found = Counter((f.key, f.place.column) for f in interreg.warnings)

    assert found == {
        ("cell-date", "slutdatum"): 7,
        ("rule-order", "slutdatum"): 2,
        ("rows-disagree", "startdatum"): 14,
        ("rows-disagree", "slutdatum"): 4,
    }
    assert {f.place.value for f in interreg.warnings if f.key == "cell-date"} == {
        "2026-09-31",
        "2027-02-31",
    }


@pytest.mark.lists
def test_every_code_of_interreg_is_aligned(imports: Importer, interreg: ListImport) -> None:
    targets = imports.objects("owl:annotatedTarget", "graph/ledger/interreg-2021")
    codes = {target.rpartition("/")[2] for target in targets}

    assert interreg.commit is not None
    assert len({code for code in codes if "so" in code and "." in code}) == 27
    assert {"po1", "po2", "po3", "po4", "po5", "po6", "iso"} <= codes


@pytest.mark.lists
def test_interreg_a_second_time_changes_nothing(
    imports: Importer, interreg: ListImport, lists_dir: Path
) -> None:
    assert imports(lists_dir / INTERREG, "interreg-2021", is_checked=False).commit is None
    assert interreg.commit is not None


@pytest.mark.lists
def test_some_projects_of_interreg_fit_the_shapes(lists_dir: Path, tmp_path: Path) -> None:
    rows = json.loads((lists_dir / INTERREG).read_text(encoding="utf-8"))[::40]
    path = tmp_path / "list.json"
    path.write_text(json.dumps(rows), encoding="utf-8")

    assert Importer(shipped_store())(path, "interreg-2021").rows == len(rows)


@pytest.mark.lists
def test_the_indicators_of_dalarna_are_the_same_from_either_file(imports: Importer, lists_dir: Path) -> None:
    folder, graph = lists_dir / "dalastrategin-indicators", "graph/list/dalastrategin"
    first = imports(folder / "oversikt.csv", "dalastrategin")
    second = imports(folder / "Oversikt.xlsx", "dalastrategin")
    measured = Counter(
        quad.subject.value.rpartition("/")[2]
        for quad in imports.store.quads(
            None, expand("pg:measuredBy"), graph=expand(imports.store.base + graph)
        )
    )

    assert (first.rows, second.rows, second.commit) == (37, 37, None)
    assert measured == {"target-area-1": 10, "target-area-2": 15, "target-area-3": 12}
    assert not any("Gärd" in text or "Peter" in text for text in imports.objects("dct:description", graph))


@pytest.mark.lists
def test_kolada_is_imported_key_figures_first(imports: Importer, lists_dir: Path) -> None:
    folder, graph = lists_dir / "kolada-kpi", "graph/list/kolada-values"
    with pytest.raises(SubmissionRefused) as caught:
        imports(folder / "kolada_values_sample.csv", "kolada-values")
    figures = imports(folder / "kolada_kpi.csv", "kolada-kpi", is_checked=False)
    values = imports(folder / "kolada_values_sample.csv", "kolada-values")

    assert {finding.place.column for finding in caught.value.findings} == {"kpi"}
    assert (figures.rows, figures.warnings, values.rows, values.warnings) == (6099, (), 303, ())
    assert len(imports.subjects("qb:Observation", graph)) == 303
    assert imports.objects("sdmx-dimension:refPeriod", graph)["2012"] == 25
    assert imports(folder / "kolada_values_sample.csv", "kolada-values").commit is None
    assert imports(folder / "kolada_kpi.csv", "kolada-kpi", is_checked=False).commit is None


@pytest.mark.lists
def test_an_indicator_of_open_sdg_is_known_by_the_name_of_its_file(
    imports: Importer, lists_dir: Path, tmp_path: Path
) -> None:
    path = lists_dir / "opensdg-format-sample/data_indicator_1-1-1.csv"
    graph = "graph/list/opensdg-1-1-1"
    done = imports(path, "opensdg")
    other = tmp_path / "poverty.csv"
    other.write_bytes(path.read_bytes())
    with pytest.raises(FileProblem) as caught:
        imports(other, "opensdg")

    assert (done.rows, done.graph) == (6, imports.store.base + graph)
    assert imports.objects("dct:description", graph) == {"Group=A": 2, "Group=B": 2, "total": 2}
    assert imports.objects("pg:measuredBy", graph) == {f"{imports.store.base}id/indicator/opensdg/1-1-1": 1}
    assert caught.value.key == "file-name"
    assert imports(path, "opensdg").commit is None


KOHESIO = {
    "Operation_Unique_Identifier": "https://linkedopendata.eu/entity/Q100",
    "Operation_Name_English": "Broadband",
    "Operation_Name_Programme_Language": "Bredband",
    "Country": "Sweden",
    "Operation_Start_Date": "2017-01-02",
    "Operation_End_Date": "2020-04-30",
    "Total_Eligible_Expenditure_amount": "100000.5",
    "Total_Eligible_Expenditure_Currency": "EUR",
    "Project_EU_Budget": "50000",
    "Thematic_Objective_ID": "TO02",
    "Programme_Code": "2014SE16RFOP007",
    "NUTS3_Code": "SE332",
    "Operation_Summary_English": "Cables. Write to a.b@example.se",
}


def kohesio(lists_dir: Path, *rows: dict[str, str]) -> list[list[str]]:
    model = json.loads((lists_dir / "kohesio-model/kohesio_model.json").read_text(encoding="utf-8"))
    columns = model["csv_exports"]["projects"]
    assert len(columns) == 33
    return [columns, *([(KOHESIO | row).get(column, "") for column in columns] for row in rows)]


@pytest.mark.lists
def test_the_33_columns_of_kohesio_are_all_known(imports: Importer, lists_dir: Path, tmp_path: Path) -> None:
    second = {
        "Operation_Unique_Identifier": "https://linkedopendata.eu/entity/Q101",
        "Thematic_Objective_ID": "",
        "Policy_Objective_ID": "PO1",
        "Programme_Code": "2021SE16FFPR001",
    }
    rows = kohesio(lists_dir, {}, second)
    done = imports(saved(tmp_path, "latest_SE.csv", rows), "kohesio")
    graph = "graph/list/kohesio-SE"

    assert (done.rows, done.missing) == (2, ())
    assert [(f.key, f.place.row) for f in done.warnings] == [
        ("cell-unknown-far", 3) if done.warnings[0].key == "cell-unknown-far" else ("cell-unknown", 3),
        ("contacts-dropped", None),
    ]
    names = imports.store.quads(None, expand("skos:prefLabel"), graph=expand(imports.store.base + graph))
    assert {(q.object.value, q.object.language) for q in names} >= {("Bredband", "sv"), ("Broadband", "en")}
    assert imports(saved(tmp_path, "latest_SE.csv", rows), "kohesio").commit is None


OPERATION = {
    "Operation_Unique_Identifier": "20300001",
    "Beneficiary_Name": "Arjeplogs kommun",
    "Operation_Name_Programme_Language": "Bredband",
    "Operation_Start_Date": "02/01/2023",
    "Operation_End_Date": "30/04/2025",
    "Total_Eligible_Expenditure_Amount": "1250000",
    "Total_Eligible_Expenditure_Currency": "SEK",
    "Total_Eligible_Expenditure_Exchange_Rate": "11.2",
    "Specific_Objective": "RSO1.2",
    "Location_Indicator_Postcode": "",
    "Location_Indicator_NUTS_code": "SE332",
    "Location_Indicator_latitude_longitude": "",
    "Country": "SE",
}


def operations(folder: Path, **changed: str) -> Path:
    row = OPERATION | changed
    return saved(folder, "ovre-norrland.csv", [list(row), list(row.values())], ";")


def test_a_list_of_operations_that_fits_the_regulation_is_imported(imports: Importer, tmp_path: Path) -> None:
    done = imports(operations(tmp_path), "operations-49")

    assert (done.rows, done.warned) == (1, 0)
    assert imports(operations(tmp_path), "operations-49").commit is None


@pytest.mark.parametrize(
    ("changed", "rule", "column"),
    [
        ({"Operation_Start_Date": "01/05/2025"}, "rule-order", "Operation_End_Date"),
        ({"Location_Indicator_NUTS_code": ""}, "rule-any", "Location_Indicator_Postcode"),
        (
            {"Total_Eligible_Expenditure_Exchange_Rate": ""},
            "rule-requires",
            "Total_Eligible_Expenditure_Exchange_Rate",
        ),
        ({"Operation_End_Date": "31/02/2025"}, "cell-date", "Operation_End_Date"),
        ({"Country": "Atlantis"}, "cell-not-offered", "Country"),
        ({"Specific_Objective": "RSO9.9"}, "cell-unknown-far", "Specific_Objective"),
    ],
)
def test_the_checks_of_the_eus_validator(
    imports: Importer, tmp_path: Path, changed: dict[str, str], rule: str, column: str
) -> None:
    with pytest.raises(SubmissionRefused) as caught:
        imports(operations(tmp_path, **changed), "operations-49")
    [finding] = caught.value.findings

    assert (finding.key.replace("unknown-far", "unknown"), finding.place.row, finding.place.column) == (
        rule.replace("unknown-far", "unknown"),
        2,
        column,
    )


def test_an_exchange_rate_is_not_asked_for_where_the_currency_is_the_euro(
    imports: Importer, tmp_path: Path
) -> None:
    euros = {"Total_Eligible_Expenditure_Currency": "EUR", "Total_Eligible_Expenditure_Exchange_Rate": ""}

    assert imports(operations(tmp_path, **euros), "operations-49").rows == 1
