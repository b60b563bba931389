"""An entry as JSON, in the form in which it is sent: what the bodies read, written back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.model import Name
from graph.register import (
    Amount,
    Entry,
    GrantEntry,
    Implementer,
    ObjectiveEntry,
    ObservationEntry,
    Party,
    ProjectEntry,
)

Content = dict[str, Any]


def content_of(entry: Entry) -> Content:
    """Returns what would be sent to enter this; what is unknown is left out."""
    match entry:
        case ProjectEntry():
            return _told(_project(entry))
        case ObjectiveEntry():
            return _told(_objective(entry))
        case ObservationEntry():
            return _told(_observation(entry))


def _project(entry: ProjectEntry) -> Content:
    return {
        "names": _texts(entry.names),
        "identifier": entry.identifier,
        "descriptions": _texts(entry.descriptions),
        "start": entry.start.isoformat() if entry.start else None,
        "end": entry.end.isoformat() if entry.end else None,
        "territories": list(entry.territories),
        "parties": [_party(each) for each in entry.parties],
        "grants": [_grant(each) for each in entry.grants],
        "cost": _amount(entry.cost),
        "source": entry.source,
    }


def _objective(entry: ObjectiveEntry) -> Content:
    return {
        "kind": entry.objective_kind,
        "names": _texts(entry.names),
        "document": entry.document,
        "scheme": entry.scheme,
        "broader": entry.broader,
        "code": entry.code_text,
        "definitions": _texts(entry.definitions),
        "prioritised": entry.is_prioritised,
        "indicators": list(entry.indicators),
        "start": entry.start.isoformat() if entry.start else None,
        "end": entry.end.isoformat() if entry.end else None,
        "implementers": [_implementer(each) for each in entry.implementers],
    }


def _observation(entry: ObservationEntry) -> Content:
    return {
        "indicator": entry.indicator,
        "role": entry.role,
        "value": format(entry.value, "f"),
        "period": entry.period,
        "territory": entry.territory,
        "unit": entry.unit,
        "said": entry.said.isoformat() if entry.said else None,
        "source": entry.source,
        "notes": _texts(entry.notes),
    }


def _party(party: Party) -> Content:
    return {"role": party.role, **_implementer(party)}


def _implementer(each: Party | Implementer) -> Content:
    name = {"text": each.name.text, "lang": each.name.lang} if each.name else None
    return _told({"organisation": each.organisation, "name": name})


def _grant(grant: GrantEntry) -> Content:
    return _told({"programme": grant.programme, "amount": _amount(grant.amount)})


def _amount(amount: Amount | None) -> Content | None:
    return {"value": format(amount.value, "f"), "currency": amount.currency} if amount else None


def _texts(names: Iterable[Name]) -> list[Content]:
    return [{"text": name.text, "lang": name.lang} for name in names]


def _told(content: Content) -> Content:
    """Returns content without what is unknown or empty; false is known."""
    return {name: value for name, value in content.items() if value not in (None, [], "")}
