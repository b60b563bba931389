"""Runs commands in copies of itself: `python tests/forking.py`, which answers each line of JSON with one.

Loading the command line takes half a second, and the tests run hundreds of commands. Each still has a process
of its own, with arguments, variables, streams and an end of its own: only what is loaded is shared. What is
loaded speaks the language of this process, so a command in another one is not for here.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from importlib import import_module
from typing import Any

from api.commands.known import MODULES
from api.entry import main

_STREAMS = {"stdin": os.O_RDONLY, "stdout": os.O_WRONLY, "stderr": os.O_WRONLY}


def become(asked: dict[str, Any]) -> None:
    """Makes of this process what the system makes of a command: its arguments, variables and streams."""
    sys.argv = ["policygraph", *asked["arguments"]]
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["directory"])
    for number, (name, flags) in enumerate(_STREAMS.items()):
        opened = os.open(asked["folder"] + f"/{name}", flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115, they stay open to the end
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    signal.alarm(asked["seconds"])


def attend() -> None:
    """Answers each request with the exit code of its command; in a copy, is that command to its end."""
    for line in sys.stdin:
        if not (copy := os.fork()):
            become(json.loads(line))
            main()
        _, status = os.waitpid(copy, 0)
        sys.stdout.write(json.dumps(os.waitstatus_to_exitcode(status)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    # Some tests count the children of their process, and kill them: a grandchild is none of them.
    if os.fork():
        sys.exit()
    for module in MODULES:
        import_module(f"api.commands.{module}")
    attend()
