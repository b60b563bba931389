"""Files become rows; a broken one says where and how to mend it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import FileProblem, UnknownName
from graph.importers.tabular_mapping import ListMapping, load_mapping, mapping_names
from graph.importers.tabular_raw import RawList
from graph.importers.tabular_read import read_bytes, read_list
from lists_of_ours import row, write_rows

SWEDISH = load_mapping("tillvaxtverket-2014")
DANISH = load_mapping("erhvervsstyrelsen-2014")
SMALL = replace(DANISH, columns=DANISH.columns[:2], key=("title",))
HEADINGS = "Projektitel / Operation name,Startdato / Operation start date"


def read_text(text: str | bytes, mapping: ListMapping = SWEDISH) -> RawList:
    content = text if isinstance(text, bytes) else text.encode()
    return read_list(Path("list"), content, mapping)


def refused(text: str | bytes, mapping: ListMapping = SWEDISH) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        read_text(text, mapping)
    return caught.value


def test_rows_of_json_count_from_one_and_keep_their_cells(tmp_path: Path) -> None:
    path = write_rows(tmp_path, row(), row(ärende_id="20999002"))
    found = read_list(path, read_bytes(path), SWEDISH)

    assert [raw.number for raw in found.rows] == [1, 2]
    assert found.rows[0].cells["beviljat_belopp_sek"] == "1250000"
    assert found.rows[1].cells["ärende-id"] == "20999002"


def test_rows_of_csv_count_as_a_spreadsheet_does() -> None:
    found = read_text(f'\ufeff{HEADINGS}\r\n"A,\nb",24.04.2014\r\n,\r\nC,25.04.2014\r\n', SMALL)

    assert [(raw.number, raw.cells["Projektitel / Operation name"]) for raw in found.rows] == [
        (2, "A,\nb"),
        (4, "C"),
    ]


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ('[{"a": 1},\n {"b": ]', "json-broken", {"line": 2, "column": 8}),
        ("", "file-empty", {}),
        ('[{"a": NaN}]', "json-broken", {"line": 1}),
        ("[" * 100_000, "json-broken", {"line": 1}),
        ('{"a": 1}', "json-not-array", {"found": "dict"}),
        ("[1]", "json-not-object", {"item": 1}),
        ('[{"län": {"a": 1}}]', "json-nested", {"item": 1, "name": "län"}),
        ('[{"län": "a", "län": "b"}]', "json-key-twice", {"name": "län"}),
        ('[{"projekt": "a"}]', "columns-missing", {"found": "projekt"}),
        ('[{"län": "Sm\xe5land"}]'.encode("latin-1"), "file-encoding", {"line": 1, "byte": "0xE4"}),
        ("[\n\n\xff".encode("latin-1"), "file-encoding", {"line": 3, "byte": "0xFF"}),
        ('[{"län": "a"}]'.encode("utf-16"), "file-encoding", {"byte": "0xFF", "likely": "UTF-16"}),
        ('[{"lan": "a"}]'.encode("utf-16-le"), "file-encoding", {"byte": "0x00", "likely": "UTF-16"}),
        ('[{"lan": "a"}]'.encode("utf-16-be"), "file-encoding", {"byte": "0x00", "likely": "UTF-16"}),
    ],
)
def test_a_broken_json_file_says_where(text: str | bytes, key: str, values: dict[str, object]) -> None:
    error = refused(text)

    assert error.key == key
    assert error.values["file"] == "list"
    assert {name: error.values[name] for name in values} == values


def test_the_place_of_broken_json_has_its_line_and_column() -> None:
    place = refused('[{"a": 1},\n {"b": ]').place

    assert place is not None
    assert (place.file, place.row, place.column) == ("list", 2, "8")


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        (f'{HEADINGS}\n"a,24.04.2014\n', "csv-broken", {"line": 2}),
        (f"{HEADINGS}\na\n", "csv-ragged", {"line": 2, "found": 1, "expected": 2}),
        ("Budget,Budget\n1,2\n", "column-twice", {"names": "Budget"}),
        (" \r\n\r\n", "file-empty", {}),
        ("Titel\nA\n", "columns-missing", {"found": "Titel"}),
        (f"{HEADINGS}\nv\x81kst,1\n".encode("latin-1"), "file-encoding", {"encoding": "utf-8"}),
    ],
)
def test_a_broken_csv_file_says_where(text: str | bytes, key: str, values: dict[str, object]) -> None:
    error = refused(text, SMALL)

    assert error.key == key
    assert {name: error.values[name] for name in values} == values


def test_a_missing_file_and_a_folder_are_problems_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as missing:
        read_bytes(tmp_path / "no.json")
    with pytest.raises(FileProblem) as folder:
        read_bytes(tmp_path)

    assert (missing.value.key, folder.value.key) == ("file-missing", "file-unreadable")


def test_an_unknown_mapping_lists_those_that_are_known() -> None:
    with pytest.raises(UnknownName) as caught:
        load_mapping("../mappings/tillvaxtverket-2014")

    assert caught.value.values["known"] == ", ".join(mapping_names())
