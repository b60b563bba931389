"""A row of a list as a project to check: what its columns say, whatever kind of list it is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from api.imports.jobs import Job
from api.pages.checking import Typed, amount_text, typed_of
from api.pages.importing import kept
from api.services import Services
from graph.errors import NotFound
from graph.terms import NamedNode

if TYPE_CHECKING:
    from graph.importers.tabular_mapping import Column, ListMapping
    from graph.importers.tabular_row import Row

_TEXTS = {
    "skos:prefLabel": "title",
    "dct:description": "text",
    "eurio:startDate": "start",
    "eurio:endDate": "end",
    "eurio:value": "amount",
    "eurio:currency": "currency",
}


def row_typed(services: Services, job: Job, sheet: str | None, number: int) -> Typed:
    """Returns a row of a previewed list as somebody might have typed it; raises NotFound for no such row."""
    from api.imports.working import limits_of, mapping_asked
    from graph.importers.tabular import open_content
    from graph.importers.tabular_raw import RawList
    from graph.importers.tabular_rows import RowChecker

    upload = kept(job)
    mapping = mapping_asked(None if upload.reading else job.mapping, upload)
    read = services.files.pool.read_file
    opened = open_content(Path(upload.name), upload.content, mapping, limits_of(services), read)
    wanted = tuple(row for row in opened.raw.rows if row.number == number and row.sheet in (sheet, None))
    checked = RowChecker(opened.mapping, services.store, upload.name).check(
        RawList(opened.raw.headings, wanted)
    )
    rows = (*checked.rows, *checked.refused)
    if not rows:
        raise NotFound("check-row-unknown", row=number, file=upload.name)
    return typed_of_row(opened.mapping, rows[0])


def typed_of_row(mapping: ListMapping, row: Row) -> Typed:
    """Returns a row as it might have been typed; of several columns for one text the first counts."""
    texts: dict[str, str] = {}
    lists: dict[str, list[str]] = {"territories": [], "said": []}
    for column in mapping.columns:
        name, values = _field_of(mapping, column), row.values.get(column.name, ())
        if name in lists:
            lists[name] += [each.term.value for each in values if isinstance(each.term, NamedNode)]
        elif name and (text := values[0].lexical if values else column.default):
            texts.setdefault(name, text)
        if name == "amount" and column.currency:
            texts["currency"] = column.currency
    if "amount" in texts:
        texts["amount"] = _amount(texts["amount"])
    territories, said = (tuple(dict.fromkeys(lists[name])) for name in ("territories", "said"))
    return replace(typed_of(texts.items()), territories=territories, said=said)


def _amount(text: str) -> str:
    """Returns an amount of a list as the form reads it; what is none stays, to be told of."""
    try:
        return amount_text(Decimal(text))
    except InvalidOperation:
        return text


def _field_of(mapping: ListMapping, column: Column) -> str | None:
    """Returns the field of the form that a column fills, None for one that has no place there."""
    is_own = column.about in ("", mapping.about)
    match column.property:
        case "skos:prefLabel":
            return "title" if is_own else "organisation" if "organisation" in column.about else None
        case "dct:spatial":
            return "territories" if is_own else None
        case "owl:annotatedTarget":
            return "said"
        case "eurio:hasFundingSchemeProgramme":
            return "programme"
        case known if known in _TEXTS:
            return _TEXTS[known]
    return None
