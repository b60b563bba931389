"""What is wrong with an entry, each thing at its field; what the shapes find is placed there too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from graph.errors import Finding, Place
from graph.register.entries import (
    KINDS,
    MEASURED,
    Entry,
    Implementer,
    ObjectiveEntry,
    ObservationEntry,
    Party,
    ProjectEntry,
)
from graph.register.facts import LABEL, Fact
from graph.store.overlay import Readable
from graph.terms import Literal, compact, iri, slug

Named = tuple[str, str]  # a field, and the IRI that stands in it


def fault(key: str, field: str, value: object, **more: object) -> Finding:
    """Returns a finding at a field of what was sent (RFC 6901)."""
    told = tuple((name, str(each)) for name, each in {"value": value, **more}.items())
    return Finding(key, placed_at(field, str(value)), told)


def placed_at(field: str, value: str | None) -> Place:
    """Returns the place of a field: as a pointer, and as people write it."""
    return Place(column=field.removeprefix("#").strip("/").replace("/", "."), value=value, pointer=field)


def entry_faults(entry: Entry, store: Readable) -> Iterator[Finding]:
    """Yields what can be told of an entry before its statements are made."""
    if not isinstance(entry, ObservationEntry) and not any(name.text.strip() for name in entry.names):
        yield fault("entry-nameless", "#/names", "")
    yield from _own_faults(entry)
    for field, name in _named(entry):
        if next(store.quads(iri(name)), None) is None:
            yield fault("named-unknown", field, name)


def _own_faults(entry: Entry) -> Iterator[Finding]:
    match entry:
        case ProjectEntry():
            for number, party in enumerate(entry.parties):
                yield from _party_faults(party, f"#/parties/{number}")
        case ObjectiveEntry():
            if entry.objective_kind not in KINDS:
                yield fault("objective-kind-unknown", "#/kind", entry.objective_kind, known=", ".join(KINDS))
            for number, each in enumerate(entry.implementers):
                yield from _party_faults(each, f"#/implementers/{number}")


def observation_faults(entry: ObservationEntry, today: date) -> Iterator[Finding]:
    """Yields what is wrong with the time of a value: what is measured is so in a period that has begun.

    Of a later one it would be the latest measurement, and say how an indicator moves until that day comes.
    """
    begins = _begin_of(entry.period)
    if begins is None:
        yield fault("period-invalid", "#/period", entry.period)
    elif begins > today and entry.role in MEASURED:
        yield fault("period-later", "#/period", entry.period)


def placed(found: Finding, facts: Sequence[Fact]) -> Finding:
    """Returns what the shapes find, at the field that it comes from, with the name of what was entered."""
    focus, path = found.place.value or "", found.place.column or ""
    value = str(dict(found.values).get("value", ""))
    own = [fact for fact in facts if fact.subject.value == focus]
    paths = [fact for fact in own if fact.predicate.value == path]
    exact = [fact for fact in paths if getattr(fact.value, "value", None) == value]
    field = _common([fact.field for fact in exact[:1] or paths or own])
    name = next((f.value.value for f in own if f.predicate == LABEL and isinstance(f.value, Literal)), None)
    messages = tuple(
        (lang, text.replace(compact(focus), f"«{name}»") if name else text) for lang, text in found.messages
    )
    return replace(found, place=placed_at(field, value or name or focus), messages=messages)


def _common(fields: Sequence[str]) -> str:
    """Returns the field that holds all of these.

    >>> _common(["#/names/0", "#/names/1"]), _common(["#/start"]), _common(["#", "#/start"]), _common([])
    ('#/names', '#/start', '#', '#')
    """
    parts = [field.split("/") for field in fields] or [["#"]]
    shared = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return "/".join(shared)


def _party_faults(party: Party | Implementer, field: str) -> Iterator[Finding]:
    if (party.organisation is None) == (party.name is None):
        yield fault("party-unclear", field, "")
    elif party.name and not slug(party.name.text):
        yield fault("party-unnamed", f"{field}/name", party.name.text)


def _named(entry: Entry) -> Iterable[Named]:
    """Yields every thing that an entry names, apart from where an objective stands."""
    match entry:
        case ProjectEntry():
            yield from _each("#/territories", entry.territories)
            for number, party in enumerate(entry.parties):
                yield from _given(f"#/parties/{number}/organisation", party.organisation)
            for number, grant in enumerate(entry.grants):
                yield from _given(f"#/grants/{number}/programme", grant.programme)
            yield from _given("#/source", entry.source)
        case ObjectiveEntry():
            yield from _each("#/indicators", entry.indicators)
            for number, each in enumerate(entry.implementers):
                yield from _given(f"#/implementers/{number}/organisation", each.organisation)
        case ObservationEntry():
            yield from _given("#/indicator", entry.indicator)
            yield from _given("#/territory", entry.territory)
            yield from _given("#/source", entry.source)


def _each(field: str, iris: Iterable[str]) -> Iterator[Named]:
    yield from ((f"{field}/{number}", each) for number, each in enumerate(iris))


def _given(field: str, name: str | None) -> Iterator[Named]:
    if name is not None:
        yield field, name


def _begin_of(text: str) -> date | None:
    """Returns the first day of a year, a month or a day of the calendar, None for anything else.

    >>> [str(_begin_of(text)) for text in ("2020", "2020-02", "2020-02-30", "20", "2020-13")]
    ['2020-01-01', '2020-02-01', 'None', 'None', 'None']
    """
    filled = {4: f"{text}-01-01", 7: f"{text}-01", 10: text}.get(len(text))
    if filled is None or not filled.replace("-", "").isdigit():
        return None
    try:
        return date.fromisoformat(filled)
    except ValueError:
        return None
