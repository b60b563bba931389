"""Names that a scenario gives, looked up; what the graph does not hold raises UnknownName."""

from __future__ import annotations

from collections.abc import Iterable

from graph.alignment.portfolio.answers import MACHINE, PROPOSED
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.selecting import known
from graph.alignment.portfolio.snapshot import Snapshot
from graph.errors import InputError, UnknownName
from graph.ledger import Standing, standing_of
from graph.ledger.words import ALIGNMENT, TYPE
from graph.store.overlay import Readable
from graph.terms import NamedNode, expand

_VOID = ("withdrawn", "superseded")


def code_of(standing: Standing) -> str:
    """Returns a status as the portfolio's filters name it: what a machine proposed is `machine`."""
    return MACHINE if standing.status == PROPOSED and standing.by_machine else standing.status


def project_number(holdings: Holdings, name: str) -> int:
    """Returns the number of a project."""
    number = holdings.projects.of.get(f"<{expand(name).value}>", 0)
    if not number or not holdings.alive[number]:
        raise UnknownName("what-if-project-unknown", name=name)
    return number


def full(names: Iterable[str]) -> set[str]:
    """Returns the full IRIs that names stand for."""
    return {expand(name).value for name in names}


def is_programme(snapshot: Snapshot, name: str) -> bool:
    """Says whether a name is that of a programme."""
    full = expand(name).value
    return full in snapshot.frame.programmes or f"<{full}>" in snapshot.holdings.programmes.of


def programme_iri(snapshot: Snapshot, name: str) -> str:
    """Returns the full IRI of a programme."""
    names = snapshot.frame.programmes | {each[1:-1] for each in snapshot.holdings.programmes.names}
    return known(name, names, "programme")


def served_iri(snapshot: Snapshot, name: str) -> str:
    """Returns the full IRI of an objective or a document."""
    full, frame = expand(name).value, snapshot.frame
    if full not in frame.objectives and full not in frame.documents:
        raise UnknownName("what-if-objective-unknown", name=name)
    return full


def statement_node(store: Readable, name: str) -> NamedNode:
    """Returns the statement of that name; one that is withdrawn or superseded raises InputError."""
    node = expand(name)
    if not any(store.quads(node, TYPE, ALIGNMENT)):
        raise UnknownName("what-if-statement-unknown", name=name)
    if standing_of(store, node).status in _VOID:
        raise InputError("what-if-statement-void", name=name)
    return node
