"""The process of a document: what was planned and what was held, when, and who said so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.pages.reader import Label, Link, Reader, plain
from graph.terms import compact


@dataclass(frozen=True, slots=True)
class Step:
    """Is one planned or held step; `when` is a day or a span in words, else the words of its source."""

    name: Label
    when: str | None
    stated: Label | None
    stage: str | None
    is_held: bool
    executed: Link | None
    source: Link | None
    said: str | None


def timeline_of(reader: Reader, document: str) -> tuple[Step, ...]:
    """Returns the steps of a document in the order of their days; those without a day come last."""
    found = {plain(row.get("activity")) for row in reader.ask("page-activities", {"document": document})}
    ordered = sorted(found, key=lambda iri: (_start(reader, iri) or date.max, iri))
    return tuple(_step(reader, activity) for activity in ordered)


def _step(reader: Reader, iri: str) -> Step:
    stage = reader.node(iri, "eli-dl:occured_at_stage")
    said = reader.day(iri, "pg:saidAt")
    return Step(
        name=reader.label(iri),
        when=_when(reader, iri),
        stated=reader.text(iri, "pg:statedAs"),
        stage=reader.label(stage).text if stage else None,
        is_held=not reader.is_a(iri, "eli-dl:ForeseenActivity"),
        executed=next(iter(reader.links(iri, "eli-dl:executed")), None),
        source=next(iter(reader.links(iri, "prov:hadPrimarySource")), None),
        said=reader.words.day(said) if said else None,
    )


def _start(reader: Reader, iri: str) -> date | None:
    """Returns the first day of a step: its own, else one that somebody claims or infers."""
    names = ("eli-dl:activity_date", "eli-dl:activity_start_date")
    own = (reader.day(iri, name) for name in names)
    return next((day for day in own if day), None) or min(_claimed(reader, iri), default=None)


def _claimed(reader: Reader, iri: str) -> list[date]:
    found = []
    for claim in reader.subjects("owl:annotatedSource", iri):
        about = reader.node(claim, "owl:annotatedProperty")
        day = reader.day(claim, "owl:annotatedTarget")
        if day and about and compact(about) in ("eli-dl:activity_date", "eli-dl:activity_start_date"):
            found.append(day)
    return found


def _when(reader: Reader, iri: str) -> str | None:
    day = reader.day(iri, "eli-dl:activity_date")
    if day:
        return reader.words.day(day)
    start, end = reader.day(iri, "eli-dl:activity_start_date"), reader.day(iri, "eli-dl:activity_end_date")
    return reader.words.period(start, end)
