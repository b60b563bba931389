"""Runs many commands in one process, in the language of the environment: python tests/run_commands.py FILE.

The file holds a JSON list of lists of arguments; what each command did is written as JSON.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from api.cli import run


def ran(arguments: list[str]) -> tuple[int, str, str]:
    """Returns the exit code of a command and what it wrote to both of its streams."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    out.seek(0)
    return code, out.read(), err.getvalue()


if __name__ == "__main__":
    commands = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    json.dump([ran(arguments) for arguments in commands], sys.stdout)
