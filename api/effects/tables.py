"""Answers about effects as rows of CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.effects.schemas import EffectModel, SinglePointsModel, SmallestSetModel
from api.portfolio.tables import csv_rows
from api.schemas import ThingModel

Rows = tuple[Sequence[str], Iterable[Mapping[str, Any]]]


@csv_rows.register
def _(told: EffectModel) -> Rows:
    lines = (
        _thing("objective", item)
        | {
            "change": item.change,
            "prioritised": str(item.prioritised).lower(),
            "projects.before": item.before.projects,
            "projects.after": item.after.projects,
            "money.before": "; ".join(f"{each.value} {each.currency}" for each in item.before.money),
            "money.after": "; ".join(f"{each.value} {each.currency}" for each in item.after.money),
            "lost": _joined(item.lost),
            "won": _joined(item.won),
            "sequence": told.basis.sequence,
        }
        for item in told.items
    )
    figures = [f"{name}.{when}" for name in ("projects", "money") for when in ("before", "after")]
    return [*_columns("objective"), "change", "prioritised", *figures, "lost", "won", "sequence"], lines


@csv_rows.register
def _(told: SinglePointsModel) -> Rows:
    lines = (
        _thing("objective", item)
        | {
            "prioritised": str(item.prioritised).lower(),
            "projects": item.projects,
            "project": item.project.iri if item.project else None,
            "organisations": _joined(item.organisations),
            "statements": "; ".join(each.alignment for each in item.statements),
            "sequence": told.basis.sequence,
        }
        for item in told.items
    )
    columns = ["prioritised", "projects", "project", "organisations", "statements", "sequence"]
    return [*_columns("objective"), *columns], lines


@csv_rows.register
def _(told: SmallestSetModel) -> Rows:
    lines = (
        _thing("project", item)
        | {
            "serves": _joined(item.serves),
            "at_least": told.at_least,
            "smallest": str(told.smallest).lower(),
            "sequence": told.basis.sequence,
        }
        for item in told.items
    )
    return [*_columns("project"), "serves", "at_least", "smallest", "sequence"], lines


def _columns(name: str) -> tuple[str, str, str]:
    return name, f"{name}.name", f"{name}.code"


def _thing(name: str, thing: ThingModel) -> dict[str, Any]:
    return dict(zip(_columns(name), (thing.iri, thing.name.text, thing.code), strict=True))


def _joined(things: Iterable[ThingModel]) -> str:
    return "; ".join(thing.iri for thing in things)
