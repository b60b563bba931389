"""The ledger: alignments and the events on them. It only grows; what holds now is derived from it."""

from graph.ledger.events import Statement, restore, review, state, supersede, withdraw
from graph.ledger.recorded import standing_at
from graph.ledger.status import Standing, grader_of, standing_of, status_of

__all__ = [
    "Standing",
    "Statement",
    "grader_of",
    "restore",
    "review",
    "standing_at",
    "standing_of",
    "state",
    "status_of",
    "supersede",
    "withdraw",
]
