"""Quads in a store of their own in memory: what else would be a pass over all of them is a look-up there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.store.opening import checked_base
from graph.store.oxigraph import OxigraphStore
from graph.store.piling import lines_of
from graph.store.told import Told
from graph.terms import Quad, Term


@dataclass(frozen=True, slots=True)
class Sample:
    """Is lines about things of which every thing of a batch is like one, but for names and some values.

    Predicates, as N-Quads write them, are in `varied` where like things have unlike values of them, and in
    `linking` where their values are things of the batch, to each its own.
    """

    lines: bytes
    varied: frozenset[str]
    linking: frozenset[str]


class Batch(Collection[Quad]):
    """Is quads about subjects of which a store holds nothing: each once, in the form that a store gives back.

    `store` holds them, and may be given what is known of others beside them; `referred` are the others that
    they name, but for classes. Where it is known that the literals are stored as they stand in `lines`, these
    remain what the batch is as text, unless any of them comes twice. `runs` are those of Told.
    `sampled` is a store of the sample, if there is one, and of what is put beside the batch.
    """

    def __init__(
        self,
        base: str,
        subjects: Iterable[Term],
        referred: Iterable[Term],
        lines: bytes,
        is_stored: bool = False,
        runs: Sequence[int] = (),
        sample: Sample | None = None,
    ) -> None:
        self.subjects = frozenset(subjects)
        self.referred = frozenset(referred) - self.subjects
        self.store = OxigraphStore.in_memory(checked_base(base))
        self.store.take(lines)
        self.sample, self.sampled = sample, self.store
        if sample:
            self.sampled = OxigraphStore.in_memory(base)
            self.sampled.take(sample.lines)
        self._count = self.store.size()
        self._told = Told(lines, runs) if is_stored and lines.count(b"\n") == self._count else None

    def told(self) -> Told:
        """Returns the batch as N-Quads; to be asked before anything is put beside it."""
        return self._told or Told(self.store.all_lines())

    def put_beside(self, quads: Iterable[Quad]) -> None:
        """Puts into its store, and beside its sample, what is known of others."""
        lines = lines_of(quads)
        self.store.take(lines)
        if self.sample:
            self.sampled.take(lines)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Quad]:
        return (quad for quad in self.store.quads() if quad.subject in self.subjects)

    def __contains__(self, quad: object) -> bool:
        if not isinstance(quad, Quad) or quad.subject not in self.subjects:
            return False
        return any(self.store.quads(*quad))
