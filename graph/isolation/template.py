"""The process of which workers are copies: `python -m graph.isolation.template`, started by a crew alone.

It has imported what workers need, and works for nobody: all it hears are requests of the server for one more
copy of itself. So it never sees anything of a stranger, and a worker is there in milliseconds.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from typing import NoReturn

from graph.isolation.seccomp import die_with_parent
from graph.isolation.worker import Worker, serve_as

_REQUEST = 1 << 16
"""The most bytes of a request for a copy."""
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE_PARENT = 0x00008000


def available() -> bool:
    """Says whether this platform can copy a process so that the copy is a child of the server."""
    return sys.platform == "linux" and os.uname().machine in _CLONE


def main() -> NoReturn:
    """Makes a copy for each request, until the server closes the socket."""
    options = json.loads(sys.argv[1])
    die_with_parent(options["parent"])
    worker = Worker(options)
    gc.freeze()  # so that a copy keeps sharing what it does not change
    control = socket.socket(fileno=int(sys.argv[2]))
    while True:
        request, pipes, _, _ = socket.recv_fds(control, _REQUEST, 3)
        if not request:
            os._exit(0)
        process = _copied()
        if process == 0:
            control.close()
            _take(pipes)
            serve_as(worker, {**options, **json.loads(request)})
        for pipe in pipes:
            os.close(pipe)
        control.send(str(process).encode())


def _take(pipes: Sequence[int]) -> None:
    """Makes the pipes the standard input, output and error of this process."""
    for standard, pipe in enumerate(pipes):
        os.dup2(pipe, standard)
        os.close(pipe)


def _copied() -> int:
    """Returns the number of a copy of this process, whose parent is the server, and 0 in the copy.

    This is os.fork but for the parent: the server waits for its workers and is told how they ended, and the
    kernel ends them with it. There is one thread, so no lock is held by another.
    """
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    flags = ctypes.c_long(_CLONE_PARENT | signal.SIGCHLD)
    process = int(ctypes.PyDLL(None).syscall(ctypes.c_long(_CLONE[os.uname().machine]), flags, 0, 0, 0, 0))
    if process == 0:
        python.PyOS_AfterFork_Child()
    else:
        python.PyOS_AfterFork_Parent()
    if process < 0:  # no number of a process, and one that stands for all of them
        raise OSError("the kernel makes no copy")
    return process


if __name__ == "__main__":
    main()
