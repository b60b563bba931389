"""The one writer of the graph: validation, journal, store and derived graphs move together or not at all."""

from graph.commits.auditing import Audited, audited, first_told
from graph.commits.changes import newest_changes
from graph.commits.facts import made_at, refuse_gone, sequence_in
from graph.commits.findings import findings_of
from graph.commits.reasons import Reason, reason_in, reason_of
from graph.commits.undoing import undone, undone_by
from graph.commits.writer import Rehearsal, Validate, Writer
from graph.store.origin import Asked, asked

__all__ = [
    "Asked",
    "Audited",
    "Reason",
    "Rehearsal",
    "Validate",
    "Writer",
    "asked",
    "audited",
    "findings_of",
    "first_told",
    "made_at",
    "newest_changes",
    "reason_in",
    "reason_of",
    "refuse_gone",
    "sequence_in",
    "undone",
    "undone_by",
]
