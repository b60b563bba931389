"""Conditions on a node as SPARQL expressions, each from both sides, so that no fault is ever missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class Condition:
    """Is what a shape asks of a node, as two expressions that never raise an error.

    Where `surely` is true pySHACL finds the condition met, where `possibly` is false it finds it broken. In
    between, what SPARQL and pySHACL make of a value may differ, and pySHACL decides.
    """

    surely: str
    possibly: str

    def negated(self) -> Condition:
        """Returns the condition that the node does not meet this one."""
        return Condition(f"(!{self.possibly})", f"(!{self.surely})")


def exactly(expression: str) -> Condition:
    """Returns a condition that SPARQL and pySHACL judge alike."""
    return Condition(expression, expression)


MET = exactly("true")
BROKEN = exactly("false")
UNKNOWN = Condition("false", "true")


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Returns the condition that all of them are met.

    >>> all_of([exactly("isIRI(?v)"), UNKNOWN]).surely
    'false'
    """
    return _joined([each for each in conditions if each != MET], " && ", MET)


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Returns the condition that at least one of them is met."""
    return _joined([each for each in conditions if each != BROKEN], " || ", BROKEN)


def one_of(conditions: Iterable[Condition]) -> Condition:
    """Returns the condition that exactly one of them is met; the same one twice counts twice."""
    given = list(conditions)
    alone = (
        all_of([each, *(other.negated() for place, other in enumerate(given) if place != own)])
        for own, each in enumerate(given)
    )
    return any_of(list(alone))


def _joined(given: list[Condition], sign: str, neutral: Condition) -> Condition:
    if not given:
        return neutral
    return Condition(
        _expression([each.surely for each in given], sign),
        _expression([each.possibly for each in given], sign),
    )


def _expression(parts: list[str], sign: str) -> str:
    absorbing, neutral = ("false", "true") if sign == " && " else ("true", "false")
    if absorbing in parts:
        return absorbing
    kept = list(dict.fromkeys(part for part in parts if part != neutral))
    if len(kept) < 2:
        return kept[0] if kept else neutral
    return f"({sign.join(kept)})"


@dataclass(frozen=True, slots=True)
class Witness:
    """Is a graph pattern about a node and the values at a path, that shows whether a constraint is met.

    Where `is_fault`, a match is a fault; else the lack of any match is. pySHACL finds fault at most where
    `loose` says so, and everywhere that `strict` does. `shows_missing` is that of a value that must be there
    and is not: no more can be said of it. A match takes several values of the predicate `several`, where that
    is given. `by_value` finds what `loose` does, and judges each value once, whosoever it is.
    """

    loose: str
    strict: str
    is_fault: bool = True
    shows_missing: bool = False
    several: Node | None = None
    by_value: str | None = None

    def condition(self) -> Condition:
        """Returns the condition that the constraint is met."""
        found = "NOT EXISTS" if self.is_fault else "EXISTS"
        return Condition(f"({found} {{ {self.loose} }})", f"({found} {{ {self.strict} }})")


def all_that(pattern: str, *names: str) -> str:
    """Returns a pattern that reads all that matches, for the engine to join rather than look up.

    With a limit, which it never comes to, a subselect is answered by itself, before what stands around it.
    """
    return f"{{ SELECT {' '.join(names)} WHERE {{ {pattern} }} LIMIT {2**31} }}"


def fault(pattern: str) -> Witness:
    """Returns the witness of a fault that SPARQL and pySHACL see alike."""
    return Witness(pattern, pattern)


def lack(pattern: str) -> Witness:
    """Returns the witness of what must be there, seen alike by both."""
    return Witness(pattern, pattern, is_fault=False)
