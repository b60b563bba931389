"""Private drafts as their owner and reviewers see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from api.pages.reader import Label, Link, Reader, as_day
from api.pages.views.facts import Fact, Value, facts, linked, written
from api.wording.messages import worded
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
    """Is one draft: its texts, facts, what it serves, what keeps it from being published."""

    line: DraftLine
    texts: tuple[Label, ...]
    facts: tuple[Fact, ...]
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
        texts=tuple(_label(reader, each) for each in project.get("descriptions", ())),
        facts=_facts(reader, project),
        serves=tuple(_served(reader, each) for each in draft.content.get("serves", ())),
        missing=refused or tuple(worded(each, reader.lang) for each in findings),
        path=line.href,
        check=f"/{reader.lang}/check?draft={draft.key}",
        version=draft.version,
        is_own=draft.owner == agent,
    )


def _facts(reader: Reader, project: dict[str, Any]) -> tuple[Fact, ...]:
    grants, words = project.get("grants", ()), reader.words
    start, end = (as_day(project.get(name)) for name in ("start", "end"))
    amounts = [each["amount"] for each in grants if each.get("amount")]
    cost = [project["cost"]] if project.get("cost") else []
    programmes = (reader.link(each["programme"]) for each in grants if each.get("programme"))
    return facts(
        written(reader, "drafts.names", *(_label(reader, each) for each in project.get("names", ())[1:])),
        written(reader, "drafts.identifier", project.get("identifier") or None),
        Fact(words("drafts.parties"), tuple(_party(reader, each) for each in project.get("parties", ()))),
        linked(reader, "drafts.programme", programmes),
        written(reader, "drafts.period", words.period(start, end) or None),
        written(reader, "drafts.money", *(_money(reader, each) for each in amounts)),
        written(reader, "drafts.cost", *(_money(reader, each) for each in cost)),
        linked(reader, "drafts.places", (reader.link(each) for each in project.get("territories", ()))),
    )


def _party(reader: Reader, told: dict[str, Any]) -> Value:
    """Returns who takes part, an organisation of the graph or a new one by its name, with the role."""
    link = reader.link(told["organisation"]) if told.get("organisation") else None
    label = link.label if link else _label(reader, told.get("name") or {})
    key = f"entry.role.{told.get('role')}"
    role = f" ({reader.words(key)})" if reader.words.has(key) else ""
    return Value(replace(label, text=label.text + role), link.href if link else None)


def _label(reader: Reader, told: dict[str, Any]) -> Label:
    lang = told.get("lang")
    return Label(told.get("text", ""), lang if lang != reader.lang else None)


def _served(reader: Reader, told: dict[str, Any]) -> Served:
    reasoning = told.get("reasoning") or {}
    return Served(
        reader.link(told["target"]),
        reader.words("hop.hinders" if told.get("hinders") else "hop.contributes"),
        _label(reader, reasoning) if reasoning else None,
    )


def _money(reader: Reader, amount: dict[str, Any]) -> str:
    return reader.words.money(Decimal(amount["value"]), amount["currency"])
