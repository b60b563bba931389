"""The register: single projects, objectives and observations that somebody enters, mends and withdraws."""

from graph.register.entries import (
    Amount,
    Entry,
    GrantEntry,
    Implementer,
    ObjectiveEntry,
    ObservationEntry,
    Party,
    ProjectEntry,
)
from graph.register.keeper import (
    ABSENT,
    Kept,
    Register,
    is_registered,
    refuse_unheld,
    refuse_withdrawn,
    version_of_entry,
)
from graph.register.looking import Validate, warnings_of
from graph.register.reading import entry_of

__all__ = [
    "ABSENT",
    "Amount",
    "Entry",
    "GrantEntry",
    "Implementer",
    "Kept",
    "ObjectiveEntry",
    "ObservationEntry",
    "Party",
    "ProjectEntry",
    "Register",
    "Validate",
    "entry_of",
    "is_registered",
    "refuse_unheld",
    "refuse_withdrawn",
    "version_of_entry",
    "warnings_of",
]
