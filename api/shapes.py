"""Validation by the shapes, imported when first asked for: its libraries take longer than most commands."""

from __future__ import annotations

from collections.abc import Collection

from graph.model import ValidationReport
from graph.store import Store
from graph.terms import Quad


def by_shapes(store: Store, quads: Collection[Quad], removed: Collection[Quad] = ()) -> ValidationReport:
    """Returns what is wrong with quads that are to be added to the store."""
    from graph.validation import validate_submission

    return validate_submission(store, quads, removed)


def whole_by_shapes(store: Store) -> ValidationReport:
    """Returns what is wrong in the whole store."""
    from graph.validation import validate_store

    return validate_store(store)
