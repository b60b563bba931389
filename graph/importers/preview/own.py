"""What the rows of a list say themselves: their things, the statements of each, and what a preview tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from graph.importers.preview.effects import CONFIDENCE, SIGN, SOURCE, TARGET, Alignments
from graph.importers.tabular_making import Making
from graph.importers.tabular_mapping import ListMapping
from graph.importers.tabular_quads import subject_of
from graph.importers.tabular_row import Row
from graph.model import Name
from graph.repository.facts import best_name
from graph.terms import Literal, NamedNode, Quad, Term, expand

_TYPE, _LABEL, _SPATIAL = (expand(name).value for name in ("rdf:type", "skos:prefLabel", "dct:spatial"))
_PROJECT = expand("pg:Project")
_OF_ALIGNMENTS = frozenset(each.value for each in (SOURCE, SIGN, TARGET, CONFIDENCE))
_SAID = _OF_ALIGNMENTS | {_TYPE, _LABEL, _SPATIAL}


@dataclass(slots=True)
class Said:
    """Is what rows say of things by their names, areas and alignments; gone over once for all of them."""

    projects: set[Term] = field(default_factory=set)
    labels: dict[Term, list[Literal]] = field(default_factory=lambda: defaultdict(list))
    areas: dict[Term, set[Term]] = field(default_factory=lambda: defaultdict(set))
    alignments: Alignments = field(default_factory=lambda: defaultdict(dict))

    def take(self, subject: Term, predicate: NamedNode, value: Term) -> None:
        """Notes what a statement says."""
        name = predicate.value
        if name in _OF_ALIGNMENTS:
            self.alignments[subject][predicate] = value
        elif name == _TYPE:
            if value == _PROJECT:
                self.projects.add(subject)
        elif name == _LABEL and isinstance(value, Literal):
            self.labels[subject].append(value)
        elif name == _SPATIAL:
            self.areas[subject].add(value)

    def name(self, thing: NamedNode, lang: str) -> str:
        """Returns the best name of a thing in a language, the end of its IRI where it has none."""
        names = (Name(label.value, label.language or "") for label in self.labels.get(thing, ()))
        best = best_name(names, lang)
        return best.text if best else thing.value.rpartition("/")[2]


class Own:
    """Is the things of a list, with the first row of each and the statements that its rows make."""

    def __init__(self, mapping: ListMapping, rows: Iterable[Row], base: str) -> None:
        self.rows: dict[NamedNode, Row] = {}
        self._mapping, self._base = mapping, base
        self._all: list[tuple[NamedNode, Row]] = []
        for row in rows:
            if (subject := subject_of(mapping, row, base)) is not None:
                self.rows.setdefault(subject, row)
                self._all.append((subject, row))

    def at(self, lines: Container[tuple[str | None, int | None]]) -> frozenset[NamedNode]:
        """Returns the things of the rows at some places, each a sheet and a number."""
        return frozenset(subject for subject, row in self._all if (row.sheet, row.number) in lines)

    def telling(self, predicates: Container[str]) -> Iterator[Quad]:
        """Yields what all rows state by some predicates, given as IRIs."""
        making = self._making(predicates)
        return (quad for _, row in self._all for quad in making.quads(row))

    def _making(self, predicates: Container[str]) -> Making:
        return Making(self._mapping, self._base, lambda made: made.predicate.value in predicates)

    @cached_property
    def said(self) -> Said:
        """Returns what the statements say."""
        said = Said()
        making = self._making(_SAID)
        for _, row in self._all:
            for made, subject, value in making.statements(row):
                said.take(subject, made.predicate, value)
        return said

    @cached_property
    def owners(self) -> Mapping[Term, frozenset[NamedNode]]:
        """Returns, for whatever the statements are about, the things whose rows make them."""
        found: dict[Term, set[NamedNode]] = defaultdict(set)
        making = Making(self._mapping, self._base)
        for subject, row in self._all:
            for about in {subject, *(about for _, about, _ in making.statements(row))}:
                found[about].add(subject)
        return {node: frozenset(things) for node, things in found.items()}


def confidences(alignments: Alignments) -> Mapping[tuple[Term, Term], Decimal]:
    """Returns how confident the alignments of a source with a target are, where they say so."""
    found = ((own.get(SOURCE), own.get(TARGET), own.get(CONFIDENCE)) for own in alignments.values())
    return {
        (source, target): Decimal(confidence.value)
        for source, target, confidence in found
        if source is not None and target is not None and isinstance(confidence, Literal)
    }
