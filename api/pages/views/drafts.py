"""Private drafts as their owner and reviewers see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from api.messages import worded
from api.pages.reader import Label, Link, Reader, as_day
from graph.drafts import Draft
from graph.errors import Finding


@dataclass(frozen=True, slots=True)
class DraftLine:
    """Is a draft in the list; `owner` is None where it is the reader's own."""

    label: str
    href: str
    owner: str | None
    changed: str


@dataclass(frozen=True, slots=True)
class DraftsView:
    """Is the list."""

    lines: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """Is what the project would serve or hinder, and why."""

    target: Link
    verb: str
    reasoning: Label | None


@dataclass(frozen=True, slots=True)
class DraftView:
    """Is one draft: facts as name and text, places, what it serves, what keeps it from being published."""

    line: DraftLine
    facts: tuple[tuple[str, str], ...]
    places: tuple[Link, ...]
    serves: tuple[Served, ...]
    missing: tuple[str, ...]
    path: str
    check: str
    version: str
    is_own: bool


def line_of(reader: Reader, draft: Draft, agent: str) -> DraftLine:
    """Returns a draft as a line, for the agent that reads."""
    return DraftLine(
        draft.title or reader.words("drafts.nameless"),
        f"/{reader.lang}/drafts/{draft.key}",
        None if draft.owner == agent else draft.name,
        reader.words.moment(draft.changed),
    )


def draft_view(
    reader: Reader, draft: Draft, agent: str, findings: Iterable[Finding], refused: tuple[str, ...] = ()
) -> DraftView:
    """Returns a draft as a page shows it; `refused` says why it was not published just now."""
    project = draft.content.get("project", {})
    line = line_of(reader, draft, agent)
    return DraftView(
        line=line,
        facts=tuple(_facts(reader, project)),
        places=tuple(reader.link(each) for each in project.get("territories", ())),
        serves=tuple(_served(reader, each) for each in draft.content.get("serves", ())),
        missing=refused or tuple(worded(each, reader.lang) for each in findings),
        path=line.href,
        check=f"/{reader.lang}/check?draft={draft.key}",
        version=draft.version,
        is_own=draft.owner == agent,
    )


def _facts(reader: Reader, project: dict[str, Any]) -> Iterator[tuple[str, str]]:
    words = reader.words
    if project.get("identifier"):
        yield words("drafts.identifier"), project["identifier"]
    start, end = (as_day(project.get(name)) for name in ("start", "end"))
    period = words.period(start, end)
    if period:
        yield words("drafts.period"), period
    for grant in project.get("grants", ()):
        if grant.get("amount"):
            yield words("drafts.money"), _money(reader, grant["amount"])
    if project.get("cost"):
        yield words("drafts.cost"), _money(reader, project["cost"])


def _served(reader: Reader, told: dict[str, Any]) -> Served:
    reasoning = told.get("reasoning") or {}
    lang = reasoning.get("lang")
    return Served(
        reader.link(told["target"]),
        reader.words("hop.hinders" if told.get("hinders") else "hop.contributes"),
        Label(reasoning["text"], lang if lang != reader.lang else None) if reasoning else None,
    )


def _money(reader: Reader, amount: dict[str, Any]) -> str:
    return reader.words.money(Decimal(amount["value"]), amount["currency"])
