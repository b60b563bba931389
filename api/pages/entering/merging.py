"""Two changes of one thing put together: what one of them touched is taken, what both touched is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.entering.fields import FormKind
from api.register.contents import Content

Units = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """Is what somebody else changed meanwhile: what stood there, and what stands there now.

    `mine` is what was typed, where both changed it, else None.
    """

    field: str
    was: Any
    now: Any
    mine: Any = None


def merged(kind: FormKind, was: Content, now: Content, mine: Content) -> tuple[Content, tuple[Change, ...]]:
    """Returns what to show whose change came second, and what the first changed."""
    before, theirs, own = (dict(_units(kind, each)) for each in (was, now, mine))
    result, changes = dict(own), []
    for field in dict.fromkeys((*before, *theirs, *own)):
        old, new, typed = before.get(field), theirs.get(field), own.get(field)
        if new in (old, typed):
            continue
        is_clash = typed != old
        changes.append(Change(field, old, new, (typed or "") if is_clash else None))
        if not is_clash:
            result[field] = new
    return _content(kind, result), tuple(changes)


def _units(kind: FormKind, content: Content) -> Iterator[tuple[str, Any]]:
    """Yields what is taken or left whole: each text in each language, each other field at the top."""
    texts = {field.name for field in kind.texts()}
    for name, value in content.items():
        if name in texts:
            yield from ((f"{name}.{each['lang']}", each["text"]) for each in value)
        else:
            yield name, value


def _content(kind: FormKind, units: Units) -> Content:
    content: Content = {}
    texts = {field.name for field in kind.texts()}
    for field, value in units.items():
        name, _, lang = field.partition(".")
        if value is None:
            continue
        if name in texts:
            content.setdefault(name, []).append({"text": value, "lang": lang})
        else:
            content[field] = value
    return content
