"""Worker processes started: as copies of a template where the platform can do that, else one by one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock
from typing import Protocol

from graph.isolation import template
from graph.isolation.checkpoints import Checkpoint
from graph.isolation.limits import Limits
from graph.isolation.trades import Trade

# Nothing of the server's environment, where secrets may be. One arena: else each thread takes 64 MiB of the
# address space without using them.
_ENVIRONMENT = {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
_PIPE = 1 << 18  # so that a worker goes on while four chunks of its answer are on their way
_PATIENCE = 60.0
"""How many seconds a template has for a copy; the first one waits for its imports."""
_ANSWER = 64  # bytes, of the number of a process


class Child(Protocol):
    """Is a process that this one has to wait for; `subprocess.Popen` is one."""

    pid: int

    def poll(self) -> int | None:
        """Returns how it ended, None while it lives."""

    def wait(self) -> int:
        """Waits for its end and returns how it ended."""

    def send_signal(self, sig: int) -> None:
        """Sends it a signal, unless it has ended."""


class Copy:
    """Is a child that this process did not start itself."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._status: int | None = None
        self._lock = Lock()

    def poll(self) -> int | None:
        """Returns how it ended, None while it lives."""
        if self._status is None and self._lock.acquire(blocking=False):
            try:
                self._look(os.WNOHANG)
            finally:
                self._lock.release()
        return self._status

    def wait(self) -> int:
        """Waits for its end and returns how it ended."""
        with self._lock:
            self._look(0)
        assert self._status is not None
        return self._status

    def send_signal(self, sig: int) -> None:
        """Sends it a signal, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, sig)

    def _look(self, how: int) -> None:
        if self._status is None:
            pid, status = os.waitpid(self.pid, how)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)


class Pipes:
    """Holds the server's ends of the three pipes to a worker, and for a moment the worker's own."""

    def __init__(self) -> None:
        theirs_in, self.input = os.pipe()
        self.output, theirs_out = os.pipe()
        self.words, theirs_words = os.pipe()
        self.theirs = (theirs_in, theirs_out, theirs_words)
        if sys.platform == "linux":
            import fcntl

            for end in (self.input, self.output):
                fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, _PIPE)

    def leave_theirs(self) -> None:
        """Closes the worker's ends, which it has itself by now."""
        for end in self.theirs:
            os.close(end)

    def close(self) -> None:
        """Closes the server's ends."""
        for end in (self.input, self.output, self.words):
            os.close(end)


class Starter:
    """Starts the workers of a crew; all is called by one thread, with which the kernel ends them."""

    def __init__(self, limits: Limits, trade: Trade) -> None:
        self._limits = limits
        self._trade = trade
        self._template: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._has_copied = False

    def start(self, pipes: Pipes, checkpoint: Checkpoint | None) -> Child:
        """Returns a new worker that opens a checkpoint before it is asked; raises OSError."""
        ahead = None if checkpoint is None else str(checkpoint.path)
        try:
            return self._copy(pipes, ahead) or self._single(pipes, ahead)
        finally:
            pipes.leave_theirs()

    def close(self) -> None:
        """Ends the template; the workers live on."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._template is not None:
            self._template.kill()
            self._template.wait()
            self._template = None

    def _copy(self, pipes: Pipes, ahead: str | None) -> Child | None:
        """Returns a copy of the template, None where that does not come up: why, a single worker will tell.

        A template that has ended since is an OSError: nobody else may get pipes that a last copy may have.
        """
        if not template.available():
            return None
        with suppress(OSError):
            control = self._control or self._prepared()
            socket.send_fds(control, [json.dumps({"ahead": ahead}).encode()], pipes.theirs)
            if (told := control.recv(_ANSWER)).isdigit():
                self._has_copied = True
                return Copy(int(told))
        self.close()
        if self._has_copied:
            self._has_copied = False
            raise OSError("the template of workers has ended")
        return None

    def _prepared(self) -> socket.socket:
        """Starts the template and returns the socket on which it is asked for copies."""
        ours, theirs = socket.socketpair()
        with theirs:
            handle = theirs.fileno()
            self._control = ours
            ours.settimeout(_PATIENCE)
            self._template = subprocess.Popen(
                [*_program("template"), json.dumps(self._options(None)), str(handle)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(handle,),
                env=_ENVIRONMENT,
            )
        return ours

    def _single(self, pipes: Pipes, ahead: str | None) -> Child:
        stdin, stdout, stderr = pipes.theirs
        command = [*_program("worker"), json.dumps(self._options(ahead))]
        return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=_ENVIRONMENT)

    def _options(self, ahead: str | None) -> Mapping[str, object]:
        return {
            "parent": os.getpid(),
            "jobs": dict(self._trade.jobs),
            "options": dict(self._trade.options),
            "readable": [str(directory) for directory in self._trade.readable],
            "memory": self._limits.memory,
            "seconds": self._limits.seconds,
            "answer_bytes": self._limits.answer_bytes,
            "ahead": ahead,
        }


def _program(module: str) -> tuple[str, ...]:
    return sys.executable, "-I", "-m", f"graph.isolation.{module}"
