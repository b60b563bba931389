"""Shapes made into conditions on a node, and into witnesses of what its values break."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from rdflib import RDF, SH, Literal, URIRef
from rdflib.term import Node

from graph.validation.compiled.conditions import (
    MET,
    UNKNOWN,
    Condition,
    Witness,
    all_of,
    all_that,
    any_of,
    exactly,
    one_of,
)
from graph.validation.compiled.paths import Path, path_of
from graph.validation.compiled.reading import Reading, Unreadable, items, only
from graph.validation.compiled.values import OF_VALUES, REPEATED, equals
from graph.validation.compiled.witnesses import OF_ALL

# The classes below each class, itself among them, as the data says.
Hierarchy = Mapping[Node, tuple[Node, ...]]
# A triple pattern's predicate and object; None stands for any.
Mention = tuple[Node | None, Node | None]


@dataclass(frozen=True, slots=True)
class Apart:
    """Is what the union of all graphs holds too much: triples of `mentions` that stand in `graphs` too."""

    graphs: tuple[str, ...] = ()
    mentions: frozenset[Mention] = frozenset()


class Builder:
    """Makes conditions on triples that stand in none of the graphs that are apart.

    `mentions` are the triples it looked for by a pattern, `scoped` those where no pattern can leave these
    graphs out: such a query needs a dataset without them.
    """

    def __init__(self, reading: Reading, hierarchy: Hierarchy, apart: Apart) -> None:
        self._reading = reading
        self.shapes = reading.shapes
        self._hierarchy = hierarchy
        self._apart = apart
        self._names = count(1)
        self._inside: list[Node] = []
        self._begun: Node | None = None
        self.mentions: set[Mention] = set()
        self.scoped: set[Mention] = set()
        self.unreadable: dict[Node, str] = {}

    def begin(self, shape: Node) -> None:
        """Starts on a shape with focus nodes of its own; its queries (sh:sparql) are compiled elsewhere."""
        self._inside, self._begun, self.scoped = [shape], shape, set()

    def variable(self) -> str:
        """Returns a variable that nothing else uses."""
        return f"?n{next(self._names)}"

    def conforms(self, shape: Node, variable: str) -> Condition:
        """Returns the condition that a node conforms to a shape; UNKNOWN where that is not compiled."""
        if self._reading.is_off(shape):
            return MET
        if shape in self._inside:
            self.unreadable[shape] = "a shape within itself"
            return UNKNOWN
        self._inside.append(shape)
        try:
            return self._conforms(shape, variable)
        except Unreadable as error:
            self.unreadable[shape] = str(error)
            return UNKNOWN
        finally:
            self._inside.pop()

    def _conforms(self, shape: Node, variable: str) -> Condition:
        if (shape, SH.path, None) not in self.shapes:
            return all_of(list(self.of_node(shape, variable)))
        return all_of([witness.condition() for witness in self.witnesses(shape, variable)])

    def of_node(self, shape: Node, variable: str, parts: bool = True) -> Iterator[Condition]:
        """Yields what a node shape asks of a node; without `parts`, but for its property shapes."""
        for predicate, value in self._constraints(shape):
            if predicate == SH.property and not parts:
                continue
            if predicate == SH.hasValue:
                yield equals(variable, value)
            elif predicate == SH.equals:
                yield exactly(f"({self._loops(variable, value)} && {self._same(variable, value)})")
            elif predicate == SH.disjoint:
                yield exactly(f"(!{self._loops(variable, value)})")
            elif predicate == SH.qualifiedValueShape:
                continue
            else:
                yield self._of_value(shape, predicate, value, variable)

    def witnesses(self, shape: Node, variable: str) -> Iterator[Witness]:
        """Yields what shows that a node meets a property shape, or breaks it."""
        path = path_of(self.shapes, self.shapes.value(shape, SH.path))
        value, conditions = self.variable(), []
        for predicate, parameter in self._constraints(shape):
            if (make := OF_ALL.get(predicate)) is not None:
                yield from make(self, shape, path, parameter, variable)
            else:
                conditions.append(self._of_value(shape, predicate, parameter, value))
        if (met := all_of(conditions)) != MET:
            step, anyone = (f"{self.step(node, path, value)} " for node in (variable, self.variable()))
            yield Witness(
                f"{step}FILTER(!{met.surely})",
                f"{step}FILTER(!{met.possibly})",
                by_value=f"{self._faulty(value, anyone, met)} {{ {step}}}",
            )

    def _constraints(self, shape: Node) -> Iterator[tuple[URIRef, Node]]:
        for predicate, value in self._reading.constraints(shape):
            if predicate not in REPEATED:
                only(self.shapes, shape, predicate)
            if predicate != SH.sparql or shape != self._begun:
                yield predicate, value

    def _of_value(self, shape: Node, predicate: URIRef, parameter: Node, variable: str) -> Condition:
        if predicate in OF_VALUES:
            return OF_VALUES[predicate](self.shapes, shape, parameter, variable)
        if predicate == SH["class"]:
            return self.instance(variable, parameter)
        if predicate in (SH.node, SH.property):
            return self.conforms(parameter, variable)
        if predicate == SH["not"]:
            return self.conforms(parameter, variable).negated()
        if predicate == SH.closed:
            return self._closed(shape, parameter, variable)
        if predicate in _LISTS:
            each = [self.conforms(member, variable) for member in items(self.shapes, parameter)]
            return _LISTS[predicate](each)
        raise Unreadable(predicate.fragment)

    def instance(self, variable: str, kind: Node) -> Condition:
        """Returns the condition that a node is of a class, or of one below it."""
        classes = self._hierarchy.get(kind, (kind,))
        triples = (self.triple(variable, RDF.type, each.n3(), each) for each in classes)
        return any_of([exactly(f"(EXISTS {{ {triple} }})") for triple in triples])

    def step(self, variable: str, path: Path, value: str) -> str:
        """Returns the pattern of a value at a path."""
        if not path.choices:
            self.scoped.update((predicate, None) for predicate in path.predicates)
            return f"{variable} {path.text} {value}"
        triples = [self.triple(variable, step, value) for step in path.choices]
        return triples[0] if len(triples) == 1 else " UNION ".join(f"{{ {triple} }}" for triple in triples)

    def _faulty(self, value: str, step: str, met: Condition) -> str:
        """Returns a pattern of the values at fault, each judged once."""
        each = all_that(step, "DISTINCT", value)
        return f"{{ SELECT {value} WHERE {{ {each} FILTER(!{met.surely}) }} }}"

    def triple(self, subject: str, predicate: Node, value: str, kind: Node | None = None) -> str:
        """Returns the pattern of a triple that is not apart; `kind` is the class that it gives."""
        mention = predicate, kind
        self.mentions.add(mention)
        triple = f"{subject} {predicate.n3()} {value}"
        if mention not in self._apart.mentions:
            return triple
        graph = self.variable()
        return f"GRAPH {graph} {{ {triple} }} FILTER({graph} NOT IN ({', '.join(self._apart.graphs)}))"

    def _closed(self, shape: Node, parameter: Node, variable: str) -> Condition:
        if not isinstance(parameter, Literal) or parameter.value is not True:
            return MET
        self.scoped.add((None, None))
        parts = self.shapes.objects(shape, SH.property)
        allowed = {path for part in parts for path in self.shapes.objects(part, SH.path)}
        ignored = self.shapes.value(shape, SH.ignoredProperties)
        allowed |= set(items(self.shapes, ignored)) if ignored is not None else set()
        listed = ", ".join(sorted(path.n3() for path in allowed if isinstance(path, URIRef)))
        step = self.variable()
        surely = f"(NOT EXISTS {{ {variable} {step} {self.variable()} FILTER({step} NOT IN ({listed})) }})"
        return Condition(surely, "true")

    def _loops(self, variable: str, predicate: Node) -> str:
        return f"(EXISTS {{ {self.triple(variable, predicate, variable)} }})"

    def _same(self, variable: str, predicate: Node) -> str:
        other = self.variable()
        triple = self.triple(variable, predicate, other)
        return f"(NOT EXISTS {{ {triple} FILTER(!sameTerm({other}, {variable})) }})"


_LISTS: Mapping[URIRef, Callable[[list[Condition]], Condition]] = {
    SH["and"]: all_of,
    SH["or"]: any_of,
    SH.xone: one_of,
}
