"""A results graph read into a report, with each shape's message in every language."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import chain

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from graph.model import ValidationReport, Violation
from graph.validation.messages import Messages

_MISSING = str(SH.MinCountConstraintComponent)


class Reader:
    """Reads results graphs of validation against one shapes graph."""

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self._asked: dict[Node, tuple[str | None, str]] = {}

    @cached_property
    def _messages(self) -> Messages:
        return Messages(self._shapes)

    def report(
        self,
        results: Graph,
        data_graph: Graph,
        focus: Collection[str] | None,
        others: Iterable[Violation] = (),
    ) -> ValidationReport:
        """Returns the results about the focus nodes, violations and warnings apart, in a steady order.

        `others` are results that are known already.
        """
        nodes = results.objects(
            None, SH.result
        )  # not all sh:ValidationResult: some are only a detail of others
        focused = (node for node in nodes if focus is None or str(results.value(node, SH.focusNode)) in focus)
        read = (self._violation(results, node, data_graph) for node in focused)
        found = sorted(chain(read, others), key=_order)
        violations = tuple(each for each in found if each.severity == str(SH.Violation))
        warnings = tuple(each for each in found if each.severity != str(SH.Violation))
        return ValidationReport(conforms=not violations, violations=violations, warnings=warnings)

    def missing(self, shape: Node, focus: str) -> Violation:
        """Returns the result that a focus node has no value where a property shape asks for one."""
        path, severity = self._of_missing(shape)
        return Violation(
            focus=focus,
            path=path,
            value=None,
            severity=severity,
            shape=str(shape),
            component=_MISSING,
            messages=self._messages.of(shape, focus, ()),
        )

    def _of_missing(self, shape: Node) -> tuple[str | None, str]:
        """Returns the path and the severity of a shape; a hundred thousand nodes may lack the same value."""
        if shape not in self._asked:
            path = self._shapes.value(shape, SH.path)
            severity = str(self._shapes.value(shape, SH.severity, default=SH.Violation))
            self._asked[shape] = str(path) if isinstance(path, URIRef) else None, severity
        return self._asked[shape]

    def _violation(self, results: Graph, node: Node, data_graph: Graph) -> Violation:
        focus, shape = results.value(node, SH.focusNode), results.value(node, SH.sourceShape)
        value = results.value(node, SH.value)
        path = _predicate(data_graph, focus, results.value(node, SH.resultPath), value)
        shown = (
            [value] if value is not None else sorted(data_graph.objects(focus, path), key=str) if path else []
        )
        return Violation(
            focus=str(focus),
            path=None if path is None else str(path),
            value=None if value is None else str(value),
            severity=str(results.value(node, SH.resultSeverity)),
            shape=str(shape),
            component=str(results.value(node, SH.sourceConstraintComponent)),
            messages=self._messages.of(shape, str(focus), shown),
        )


def _predicate(data_graph: Graph, focus: Node | None, path: Node | None, value: Node | None) -> Node | None:
    """Returns the result path, or for a path of several predicates the one that leads from focus to value."""
    if path is None or isinstance(path, URIRef):
        return path
    return min(data_graph.predicates(focus, value), key=str, default=None) if value is not None else None


def _order(violation: Violation) -> tuple[str, ...]:
    return violation.focus, violation.path or "", violation.shape, violation.component, violation.value or ""
