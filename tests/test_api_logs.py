"""Entries of the log as they are written: ours and those of the server's library alike."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import logging, sys, structlog
from api.serving.logs import configure_logs
from api.settings import Settings
configure_logs(Settings(log_format=sys.argv[1], log_level=sys.argv[2]))
log, theirs = structlog.get_logger("policygraph.http"), logging.getLogger("uvicorn.error")
log.debug("small")
log.info("request", path="/a b", status=200)
log.bind(path="/x").error("fault", why="å")
theirs.info("started")
theirs.warning("beware")
try:
    secret = "of nobody else"
    raise ValueError("broken")
except ValueError as error:
    log.error("fault", exc_info=error)
"""


def written(form: str, level: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, form, level], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_entries_for_machines_have_the_same_keys_whoever_writes_them() -> None:
    entries = [json.loads(line) for line in written("json", "info")]
    assert [(entry["logger"], entry["level"], entry["event"]) for entry in entries] == [
        ("policygraph.http", "info", "request"),
        ("policygraph.http", "error", "fault"),
        ("uvicorn.error", "info", "started"),
        ("uvicorn.error", "warning", "beware"),
        ("policygraph.http", "error", "fault"),
    ]
    assert entries[0] == {**entries[0], "path": "/a b", "status": 200}
    assert entries[1] == {**entries[1], "path": "/x", "why": "å"}
    assert all(entry["timestamp"].endswith("Z") for entry in entries)
    assert "ValueError: broken" in entries[-1]["exception"]


def test_entries_for_people_are_lines() -> None:
    lines = written("text", "info")
    assert "[info     ] request" in lines[0]
    assert "path='/a b'" in lines[0]
    assert "[policygraph.http]" in lines[0]
    assert "[uvicorn.error]" in lines[3]
    assert "of nobody else" not in "\n".join(lines), "a traceback shows no values"


@pytest.mark.parametrize(("level", "count"), [("debug", 6), ("info", 5), ("warning", 3), ("error", 2)])
def test_what_is_less_severe_is_left_out(level: str, count: int) -> None:
    assert len(written("json", level)) == count
