"""The filters of chains as fields of a form, each with what the address gives for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from api.pages.reader import Reader, plain
from api.pages.views.chains import goal_order
from graph.alignment.filters import FORCES, STATUSES, UNDATED
from graph.terms import expand

ALL = ",".join(STATUSES)
KINDS = ("projects", "objectives", "all")


@dataclass(frozen=True, slots=True)
class Choice:
    """Is one thing that can be chosen."""

    value: str
    text: str
    lang: str | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TraceField:
    """Is one field: `kind` is select, date, number, text or checkbox; `unset` is what no choice means."""

    name: str
    kind: str
    label: str
    hint: str | None
    value: str
    choices: tuple[Choice, ...] = ()
    unset: str = ""


@dataclass(frozen=True, slots=True)
class TraceForm:
    """Is the form: where from, which way, to which goal, through what."""

    start: str
    direction: str
    kinds: tuple[Choice, ...]
    goals: tuple[Choice, ...]
    fields: tuple[TraceField, ...]
    is_open: bool


def form_of(reader: Reader, given: Mapping[str, str], goal: str | None, authors: Iterable[str]) -> TraceForm:
    """Returns the form with what the address gives; the authors offered are those of the chains shown."""
    fields = tuple(_fields(reader, given, authors))
    return TraceForm(
        start=given.get("from", ""),
        direction=given.get("direction", "up"),
        kinds=tuple(
            Choice(kind, reader.words(f"trace.only-{kind}"), None, kind == given.get("only", KINDS[0]))
            for kind in KINDS
        ),
        goals=_goals(reader, goal),
        fields=fields,
        is_open=any(field.value for field in fields),
    )


def _fields(reader: Reader, given: Mapping[str, str], authors: Iterable[str]) -> Iterable[TraceField]:
    words = reader.words
    statuses = {each: words(f"status.{each}") for each in STATUSES} | {ALL: words("trace.status-all")}
    forces = {force: words(f"trace.force-{force}") for force in FORCES}
    forces["governing,guiding"] = words("trace.force-two")
    yield _select(reader, given, "status", statuses)
    yield _select(reader, given, "author", _named(reader, {*authors, given.get("author", "")}))
    yield _field(reader, given, "confidence", "number")
    yield _field(reader, given, "said", "date")
    yield _select(reader, given, "undated", {each: words(f"trace.undated-{each}") for each in UNDATED})
    yield _field(reader, given, "held", "date")
    yield _field(reader, given, "recorded", "date" if len(given.get("recorded", "")) in (0, 10) else "text")
    yield _field(reader, given, "period", "text")
    yield _select(
        reader, given, "addressee", _named(reader, {*_addressees(reader), given.get("addressee", "")})
    )
    yield _select(reader, given, "force", forces)
    yield _field(reader, given, "machines", "checkbox")


def _field(reader: Reader, given: Mapping[str, str], name: str, kind: str) -> TraceField:
    words = reader.words
    hint = words(f"trace.hint-{name}") if words.has(f"trace.hint-{name}") else None
    return TraceField(name, kind, words(f"trace.field-{name}"), hint, given.get(name, ""))


def _select(reader: Reader, given: Mapping[str, str], name: str, choices: Mapping[str, str]) -> TraceField:
    field, chosen = _field(reader, given, name, "select"), given.get(name, "")
    offered = tuple(Choice(value, text, None, value == chosen) for value, text in choices.items())
    known = any(choice.is_chosen for choice in offered) or not chosen
    own = () if known else (Choice(chosen, chosen, None, True),)
    unset = f"trace.any-{name}" if reader.words.has(f"trace.any-{name}") else "trace.any"
    return replace(field, choices=(*own, *offered), unset=reader.words(unset))


def _named(reader: Reader, iris: Iterable[str]) -> dict[str, str]:
    names = {
        iri: reader.label(expand(iri).value).text for iri in iris if iri and ":" in iri and "," not in iri
    }
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def _addressees(reader: Reader) -> set[str]:
    """Returns those on whom some document has a force."""
    found = reader.store.quads(None, expand("pg:addressee"))
    return {plain(quad.object) for quad in found}


def _goals(reader: Reader, chosen: str | None) -> tuple[Choice, ...]:
    """Returns the global goals, and the goal of the address where it is another one."""
    rows = reader.repository.reading.rows("goals")
    goals = sorted({plain(row["thing"]) for row in rows}, key=lambda iri: goal_order(reader, iri))
    every = goals if chosen is None or chosen in goals else [chosen, *goals]
    return tuple(_choice(reader, iri, iri == chosen) for iri in every)


def _choice(reader: Reader, iri: str, is_chosen: bool) -> Choice:
    link = reader.link(iri)
    text = f"{link.code} {link.label.text}" if link.code else link.label.text
    return Choice(iri, text, link.label.lang, is_chosen)
