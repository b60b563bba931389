"""The four roles, each of which may do all that those before it may, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from graph.errors import Cause


class Role(IntEnum):
    """Is what someone may do: read; state and withdraw their own; review and correct; all else.

    >>> Role.of("reviewer") >= Role.CONTRIBUTOR, Role.ADMINISTRATOR.title
    (True, 'administrator')
    """

    READER = 1
    CONTRIBUTOR = 2
    REVIEWER = 3
    ADMINISTRATOR = 4

    @property
    def title(self) -> str:
        """Returns the role as the file of tokens spells it."""
        return self.name.lower()

    @classmethod
    def of(cls, title: str) -> Role:
        """Returns the role of a title, which is one of `TITLES`."""
        return cls[title.upper()]


TITLES = tuple(role.title for role in Role)
_CALLED = {
    Role.READER: "role-reader",
    Role.CONTRIBUTOR: "role-contributor",
    Role.REVIEWER: "role-reviewer",
    Role.ADMINISTRATOR: "role-administrator",
}


def called(role: Role) -> Cause:
    """Returns what people call a role, to be worded in their language."""
    return Cause(_CALLED[role])


@dataclass(frozen=True, slots=True)
class Speaker:
    """Is who sent a request: `agent` is the IRI under which the graph knows them."""

    name: str
    agent: str
    role: Role
    is_machine: bool = False
