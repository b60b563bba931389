"""Things of a commit read from its own lines: the database would look up each of their words again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from graph.store.overlay import Pattern, Readable, View, fits
from graph.store.piling import quads_of
from graph.terms import NamedNode, Quad, Term

_ANY = (None, None, None)


class Described(View):
    """Reads a store, but the things of a batch from its lines: those of them that will be asked for.

    `lines` are N-Quads, `things` all that the batch tells of, as N-Quads write them.
    """

    def __init__(self, store: Readable, lines: Iterable[bytes], things: Container[bytes]) -> None:
        super().__init__(store)
        self._own = _by_subject(quads_of(b"\n".join((*lines, b""))))
        self._things = things

    def _matching(self, pattern: Pattern) -> Iterator[Quad]:
        subject = pattern[0]
        if subject is None:
            return self._store.quads(*pattern)
        own = self._own.get(subject)
        if own is None:
            return iter(()) if self._is_told(subject) else self._store.quads(*pattern)
        return iter(own) if pattern[1:] == _ANY else (quad for quad in own if fits(quad, pattern))

    def _is_told(self, node: Term) -> bool:
        return isinstance(node, NamedNode) and str(node).encode() in self._things


def _by_subject(quads: Iterable[Quad]) -> Mapping[Term, Sequence[Quad]]:
    found: dict[Term, list[Quad]] = defaultdict(list)
    for quad in quads:
        found[quad.subject].append(quad)
    return found
