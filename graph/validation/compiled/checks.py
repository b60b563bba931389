"""Shapes compiled: queries that return the focus nodes at fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rdflib import RDF, SH, Graph
from rdflib.term import Node

from graph.validation.compiled.building import Apart, Builder, Hierarchy, Mention
from graph.validation.compiled.conditions import MET, Witness, all_of, all_that
from graph.validation.compiled.paths import Path, path_of
from graph.validation.compiled.reading import Reading, Unreadable
from graph.validation.compiled.sparql import embedded
from graph.validation.compiled.targets import Target, target_of


@dataclass(frozen=True, slots=True)
class Check:
    """Is a query for ?this: all nodes in which pySHACL finds fault, and at most some that it finds good.

    `owners` are the shapes that have the nodes as theirs; `part` is their property shape that is asked, None
    where what they ask of the node itself is. `by_value` is the same query for the case that the focus nodes
    are many: it reads all values, rather than look up those of each node. Neither may find more of the
    triples of `mentions` than there are. `shows_missing` says that a value must be there and is not, exactly
    as pySHACL would. Where a node has no more than one value of `several`, none is found.
    """

    owners: Mapping[Node, Target]
    part: Node | None
    target: Target
    query: str
    mentions: frozenset[Mention]
    by_value: str | None = None
    shows_missing: bool = False
    several: Node | None = None

    @property
    def every(self) -> str:
        """Returns the query for all focus nodes."""
        return _query(self.target.pattern())


@dataclass(frozen=True, slots=True)
class Compiled:
    """Is a graph of shapes compiled; `unreadable` says which leave every node to pySHACL, and why.

    `mentions` are the triples that its patterns look for.
    """

    reading: Reading
    checks: tuple[Check, ...]
    unreadable: Mapping[Node, str]
    mentions: frozenset[Mention]


def compiled(shapes: Graph, hierarchy: Hierarchy | None = None, apart: Apart | None = None) -> Compiled:
    """Returns a graph of shapes as queries, for data that says which classes stand below which.

    `apart` is what the queries must leave out, though the dataset that they are put to holds it.
    """
    return _Compiling(Reading(shapes), hierarchy or {}, apart or Apart()).compiled()


class _Compiling:
    def __init__(self, reading: Reading, hierarchy: Hierarchy, apart: Apart) -> None:
        self._reading = reading
        self._builder = Builder(reading, hierarchy, apart)
        shapes = (shape for shape in reading.targeted if not reading.is_off(shape))
        self._owners = {shape: target_of(reading, shape, hierarchy) for shape in shapes}

    def compiled(self) -> Compiled:
        checks = [check for shape in self._owners for check in self._of_owner(shape)]
        for part, owners in self._parts().items():
            checks += self._of_part(part, owners)
        builder = self._builder
        mentions = frozenset(builder.mentions)
        return Compiled(self._reading, tuple(checks), dict(builder.unreadable), mentions)

    def _parts(self) -> Mapping[Node, list[Node]]:
        """Returns the property shapes, each with the shapes in whose nodes it is asked."""
        found: dict[Node, list[Node]] = {}
        for owner in self._owners:
            for part in self._of(owner):
                if not self._reading.is_off(part):
                    found.setdefault(part, []).append(owner)
        return found

    def _of(self, owner: Node) -> list[Node]:
        shapes = self._reading.shapes
        if (owner, SH.path, None) in shapes:
            return [owner]
        return sorted(shapes.objects(owner, SH.property), key=str)

    def _of_owner(self, shape: Node) -> Iterator[Check]:
        """Yields what a node shape asks of its nodes themselves."""
        if (shape, SH.path, None) in self._reading.shapes:
            return
        target = self._owners[shape]
        self._builder.begin(shape)
        try:
            met = all_of(list(self._builder.of_node(shape, "?this", parts=False)))
            if met != MET:
                yield self._check([shape], None, f"{target.pattern()}FILTER(!{met.surely})")
            yield from self._sparql(shape, [shape], None, None)
        except Unreadable as error:
            yield self._unread(shape, [shape], None, error)

    def _of_part(self, part: Node, owners: list[Node]) -> Iterator[Check]:
        self._builder.begin(part)
        try:
            path = path_of(self._reading.shapes, self._reading.shapes.value(part, SH.path))
            witnesses = list(self._builder.witnesses(part, "?this"))
            yield from (self._witnessed(part, owners, path, witness) for witness in witnesses)
            yield from self._sparql(part, owners, part, path.text)
        except Unreadable as error:
            yield self._unread(part, owners, part, error)

    def _witnessed(self, part: Node, owners: list[Node], path: Path, witness: Witness) -> Check:
        target = self._joined(owners)
        if not witness.is_fault:
            check = self._check(owners, part, f"{target.pattern()}FILTER(NOT EXISTS {{ {witness.loose} }})")
            by_value = (
                _query(f"{{ {target.pattern()}}} MINUS {{ {witness.loose} }}") if path.choices else None
            )
            return replace(check, by_value=by_value, shows_missing=witness.shows_missing)
        check = self._check(owners, part, f"{{ {target.pattern()}}} . {witness.loose}")
        check = replace(check, several=witness.several)
        if not path.choices or path.choices == (RDF.type,):
            return check
        known = path.choices if len(path.choices) == 1 else ()
        found = all_that(witness.by_value or witness.loose, "DISTINCT", "?this")
        return replace(check, by_value=_query(f"{found} FILTER({target.expression(known)})"))

    def _sparql(
        self, shape: Node, owners: list[Node], part: Node | None, path: str | None
    ) -> Iterator[Check]:
        target = self._joined(owners)
        for constraint in self._reading.shapes.objects(shape, SH.sparql):
            if self._reading.is_off(constraint):
                continue
            query, mentions = embedded(self._reading, constraint, target.pattern(), path)
            yield self._made(owners, part, query, mentions)

    def _unread(self, shape: Node, owners: list[Node], part: Node | None, error: Unreadable) -> Check:
        """Returns the check that finds every focus node, for pySHACL to look at."""
        self._builder.unreadable[shape] = str(error)
        return self._check(owners, part, self._joined(owners).pattern())

    def _check(self, owners: list[Node], part: Node | None, pattern: str) -> Check:
        return self._made(owners, part, _query(pattern), self._builder.scoped)

    def _made(self, owners: list[Node], part: Node | None, query: str, mentions: set[Mention]) -> Check:
        target = self._joined(owners)
        own = {owner: self._owners[owner] for owner in owners}
        return Check(own, part, target, query, frozenset(mentions))

    def _joined(self, owners: Iterable[Node]) -> Target:
        target = Target()
        for owner in owners:
            target |= self._owners[owner]
        return target


def _query(pattern: str) -> str:
    return f"SELECT DISTINCT ?this WHERE {{ {pattern} }}"
