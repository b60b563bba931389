"""The history of a statement as a reader sees it: who did what, when and why, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from api.changed.telling import worded_label
from api.pages.reader import Label, Link, Reader
from graph.model import LedgerEvent, Name


@dataclass(frozen=True, slots=True)
class EventView:
    """Is one event in words; `is_idle` says that it was withdrawn, or replaced by a newer review."""

    kind: str
    href: str
    author: Link | None
    by_machine: bool
    at: str
    agreement: str | None
    reason: Label | None
    state: str
    is_idle: bool


def event_views(reader: Reader, alignment: str) -> tuple[EventView, ...]:
    """Returns the events on an alignment in words, the first one first."""
    return tuple(_event(reader, each) for each in reader.repository.history(alignment, reader.lang))


def _event(reader: Reader, event: LedgerEvent) -> EventView:
    words, reason = reader.words, event.reason
    return EventView(
        kind=words(f"event.{event.kind}"),
        href=reader.link(event.iri).href,
        author=reader.link(event.author.iri) if event.author.iri else None,
        by_machine=event.by_machine,
        at=words.moment(event.at),
        agreement=None if event.agreement is None else words.number(event.agreement),
        reason=worded_label(reader, _label(reader, reason)) if reason else None,
        state=words(f"event.{event.state}"),
        is_idle=event.state != "holds",
    )


def _label(reader: Reader, name: Name) -> Label:
    return Label(name.text, name.lang if name.lang not in ("", reader.lang) else None)
