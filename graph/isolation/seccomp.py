"""Seccomp: a filter over the system calls of this process, kept for good (Linux on x86_64 and aarch64)."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterator, Sequence

from graph.isolation.syscalls import ARCHITECTURES, CLONE, DENIED, OF_PROCESS, OPENING, UNKNOWN, X86_64

_SET_NO_NEW_PRIVS, _GET_SECCOMP, _SET_SECCOMP, _FILTER = 38, 21, 22, 2
_LOAD, _IS, _IS_AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_X32 = 0x40000000
_CLONE_THREAD = 0x00010000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def available() -> bool:
    """Says whether this platform can filter system calls."""
    if platform.system() != "Linux" or platform.machine() not in ARCHITECTURES:
        return False
    return _prctl(_GET_SECCOMP) >= 0


def forbid_new_privileges() -> None:
    """Forbids this process to gain rights by any program that it starts; raises OSError if it cannot."""
    if _prctl(_SET_NO_NEW_PRIVS, 1) < 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")


def forbid() -> None:
    """Forbids this process sockets, other programs and processes, and opening for writing; raises OSError."""
    instructions = list(_filter(platform.machine(), os.getpid()))
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *one) for one in instructions))
    program = _Program(len(instructions), ctypes.cast(code, ctypes.c_void_p))
    if _prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(program)) < 0:
        raise OSError(ctypes.get_errno(), "seccomp")


def die_with_parent(parent: int) -> None:
    """Has the kernel kill this process when the thread that started it ends."""
    if platform.system() == "Linux":
        _prctl(1, 9)
    if os.getppid() != parent:
        os._exit(0)


def _prctl(option: int, *arguments: int) -> int:
    given = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    return int(ctypes.CDLL(None, use_errno=True).prctl(option, *given))


def _filter(machine: str, process: int) -> Iterator[Instruction]:
    yield from [(_LOAD, 0, 0, _ARCHITECTURE), (_IS, 1, 0, ARCHITECTURES[machine]), (_RETURN, 0, 0, _KILL)]
    yield (_LOAD, 0, 0, _NUMBER)
    if machine == X86_64:
        yield from [(_IS_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    yield from _refused(DENIED[machine], errno.EPERM)
    yield from _refused(UNKNOWN[machine], errno.ENOSYS)
    for number, place in OPENING[machine]:
        yield from _unless(number, place, (_HAS_BITS, 1, 0, _WRITING))
    yield from _unless(CLONE[machine], 0, (_HAS_BITS, 0, 1, _CLONE_THREAD))
    for number in OF_PROCESS[machine]:
        yield from _only_own(number, process)
    yield (_RETURN, 0, 0, _ALLOW)


def _refused(numbers: Sequence[int], error: int) -> Iterator[Instruction]:
    for number in numbers:
        yield from [(_IS, 0, 1, number), (_RETURN, 0, 0, _ERRNO | error)]


def _unless(number: int, place: int, test: Instruction) -> Iterator[Instruction]:
    """Refuses a call if the test of one argument jumps over the permission behind it."""
    yield (_IS, 0, 4, number)
    yield (_LOAD, 0, 0, _ARGUMENTS + 8 * place)
    yield test
    yield from [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]


def _only_own(number: int, process: int) -> Iterator[Instruction]:
    yield (_IS, 0, 5, number)
    yield (_LOAD, 0, 0, _ARGUMENTS)
    yield from [(_IS, 1, 0, process), (_IS, 0, 1, 0)]
    yield from [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
