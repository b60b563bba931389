"""Landlock (Linux 5.13): from now on this process may read below some directories, and touch nothing else."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
# What each version of the interface can forbid: 13 kinds of access, then also linking, truncating and ioctl.
_KINDS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}


def version() -> int:
    """Returns the version of the interface, 0 where the kernel has none."""
    if platform.system() != "Linux":
        return 0
    return max(0, _call(_CREATE_RULESET, None, 0, _VERSION))


def read_only_below(directories: Iterable[Path]) -> None:
    """Forbids this process all files but reading those below the directories; raises OSError if it cannot."""
    forbidden = (1 << _KINDS.get(version(), 16)) - 1
    ruleset = _checked(_call(_CREATE_RULESET, struct.pack("Q", forbidden), 8, 0))
    for directory in directories:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        rule = struct.pack("=Qi", _READ_FILE | _READ_DIR, descriptor)
        _checked(_call(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0))
        os.close(descriptor)
    _checked(_call(_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def _call(number: int, *arguments: object) -> int:
    given = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *given))


def _checked(result: int) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result
