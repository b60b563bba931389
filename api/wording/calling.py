"""What a thing is called in a sentence or a cell: by its code, where it has one, and its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.model import Thing

if TYPE_CHECKING:
    from api.schemas import ThingModel


_NUMBER = re.compile(r"\d{3,}[/:]\d+")  # that of an act, such as 1303/2013 or 2010:630


def called(thing: Thing | ThingModel) -> str:
    """Returns the code and the name of a thing."""
    return with_code(thing.code, thing.name.text)


def with_code(code: str | None, name: str) -> str:
    """Returns a name after its code, unless it begins with that or holds the number that the code has.

    So an act is not named twice, by its code in one language and its title in another.

    >>> with_code("13.2", "Climate policy"), with_code("A/RES/70/1", "A/RES/70/1 The 2030 Agenda")
    ('13.2 Climate policy', 'A/RES/70/1 The 2030 Agenda')
    >>> with_code("Regulation (EU) No 1303/2013", "Forordning (EU) nr. 1303/2013")
    'Forordning (EU) nr. 1303/2013'
    """
    if not code or name.startswith(code) or any(each in name for each in _NUMBER.findall(code)):
        return name
    return f"{code} {name}"
