"""Validation by the shapes, imported when first asked for: its libraries take longer than most commands."""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock
from typing import TYPE_CHECKING

from graph.isolation import Occupied
from graph.model import ValidationReport
from graph.store import Store
from graph.store.overlay import Readable
from graph.terms import Quad

if TYPE_CHECKING:
    from rdflib import Graph

    from graph.validation.isolated import IsolatedShacl


def by_shapes(store: Readable, quads: Collection[Quad], removed: Collection[Quad] = ()) -> ValidationReport:
    """Returns what is wrong with quads that are to be added to the store."""
    from graph.validation import validate_submission

    return validate_submission(store, quads, removed)


def whole_by_shapes(store: Store) -> ValidationReport:
    """Returns what is wrong in the whole store."""
    from graph.validation import validate_store

    return validate_store(store)


class IsolatedShapes:
    """Checks what strangers submit: what pySHACL has to look at is looked at by a worker process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._isolated: IsolatedShacl | None = None

    def __call__(
        self, store: Readable, quads: Collection[Quad], removed: Collection[Quad] = ()
    ) -> ValidationReport:
        """Returns what is wrong with quads that are to be added to the store."""
        from graph.validation import validate_submission

        return validate_submission(store, quads, removed, self._run)

    @property
    def occupied(self) -> Occupied | None:
        """Returns what the worker does, None where nothing was submitted yet."""
        return None if self._isolated is None else self._isolated.occupied

    def close(self) -> None:
        """Ends the worker."""
        with self._lock:
            if self._isolated is not None:
                self._isolated.close()

    def _run(self, data_graph: Graph, shapes: Graph) -> Graph:
        with self._lock:
            if self._isolated is None:
                from graph.validation.isolated import IsolatedShacl

                self._isolated = IsolatedShacl()
        return self._isolated.results(data_graph, shapes)
