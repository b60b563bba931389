"""A store of another user: commands say so, and the doctor leaves it as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from command_line import CommandLine, fill

SERVICE = 65_534


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Returns a store that belongs to another user, as that of a service does."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    store = fill(tmp_path / "store")
    for path in (store, *store.rglob("*")):
        os.chown(path, SERVICE, SERVICE)
    return store


def test_the_doctor_leaves_nothing_in_the_store_of_another_user(foreign: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (foreign, *foreign.rglob("*"))}
    found = {each["check"]: each for each in CommandLine(foreign)("doctor", "--json").answer}
    assert found["store"]["state"] == "warns"
    assert "sudo -u" in found["store"]["message"]
    assert {path: path.stat().st_mtime_ns for path in (foreign, *foreign.rglob("*"))} == before


def test_a_command_says_as_whom_to_run_it(foreign: Path, tmp_path: Path) -> None:
    told = CommandLine(foreign)("history")
    assert told.code == 0
    assert told.err.count("\n") == 1
    assert "sudo -u" in told.err
    assert CommandLine(fill(tmp_path / "own"))("history").err == ""
