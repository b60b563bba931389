"""The objectives' own trees: what each is a part of, and which parts something has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from graph.alignment.policy import lasting, read_steps
from graph.repository import Repository

Nodes = frozenset[str]
Tree = Mapping[str, Nodes]


def parents(repository: Repository) -> Tree:
    """Returns what each objective is a part of, and the document that sets it."""

    def read() -> Tree:
        found: dict[str, set[str]] = defaultdict(set)
        for edge in read_steps(repository):
            found[edge.source].add(edge.target)
        return {child: frozenset(above) for child, above in found.items()}

    return lasting(repository).remembered("policy parents", read)


def children(repository: Repository) -> Tree:
    """Returns the parts that each objective or document has directly."""

    def read() -> Tree:
        found: dict[str, set[str]] = defaultdict(set)
        for child, above in parents(repository).items():
            for parent in above:
                found[parent].add(child)
        return {parent: frozenset(below) for parent, below in found.items()}

    return lasting(repository).remembered("policy children", read)


def parts_of(repository: Repository, whole: str) -> Nodes:
    """Returns what a thing is made of, at any depth, itself included."""
    found, waiting = {whole}, [whole]
    while waiting:
        new = children(repository).get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return frozenset(found)
