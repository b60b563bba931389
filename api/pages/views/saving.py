"""The form that saves a question, on the pages that show its answer."""

from __future__ import annotations

from dataclasses import dataclass

from api.access import Role, Speaker


@dataclass(frozen=True, slots=True)
class Saving:
    """Is what can be saved of a page: a query and what it may be called; whether the reader may."""

    title: str
    query: str
    may: bool


def saving_of(title: str, query: str, speaker: Speaker | None) -> Saving:
    """Returns what can be saved, and whether somebody may."""
    return Saving(title, query, speaker is not None and speaker.role >= Role.CONTRIBUTOR)
