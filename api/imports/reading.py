"""How a list is to be read, as it is sent beside the file, and as it is proposed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from api.bodies import Body, refused
from api.imports.telling import finding_told
from graph.importers.list_names import name_of_file
from graph.importers.proposing import Reading, free_name, metadata_of, own_columns, reading_of
from graph.importers.recognising import OWN, Proposal, Seen
from graph.importers.tabular_mapping import load_mapping


class ReadingBody(Body):
    """Is how a list that no mapping knows is to be read."""

    name: str = Field(min_length=1, max_length=100, examples=["Våra projekt"])
    columns: dict[str, str | None] = Field(
        max_length=500, description="By heading, the column of our own spreadsheet; null is not read."
    )
    defaults: dict[str, str] = Field(
        {}, max_length=50, description="Values of columns that the list lacks or leaves empty."
    )

    def reading(self) -> Reading:
        """Returns it as the core has it."""
        return Reading(self.name, self.columns, self.defaults)


def reading_sent(text: str) -> Reading:
    """Returns the reading in a field of a form; what is none raises InputError or SubmissionRefused."""
    try:
        return ReadingBody.model_validate_json(text).reading()
    except ValidationError as error:
        raise refused(error) from error


def proposal_told(proposal: Proposal, lang: str) -> dict[str, Any]:
    """Returns what a list seems to be: mappings that fit it, or its columns and how it would be read."""
    reading = None if proposal.fitting else reading_of(proposal, free_name(name_of_file(Path(proposal.file))))
    is_whole = reading is not None and not proposal.needed
    told = None if reading is None else {"name": reading.name, "columns": reading.columns}
    return {
        "file": proposal.file,
        "fitting": [{"name": name, "title": load_mapping(name).title(lang)} for name in proposal.fitting],
        "columns": [_column(each, lang) for each in proposal.seen],
        "lacking": [_titled(name, lang) for name in proposal.lacking],
        "findings": [finding_told(each, "warning") for each in proposal.findings],
        "known": [
            {"column": column.name, "title": _titled(column.name, lang), "required": column.required}
            for column in own_columns()
        ],
        "reading": told and {**told, "defaults": dict(proposal.defaults)},
        "mapping": metadata_of(reading) if reading and is_whole else None,
    }


def _column(seen: Seen, lang: str) -> dict[str, Any]:
    title = _titled(seen.column, lang) if seen.column else None
    return {
        "heading": seen.heading,
        "column": seen.column,
        "title": title,
        "how": seen.how,
        "share": seen.share,
    }


def _titled(name: str, lang: str) -> str:
    headings = next(column.headings for column in load_mapping(OWN).titled() if column.name == name)
    return headings.get(lang, name)
