"""Runs the installed wheel with the source tree out of reach: the command answers, and the server serves."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

WAIT_SECONDS = 120


def free_port() -> int:
    """Returns a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> bytes:
    """Returns the body at an address, waiting for the server to come up."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError:
            raise
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def main(folder: str) -> None:
    """Starts the server from the wheel in an empty folder and asks it three questions."""
    command = Path(sys.executable).with_name("policygraph")
    work = Path(folder) / "work"
    work.mkdir()
    port = free_port()
    environment = os.environ | {"POLICYGRAPH_STORE": str(work / "store"), "POLICYGRAPH_PORT": str(port)}
    subprocess.run([command, "--version"], cwd=work, check=True)
    server = subprocess.Popen([command, "serve"], cwd=work, env=environment)
    try:
        goals = json.loads(fetch(f"http://127.0.0.1:{port}/api/v1/questions/goal-counts/answer?lang=sv"))
        assert len(goals["rows"]) == 17, goals
        assert b"<html" in fetch(f"http://127.0.0.1:{port}/sv/")
        assert b"@prefix" in fetch(f"http://127.0.0.1:{port}/ontology.ttl")
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main(sys.argv[1])
