"""Quads in a store of their own in memory: what else would be a pass over all of them is a look-up there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.store.gradual import Gradual
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
    they name, but for classes. Where it is known that each of `lines` is there once and that their literals
    are stored as they stand, these remain what the batch is as text, and the store takes up no more of them
    than it is asked of: `runs` are those of Told, of types also of one class.
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
        base = checked_base(base)
        self._told = Told(lines, runs) if is_stored else Told(_stored(lines))
        self._count = self._told.lines.count(b"\n")
        self.store = self.sampled = Gradual(base, self._told)
        self.sample = sample
        if sample:
            self.sampled = Gradual(base, Told(sample.lines))

    def told(self) -> Told:
        """Returns the batch as N-Quads."""
        return self._told

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


def _stored(lines: bytes) -> bytes:
    """Returns lines as a store gives them back, each once."""
    scratch = OxigraphStore.in_memory()
    scratch.take(lines)
    return scratch.all_lines()
