"""The documents that chains run through: which period each is for, and what force it has on whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.alignment.filters import FORCES, Filters
from graph.alignment.policy import lasting
from graph.model import Period
from graph.repository import Repository
from graph.repository.lists import documents_of
from graph.repository.reading import text_of
from graph.terms import expand

_FORCES = {expand(f"pg:{name.capitalize()}").value: name for name in FORCES}
Documents = frozenset[str]


def documents_by_objective(repository: Repository) -> Mapping[str, Documents]:
    """Returns the documents that set each objective; remembered until a commit moves the policy levels."""
    return lasting(repository).remembered("objective-documents", lambda: _read(repository))


def setting_documents(repository: Repository) -> Documents:
    """Returns the documents that set any objective, remembered likewise."""

    def read() -> Documents:
        return frozenset().union(*documents_by_objective(repository).values())

    return lasting(repository).remembered("setting-documents", read)


def documents_at(repository: Repository, node: str) -> Documents:
    """Returns the documents that a node stands for: those that set an objective, or a document itself."""
    return documents_by_objective(repository).get(node, frozenset((node,)))


def passing(repository: Repository, filters: Filters) -> Documents:
    """Returns the documents that filters let a chain run through."""
    found = in_force(repository, filters) if filters.addressee else _all(repository)
    return _of_period(repository, found, filters.period) if filters.period else found


def overlaps(one: Period, other: Period) -> bool:
    """Says whether two periods share a day; one of which nothing is known shares none.

    An end that is not known is open, where the other end is known.
    """
    if one == Period():
        return False
    starts_late = one.start is not None and other.end is not None and one.start > other.end
    ends_early = one.end is not None and other.start is not None and one.end < other.start
    return not starts_late and not ends_early


def _all(repository: Repository) -> Documents:
    return setting_documents(repository) | _works(repository)


def _works(repository: Repository) -> Documents:
    rows = repository.reading.rows("documents")
    return frozenset(text_of(row["thing"]) for row in rows)


def in_force(repository: Repository, filters: Filters) -> Documents:
    """Returns the documents that have the force asked for on the addressee."""
    rows = repository.reading.rows("forces", {"addressee": filters.addressee or ""})
    wanted = filters.forces or frozenset(FORCES)
    return frozenset(text_of(row["document"]) for row in rows if _FORCES.get(text_of(row["force"])) in wanted)


def _of_period(repository: Repository, documents: Iterable[str], period: Period) -> Documents:
    read = documents_of(repository.reading, sorted(documents), "en")
    return frozenset(each.thing.iri for each in read if overlaps(each.period, period))


def _read(repository: Repository) -> Mapping[str, Documents]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in repository.reading.rows("objective-documents"):
        found[text_of(row["objective"])].add(text_of(row["document"]))
    return {objective: frozenset(documents) for objective, documents in found.items()}
