"""`policygraph serve` as people start and stop it, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import urllib.request
from pathlib import Path

from command_line import COMMAND


def served_once(store: Path, *arguments: str, base: str | None = None) -> tuple[str, str, int]:
    """Starts the server, asks it one question, stops it; returns what it wrote and its exit code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICYGRAPH_")}
    environment = kept | {"POLICYGRAPH_STORE": str(store), "POLICYGRAPH_LANG": "en", "PYTHONUNBUFFERED": "1"}
    if base:
        environment["POLICYGRAPH_BASE"] = base
    server = subprocess.Popen(
        [COMMAND, "serve", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = re.search(r"http://\S+", line)
        assert address is not None, line
        with urllib.request.urlopen(
            f"{address[0]}sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D", timeout=60
        ) as answer:
            assert b"true" in answer.read()
    finally:
        server.send_signal(signal.SIGTERM)
        _, err = server.communicate(timeout=60)
    return line, err, server.returncode
