"""A library in a process of its own, asked over its standard input: it times the query inside."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from tempfile import NamedTemporaryFile

from bench.engines.base import Reply, Unanswered
from bench.process import ROOT


class Library:
    """Is a child process that reads the path of a query a line, and answers `nanoseconds bytes`, then bytes.

    Negative nanoseconds say that it found no answer, and the bytes say why.
    """

    over_http = False

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self._line() != "ready":
            self.close()
            raise RuntimeError(f"{name} did not start")

    def ask(self, query: str) -> Reply:
        """Returns the answer; raises Unanswered."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with NamedTemporaryFile("w", encoding="utf-8", suffix=".rq") as file:
            file.write(query)
            file.flush()
            self._process.stdin.write(f"{file.name}\n".encode())
            self._process.stdin.flush()
            nanoseconds, size = map(int, self._line().split())
            body = self._process.stdout.read(size)
        if nanoseconds < 0:
            raise Unanswered(body.decode(errors="replace"))
        return Reply(nanoseconds / 1e9, body)

    def close(self) -> None:
        """Ends the process by ending its input."""
        self._process.communicate()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode().rstrip()
