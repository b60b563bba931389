"""What the tests share: where lists by others lie, and how tests that lack them are left out and counted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LEFT_OUT: list[str] = []


def _lists_dir() -> Path:
    """Returns the folder of lists by others; a relative POLICYGRAPH_TEST_DATA counts from the repository."""
    return (ROOT / os.environ.get("POLICYGRAPH_TEST_DATA", "../shared/data")).resolve()


def _has_browser() -> bool:
    return any(Path(path).exists() for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what this machine cannot run; with CI=true nothing may be left out."""
    lacking = {
        "lists": None if _lists_dir().is_dir() else f"no lists by others in {_lists_dir()}",
        "browser": None if _has_browser() else "no Chromium on this machine",
    }
    left_out = [item for item in items if any(lacking.get(mark.name) for mark in item.iter_markers())]
    if left_out and os.environ.get("CI") == "true":
        reasons = ", ".join(reason for reason in lacking.values() if reason)
        raise pytest.UsageError(f"with CI=true nothing may be left out: {reasons}")
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    LEFT_OUT.extend(f"{item.nodeid}" for item in left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many tests were left out, and which."""
    if LEFT_OUT:
        terminalreporter.write_line(
            f"left out: {len(LEFT_OUT)} tests, since this machine lacks what they need"
        )
        for name in LEFT_OUT:
            terminalreporter.write_line(f"  {name}")


@pytest.fixture(scope="session")
def lists_dir() -> Path:
    """Returns the folder of lists by others (../shared/data, or POLICYGRAPH_TEST_DATA)."""
    return _lists_dir()


@pytest.fixture(scope="session")
def full_length() -> bool:
    """Tells whether fault tests run in full (`make soak`) or in their short form (`make test`)."""
    return os.environ.get("POLICYGRAPH_SOAK") == "true"


@pytest.fixture(scope="session")
def root() -> Path:
    """Returns the repository's root."""
    return ROOT
