"""Lists of projects in our own format, as CSV and as XLSX, that name what a generated graph holds."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.generate import KEPT
from bench.levels import COUNTIES, TARGETS_OF_GOALS
from bench.projects import PROGRAMMES
from bench.wording import title
from graph.importers.sheets.writing import Page, workbook

HEADINGS = (
    "Projektnummer",
    "Projektnamn",
    "Startdatum",
    "Slutdatum",
    "Områden",
    "Organisation",
    "Roll",
    "Program",
    "Beviljat belopp",
    "Valuta",
    "Mål",
    "Motivering",
)
_FIRST_DAY = date(2021, 1, 1)


def rows_of(count: int) -> Iterator[tuple[str, ...]]:
    """Yields rows, one for each project; the first ones are the same for any count."""
    random = Random(2030)
    for number in range(1, count + 1):
        start = _FIRST_DAY + timedelta(random.randint(0, 1500))
        goal = random.randint(1, 17)
        yield (
            f"B{number}",
            title(random),
            start.isoformat(),
            (start + timedelta(random.randint(90, 1400))).isoformat(),
            f"Län {random.choice(COUNTIES)}",
            f"Bolaget {number * 7 % (200 + count // 5)} AB",
            "stödmottagare",
            f"Program {random.randint(1, PROGRAMMES)}",
            f"{random.randint(50, 60000) * 1000}",
            "SEK",
            f"{goal}.{random.randint(1, TARGETS_OF_GOALS[goal - 1])}",
            title(random),
        )


def list_of(count: int, ending: str) -> Path:
    """Returns a file with that many rows, `csv` or `xlsx`, made now if it is not there yet."""
    path = KEPT / f"rows-{count}.{ending}"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        if ending == "xlsx":
            part.write_bytes(workbook([Page("Projekt", [list(HEADINGS), *map(list, rows_of(count))])]))
        else:
            write_csv(part, HEADINGS, rows_of(count), ";")
        part.rename(path)
    return path


def write_csv(path: Path, headings: Sequence[str], rows: Iterator[Sequence[str]], delimiter: str) -> None:
    """Writes rows as comma-separated values in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(headings)
        writer.writerows(rows)
