"""The list that a preview gives back: its file, with what is wrong noted on the cells."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from graph.importers.annotating import annotated
from graph.importers.preview import Preview
from graph.importers.sheets import Table, read_tables
from graph.importers.tabular_mapping import load_mapping
from graph.store import Store
from lists_of_ours import shipped_store, write_rows
from test_graph_importers_preview import previewed, rows, states
from workbooks import xlsx

OF_OURS = {
    "sv": ["Projektnummer", "Projektnamn", "Startdatum", "Slutdatum", "Beviljat belopp", "Organisation"],
    "da": ["Projektnummer", "Projektnavn", "Startdato", "Slutdato", "Bevilget beløb", "Organisation"],
    "en": ["Project number", "Project name", "Start date", "End date", "Granted amount", "Organisation"],
}


@pytest.fixture
def store() -> Store:
    return shipped_store()


def note(_: object) -> str:
    return "note"


def given_back(path: Path, preview: Preview) -> bytes:
    mapping = load_mapping(preview.mapping)
    return annotated(
        path.name, path.read_bytes(), mapping, preview.refusals, (*preview.warnings, *preview.doubts), note
    )


def cells(table: Table) -> list[dict[str, object]]:
    head, *lines = table.lines
    return [dict(zip(map(str, head.cells), line.cells, strict=False)) for line in lines]


def test_the_list_comes_back_with_suggestions_and_is_imported(store: Store, tmp_path: Path) -> None:
    first, second = rows(2)
    path = write_rows(
        tmp_path, first | {"kommuner": "Saala, Västerås", "projektnamn": "=cmd|' /C calc'!A0"}, second
    )
    mended = tmp_path / "mended.xlsx"
    mended.write_bytes(given_back(path, previewed(store, path)))
    [table] = read_tables("mended.xlsx", mended.read_bytes())

    assert cells(table)[0]["kommuner"] == "Sala, Västerås"
    assert cells(table)[0]["projektnamn"] == "=cmd|' /C calc'!A0", "a text, not a formula"
    found = previewed(store, mended)
    assert (found.refusals, found.rows) == ((), 2)
    assert states(found) == {"20999001": "new", "20999002": "new"}


def test_notes_stand_on_their_cells_and_titles_above_stay(store: Store, tmp_path: Path) -> None:
    head = ["Projektnummer", "Projektnamn", "Organisation", "Områden"]
    path = tmp_path / "projekt.xlsx"
    list_rows = [["Titel"], head, ["1", "A", "X", "Saala"], ["2", "B", "Y", "Atlantis"]]
    path.write_bytes(xlsx({"Lista": list_rows}))
    content = given_back(path, previewed(store, path, mapping="projects"))
    [table] = read_tables("a.xlsx", content)
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        comments = made.read("xl/comments1.xml").decode()

    assert table.sheet == "Lista"
    assert [line.number for line in table.lines if not line.is_blank] == [1, 2, 3, 4]
    assert 'ref="D3"' in comments
    assert 'ref="D4"' in comments
    assert table.lines[2].cells[3] == "Sala"
    assert table.lines[3].cells[3] == "Atlantis"


@pytest.mark.parametrize(
    ("lang", "currency", "description"),
    [("sv", "Valuta", "Beskrivning"), ("da", "Valuta", "Beskrivelse"), ("en", "Currency", "Description")],
)
def test_what_is_wrong_stands_under_the_heading_that_the_file_has(
    store: Store, tmp_path: Path, lang: str, currency: str, description: str
) -> None:
    path, head = tmp_path / "a.xlsx", OF_OURS[lang]
    rows = [["1", "Ett", "2022-01-01", "2021-01-01", "", "X"], ["2", "Två", "1822-01-01", "", "5", "Y"]]
    path.write_bytes(xlsx({"A": [head, *rows]}))
    found = previewed(store, path, mapping="projects")
    mended = read_tables("a.xlsx", given_back(path, found))
    notes = zipfile.ZipFile(io.BytesIO(given_back(path, found))).read("xl/comments1.xml").decode()

    assert [(f.key, f.place.column) for f in found.refusals] == [
        ("rule-order", head[3]),
        ("rule-requires", currency),
    ]
    assert description in found.missing
    assert 'ref="D2"' in notes, "the note is on the cell that is wrong"
    assert mended
