"""What the values of facets are called, read from the index and kept until a commit touches one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from graph.model import Name
from graph.search.entries import Shown
from graph.search.tables import Tables
from graph.search.telling import thing_of, together

_MOST_LANGUAGES = 16


class Names:
    """Tells names of things; those that the index has no entry of are left out."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._nodes: set[int] = set()
        self._shown: dict[str, Shown] = {}
        self._told: dict[str, dict[str, Name]] = defaultdict(dict)

    def of(self, iris: Collection[str], lang: str) -> Mapping[str, Name]:
        """Returns the names of the things, for a reader of a language."""
        if len(self._told) > _MOST_LANGUAGES:
            self._told.clear()
        told = self._told[lang]
        if wanted := [iri for iri in iris if iri not in told]:
            self._read(iri for iri in wanted if iri not in self._shown)
            held = ((iri, self._shown[iri]) for iri in wanted if iri in self._shown)
            told |= {iri: thing_of(iri, shown, lang).name for iri, shown in held}
        return {iri: told[iri] for iri in iris if iri in told}

    def forget(self, things: Iterable[int]) -> None:
        """Forgets what things are called whose entries changed."""
        if not self._nodes.isdisjoint(things):
            for held in (self._nodes, self._shown, self._told):
                held.clear()

    def _read(self, iris: Iterable[str]) -> None:
        nodes = self._tables.known(iris)
        for node, (iri, told) in zip(nodes, self._tables.shown(nodes, None), strict=True):
            if told:
                self._nodes.add(node)
                self._shown[iri] = together(told)
