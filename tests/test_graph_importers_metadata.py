"""What a mapping may say: those that ship say nothing else, and what is misspelt is told where it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from api.wording.messages import text
from command_line import CommandLine
from graph.errors import Cause, FileProblem
from graph.importers.metadata import faults_of
from graph.importers.metadata.form import _COLUMN, _MATCH, _RULE, _SCHEMA
from graph.importers.tabular_mapping import FOLDER, load_mapping, mapping_names

SWEDISH = (FOLDER / "tillvaxtverket-2014.json").read_text(encoding="utf-8")
OWN = (FOLDER / "projects.json").read_text(encoding="utf-8")
# Where it is told (`/` is a column) and why; a text of a mapping that ships, and what stands in its place.
MISTAKES = """
pg:ledgr | mapping-property | "pg:ledger": | "pg:ledgr":
dc:title | value-missing | "dc:title": | "dc:titel":
tableSchema | value-missing | "tableSchema": | "schema":
pg:format | value-offered | "pg:format": "json" | "pg:format": "xml"
dialect/encoding | mapping-encoding | "encoding": "utf-8" | "encoding": "utf-88"
dialect/delimeter | mapping-property | "encoding": "utf-8" | "delimeter": ";"
dialect/delimiter | mapping-sign | "encoding": "utf-8" | "delimiter": ";;"
tableSchema/primaryKey | mapping-column | "primaryKey": "id" | "primaryKey": "code"
/start | mapping-twice | "name": "end" | "name": "start"
/start/titles | value-missing | "titles": "projekt_starttid" | "title": "projekt_starttid"
/start/titles | mapping-texts | "titles": "projekt_starttid" | "titles": 5
/start/propertyURL | mapping-property | "propertyUrl": "eurio:startDate" | "propertyURL": "eurio:startDate"
/start/propertyUrl | mapping-prefix | "propertyUrl": "eurio:startDate" | "propertyUrl": "euro:startDate"
/id/propertyUrl | mapping-term | "propertyUrl": "dct:identifier" | "propertyUrl": "dct:identifyer"
/id/propertyUrl | iri-space | "propertyUrl": "dct:identifier" | "propertyUrl": "dct identifier"
/updated/propertyUrl | mapping-term | "propertyUrl": "pg:saidAt" | "propertyUrl": "pg:saidOn"
/id/datatype/format | mapping-pattern | "[0-9]{6,10}" | "[0-9"
/updated/datatype/format | mapping-date | "format": "yyyy-MM-dd HH:mm:ss" | "format": "%Y-%m-%d"
/amount/datatype | value-offered | "datatype": "decimal" | "datatype": "money"
/amount/datatype/format | mapping-property
    | "datatype": "decimal" | "datatype": {"base": "boolean", "format": "J"}
/counties/pg:mach | mapping-property
    | "pg:match": {"type": "dct:Location", | "pg:mach": {"type": "dct:Location",
/counties/pg:match/missing | value-offered
    | "geo:sfWithin": "nuts:SE"}}}, | "geo:sfWithin": "nuts:SE"}, "missing": "skip"}},
/counties/pg:match/where/pg:level | mapping-term
    | "pg:level": "pg:RegionalLevel" | "pg:level": "pg:CountyLevel"
/id/required | value-boolean | "required": true | "required": "false"
/description/lang | value-language
    | "lang": "sv", "propertyUrl": "dct:d | "lang": "svenska, tror jag", "propertyUrl": "dct:d
/counties/separator | value-text | "separator": "," | "separator": 1
/amount/pg:currencyOf | mapping-column
    | "datatype": "decimal", | "datatype": "decimal", "pg:currencyOf": "money",
/amount/aboutUrl | mapping-variable
    | "id/amount/tillvaxtverket-2014/{id}" | "id/amount/tillvaxtverket-2014/{nr}"
/amount/aboutUrl | mapping-braces
    | "id/amount/tillvaxtverket-2014/{id}" | "id/amount/tillvaxtverket-2014/{id"
/amount/aboutUrl | iri-scheme | "id/amount/tillvaxtverket-2014/{id}" | "ids/amount/tillvaxtverket-2014/{id}"
/theme/aboutUrl | mapping-untyped
    | "propertyUrl": "rdf:type", "valueUrl": "pg:Alignment" | "suppressOutput": true
