"""Projects that a long list brings, read from the batches of its commit in place of the whole store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from graph.alignment.portfolio.frame import CLASSES, TOUCHING
from graph.alignment.portfolio.moving import UP
from graph.alignment.portfolio.reading import Facts, Pairs, Some
from graph.ledger.status import Standing
from graph.ledger.voices import is_machine
from graph.ledger.words import (
    ALIGNMENT,
    CONFIDENCE,
    CONTRIBUTES_TO,
    CREATOR,
    PROJECT,
    PROPERTY,
    SOURCE,
    TARGET,
    TYPE,
)
from graph.store import Changes, Store
from graph.store.piling import quads_of
from graph.store.told import Told
from graph.terms import expand, iri

_STATED = (SOURCE, TARGET, PROPERTY, CONFIDENCE, CREATOR)
_READ = {str(each): each.value for each in (*UP, *_STATED)}
_TOUCHING, _CLASSES = (frozenset(map(str, terms)) for terms in (TOUCHING, CLASSES))
_TYPE = str(TYPE)
_TELLING = _TOUCHING | _READ.keys()
_COUNTING = _CLASSES | {str(PROJECT), str(ALIGNMENT)}


def beside_batches(store: Store, sequence: int, most: int) -> Changes | None:
    """Returns what a commit changes beside its batches, None for one without or with more than `most`."""
    if next(store.batches(sequence), None) is None:
        return None
    some = list(islice(store.lines(sequence), most + 1))
    return None if len(some) > most else Changes(added=frozenset(quads_of(b"\n".join((*some, b"")))))


def _pairs_of(batch: Told) -> Mapping[str, list[tuple[str, str]]]:
    """Returns subjects and values of what is read of a batch, by predicate; of classes those that count."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for predicate, _, subjects, objects in batch.columns(_TELLING):
        if predicate != _TYPE or not _COUNTING.isdisjoint(objects):
            found[predicate] += zip(subjects, objects, strict=True)
    return found


class Brought(Facts):
    """Reads the projects of a batch of lines, and from the store whatever is no thing of the batch.

    `touches_frame` says whether it states anything that projects are counted by.
    """

    def __init__(self, store: Store, batch: Told) -> None:
        self._store = store
        self._pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.touches_frame = False
        for predicate, pairs in _pairs_of(batch).items():
            self._take(predicate, pairs)
        self._things = {thing for pairs in self._pairs.values() for thing, _ in pairs}

    def _take(self, predicate: str, pairs: list[tuple[str, str]]) -> None:
        if (name := _READ.get(predicate)) is not None:
            self._pairs[name] = pairs
        is_of_class = predicate == _TYPE and not _CLASSES.isdisjoint(value for _, value in pairs)
        self.touches_frame = self.touches_frame or predicate in _TOUCHING or is_of_class

    def values(self, name: str, subjects: Collection[str]) -> Pairs:
        """Returns subject and value of a property, at least for these subjects."""
        others = [subject for subject in subjects if subject not in self._things]
        yield from self._pairs[expand(name).value]
        yield from Some(self._store, ()).values(name, others)

    def subjects(self, name: str, _values: Collection[str]) -> Pairs:
        """Returns subject and value of a property: nothing else names the things of a batch."""
        return self._pairs[expand(name).value]

    def projects(self) -> Iterable[str]:
        """Returns the projects of the batch."""
        return self._of_class(str(PROJECT))

    def standings(self, alignments: Collection[str]) -> Mapping[str, Standing | None]:
        """Returns where alignments stand on which there are no events: only machines make a difference."""
        helping = {each for each, value in self._pairs[PROPERTY.value] if value == str(CONTRIBUTES_TO)}
        helping &= {*self._of_class(str(ALIGNMENT))}
        machines = frozenset(self._by_machines())
        found: dict[str, Standing | None] = {each: Standing("proposed", True) for each in machines}
        return found | dict.fromkeys(each for each in alignments if each not in helping)

    def _of_class(self, kind: str) -> Iterator[str]:
        return (each for each, value in self._pairs[TYPE.value] if value == kind)

    def _by_machines(self) -> Iterator[str]:
        made = self._pairs[CREATOR.value]
        authors = {author for _, author in made if author.startswith("<")}
        machines = {author for author in authors if is_machine(self._store, iri(author[1:-1]))}
        return (each for each, author in made if author in machines)
