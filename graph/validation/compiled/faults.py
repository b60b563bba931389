"""Compiled shapes asked of a store: which nodes are at fault, by shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from rdflib.term import Node

from graph.errors import QueryProblem
from graph.terms import Term
from graph.validation.compiled.checks import Check, Compiled
from graph.validation.compiled.stated import Stated
from graph.validation.compiled.targets import Target
from graph.validation.convert import store_term

# By targeted shape, then by its property shape (None for what it asks of the node itself): nodes.
ByShape = dict[Node, dict[Node | None, set[Term]]]
# With more focus nodes than these, a query begins with the values: they are read in the order of an index.
_MANY = 2_000


@dataclass(frozen=True, slots=True)
class Faults:
    """Is the nodes at fault: in `missing` those that lack a value, of which no more can be said.

    In `others` are all more in which pySHACL finds fault, and perhaps some in which it finds none.
    """

    missing: ByShape = field(default_factory=dict)
    others: ByShape = field(default_factory=dict)

    def nodes(self) -> frozenset[Term]:
        """Returns the nodes that pySHACL has to look at."""
        return frozenset(node for parts in self.others.values() for nodes in parts.values() for node in nodes)


def faults_in(
    stated: Stated,
    shapes: Compiled,
    says_missing: bool = True,
    is_asked: Callable[[Term], bool] = lambda _node: True,
    is_spared: Callable[[Check], bool] = lambda _check: False,
) -> Faults:
    """Returns the nodes at fault among those that are asked for; it never misses one.

    Without `says_missing` what lacks a value is left to pySHACL too. `is_spared` says of which checks it is
    known that they find none of those nodes.
    """
    faults, sizes = Faults(), dict[Target, int]()
    for check in shapes.checks:
        if is_spared(check):
            continue
        if check.target not in sizes:
            sizes[check.target] = check.target.size(stated, _MANY)
        are_many = sizes[check.target] == _MANY
        is_single = are_many and check.several and stated.is_single(check.several)
        if sizes[check.target] and not is_single:
            # Of most nodes that a submission only names little is known: they lack whatever is asked of them.
            found = filter(is_asked, found_by(stated, check, are_many))
            is_missing = says_missing and check.shows_missing
            _put(faults.missing if is_missing else faults.others, stated, check, found)
    return faults


def _put(found: ByShape, stated: Stated, check: Check, nodes: Iterable[Term]) -> None:
    """Adds nodes to the shapes whose focus nodes they are."""
    is_sure = len(check.owners) == 1 and not stated.leaves_out
    for node in nodes:
        for owner, target in check.owners.items():
            if is_sure or target.holds(stated, node, store_term):
                found.setdefault(owner, {}).setdefault(check.part, set()).add(node)


def found_by(stated: Stated, check: Check, are_many: bool = False) -> Iterator[Term]:
    """Yields what a check finds; every focus node where the engine refuses its query."""
    scope = stated.scope(check.mentions)
    query = check.by_value if are_many and check.by_value else check.query
    try:
        rows = stated.store.select(query, scope)
    except QueryProblem:
        rows = stated.store.select(check.every, scope)
    return (row["this"] for row in rows)
