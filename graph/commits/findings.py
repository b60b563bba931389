"""Results of validation, told as findings."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from graph.errors import Finding, Place
from graph.model import ValidationReport, Violation

NOTHING = ValidationReport(conforms=True, violations=(), warnings=())


def joined(reports: Iterable[ValidationReport]) -> ValidationReport:
    """Returns what several reports say, in the order of one."""
    told = [report for report in reports if report != NOTHING]
    if len(told) < 2:
        return told[0] if told else NOTHING
    violations, warnings = (
        tuple(sorted(chain.from_iterable(found), key=_order))
        for found in ((each.violations for each in told), (each.warnings for each in told))
    )
    return ValidationReport(not violations, violations, warnings)


def _order(found: Violation) -> tuple[str, ...]:
    return found.focus, found.path or "", found.shape, found.component, found.value or ""


def findings_of(results: Iterable[Violation], file: str | None = None) -> tuple[Finding, ...]:
    """Returns results of validation as findings for people, each placed at its node and property."""
    return tuple(
        Finding(
            "shape-violated",
            Place(file=file, column=found.path, value=found.focus),
            (("shape", found.shape), ("value", found.value or "")),
            tuple((message.lang, message.text) for message in found.messages),
        )
        for found in results
    )
