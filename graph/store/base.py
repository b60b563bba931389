"""What every store can do, so that the same contract tests hold for each of its twins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from graph.store.piling import Pile
from graph.store.told import Told
from graph.terms import DefaultGraph, NamedNode, Quad, Subject, Term

Row = Mapping[str, Term]
About = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Changes:
    """Is what one commit takes away and adds, in quads without blank nodes."""

    removed: frozenset[Quad] = frozenset()
    added: frozenset[Quad] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    def inverse(self) -> Changes:
        """Returns the changes that undo these."""
        return Changes(removed=self.added, added=self.removed)


@dataclass(frozen=True, slots=True)
class Record:
    """Is one commit as the journal holds it; a bulk record names its commit, but holds no quads."""

    sequence: int
    changes: Changes = field(default_factory=Changes)
    about: About = field(default_factory=dict)
    is_bulk: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Is the dataset of a query (SPARQL 1.1 Protocol 2.1.4); both None means the union of all graphs."""

    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


UNION = Scope()


class Store(Protocol):
    """Holds quads, answers SPARQL 1.1 queries and takes one change at a time."""

    @property
    def base(self) -> str:
        """Returns the base IRI, fixed when the store was made; it ends with a slash."""

    @property
    def place(self) -> str:
        """Returns where the store is: its directory or `memory:`."""

    @property
    def sequence(self) -> int:
        """Returns the number of the last commit, 0 for a store that has none."""

    def select(self, query: str, scope: Scope = ...) -> Iterator[Row]:
        """Returns the solutions of a SELECT query; a malformed one raises QueryProblem."""

    def ask(self, query: str, scope: Scope = ...) -> bool:
        """Returns the answer of an ASK query."""

    def construct(self, query: str, scope: Scope = ...) -> Iterator[Quad]:
        """Returns the triples of a CONSTRUCT or DESCRIBE query, as quads of the default graph."""

    def write_answer(self, query: str, media_type: str, output: IO[bytes], scope: Scope = ...) -> None:
        """Writes a query's answer as the engine serialises it; raises QueryProblem if it cannot."""

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Returns the quads that match; None matches anything."""

    def about_any(self, nodes: Iterable[NamedNode]) -> frozenset[NamedNode]:
        """Returns those of the nodes that some quad is about."""

    def naming_any(self, nodes: Iterable[NamedNode]) -> frozenset[NamedNode]:
        """Returns those of the nodes that some quad names as its object."""

    def graphs(self) -> Sequence[NamedNode]:
        """Returns the named graphs that hold at least one quad."""

    def apply(
        self, changes: Changes, sequence: int, about: About | None = None, pile: Pile | None = None
    ) -> None:
        """Applies the changes and the sequence number in one transaction; `about` goes to the journal.

        The quads of the pile are added too.
        """

    def pile(self) -> Pile:
        """Returns an empty pile, on the disk of the store, for a commit of very many quads."""

    def recorded(self, sequence: int) -> Record | None:
        """Returns what the journal holds of a commit, None if it holds nothing."""

    def about(self, sequence: int) -> About | None:
        """Returns what a commit was told to be about, None if the journal does not hold it."""

    def holds_quads(self, sequence: int) -> bool:
        """Says whether the journal holds the quads of a commit."""

    def lines(self, sequence: int) -> Iterator[bytes]:
        """Yields the quads of a commit that are in none of its batches as N-Quads, without parsing them.

        A commit that the journal does not hold, or whose quads it does not, has none.
        """

    def batches(self, sequence: int) -> Iterator[Told]:
        """Yields what a commit says of things of which the store held nothing before it.

        A batch tells all that there was to say of its things, links that are derived too. Most have none.
        """

    def names(self, sequence: int, *names: str) -> bool:
        """Says whether a statement that a commit adds or removes names an IRI; an unknown commit has none."""

    def weight(self, sequence: int) -> int:
        """Returns how many bytes the journal holds of a commit, 0 for none: what `names` has to read."""

    def bulk_load(self, files: Iterable[Path], sequence: int | None) -> None:
        """Loads files whole, fast and not atomically: for the offline filling of an empty store only.

        `sequence` is that of the commit which ends the filling; None leaves it to a later `apply`.
        """

    def bulk_add(self, quads: Iterable[Quad]) -> None:
        """Adds quads fast and not atomically: for the offline filling of an empty store only.

        `apply` with sequence 1 ends the filling; a store that is opened before that is emptied.
        """

    def abandon(self) -> None:
        """Closes a store whose filling failed; opening it again empties it."""

    def dump(self, output: IO[bytes], media_type: str, graph: NamedNode | None = None) -> None:
        """Writes one graph, or the whole dataset, in an RDF syntax."""

    def size(self) -> int:
        """Returns the number of quads."""

    def close(self) -> None:
        """Releases the store, so that another process may open it."""


def told_size(about: About | None) -> int:
    """Returns how many quads a commit says that it adds and removes, so that none is read to find out."""
    told = about or {}
    return sum(int(told.get(name) or 0) for name in ("added", "removed"))
