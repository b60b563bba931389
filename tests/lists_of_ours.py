"""Small lists of our own in the form of the real ones, and a store that holds what ships."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data import shipped_files
from graph.commits import Writer
from graph.importers.sheets import read_tables
from graph.importers.sheets.writing import Page, workbook
from graph.importers.templates import template
from graph.store import Store, open_store
from graph.validation import validate_submission
from graph_facts import Clock

ROW: dict[str, Any] = {
    "_source": "http://projektbank.tillvaxtverket.se/projektbanken2020#page=eruf",
    "ärende-id": "20999001",
    "stödmottagare": "Exempelkommunen",
    "beviljat_belopp_sek": 1250000,
    "beviljat_belopp_eur": 0,
    "projektnamn": "Ett exempel",
    "projektbeskrivning": "Beskrivningen är listans egen.",
    "projekt_starttid": "2016-01-01",
    "projekt_sluttid": "2018-12-31",
    "län": "Västmanland, Örebro",
    "kommuner": "Sala, UpplandsVäsby",
    "uppdateringsdatum": "2016-10-14 01:17:38",
    "område": "Östra Mellansverige",
    "insatsområde": "Innovation",
    "tematiskt_mål": "Att stärka forskning, teknisk utveckling och innovation",
}


def row(**changed: Any) -> dict[str, Any]:
    """Returns a row that is right but for what is changed; `ärende_id` stands for `ärende-id`."""
    return ROW | {name.replace("ärende_id", "ärende-id"): value for name, value in changed.items()}


def write_rows(folder: Path, *rows: object, name: str = "list.json") -> Path:
    """Returns the file that holds the rows as a JSON array."""
    path = folder / name
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return path


def filled_in(name: str, lang: str = "sv") -> bytes:
    """Returns a template in which somebody wrote over the example: other names, the rest as it was."""
    [table] = read_tables("a.xlsx", template(name, lang))
    head, *rows = (line.cells for line in table.lines)
    named = 1 if name == "projects" else 0
    mine = [(*row[:named], f"{row[named]} igen", *row[named + 1 :]) for row in rows]
    return workbook([Page(name, [head, *mine])])


def shipped_store() -> Store:
    """Returns a store in memory that holds what ships."""
    store = open_store("memory:")
    store.bulk_load(shipped_files(examples=False), 1)
    return store


def shipped_writer() -> Iterator[Writer]:
    """Yields a writer to a store in memory that holds what ships: a fixture."""
    store = shipped_store()
    yield Writer(store, validate_submission, clock=Clock())
    store.close()
