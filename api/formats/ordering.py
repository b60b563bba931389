"""Orders that the core does not keep: a short list read whole, sorted, then cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from graph.model import Page, Thing

MOST = 10_000


class Named(Protocol):
    """Is anything that is a thing."""

    @property
    def thing(self) -> Thing:
        """Returns the thing."""


N = TypeVar("N", bound=Named)
T = TypeVar("T")
Fetch = Callable[[int, int], Page[T]]


def whole(fetch: Fetch[T]) -> tuple[T, ...]:
    """Returns every item of a list, read page by page; `fetch` takes limit and offset."""
    page = fetch(MOST, 0)
    items = [*page.items]
    while page.next is not None:
        page = fetch(MOST, page.next)
        items += page.items
    return tuple(items)


def cut(items: tuple[T, ...], limit: int, offset: int) -> Page[T]:
    """Returns one page of a list that was read whole."""
    following = offset + limit
    return Page(items[offset:following], len(items), following if following < len(items) else None)


def ordered(fetch: Fetch[N], sort: str, limit: int, offset: int) -> Page[N]:
    """Returns a page in the order asked for; the core's own order is by code."""
    if sort == "code":
        return fetch(limit, offset)
    items = whole(fetch)
    if sort == "-code":
        return cut(items[::-1], limit, offset)
    return cut(
        tuple(sorted(items, key=lambda item: by_name(item.thing), reverse=sort == "-name")), limit, offset
    )


def by_name(thing: Thing) -> tuple[str, str]:
    """Returns what sorts things by name, whatever its case."""
    return thing.name.text.casefold(), thing.iri


def by_code(thing: Thing) -> tuple[str, str]:
    """Returns what sorts things by code."""
    return thing.code or "", thing.iri
