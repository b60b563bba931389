"""What a thing is called in a sentence or a cell: by its code, where it has one, and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Thing

if TYPE_CHECKING:
    from api.schemas import ThingModel


def called(thing: Thing | ThingModel) -> str:
    """Returns the code and the name of a thing."""
    return with_code(thing.code, thing.name.text)


def with_code(code: str | None, name: str) -> str:
    """Returns a name after its code, unless it begins with that already.

    >>> with_code("13.2", "Climate policy"), with_code("A/RES/70/1", "A/RES/70/1 The 2030 Agenda")
    ('13.2 Climate policy', 'A/RES/70/1 The 2030 Agenda')
    """
    return f"{code} {name}" if code and not name.startswith(code) else name
