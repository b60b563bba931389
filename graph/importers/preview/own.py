"""What the rows of a list say themselves: their things, the statements of each, and what a preview tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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


@dataclass(slots=True)
class Said:
    """Is what rows say of things by their names, areas and alignments; gone over once for all of them."""

    projects: set[Term] = field(default_factory=set)
    labels: dict[Term, list[Literal]] = field(default_factory=lambda: defaultdict(list))
    areas: dict[Term, set[Term]] = field(default_factory=lambda: defaultdict(set))
    alignments: Alignments = field(default_factory=lambda: defaultdict(dict))

    def take(self, quad: Quad) -> None:
        """Notes what a statement says."""
        predicate = quad.predicate.value
        if predicate in _OF_ALIGNMENTS:
            self.alignments[quad.subject][quad.predicate] = quad.object
        elif predicate == _TYPE:
            if quad.object == _PROJECT:
                self.projects.add(quad.subject)
        elif predicate == _LABEL and isinstance(label := quad.object, Literal):
            self.labels[quad.subject].append(label)
        elif predicate == _SPATIAL:
            self.areas[quad.subject].add(quad.object)

    def name(self, thing: NamedNode, lang: str) -> str:
        """Returns the best name of a thing in a language, the end of its IRI where it has none."""
        names = (Name(label.value, label.language or "") for label in self.labels.get(thing, ()))
        best = best_name(names, lang)
        return best.text if best else thing.value.rpartition("/")[2]


class Own:
    """Is the things of a list, with the first row of each and the statements that its rows make."""

    def __init__(self, mapping: ListMapping, rows: Iterable[Row], base: str) -> None:
        self.rows: dict[NamedNode, Row] = {}
        self._quads: dict[NamedNode, list[Quad]] = defaultdict(list)
        making = Making(mapping, base)
        for row in rows:
            if (subject := subject_of(mapping, row, base)) is not None:
                self.rows.setdefault(subject, row)
                self._quads[subject].extend(quad for _, quad in making.of(row))

    def all(self) -> Iterator[Quad]:
        """Yields the statements of all rows."""
        return (quad for own in self._quads.values() for quad in own)

    @cached_property
    def said(self) -> Said:
        """Returns what the statements say."""
        said = Said()
        for quad in self.all():
            said.take(quad)
        return said

    @cached_property
    def owners(self) -> Mapping[Term, frozenset[NamedNode]]:
        """Returns, for whatever the statements are about, the things whose rows make them."""
        found: dict[Term, set[NamedNode]] = defaultdict(set)
        for subject, quads in self._quads.items():
            for about in (subject, *{quad.subject for quad in quads}):
                found[about].add(subject)
        return {node: frozenset(things) for node, things in found.items()}

    @cached_property
    def kinds(self) -> frozenset[Term]:
        """Returns the classes of the things."""
        return frozenset(
            quad.object
            for subject, quads in self._quads.items()
            for quad in quads
            if quad.predicate.value == _TYPE and quad.subject == subject
        )


def confidences(alignments: Alignments) -> Mapping[tuple[Term, Term], Decimal]:
    """Returns how confident the alignments of a source with a target are, where they say so."""
    found = ((own.get(SOURCE), own.get(TARGET), own.get(CONFIDENCE)) for own in alignments.values())
    return {
        (source, target): Decimal(confidence.value)
        for source, target, confidence in found
        if source is not None and target is not None and isinstance(confidence, Literal)
    }
