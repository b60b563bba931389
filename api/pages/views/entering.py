"""The form by which a thing is entered or corrected: sections of fields, and what is wrong at each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.entering.controls import Option, SectionView
from api.pages.entering.drawing import Drawing, marked
from api.pages.entering.fields import FormKind
from api.pages.entering.filling import Filled
from api.pages.entering.merging import Change
from api.pages.entering.wording import label_of, said
from api.pages.reader import Link, Reader
from api.wording.messages import worded
from graph.errors import Finding


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Is what somebody else changed, in words; `mine` is None where only they did."""

    name: str
    was: str
    now: str
    mine: str | None


@dataclass(frozen=True, slots=True)
class Faulty:
    """Is a field at which something is wrong, for the list that leads to all of them."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """Is the form with all that stands in it.

    `version` is the state that a correction is made on, and `was` what stood there then; `key` tells a new
    thing from others; `faults` lead to their fields; `problem` is what is wrong with the whole.
    """

    title: str
    lede: str
    path: str
    button: str
    sections: tuple[SectionView, ...]
    languages: tuple[str, ...]
    more: tuple[Option, ...]
    version: str = ""
    was: str = ""
    key: str = ""
    problem: str | None = None
    existing: Link | None = None
    faults: tuple[Faulty, ...] = ()
    changes: tuple[ChangeView, ...] = ()
    thing: Link | None = None
    withdrawal: str | None = None
    is_saved: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Is what is to be said of a form: what is wrong, what somebody else changed, or that it is saved.

    `existing` is the thing that stands there already; `warnings` say what could be added.
    """

    findings: Sequence[Finding] = ()
    problem: str | None = None
    changes: tuple[Change, ...] = ()
    existing: Link | None = None
    is_saved: bool = False
    warnings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """Is the page that asks why a thing is to be withdrawn."""

    title: str
    thing: Link
    path: str
    version: str
    reason: str
    problem: str | None


def entry_view(
    reader: Reader, kind: FormKind, filled: Filled, told: Told, *, thing: str | None, path: str
) -> EntryView:
    """Returns the form; what is wrong stands at its field, and what belongs to none at the top."""
    drawing = Drawing(reader, kind, filled)
    wrong, general = drawing.wrong(told.findings)
    sections = tuple(marked(section, wrong) for section in drawing.sections())
    controls = [each for section in sections for part in section.parts for each in part.controls]
    link, words = reader.link(thing) if thing else None, reader.words
    act = "correct" if link else "enter"
    return EntryView(
        title=words(f"entry.{act}.{kind.name}"),
        lede=words(f"entry.lede.{act}"),
        path=path,
        button=words(f"entry.{act}.button"),
        sections=sections,
        languages=filled.languages,
        more=drawing.more_languages(),
        problem=" ".join(each for each in (told.problem, *general) if each) or None,
        existing=told.existing,
        faults=tuple(Faulty(each.id, each.label, each.wrong) for each in controls if each.wrong),
        changes=tuple(_change(reader, kind, each) for each in told.changes),
        thing=link,
        is_saved=told.is_saved,
        warnings=tuple(worded(each, reader.lang) for each in told.warnings),
    )


def _change(reader: Reader, kind: FormKind, change: Change) -> ChangeView:
    was, now = (said(reader, change.field, each) for each in (change.was, change.now))
    mine = None if change.mine is None else said(reader, change.field, change.mine)
    section = f"entry.section.{change.field}"
    name = reader.words(section) if reader.words.has(section) else label_of(reader, kind, change.field)
    return ChangeView(name, was, now, mine)


def kept_text(content: Mapping[str, Any]) -> str:
    """Returns content as a form carries it along."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
