"""Facts of a resource as a list of names and values, in the order that a reader asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.pages.reader import Label, Link, Reader


@dataclass(frozen=True, slots=True)
class Value:
    """Is one value of a fact: a text, with a page or an address elsewhere if there is one, and a remark."""

    label: Label
    href: str | None = None
    note: Label | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Is a named fact with its values."""

    name: str
    values: tuple[Value, ...]


def facts(*found: Fact | None) -> tuple[Fact, ...]:
    """Returns the facts that have a value: what is unknown stays absent."""
    return tuple(fact for fact in found if fact and fact.values)


def linked(reader: Reader, name: str, links: Iterable[Link]) -> Fact:
    """Returns a fact whose values are things of the graph; `name` is a message key."""
    return Fact(reader.words(name), tuple(as_value(link) for link in links))


def written(reader: Reader, name: str, *texts: str | Label | None) -> Fact:
    """Returns a fact whose values are texts; those that are None are left out."""
    labels = (Label(text) if isinstance(text, str) else text for text in texts)
    return Fact(reader.words(name), tuple(Value(label) for label in labels if label))


def outside(reader: Reader, name: str, addresses: Iterable[str]) -> Fact:
    """Returns a fact whose values are addresses elsewhere on the web."""
    return Fact(reader.words(name), tuple(Value(Label(each), each) for each in addresses if is_web(each)))


def as_value(link: Link) -> Value:
    """Returns a link as a value."""
    return Value(link.label, link.href)


def is_web(address: str) -> bool:
    """Says whether an address may be followed: the web only, never a script."""
    return address.startswith(("http://", "https://"))
