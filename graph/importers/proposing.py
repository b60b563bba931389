"""A mapping for a list that nobody has described: that of our own spreadsheet under its headings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.errors import Finding, Place, SubmissionRefused
from graph.importers.metadata import CALLED, NAMED
from graph.importers.recognising import OWN, Proposal
from graph.importers.recognising_headings import language_of
from graph.importers.sheets.reading import fold
from graph.importers.tabular_cells import CellError, value_of
from graph.importers.tabular_mapping import (
    FOLDER,
    Column,
    ListMapping,
    load_mapping,
    mapping_names,
    parse_mapping,
)
from graph.terms import slug

_MUNICIPAL = "pg:MunicipalLevel"


@dataclass(frozen=True, slots=True)
class Reading:
    """Is how somebody wants a list to be read.

    `columns` say by heading which column of our own spreadsheet each one is, None for one that is not read;
    `defaults` are the values of columns that the list lacks or leaves empty, by the column of our own, such
    as a currency. What the list states has IRIs under `name`.
    """

    name: str
    columns: Mapping[str, str | None]
    defaults: Mapping[str, str] = field(default_factory=dict)


def reading_of(proposal: Proposal, name: str) -> Reading:
    """Returns how a list seems to be read."""
    return Reading(name, {each.heading: each.column for each in proposal.seen}, proposal.defaults)


def mapping_of(reading: Reading) -> ListMapping:
    """Returns the mapping by which a list is read; a reading that is none raises SubmissionRefused.

    It can name our own columns only, so that whoever may import a list may send it. Its name is that of the
    list: it takes no other.
    """
    text = json.dumps(metadata_of(reading) | {"pg:listName": None})
    for each in (NAMED, CALLED):
        text = text.replace(f"{{{each}}}", "")
    return parse_mapping(slug(reading.name), json.loads(text))


def metadata_of(reading: Reading) -> dict[str, Any]:
    """Returns that mapping as CSVW metadata, by which lists may be read under names that they are given."""
    findings = tuple(_faults(reading))
    if findings:
        raise SubmissionRefused("reading-refused", findings, count=len(findings))
    return _metadata(reading)


def proposed_mapping(proposal: Proposal, name: str) -> str:
    """Returns the mapping of a list as it seems to be, as a text that somebody may change."""
    return json.dumps(metadata_of(reading_of(proposal, name)), ensure_ascii=False, indent=2) + "\n"


def free_name(name: str) -> str:
    """Returns the name, or one like it where a mapping that ships has a list of that name."""
    key = slug(name) or "list"
    return name if key == slug(name) and not _is_taken(key) else f"{name} 2".strip()


def own_columns() -> tuple[Column, ...]:
    """Returns the columns that a heading of a list may stand for."""
    return load_mapping(OWN).titled()


def _metadata(reading: Reading) -> dict[str, Any]:
    key = slug(reading.name)
    text = (FOLDER / f"{OWN}.json").read_text(encoding="utf-8")
    metadata: dict[str, Any] = json.loads(text.replace(f"/{OWN}{{{NAMED}}}", f"/{key}{{{NAMED}}}"))
    metadata |= {"dc:title": reading.name, "pg:listName": "given"}
    _rename(metadata["pg:resources"], f"id/document/{key}{{{NAMED}}}/list", f"{reading.name}{{{CALLED}}}")
    for column in metadata["tableSchema"]["columns"]:
        if "titles" in column:
            _retitle(column, reading)
        _speak(column, language_of(reading.columns))
        if column["name"] in reading.defaults:
            column["default"] = reading.defaults[column["name"]]
    return metadata


def _speak(column: dict[str, Any], lang: str) -> None:
    """Has the texts of a column be in a language: the headings of the list are in no more than one."""
    if column.pop("pg:spoken", False) and lang:
        column["lang"] = lang
    if lang in (said := column.pop("pg:defaults", {})):
        column["default"] = said[lang]


def _rename(resources: list[dict[str, Any]], document: str, name: str) -> None:
    for resource in resources:
        if resource["@id"] == document:
            resource["skos:prefLabel"] = [{"@value": name, "@language": "und"}]


def _retitle(column: dict[str, Any], reading: Reading) -> None:
    """Gives a column the heading that it has in the list; ours stay for one that the list lacks."""
    column.pop("pg:example", None)
    own = column.pop("titles").values()
    named = [heading for heading, name in reading.columns.items() if name == column["name"]]
    unread = {fold(heading) for heading, name in reading.columns.items() if name is None}
    titles = named or [title for title in dict.fromkeys(own) if fold(title) not in unread]
    if column["name"] == "areas" and named and all(map(_is_of_municipalities, named)):
        column["pg:match"].sort(key=lambda match: _level(match) != _MUNICIPAL)
    column.update({"titles": titles} if titles else {"virtual": True})


def _is_of_municipalities(heading: str) -> bool:
    """Says whether areas below a heading are municipalities: Uppsala, say, is a county too.

    >>> [_is_of_municipalities(each) for each in ("Kommuner", "Län/kommun", "Municipality")]
    [True, False, True]
    """
    plain = fold(heading)
    return bool(re.search(r"kommun|municipal", plain)) and not re.search(r"\blän|region|\bcount", plain)


def _level(match: Mapping[str, Any]) -> str | None:
    level: str | None = match.get("where", {}).get("pg:level")
    return level


def _faults(reading: Reading) -> Iterator[Finding]:
    key, columns = slug(reading.name), {column.name: column for column in own_columns()}
    if not key:
        yield _fault("reading-nameless", "name", reading.name)
    elif _is_taken(key):
        yield _fault("reading-name-taken", "name", reading.name)
    first: dict[str, str] = {}
    for heading, column in reading.columns.items():
        place, known = f"columns/{heading}", ", ".join(columns)
        if column is None:
            continue
        if column not in columns:
            yield _fault("reading-column-unknown", place, column, known=known)
        elif first.setdefault(column, heading) != heading:
            yield _fault("reading-column-twice", place, column, first=first[column])
    yield from _lacking(columns.values(), first)
    for name, value in reading.defaults.items():
        yield from _default_faults(columns.get(name), name, value, ", ".join(columns))


def _lacking(columns: Any, first: Mapping[str, str]) -> Iterator[Finding]:
    for column in columns:
        if column.required and column.name not in first:
            yield _fault("reading-column-missing", "columns", column.name, heading=column.titles[0])


def _default_faults(column: Column | None, name: str, value: str, known: str) -> Iterator[Finding]:
    place = f"defaults/{name}"
    if column is None:
        yield _fault("reading-column-unknown", place, name, known=known)
    elif column.required:
        yield _fault("reading-default-needed", place, name)
    elif not column.matches:
        try:
            value_of(column, value)
        except CellError as problem:
            yield Finding(problem.key, Place(column=place, value=value), (("value", value), *problem.values))


def _is_taken(key: str) -> bool:
    """Says whether a name is not for other lists: a mapping that ships has it, or somebody's register."""
    if key.startswith("by-"):
        return True
    graphs = (load_mapping(name).graph.removesuffix(f"{{{NAMED}}}") for name in mapping_names())
    patterns = (re.sub(r"\\{(file:\w+|list)\\}", ".+", re.escape(graph)) for graph in graphs)
    return any(re.fullmatch(pattern, f"graph/list/{key}") for pattern in patterns)


def _fault(key: str, field: str, value: str, **more: str) -> Finding:
    return Finding(key, Place(column=field, value=value), (("value", value), *more.items()))
