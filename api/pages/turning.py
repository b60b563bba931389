"""Pages of lists that grew shorter, or that an address names beyond the end: the last there is is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from graph.model import Page

T = TypeVar("T")


def page_at(read: Callable[[int], Page[T]], offset: int, size: int) -> tuple[Page[T], int]:
    """Returns the page that begins at an offset, or the last one where the list ends before; and its offset.

    `read` returns the page of at most `size` items that begins at an offset.

    >>> from graph.model import Page
    >>> page_at(lambda offset: Page(tuple("abc"[offset : offset + 2]), 3, None), 40, 2)
    (Page(items=('c',), total=3, next=None), 2)
    """
    page = read(offset)
    if page.items or not page.total:
        return page, offset
    last = (page.total - 1) // size * size
    return read(last), last
