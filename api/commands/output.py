"""What commands write: answers on standard output, everything else on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.commands.words import LANG, say, say_error
from api.wording.messages import worded
from graph.errors import Finding, Place, PolicygraphError, SubmissionRefused
from graph.importers.watching import Watch, silent
from graph.terms import compact

_WIDE = 1 << 16  # so that nothing of a table is cut: each is as wide as its longest row
_MOST_FINDINGS = 50


def console(stream: TextIO) -> Console:
    """Returns a console for the stream; what is piped gets wide lines, no colours and no boxes."""
    width = None if stream.isatty() else _WIDE
    return Console(file=stream, width=width, highlight=False, soft_wrap=not stream.isatty())


def write_line(line: str) -> None:
    """Writes one line of an answer."""
    console(sys.stdout).print(escape(line))


def note(line: str) -> None:
    """Writes one line beside the answer."""
    console(sys.stderr).print(escape(line))


def prepare_streams() -> None:
    """Gives each stream a place: one that is closed leads nowhere, signs that an encoding lacks are escaped.

    What is closed would be given away to the next file that is opened, be it one of the store.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115, it stays open
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def silence_streams() -> None:
    """Leads both streams of answers nowhere, so that what is left of one cannot fail once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


def write_json(answer: object) -> None:
    """Writes an answer as JSON, in ASCII where the terminal does not take UTF-8."""
    is_plain = (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8"
    sys.stdout.write(json.dumps(answer, ensure_ascii=is_plain, indent=2, default=str) + "\n")


def write_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Writes an answer as a table."""
    console(sys.stdout).print(_table(headings, rows, sys.stdout))


def write_error(error: PolicygraphError) -> None:
    """Writes what went wrong: one line, and a table of findings where there are any."""
    line = say_error(error.key, **error.values)
    note(f"policygraph: {line}")
    if isinstance(error, SubmissionRefused):
        write_findings(error.findings)


def write_findings(findings: Sequence[Finding]) -> None:
    """Writes findings as a table on standard error: place, value, and what is wrong."""
    if not findings:
        return
    headings = [say(f"column.{name}") for name in ("row", "column", "value", "problem")]
    shown = [_finding_row(finding) for finding in findings[:_MOST_FINDINGS]]
    console(sys.stderr).print(_table(headings, shown, sys.stderr))
    if len(findings) > _MOST_FINDINGS:
        note(say("findings.more", count=len(findings) - _MOST_FINDINGS))


def finding_json(finding: Finding) -> dict[str, object]:
    """Returns a finding as `--json` shows it."""
    place = finding.place
    return {
        "rule": finding.key,
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "value": place.value,
        "message": worded(finding, LANG),
    }


@contextmanager
def working(what: str) -> Iterator[Watch]:
    """Shows on a terminal that something takes time, for how long it has, and how far it is if it is told."""
    if not sys.stderr.isatty():
        yield silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(escape(what), total=None)

        def watch(stage: str, done: int, total: int) -> None:
            del stage
            progress.update(task, completed=done, total=total if done < total else None)

        yield watch


def _finding_row(finding: Finding) -> tuple[str, str, str, str]:
    place: Place = finding.place
    row = " ".join(str(each) for each in (place.sheet, place.row) if each is not None)
    return row, compact(place.column or ""), _short(compact(place.value or "")), worded(finding, LANG)


def _short(text: str, most: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], stream: TextIO) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=not stream.isatty())
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    return table
