"""Validation of what is in a store, or of what is about to be."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rdflib import Graph

from graph.ledger import standing_of
from graph.model import ValidationReport, Violation
from graph.store.base import Store
from graph.terms import NamedNode, Quad, Triple, expand
from graph.validation.context import neighbourhood
from graph.validation.convert import add_quads
from graph.validation.engine import validate

ENDS = frozenset({expand("owl:annotatedSource").value, expand("owl:annotatedTarget").value})


def validate_submission(
    store: Store, quads: Collection[Quad], removed: Collection[Quad] = ()
) -> ValidationReport:
    """Returns what is wrong with the subjects of a submission, as they will be once it is in the store.

    `removed` are the quads that it takes away; what remains of their subjects is validated too. The time
    depends on the submission, not on the store.
    """
    subjects = (quad.subject for quad in (*quads, *removed))
    focus = {subject.value for subject in subjects if not isinstance(subject, Triple)}
    return validate(neighbourhood(store, quads, removed), focus=focus)


def validate_store(store: Store) -> ValidationReport:
    """Returns what is wrong in the whole store. The graph is read into memory: about 1 kB a triple.

    The ledger keeps what was withdrawn, so a statement that no longer holds may name what is gone by now.
    """
    g = Graph()
    add_quads(g, _stated(store))
    report = validate(g)
    kept = tuple(each for each in report.violations if not _is_history(store, each))
    return ValidationReport(not kept, kept, report.warnings)


def _is_history(store: Store, violation: Violation) -> bool:
    """Says whether a violation is that a statement that does not hold any more names what is gone."""
    if violation.path not in ENDS or not violation.focus.startswith(store.base):
        return False
    return standing_of(store, NamedNode(violation.focus)).status in ("withdrawn", "superseded")


def _stated(store: Store) -> Iterator[Quad]:
    """Yields the quads of all graphs but the derived ones, which repeat others, and the ontology."""
    left_out = (f"{store.base}graph/derived/", f"{store.base}graph/ontology")
    for graph in store.graphs():
        if not graph.value.startswith(left_out):
            yield from store.quads(graph=graph)
