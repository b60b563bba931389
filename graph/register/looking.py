"""What the shapes say of a thing of the register as it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection

from graph.commits.findings import findings_of
from graph.errors import Finding
from graph.model import ValidationReport
from graph.register.faults import placed
from graph.register.keeper import facts_of
from graph.register.parts import graph_of, key_in, part_of
from graph.register.reading import entry_of
from graph.store import Store
from graph.terms import Quad, iri

Validate = Callable[[Store, Collection[Quad]], ValidationReport]


def warnings_of(store: Store, name: str, validate: Validate) -> tuple[Finding, ...]:
    """Returns what keeps a thing from being whole, each at the field that it would be entered in.

    What was not entered singly raises NotFound.
    """
    node = iri(name)
    facts = tuple(facts_of(entry_of(store, name), node, key_in(store.base, name), store))
    report = validate(store, frozenset(part_of(store, node, graph_of(store.base, name))))
    return tuple(placed(found, facts) for found in findings_of(report.warnings))
