"""What the workers of a crew do: the jobs that they know, and how it is told that one came to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import PolicygraphError


@dataclass(frozen=True, slots=True)
class Keys:
    """Holds the keys of what is told when there is no answer."""

    timeout: str
    busy: str
    memory: str
    failed: str


@dataclass(frozen=True, slots=True)
class Trade:
    """Is what all workers of one crew do, and what they may read of the disk.

    `jobs` are modules by the names that requests use; each has a function `job`, which is given `options`
    (JSON) and returns the Job. All modules are imported before a worker gives up its rights. Errors are
    `given_up` for want of time or a place, `refused` for want of memory, `failed` where a worker died.
    """

    name: str
    jobs: Mapping[str, str]
    keys: Keys
    given_up: type[PolicygraphError]
    refused: type[PolicygraphError]
    failed: type[PolicygraphError]
    options: Mapping[str, object] = field(default_factory=dict)
    readable: tuple[Path, ...] = ()
    is_reused: bool = True
    """Whether a worker that has ended a quick job takes another one."""
    place: str = ""
    """Whose workers these are, as the error of a crew that is closed names it."""
