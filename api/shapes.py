"""Validation by the shapes, imported when first asked for: its libraries take longer than most commands."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from api.serving.late import Late
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


def dump_by_shapes(
    store: Readable, quads: Collection[Quad], removed: Collection[Quad] = ()
) -> ValidationReport:
    """Returns what is wrong with what a dump says, and warns of what in it names a thing that is nowhere."""
    from graph.validation import validate_dump

    return validate_dump(store, quads, removed)


def whole_by_shapes(store: Store) -> ValidationReport:
    """Returns what is wrong in the whole store."""
    from graph.validation import validate_store

    return validate_store(store)


class IsolatedShapes:
    """Checks what strangers submit: what pySHACL has to look at is looked at by a worker process."""

    def __init__(self) -> None:
        self.workers = Late(_made)

    def __call__(
        self, store: Readable, quads: Collection[Quad], removed: Collection[Quad] = ()
    ) -> ValidationReport:
        """Returns what is wrong with quads that are to be added to the store."""
        from graph.validation import validate_submission

        return validate_submission(store, quads, removed, self._run)

    def _run(self, data_graph: Graph, shapes: Graph) -> Graph:
        return self.workers.pool.results(data_graph, shapes)


def _made() -> IsolatedShacl:
    from graph.validation.isolated import IsolatedShacl

    return IsolatedShacl()
