"""Checks of the values of a mapping: texts, truth values, choices, lists and objects."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from graph.errors import Cause

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """Is what is wrong with a mapping: the names that lead to it, a column by its own name, and why."""

    at: str
    why: Cause


@dataclass(frozen=True, slots=True)
class Known:
    """Is what a mapping may name elsewhere: its columns, and the variables of rows and of the list."""

    columns: tuple[str, ...]
    of_rows: tuple[str, ...]
    of_list: tuple[str, ...]


Check = Callable[[Any, Known], Iterator[Fault]]


def fault(key: str, **values: str) -> Fault:
    """Returns a fault of the value itself that is looked at."""
    return Fault("", Cause(key, tuple(values.items())))


def unknown(key: str, found: str, known: Iterable[str]) -> Fault:
    """Returns the fault of a name that is none of those known, with the nearest of these or the first."""
    names = list(known)
    told = get_close_matches(found, names, 2) or [*names[:_SHOWN], *(["…"] if len(names) > _SHOWN else [])]
    return fault(key, found=found, bound=", ".join(told) or "-")


def below(name: str, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yields the faults of what stands under a name."""
    yield from (Fault(f"{name}/{each.at}" if each.at else name, each.why) for each in faults)


def anything(_value: Any, _known: Known) -> Iterator[Fault]:
    """Finds no fault in any value."""
    yield from ()


def text(value: Any, _known: Known) -> Iterator[Fault]:
    """Checks a text."""
    if not isinstance(value, str):
        yield fault("value-text")


def flag(value: Any, _known: Known) -> Iterator[Fault]:
    """Checks a truth value: "false" is a text, which would count as true."""
    if not isinstance(value, bool):
        yield fault("value-boolean")


def texts(value: Any, _known: Known) -> Iterator[Fault]:
    """Checks one text, or a list of them."""
    each = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in each):
        yield fault("mapping-texts")


def sign(value: Any, _known: Known) -> Iterator[Fault]:
    """Checks a text of one character."""
    if not isinstance(value, str) or len(value) != 1:
        yield fault("mapping-sign")


def pattern(value: Any, known: Known) -> Iterator[Fault]:
    """Checks a regular expression."""
    yield from text(value, known)
    try:
        re.compile(str(value))
    except re.error:
        yield fault("mapping-pattern")


def encoding(value: Any, _known: Known) -> Iterator[Fault]:
    """Checks the name of an encoding."""
    try:
        codecs.lookup(value)
    except (LookupError, TypeError):
        yield fault("mapping-encoding")


def one_of(*offered: str) -> Check:
    """Returns what checks a choice."""

    def check(value: Any, _known: Known) -> Iterator[Fault]:
        if value not in offered:
            yield fault("value-offered", bound=", ".join(offered))

    return check


def listed(check: Check) -> Check:
    """Returns what checks each item of a list."""

    def all_of(value: Any, known: Known) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield fault("value-list")
            return
        for number, each in enumerate(value):
            yield from below(str(number), check(each, known))

    return all_of


def one_or_several(check: Check) -> Check:
    """Returns what checks one value, or each of a list."""

    def all_of(value: Any, known: Known) -> Iterator[Fault]:
        yield from listed(check)(value, known) if isinstance(value, list) else check(value, known)

    return all_of


def by_name(name_of: Check, check: Check) -> Check:
    """Returns what checks the names of an object, which are free, and their values."""

    def all_of(value: Any, known: Known) -> Iterator[Fault]:
        if not isinstance(value, Mapping):
            yield fault("value-object")
            return
        for name, each in value.items():
            yield from below(name, name_of(name, known))
            yield from below(name, check(each, known))

    return all_of


def an_object(table: Mapping[str, Check], *needed: str) -> Check:
    """Returns what checks an object with these properties, of which some are needed.

    Properties of other vocabularies (`dct:creator`) are remarks, as in CSVW, and may say anything.
    """

    def check(value: Any, known: Known) -> Iterator[Fault]:
        if not isinstance(value, Mapping):
            yield fault("value-object")
            return
        for name in needed:
            if name not in value:
                yield from below(name, [fault("value-missing")])
        for name, each in value.items():
            if name in table:
                yield from below(name, table[name](each, known))
            elif name.startswith("pg:") or ":" not in name:
                yield from below(name, [unknown("mapping-property", name, table)])

    return check
