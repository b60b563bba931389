"""How a list that no mapping was named for may be read: what fits it, or what its columns seem to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from api.pages.reader import Reader
from api.pages.views.import_report import FindingLine, lines_of

_FEW = 0.5  # of the cells: the heading alone says what the column is


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """Is a column of the list: `value` is the column of our own that it is taken for, or empty."""

    heading: str
    field: str
    value: str
    how: str
    share: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """Is the page; where mappings fit there are no columns to choose, else `known` may be chosen for each.

    `problems` says by field what was wrong with a reading that was sent; `lacking` what a list must have,
    `poor` which headings are believed against their cells, `findings` what is told of its sheets.
    """

    file: str
    fitting: tuple[tuple[str, str], ...]
    columns: tuple[ColumnLine, ...]
    known: tuple[tuple[str, str], ...]
    lacking: str
    lacks_currency: bool
    poor: tuple[str, ...]
    findings: tuple[FindingLine, ...]
    name: str
    currency: str
    problems: tuple[str, ...]


def reading_view(
    reader: Reader,
    told: Mapping[str, Any],
    sent: Mapping[str, Any] | None = None,
    problems: tuple[str, ...] = (),
) -> ReadingView:
    """Returns the page of a proposal, or of a reading that was sent and could not be used."""
    reading = sent or told["reading"] or {"name": "", "columns": {}, "defaults": {}}
    chosen = reading["columns"]
    currency = next(each["title"] for each in told["known"] if each["column"] == "currency")
    return ReadingView(
        file=told["file"],
        fitting=tuple((each["name"], each["title"]) for each in told["fitting"]),
        columns=tuple(
            _column(reader, place, each, chosen.get(each["heading"]) or "")
            for place, each in enumerate(told["columns"])
        ),
        known=tuple(
            (each["column"], f"{each['title']}{' *' if each['required'] else ''}") for each in told["known"]
        ),
        lacking=", ".join(each for each in told["lacking"] if each != currency),
        lacks_currency=currency in told["lacking"],
        poor=tuple(each["heading"] for each in told["columns"] if each["column"] and each["share"] < _FEW),
        findings=lines_of(reader, told["findings"]),
        name=reading["name"],
        currency=reading["defaults"].get("currency", ""),
        problems=problems,
    )


def reading_sent(columns: Sequence[Mapping[str, Any]], fields: Mapping[str, str]) -> dict[str, Any]:
    """Returns the reading that the fields of the form say, as it is sent over HTTP.

    The headings come from the proposal, by their places: what a field is called says nothing else.
    """
    currency = fields.get("currency", "").strip().upper()
    return {
        "name": fields.get("name", "").strip(),
        "columns": {
            each["heading"]: fields.get(f"column-{place}") or None for place, each in enumerate(columns)
        },
        "defaults": {"currency": currency} if currency else {},
    }


def _column(reader: Reader, place: int, told: Mapping[str, Any], value: str) -> ColumnLine:
    how, words = told["how"], reader.words
    return ColumnLine(
        heading=told["heading"],
        field=f"column-{place}",
        value=value,
        how=words(f"import.how.{how}") if how else "",
        share=words.percent(Decimal(str(told["share"]))) if how else "",
    )
