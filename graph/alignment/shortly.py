"""A chain in short, as a list of projects tells it: through what, who says so, and where that stands.

Evidence and reasoning are left out, so that twenty chains are told in the time that one takes with its proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from graph.alignment.paths import Path, confidence_of
from graph.repository import Repository
from graph.repository.facts import values_of
from graph.terms import NamedNode


@dataclass(frozen=True, slots=True)
class Said:
    """Is a statement of a chain: its IRI, the IRIs of who says it, its status and its confidence, 0 to 1.

    `is_weakest` where the chain has others, and all of them are surer.
    """

    statement: str
    authors: tuple[str, ...]
    status: str
    by_machine: bool
    confidence: Decimal
    is_weakest: bool


@dataclass(frozen=True, slots=True)
class Short:
    """Is a chain from a thing to its goal: the IRIs of what lies between them, and what is said, in order."""

    through: tuple[str, ...]
    said: tuple[Said, ...]
    confidence: Decimal


def shortly(repository: Repository, path: Path) -> Short | None:
    """Returns a path in short, None for one without steps; its statements are named."""
    if not path:
        return None
    stated = {edge.alignment: edge.confidence for edge in path if edge.alignment}
    standings = repository.standings(stated)
    least = sorted(stated.values())[:2]
    said = tuple(
        Said(
            statement=iri,
            authors=_authors(repository, iri),
            status=standings[iri].status,
            by_machine=standings[iri].by_machine,
            confidence=sure,
            is_weakest=len(least) == 2 and sure == least[0] < least[1],
        )
        for iri, sure in stated.items()
    )
    return Short(tuple(edge.target for edge in path[:-1]), said, confidence_of(path))


def _authors(repository: Repository, statement: str) -> tuple[str, ...]:
    found = values_of(repository.reading, statement, "dct:creator")
    return tuple(term.value for term in found if isinstance(term, NamedNode))
