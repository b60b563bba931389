"""A comparison as rows: a line for each pair of objectives, then one for each goal or target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from api.comparing.schemas import ComparisonModel, PairModel, PartModel, ReachedModel
from api.formats.tables import Rows
from api.schemas import ThingModel

_SIDE = ("", ".name", ".code", ".prioritised")
COLUMNS = (
    "of",
    "change",
    "goal",
    "goal.name",
    "goal.code",
    *(f"{side}{part}" for side in ("first", "second") for part in _SIDE),
    "because",
    "share",
    "changes",
    "revision",
    "sequence",
)


def comparison_rows(told: ComparisonModel) -> tuple[Sequence[str], Rows]:
    """Returns the columns and the lines; several objectives that lead to a goal are joined by `; `."""
    shown = {"revision": told.revision, "sequence": told.sequence}
    return COLUMNS, (line | shown for line in (*map(_objective, told.objectives), *_goals(told)))


def _objective(pair: PairModel) -> dict[str, Any]:
    return {
        "of": "objective",
        "change": pair.change,
        "because": pair.because,
        "share": pair.share,
        "changes": "; ".join(pair.changes),
        **_part("first", pair.first),
        **_part("second", pair.second),
    }


def _part(side: str, part: PartModel | None) -> dict[str, Any]:
    if part is None:
        return {}
    prioritised = {f"{side}.prioritised": str(part.prioritised).lower()}
    return {side: part.iri, f"{side}.name": part.name.text, f"{side}.code": part.code, **prioritised}


def _goals(told: ComparisonModel) -> Iterator[dict[str, Any]]:
    for goal in told.goals:
        yield {
            "of": "target" if goal.kind == "sdgo:Target" else "goal",
            "change": side_of(goal),
            "goal": goal.iri,
            "goal.name": goal.name.text,
            "goal.code": goal.code,
            **_through("first", goal.first),
            **_through("second", goal.second),
        }


def side_of(goal: ReachedModel) -> str:
    """Returns whether both sides lead to a goal, or which does."""
    if goal.first and goal.second:
        return "both"
    return "first" if goal.first else "second"


def _through(side: str, parts: Sequence[ThingModel]) -> dict[str, Any]:
    return {
        side: "; ".join(each.iri for each in parts),
        f"{side}.name": "; ".join(p.name.text for p in parts),
    }
