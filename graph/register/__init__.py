"""The register: single projects, objectives and observations that somebody enters, mends and withdraws."""

from graph.register.entries import (
    Amount,
    Entry,
    GrantEntry,
    ObjectiveEntry,
    ObservationEntry,
    Party,
    ProjectEntry,
)
from graph.register.keeper import ABSENT, Kept, Register, is_registered, refuse_withdrawn, version_of_entry

__all__ = [
    "ABSENT",
    "Amount",
    "Entry",
    "GrantEntry",
    "Kept",
    "ObjectiveEntry",
    "ObservationEntry",
    "Party",
    "ProjectEntry",
    "Register",
    "is_registered",
    "refuse_withdrawn",
    "version_of_entry",
]
