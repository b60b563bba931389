"""Lists of our own spreadsheet that go through in batches, few rows of which are many."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data import shipped_files
from graph.commits import Writer
from graph.errors import SubmissionRefused
from graph.importers import tabular_parting
from graph.importers.tabular import ListFile, import_list, open_content
from graph.importers.tabular_mapping import load_mapping
from graph.loading import load_shipped
from graph.store import Store, open_store, oxigraph
from graph.terms import expand
from graph.validation import validate_submission

AGENT = "id/agent/policygraph/command-line"
HEADINGS = (
    *("Projektnummer", "Projektnamn", "Startdatum", "Slutdatum", "Områden", "Organisation", "Roll"),
    *("Program", "Beviljat belopp", "Valuta", "Mål", "Motivering"),
)
# Moments, of which each import has its own.
DATED = frozenset(map(expand, ("dct:created", "prov:endedAtTime")))
FIRST = datetime(2026, 11, 26, 3, tzinfo=UTC)
Row = tuple[str, ...]


def two_stores(folder: Path) -> Iterator[tuple[Store, Store]]:
    """Yields two stores of what ships: one takes lists whole, the other, on disk, in batches."""
    whole, parted = open_store("memory:"), open_store(str(folder))
    for store in (whole, parted):
        load_shipped(store, shipped_files(examples=True))
    yield whole, parted
    parted.close()


def make_few_many(patch: pytest.MonkeyPatch) -> None:
    """Has two rows make a batch, and thirty quads a file of the engine."""
    patch.setattr(tabular_parting, "BATCH", 2)
    patch.setattr(oxigraph, "LARGE", 30)


def opened(rows: list[Row], mapping: str = "projects") -> ListFile:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADINGS, *rows])
    return open_content(Path("lista.csv"), text.getvalue().encode(), load_mapping(mapping), name="")


def writer(store: Store) -> Writer:
    """Returns a writer whose commits of one number have one moment in any store: events are named by it."""
    return Writer(store, validate_submission, lambda: FIRST + timedelta(minutes=store.sequence))


def undated(quads: Any) -> set[str]:
    return {str(quad) for quad in quads if quad.predicate not in DATED}


def became(store: Store, many: int, file: ListFile) -> Any:
    """Returns what an import says, and what the journal holds of it; `many` rows are taken in batches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tabular_parting, "MANY", many)
        try:
            done = import_list(file, writer(store), agent=store.base + AGENT, may_lose=100)
        except SubmissionRefused as error:
            return error.key, error.findings
        record = store.recorded(store.sequence)
    assert record is not None
    told = None
    if done.commit:
        told = done.commit.sequence, done.commit.added, done.commit.removed, done.commit.warnings
        lines = [*store.lines(store.sequence)]
        lines += [line for batch in store.batches(store.sequence) for line in batch.lines.splitlines()]
        assert len(lines) == len({*lines}) == len(record.changes.added) + len(record.changes.removed)
    return told, done.gone, done.warnings, undated(record.changes.added), undated(record.changes.removed)


def brought(number: int) -> list[Row]:
    """Returns rows of projects with all that the portfolio counts, some of them multiple, one shared."""
    more = ("2021-01-01", "2023-12-31", "Norrbottens län; Arjeplog", f"Bolag {number}", "partner")
    paid = ("2014SE16RFOP007", "1 000,5", "SEK", "9.1; 13.2", "Därför.")
    rows = [(f"{number}X{n}", f"Nytt {n}", *more[:3], f"{more[3]} {n % 3}", more[4], *paid) for n in range(7)]
    return [*rows, (f"{number}X1", "Nytt 1", *more[:3], "Ett till", more[4], "", "", "", "TO2", "")]
