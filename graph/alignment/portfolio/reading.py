"""Reads pairs of subject and value: of a whole store by a few scans, or of a few subjects by look-ups.

One property is one scan, and the pairs are joined here: at 100,000 projects that takes half the time of
joins by the engine, which looks each triple up. Terms stay as N-Triples and TSV write them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from typing import Protocol

from graph.ledger.status import Standing, standing_of, status_of
from graph.ledger.words import (
    AGREEMENT,
    ALIGNMENT,
    CONTRIBUTES_TO,
    CREATOR,
    PROPERTY,
    REVIEWS,
    SOFTWARE_AGENT,
    SUPERSEDES,
    TYPE,
    WITHDRAWS,
)
from graph.questions import bind, load_lookups
from graph.store import Store
from graph.store.overlay import Readable
from graph.terms import NamedNode, expand, iri, written

Pairs = Iterable[tuple[str, str]]
_EVENTS = (REVIEWS, WITHDRAWS, SUPERSEDES)


class Facts(Protocol):
    """Reads pairs; what it is told to look for may be ignored by a reader that reads all."""

    def values(self, name: str, subjects: Collection[str], /) -> Pairs:
        """Returns subject and value of a property, at least for these subjects."""

    def subjects(self, name: str, values: Collection[str], /) -> Pairs:
        """Returns subject and value of a property, at least for these values."""

    def projects(self) -> Iterable[str]:
        """Returns the projects."""

    def standings(self, alignments: Collection[str], /) -> Mapping[str, Standing | None]:
        """Returns where alignments stand, None for what is none that helps; absent is proposed by people."""


class Everything:
    """Reads all that the store holds of a property in one scan."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def values(self, name: str, _: Collection[str] = ()) -> Pairs:
        """Returns subject and value of a property, each pair at least once."""
        cells = self._cells("portfolio-pairs", {"property": name})
        return zip(cells[0::2], cells[1::2], strict=True)

    def subjects(self, name: str, _: Collection[str]) -> Pairs:
        """Returns subject and value of a property, each pair at least once."""
        return self.values(name)

    def projects(self) -> Iterable[str]:
        """Returns the projects, each at least once."""
        return self._cells("portfolio-members", {"class": "pg:Project"})

    def standings(self, _: Collection[str]) -> Mapping[str, Standing | None]:
        """Returns where alignments stand, None for statements that are no helping alignments."""
        machines = frozenset(self._by_machines())
        found: dict[str, Standing | None] = {each: Standing("proposed", True) for each in machines}
        for alignment, status in self._judged(machines):
            found[alignment] = Standing(status, alignment in machines)
        return found | dict.fromkeys(self._cells("portfolio-others", {}))

    def _by_machines(self) -> Iterator[str]:
        for agent in {quad.subject for quad in self._store.quads(None, TYPE, SOFTWARE_AGENT)}:
            yield from (written(quad.subject) for quad in self._store.quads(None, CREATOR, agent))

    def _judged(self, machines: Collection[str]) -> Iterator[tuple[str, str]]:
        events = defaultdict(list)
        for predicate in _EVENTS:
            for event, thing in set(self.values(predicate.value)):
                events[thing].append((predicate, event))
        agreements = dict(self.values(AGREEMENT.value)) if events else {}
        for thing, own in events.items():
            if any(event in events or event in machines for _, event in own) or _is_unclear(own, agreements):
                yield thing, standing_of(self._store, iri(thing[1:-1])).status
            else:
                yield thing, _status(own, agreements)

    def _cells(self, lookup: str, values: Mapping[str, str]) -> list[str]:
        output = BytesIO()
        query = bind(load_lookups()[lookup], values, self._store.base)
        self._store.write_answer(query, "text/tab-separated-values", output)
        _, _, body = output.getvalue().decode().partition("\n")
        return body.replace("\n", "\t").split("\t")[:-1]


class Some:
    """Reads a few projects by looking them up."""

    def __init__(self, store: Readable, projects: Collection[str]) -> None:
        self._store = store
        self._projects = projects

    def values(self, name: str, subjects: Collection[str]) -> Pairs:
        """Returns subject and value of a property for these subjects."""
        for subject in subjects:
            if (node := _node(subject)) is not None:
                for quad in self._store.quads(node, expand(name)):
                    yield subject, written(quad.object)

    def subjects(self, name: str, values: Collection[str]) -> Pairs:
        """Returns subject and value of a property for these values."""
        for value in values:
            for quad in self._store.quads(None, expand(name), _node(value)):
                yield written(quad.subject), value

    def projects(self) -> Iterable[str]:
        """Returns those of the projects that are some."""
        project = expand("pg:Project")
        return [each for each in self._projects if any(self._store.quads(_node(each), TYPE, project))]

    def standings(self, alignments: Collection[str]) -> Mapping[str, Standing | None]:
        """Returns where these alignments stand, None for what is no helping alignment."""
        return {each: self._standing(each) for each in alignments}

    def _standing(self, alignment: str) -> Standing | None:
        node = iri(alignment[1:-1])
        helps = any(self._store.quads(node, PROPERTY, CONTRIBUTES_TO))
        if not helps or not any(self._store.quads(node, TYPE, ALIGNMENT)):
            return None
        return standing_of(self._store, node)


def _is_unclear(events: Iterable[tuple[NamedNode, str]], agreements: Mapping[str, str]) -> bool:
    """Says whether the reviews differ in sign, so that it matters which is the newest of a reviewer."""
    values = {number(agreements[event]) for kind, event in events if kind == REVIEWS and event in agreements}
    return len({(value > 0) - (value < 0) for value in values}) > 1


def _status(events: Iterable[tuple[NamedNode, str]], agreements: Mapping[str, str]) -> str:
    """Returns the status of an alignment whose events no other event takes back."""
    kinds = {kind for kind, _ in events}
    values = [number(agreements[event]) for kind, event in events if kind == REVIEWS and event in agreements]
    return status_of(values, withdrawn=WITHDRAWS in kinds, superseded=SUPERSEDES in kinds)


def number(term: str) -> Decimal:
    """Returns the number that a literal stands for, however it is written.

    >>> number("0.60"), number('"3"^^<http://www.w3.org/2001/XMLSchema#integer>')
    (Decimal('0.60'), Decimal('3'))
    """
    return Decimal(text(term))


def text(term: str) -> str:
    """Returns the characters of a literal that needs no escapes, such as a number, a date or a code."""
    return term[1 : term.rindex('"')] if term.startswith('"') else term


def _node(written_term: str) -> NamedNode | None:
    return iri(written_term[1:-1]) if written_term.startswith("<") else None
