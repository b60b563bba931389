"""Validation of what is in a store, or of what is about to be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from rdflib import Graph
from rdflib.namespace import SH

from graph.errors import TermInvalid
from graph.ledger.status import is_in_force
from graph.ledger.words import TYPE
from graph.model import ValidationReport, Violation
from graph.store import Batch, as_stored, open_store
from graph.store.base import Changes, Store
from graph.store.overlay import Overlay, Readable
from graph.terms import NamedNode, Quad, Term, Triple, expand, iri
from graph.validation.compiled import Check, Stated, faults_in
from graph.validation.context import left_out, neighbourhood, put_beside
from graph.validation.convert import add_quads
from graph.validation.engine import RunShacl, compiled_for, report_on, shacl_results
from graph.validation.sampling import spared

ENDS = frozenset({expand("owl:annotatedSource").value, expand("owl:annotatedTarget").value})
_SOURCE = expand("oa:hasSource").value
_OF_KINDS = frozenset(
    map(str, (SH.ClassConstraintComponent, SH.NodeConstraintComponent, SH.OrConstraintComponent))
)


def validate_submission(
    store: Readable, quads: Collection[Quad], removed: Collection[Quad] = (), run: RunShacl = shacl_results
) -> ValidationReport:
    """Returns what is wrong with the subjects of a submission, as they will be once it is in the store.

    `removed` are the quads that it takes away; what remains of their subjects is validated too. The time
    depends on the submission, not on the store. What was withdrawn may name what is gone, as in
    `validate_store`: a dump brings the history of a ledger with it. `run` is how pySHACL runs: here, or in a
    worker process. A batch is asked in its own store, which then holds what is known of others too.
    """
    if isinstance(quads, Batch):
        put_beside(store, quads)
        return _report(Stated(quads.store), quads.subjects.__contains__, run, spared(quads))
    # A value spelt otherwise than in the store must not count as a second value.
    added, gone = as_stored(quads), as_stored(removed)
    subjects = frozenset(quad.subject for quad in added | gone if not isinstance(quad.subject, Triple))
    scratch = open_store("memory:")
    scratch.bulk_add(_once(neighbourhood(store, subjects, added, gone)))
    report = _report(Stated(scratch), subjects.__contains__, run)
    return _without_history(report, Overlay(store, Changes(gone, added)))


def validate_dump(
    store: Readable, quads: Collection[Quad], removed: Collection[Quad] = (), run: RunShacl = shacl_results
) -> ValidationReport:
    """Returns the same of what a dump says, where what names a thing that is nowhere is a warning.

    What others state of a list stays in force where the list is undone: the store of the dump held it so, and
    its history cannot be had without. A thing is nowhere if neither the dump nor the store says what it is.
    """
    report = validate_submission(store, quads, removed, run)
    if report.conforms:
        return report
    after = Overlay(store, Changes(as_stored(removed), as_stored(quads)))
    kept, warned = list[Violation](), [*report.warnings]
    for each in report.violations:
        if _names_nothing(after, each):
            warned.append(replace(each, severity=str(SH.Warning)))
        else:
            kept.append(each)
    return ValidationReport(not kept, tuple(kept), tuple(warned))


def _names_nothing(store: Readable, violation: Violation) -> bool:
    """Says whether a violation is that an unknown thing is named where one of some kind has to be."""
    if violation.component not in _OF_KINDS or violation.value is None:
        return False
    try:
        node = iri(violation.value)
    except TermInvalid:  # a text
        return False
    return any(store.quads(None, None, node)) and not any(store.quads(node, TYPE))


def _once(quads: Iterable[Quad]) -> Iterable[Quad]:
    """Returns each triple in one of the graphs that state it.

    Shapes ask what is said, and the engine finds it once for each graph: of somebody whose name stands in a
    hundred ledgers, a comparison of three names would be a million.
    """
    return {(quad.subject, quad.predicate, quad.object): quad for quad in quads}.values()


def validate_store(store: Store) -> ValidationReport:
    """Returns what is wrong in the whole store; only what is known of nodes at fault is read into memory.

    The ledger keeps what was withdrawn, so a statement that no longer holds may name what is gone by now, and
    its evidence a document that was undone.
    """
    no_data = left_out(store.base)
    return _without_history(_report(Stated(store, lambda graph: graph.startswith(no_data))), store)


def _report(
    stated: Stated,
    is_asked: Callable[[Term], bool] = lambda _node: True,
    run: RunShacl = shacl_results,
    is_spared: Callable[[Check], bool] = lambda _check: False,
) -> ValidationReport:
    """Returns what is wrong with the nodes that are asked for."""
    shapes = compiled_for(stated)
    faults = faults_in(stated, shapes, is_asked=is_asked, is_spared=is_spared)
    known = Graph()
    add_quads(known, neighbourhood(stated, faults.nodes()))
    return report_on(faults, shapes, known, run)


def _without_history(report: ValidationReport, store: Readable) -> ValidationReport:
    """Returns a report without what is history; `store` is as it will be."""
    kept = tuple(each for each in report.violations if not _is_history(store, each))
    return ValidationReport(not kept, kept, report.warnings)


def _is_history(store: Readable, violation: Violation) -> bool:
    """Says whether a violation is that statements that hold no more name what is gone, or rest on it."""
    if not violation.focus.startswith(store.base):
        return False
    focus = NamedNode(violation.focus)
    if violation.path in ENDS:
        return _holds_no_more(store, focus)
    if violation.path != _SOURCE:
        return False
    evidence = [quad.subject for quad in store.quads(None, expand("oa:hasTarget"), focus)]
    resting = [quad.subject for each in evidence for quad in store.quads(None, expand("pg:evidence"), each)]
    return bool(resting) and all(_holds_no_more(store, each) for each in resting)


def _holds_no_more(store: Readable, statement: Term) -> bool:
    return isinstance(statement, NamedNode) and not is_in_force(store, statement)
