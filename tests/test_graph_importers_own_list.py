"""Our own spreadsheet of projects: it is imported once filled in, each faulty cell is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SubmissionRefused
from graph.terms import Literal, NamedNode, expand
from list_importing import Importer, saved
from lists_of_ours import filled_in, shipped_store
from workbooks import xlsx


@pytest.fixture(scope="module")
def imports() -> Importer:
    return Importer(shipped_store())


SERVED = {"sv": {"to2", "sdg:9.c"}, "da": {"sdg:6.4", "sdg:9.5"}, "en": {"sdg:6.4", "sdg:12.5"}}


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_the_template_is_imported_once_it_is_filled_in(imports: Importer, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "projekt.xlsx"
    path.write_bytes(filled_in("projects", lang))
    done = imports(path, "projects")
    graph = "graph/list/projects_projekt"

    assert (done.rows, done.warnings, done.missing) == (2, (), ())
    assert len(imports.subjects("pg:Project", graph)) == 1
    assert imports.objects("eurio:roleLabel", graph) == {"beneficiary": 1, "partner": 1}
    # Those of the language before are withdrawn, and stay in the ledger.
    stated = imports.objects("owl:annotatedTarget", "graph/ledger/projects_projekt")
    assert {each.rpartition("/")[2] for each in stated} >= SERVED[lang]
    assert imports(path, "projects").commit is None


@pytest.mark.parametrize(
    ("head", "lang", "reason"),
    [
        (["Projektnummer", "Projektnamn", "Organisation", "Mål"], "sv", "Projektlistan anger"),
        (["Projektnummer", "Projektnavn", "Organisation", "Mål"], "da", "Projektlisten angiver"),
        (
            ["Project number", "Project name", "Organisation", "Objectives"],
            "en",
            "The list of projects names",
        ),
    ],
)
def test_texts_are_in_the_language_of_the_headings(
    imports: Importer, tmp_path: Path, head: list[str], lang: str, reason: str
) -> None:
    path = tmp_path / f"{lang}.xlsx"
    path.write_bytes(xlsx({"A": [head, ["1", "Grøn omstilling på Fyn", "Erhvervshus Fyn", "13"]]}))
    imports(path, "projects")
    store = imports.store
    said = [
        quad.object
        for graph in (f"graph/list/projects_{lang}", f"graph/ledger/projects_{lang}")
        for name in ("skos:prefLabel", "rdfs:comment")
        for quad in store.quads(None, expand(name), graph=NamedNode(store.base + graph))
        if isinstance(quad.object, Literal)
    ]
    assert {each.language for each in said if each.value.startswith(("Grøn", "Erhvervshus", reason))} == {
        lang
    }
    assert len([each for each in said if each.value.startswith(reason)]) == 1


HEAD = ["Projektnummer", "Projektnamn", "Organisation", "Beviljat belopp", "Valuta", "Områden", "Mål"]


@pytest.mark.parametrize(
    ("rows", "rule", "column", "number"),
    [
        ([["1", "A", "X", "5", "SEK"], ["2", "B", "Y", "5", "EUR"]], "column-mixed", "Valuta", 3),
        ([["1", "A", "X", "5", ""]], "rule-requires", "Valuta", 2),
        ([["1", "A", "X", "5"]], "rule-requires", "Valuta", 2),
        ([["1", "A", "X", "5 kr", ""]], "rule-requires", "Valuta", 2),
        ([["1", "A", "X", "5 SEK", ""], ["2", "B", "Y", "5 €", ""]], "column-mixed", "Valuta", 3),
        ([["1", "A", "X", "ca 2 mkr", "SEK"]], "cell-number", "Beviljat belopp", 2),
        ([["1", "A", "X", "12,5 mnkr", "SEK"]], "cell-number-scaled", "Beviljat belopp", 2),
        ([["1", "A", "X", "5", "kr"]], "cell-currency-two", "Valuta", 2),
        ([["1", "A", "X", "5", "SEK"], ["2", "B", "Y", "5", "tkr"]], "cell-currency-scale", "Valuta", 3),
        ([["1", "A", "X", "5", "mynt"]], "cell-form", "Valuta", 2),
        ([["1", "A", "X", "5 EUR", "SEK"]], "cell-currency", "Beviljat belopp", 2),
        ([["1", "A", "X", "1.234", "SEK"]], "cell-number-two", "Beviljat belopp", 2),
        ([["1", "A", "X"], ["1", "A", "X"]], "key-twice", "Projektnummer + Organisation", 3),
        ([["2020/1", "A", "X"], ["2020-1", "B", "Y"]], "key-alike", "Projektnummer", 3),
        ([["1", "A", ""]], "key-empty", "Organisation", 2),
        ([["1", "A", "X", "", "", "Dalarnas län; Atlantis"]], "cell-unknown-far", "Områden", 2),
        ([["1", "A", "X", "", "", "", "99.9"]], "cell-unknown-far", "Mål", 2),
    ],
)
def test_a_faulty_row_of_our_own_spreadsheet_is_refused_with_its_place(
    imports: Importer, tmp_path: Path, rows: list[list[str]], rule: str, column: str, number: int
) -> None:
    path = tmp_path / "projekt.xlsx"
    path.write_bytes(xlsx({"A": [HEAD, *rows]}))
    before = imports.store.sequence
    with pytest.raises(SubmissionRefused) as caught:
        imports(path, "projects")
    found = {
        (f.key.removesuffix("-far"), f.place.sheet, f.place.row, f.place.column)
        for f in caught.value.findings
    }

    assert found == {(rule.removesuffix("-far"), "A", number, column)}
    assert imports.store.sequence == before


def test_rows_of_one_project_that_disagree_on_its_name_are_said(imports: Importer, tmp_path: Path) -> None:
    path = tmp_path / "projekt.xlsx"
    path.write_bytes(xlsx({"A": [HEAD, ["7", "Namn", "X"], ["7", "Annat namn", "Y"]]}))
    [finding] = [each for each in imports(path, "projects").warnings if each.key == "rows-disagree"]

    assert (finding.key, finding.place.row, dict(finding.values)) == (
        "rows-disagree",
        3,
        {"value": "Annat namn", "taken": "Namn", "row": "2"},
    )


NAMINGS = (
    "TO2; 9.c",
    "Access to and use of ICT; SDG 9.c",
    "to2, mål 9.c",
    "id/objective/eu-2014/to2; 9.c; 9.c",
)


@pytest.mark.parametrize("naming", NAMINGS)
def test_what_a_project_serves_is_the_same_statement_however_it_is_named(
    imports: Importer, tmp_path: Path, naming: str
) -> None:
    """What was judged stays so when a list comes back with names for codes."""
    path = tmp_path / "naming.csv"
    for goals in (NAMINGS[0], naming):
        done = imports(
            saved(tmp_path, path.name, [[*HEAD[:3], HEAD[6]], ["1", "A", "B", goals]], ";"), "projects"
        )
        assert done.rows == 1
    stated = imports.subjects("pg:Alignment", "graph/ledger/projects_naming")
    ledger = f"{imports.store.base}id/alignment/projects_naming"
    assert stated == {f"{ledger}/1-to2", f"{ledger}/1-9.c"}


def test_thousands_are_told_by_another_amount_of_the_list(imports: Importer, tmp_path: Path) -> None:
    path = tmp_path / "projekter.csv"
    rows = ["1;A;X;850.000;DKK", "2;B;Y;1.250.000,50;DKK", "3;C;Z;2 500 kr.;DKK", "4;D;W;7;DKK"]
    path.write_text("\n".join([";".join(HEAD[:5]), *rows]), encoding="utf-8")
    done = imports(path, "projects")
    graph = done.graph.removeprefix(imports.store.base)

    assert imports.objects("eurio:value", graph).keys() == {"850000", "1250000.5", "2500", "7"}
    [told] = [each for each in done.warnings if each.key == "list-thousands"]
    assert (told.place.column, dict(told.values)) == (
        "Beviljat belopp",
        {"proof": "1.250.000,50", "value": "850.000"},
    )


@pytest.mark.parametrize("others", [["1.250.000,50", "2.5"], ["1250000,50"], ["1,250,000.5"], []])
def test_thousands_are_not_told_where_an_amount_says_otherwise_or_none_does(
    imports: Importer, tmp_path: Path, others: list[str]
) -> None:
    path = tmp_path / "projekter.csv"
    rows = [f"{n};A;X;{amount};DKK" for n, amount in enumerate(["850.000", *others], 1)]
    path.write_text("\n".join([";".join(HEAD[:5]), *rows]), encoding="utf-8")
    with pytest.raises(SubmissionRefused) as caught:
        imports(path, "projects")

    assert [(each.key, each.place.row) for each in caught.value.findings] == [("cell-number-two", 2)]


@pytest.mark.parametrize("heads", [HEAD, [each for each in HEAD if each != "Valuta"]])
def test_a_currency_beside_an_amount_is_that_of_its_row(
    imports: Importer, tmp_path: Path, heads: list[str]
) -> None:
    path = tmp_path / "projekt.xlsx"
    path.write_bytes(xlsx({"A": [heads, ["1", "A", "X", "12 500 EUR"], ["2", "B", "Y", "€ 7"]]}))
    graph = imports(path, "projects").graph.removeprefix(imports.store.base)

    assert imports.objects("eurio:currency", graph).keys() == {"EUR"}
    assert imports.objects("eurio:value", graph).keys() == {"12500", "7"}


def test_a_currency_is_read_as_people_write_it(imports: Importer, tmp_path: Path) -> None:
    path = tmp_path / "projekt.xlsx"
    spelt = ["sek", "Kr.", "kr", "SEK ", "kronor", "skr"]
    path.write_bytes(xlsx({"A": [HEAD, *([str(n), "A", "X", "5", each] for n, each in enumerate(spelt))]}))
    done = imports(path, "projects")

    assert imports.objects("eurio:currency", done.graph.removeprefix(imports.store.base)).keys() == {"SEK"}
    [told] = [each for each in done.warnings if each.key == "list-currency"]
    assert (told.place.column, dict(told.values)) == ("Valuta", {"value": "Kr.", "read": "SEK"})


def test_sums_and_remarks_are_left_out_and_said(imports: Importer, tmp_path: Path) -> None:
    path = tmp_path / "projekt.xlsx"
    rows = [
        ["1", "A", "X", "5", "SEK"],
        [],
        ["Summa", "", "", 5],
        ["", "Totalt:", "", "5 kr"],
        ["* Beloppen avser hela tiden."],
    ]
    path.write_bytes(
        xlsx({"A": [HEAD, *rows], "B": [HEAD, ["2", "B", "Y", "7", "SEK"], ["Källa: vårt diarium"]]})
    )
    done = imports(path, "projects")

    assert done.rows == 2
    assert [(e.place.sheet, dict(e.values)["rows"]) for e in done.warnings if e.key == "rows-beside"] == [
        ("A", "4, 5, 6"),
        ("B", "3"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        ["2024-7"],
        ["7", "Bron"],
        ["Summa", "B", "Y", "x y z"],
        ["", "Totalrenovering", "", 5],
        ["", "Samlet indsats for unge", "", 5],
        ["", "", "", "5"],
        ["", "", "Luleå tekniska universitet"],
        ["Bron över ån i Sala"],
    ],
)
def test_a_row_that_somebody_began_is_refused(imports: Importer, tmp_path: Path, row: list[str]) -> None:
    path = tmp_path / "projekt.xlsx"
    last = [["1", "A", "X", "5", "SEK"]] if len(row) == 1 else []
    path.write_bytes(xlsx({"A": [HEAD, ["0", "A", "X", "5", "SEK"], row, *last]}))
    with pytest.raises(SubmissionRefused) as caught:
        imports(path, "projects")

    assert {each.place.row for each in caught.value.findings} == {3}


def test_an_amount_needs_a_currency_where_the_list_has_no_column_for_it_either(
    imports: Importer, tmp_path: Path
) -> None:
    path = tmp_path / "projekt.xlsx"
    path.write_bytes(xlsx({"A": [HEAD[:4], ["1", "A", "X", "5"], ["2", "B", "Y", ""]]}))
    with pytest.raises(SubmissionRefused) as caught:
        imports(path, "projects")

    assert [(f.key, f.place.row, f.place.column) for f in caught.value.findings] == [
        ("rule-requires", 2, "Valuta")
    ]