/beneficiary/aboutUrl | mapping-untyped
    | "propertyUrl": "rdf:type", "valueUrl": "org:FormalOrganization" | "suppressOutput": true
pg:graph | mapping-variable | "pg:graph": "graph/list/tillvaxtverket-2014" | "pg:graph": "graph/list/{year}"
/selector_value/pg:text | mapping-variable | "pg:text": "ärende-id={id}" | "pg:text": "ärende-id={nr}"
pg:resources/2/dct:maker | mapping-term | "dct:creator": {"@id" | "dct:maker": {"@id"
tableSchema/pg:rules/0/rule | value-offered
    | "primaryKey": "id" | "primaryKey": "id", "pg:rules": [{"rule": "first", "columns": []}]
tableSchema/pg:listKey | mapping-column | "primaryKey": "id" | "primaryKey": "id", "pg:listKey": "name"
pg:fileName | mapping-pattern | "pg:author" | "pg:fileName": "(", "pg:author"
"""
CASES = [tuple(each.split(" | ")) for each in MISTAKES.replace("\n    |", " |").strip().splitlines()]


def refused(folder: Path, source: str) -> FileProblem:
    path = folder / "ours.json"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(FileProblem) as caught:
        load_mapping(str(path))
    return caught.value


@pytest.mark.parametrize("name", mapping_names())
def test_a_mapping_that_ships_has_no_fault(name: str) -> None:
    assert list(faults_of(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(("at", "key", "old", "new"), CASES)
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, at: str, key: str, old: str, new: str) -> None:
    assert old in SWEDISH
    error = refused(tmp_path, SWEDISH.replace(old, new, 1))

    assert error.key == "mapping-broken"
    assert error.values["at"] == (f"tableSchema/columns{at}" if at.startswith("/") else at)
    assert isinstance(why := error.values["why"], Cause)
    assert why.key == key
    assert "{" not in text("error.mapping-broken", "sv", **error.values).replace("{kolumn}", "")


def test_a_misspelt_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    error = refused(tmp_path, SWEDISH.replace('"pg:match"', '"pg:mach"', 1))

    assert isinstance(why := error.values["why"], Cause)
    assert dict(why.values)["bound"].startswith("pg:match")


def test_a_list_has_a_name_or_a_column_that_says_which_it_is(tmp_path: Path) -> None:
    error = refused(tmp_path, OWN.replace('"primaryKey"', '"pg:listKey": "title", "primaryKey"', 1))

    assert (error.values["at"], str(error.values["why"])) == ("pg:listName", "mapping-names")


@pytest.mark.parametrize("content", ['{"a": 1,}', "{", ""])
def test_what_is_no_json_is_told_by_line_and_column(tmp_path: Path, content: str) -> None:
    error = refused(tmp_path, content)

    assert (error.key, error.values["line"]) == ("json-broken", 1)


def test_remarks_of_other_vocabularies_may_say_anything(tmp_path: Path) -> None:
    metadata = json.loads(SWEDISH) | {"dct:license": {"@id": "https://example.org/"}, "url": "list.json"}
    path = tmp_path / "ours.json"
    path.write_text(json.dumps(metadata), encoding="utf-8")

    assert load_mapping(str(path)).name == "ours"


def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    path, listed = tmp_path / "ours.json", tmp_path / "list.json"
    path.write_text(SWEDISH.replace('"propertyUrl"', '"propertyURL"', 1), encoding="utf-8")
    listed.write_text("[]", encoding="utf-8")
    done = CommandLine(tmp_path / "store")("import", listed, "--mapping", path, "--preview")

    assert done.code == 2
    assert (
        "tableSchema/columns/id/propertyURL: there is no property propertyURL; write propertyUrl" in done.err
    )


@pytest.mark.parametrize("table", [_COLUMN, _SCHEMA, _MATCH, _RULE])
def test_every_property_that_a_mapping_may_have_is_documented(root: Path, table: Mapping[str, Any]) -> None:
    page = (root / "docs/mappings.md").read_text(encoding="utf-8")

    assert [name for name in table if f"`{name}`" not in page and f".{name}`" not in page] == []
