"""What a worker gives up for good before it sees anything of a stranger."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from graph.isolation import landlock, seccomp

_STACK = 64 << 20
_FILES = 1024


def available() -> bool:
    """Says whether workers can be denied sockets and other programs here; elsewhere they have only limits."""
    return seccomp.available()


def confine(memory: int, readable: Iterable[Path]) -> None:
    """Limits this process to `memory` bytes, to no socket, program, process or writing, and to reading.

    What it may read lies below the directories `readable`, where the kernel has Landlock (Linux 5.13). Must
    be called before the process has threads; raises OSError if the platform promises more than it does.
    """
    _limit(memory)
    if not available():
        return
    seccomp.forbid_new_privileges()
    if landlock.version():
        landlock.read_only_below(readable)
    seccomp.forbid()


def _limit(memory: int) -> None:
    import resource  # not there on Windows, where nothing is limited

    for kind, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_STACK, _STACK),
    ):
        _lower(kind, value)


def _lower(kind: int, value: int) -> None:
    import resource

    hard = resource.getrlimit(kind)[1]
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (wanted, wanted))


class Processor:
    """Limits how long this process computes; nobody else does."""

    def __init__(self) -> None:
        self._limit = 0

    def allow(self, seconds: float) -> None:
        """Has the kernel end this process once it has computed for so many more seconds, or one longer."""
        least = int(time.process_time() + seconds) + 2
        if not least <= self._limit <= least + 1:  # short queries leave it as it is
            import resource

            self._limit = least + 1
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (self._limit, hard))
