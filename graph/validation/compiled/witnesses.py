"""What property shapes ask of all values at a path, as graph patterns that witness it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from rdflib import SH, Literal, URIRef
from rdflib.term import Node

from graph.validation.compiled.conditions import Witness, all_that, fault, lack
from graph.validation.compiled.paths import Path
from graph.validation.compiled.reading import Unreadable, number
from graph.validation.compiled.values import is_comparable

if TYPE_CHECKING:
    from graph.validation.compiled.building import Builder

# So many values of one node are told apart at most.
_MOST = 4


def _several(builder: Builder, path: Path, variable: str, least: int, of: Callable[[str], str]) -> str:
    """Returns a pattern that matches where so many different values are at a path."""
    names = [builder.variable() for _ in range(least)]
    steps = " . ".join(builder.step(variable, path, name) for name in names)
    unlike = [f"!sameTerm({one}, {other})" for one, other in combinations(names, 2)]
    wanted = [each for each in (*unlike, *map(of, names)) if each != "true"]
    return f"{steps} FILTER({' && '.join(wanted)})" if wanted else steps


def _min_count(builder: Builder, shape: Node, path: Path, _value: Node, variable: str) -> Iterator[Witness]:
    if least := number(builder.shapes, shape, SH.minCount, _MOST):
        yield replace(lack(_several(builder, path, variable, least, _any)), shows_missing=least == 1)


def _max_count(builder: Builder, shape: Node, path: Path, _value: Node, variable: str) -> Iterator[Witness]:
    most = number(builder.shapes, shape, SH.maxCount, _MOST)
    if most is not None:
        found = fault(_several(builder, path, variable, most + 1, _any))
        yield replace(found, several=_only_step(path) if most else None)


def _only_step(path: Path) -> Node | None:
    return path.choices[0] if len(path.choices) == 1 else None


def _has_value(builder: Builder, _shape: Node, path: Path, value: Node, variable: str) -> Iterator[Witness]:
    if not is_comparable(value):
        raise Unreadable("hasValue")
    yield lack(builder.step(variable, path, value.n3()))


def _unique_lang(builder: Builder, _shape: Node, path: Path, value: Node, variable: str) -> Iterator[Witness]:
    if isinstance(value, Literal) and value.value is True:
        one, other = builder.variable(), builder.variable()
        sides = {name: builder.step(variable, path, name) for name in (one, other)}
        alike = f'LANG({one}) != "" && LCASE(LANG({one})) = LCASE(LANG({other}))'
        condition = f"FILTER(!sameTerm({one}, {other}) && {alike})"
        read = " ".join(all_that(side, variable, name) for name, side in sides.items())
        found = replace(fault(f"{' . '.join(sides.values())} {condition}"), by_value=f"{read} {condition}")
        yield replace(found, several=_only_step(path))


def _equals(builder: Builder, _shape: Node, path: Path, value: Node, variable: str) -> Iterator[Witness]:
    name = builder.variable()
    sides = builder.step(variable, path, name), builder.triple(variable, value, name)
    for there, here in (sides, sides[::-1]):
        yield fault(f"{there} FILTER(NOT EXISTS {{ {here} }})")


def _disjoint(builder: Builder, _shape: Node, path: Path, value: Node, variable: str) -> Iterator[Witness]:
    name = builder.variable()
    sides = builder.step(variable, path, name), builder.triple(variable, value, name)
    read = (all_that(side, variable, name) for side in sides)
    yield replace(fault(" . ".join(sides)), by_value=" ".join(read))


def _less(builder: Builder, sign: str, path: Path, value: Node, variable: str) -> Iterator[Witness]:
    one, other = builder.variable(), builder.variable()
    sides = {one: builder.step(variable, path, one), other: builder.triple(variable, value, other)}
    steps = " . ".join(sides.values())
    read = " ".join(all_that(side, variable, name) for name, side in sides.items())
    surely, possibly = (f"COALESCE({one} {sign} {other}, {told})" for told in ("false", "true"))
    yield Witness(
        f"{steps} FILTER(!{surely})",
        f"{steps} FILTER(!{possibly})",
        by_value=f"{read} FILTER(!{surely})",
    )


def _less_than(builder: Builder, _shape: Node, path: Path, value: Node, variable: str) -> Iterator[Witness]:
    return _less(builder, "<", path, value, variable)


def _less_or_equal(
    builder: Builder, _shape: Node, path: Path, value: Node, variable: str
) -> Iterator[Witness]:
    return _less(builder, "<=", path, value, variable)


def _qualified(builder: Builder, shape: Node, path: Path, value: Node, variable: str) -> Iterator[Witness]:
    if any(builder.shapes.objects(shape, SH.qualifiedValueShapesDisjoint)):
        raise Unreadable("qualifiedValueShapesDisjoint")

    def surely(name: str) -> str:
        return builder.conforms(value, name).surely

    def possibly(name: str) -> str:
        return builder.conforms(value, name).possibly

    if least := number(builder.shapes, shape, SH.qualifiedMinCount, _MOST):
        loose, strict = (_several(builder, path, variable, least, side) for side in (surely, possibly))
        yield Witness(loose, strict, is_fault=False)
    most = number(builder.shapes, shape, SH.qualifiedMaxCount, _MOST)
    if most is not None:
        loose, strict = (_several(builder, path, variable, most + 1, side) for side in (possibly, surely))
        yield Witness(loose, strict)


def _any(_name: str) -> str:
    return "true"


OF_ALL: Mapping[URIRef, Callable[[Builder, Node, Path, Node, str], Iterator[Witness]]] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH.hasValue: _has_value,
    SH.uniqueLang: _unique_lang,
    SH.equals: _equals,
    SH.disjoint: _disjoint,
    SH.lessThan: _less_than,
    SH.lessThanOrEquals: _less_or_equal,
    SH.qualifiedValueShape: _qualified,
}
