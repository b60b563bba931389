"""Reports of imports as JSON: each finding with its cell, its rule and what to do, in every language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from api.wording.messages import worded
from graph.errors import Finding
from graph.importers.annotating import suggestion_of
from graph.importers.matching import UNKNOWN
from graph.importers.preview import STATES, Effect, Preview, Previewed, Way
from graph.model import Commit, Thing
from ontology.languages import LANGUAGES


def finding_told(finding: Finding, severity: str) -> dict[str, Any]:
    """Returns a finding with its message in every language, and the value that is suggested, if any.

    Where something unknown stands in a cell, `codes` says where what may stand there is listed, and `near`
    what is like it, if anything.
    """
    place, codes = finding.place, codes_of(finding)
    return {
        "severity": severity,
        "rule": finding.key,
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "value": place.value,
        "suggestion": suggestion_of(finding),
        "codes": codes,
        "near": dict(finding.values).get("near") if codes else None,
        "messages": {lang: worded(finding, lang) for lang in LANGUAGES},
    }


def codes_of(finding: Finding) -> str | None:
    """Returns below which path what may stand in a cell is listed (`projects/programme`), if anything is."""
    known = dict(finding.values).get("known") if finding.key in (*UNKNOWN, "column-unmatched") else None
    return known if isinstance(known, str) else None


def commit_told(commit: Commit | None) -> dict[str, Any] | None:
    """Returns a commit without its warnings, None for none: nothing was changed."""
    if commit is None:
        return None
    told = asdict(commit) | {"at": commit.at.isoformat()}
    told.pop("warnings", None)
    return told


def preview_told(preview: Preview) -> dict[str, Any]:
    """Returns the whole report of a preview."""
    return {
        "file": preview.file,
        "sha256": preview.sha256,
        "mapping": preview.mapping,
        "list_name": preview.list_name,
        "other_lists": preview.others,
        "graph": preview.graph,
        "rows": preview.rows,
        "refused": preview.refused,
        "warned": preview.warned,
        "doubted": preview.doubted,
        "missing_columns": preview.missing,
        "counts": {state: preview.count(state) for state in STATES} | {"gone": len(preview.gone)},
        "quads": {"added": preview.added, "removed": preview.removed},
        "findings": [
            *(finding_told(finding, "refusal") for finding in preview.refusals),
            *(finding_told(finding, "warning") for finding in preview.warnings),
            *(finding_told(finding, "doubt") for finding in preview.doubts),
        ],
        "things": [_thing_of_list(each) for each in preview.things],
        "gone": _things(preview.gone),
        "held": preview.held,
        "effects": [_effect(each) for each in preview.effects],
    }


def _thing_of_list(thing: Previewed) -> dict[str, Any]:
    return {
        "iri": thing.iri,
        "name": thing.name,
        "sheet": thing.sheet,
        "row": thing.row,
        "state": thing.state,
        "chains": [_way(way) for way in thing.ways],
    }


def _way(way: Way) -> dict[str, Any]:
    return {"through": _things(way.through), "confidence": str(round(way.confidence, 4))}


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "objective": _thing(effect.objective),
        "before": effect.before,
        "after": effect.after,
        "direct": effect.direct,
        "overlaps": _things(effect.overlaps),
        "overlapping": effect.overlapping,
    }


def _things(things: Iterable[Thing]) -> list[dict[str, Any]]:
    return [_thing(thing) for thing in things]


def _thing(thing: Thing) -> dict[str, Any]:
    return {"iri": thing.iri, "name": thing.name.text, "lang": thing.name.lang, "code": thing.code}
