"""What the tests share: where lists by others lie, and how tests that lack them are left out and counted."""

from __future__ import annotations

import gc
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from browsers import place
from small_disks import lacking

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# No test fails because the machine is busy.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

ROOT = Path(__file__).parent.parent
NO_TOKENS = Path(__file__).parent / "none" / "tokens.jsonl"
LEFT_OUT: list[str] = []
MEASURED: list[str] = []
LONGEST = ("test_contract.py",)
"""Files of few tests that take minutes: begun last, they would leave all workers but one without work."""
PROVED_OTHERWISE = ("powercut",)
"""Marks of tests that only few machines can run, and that others stand in for: those marked strace."""


def _lists_dir() -> Path:
    """Returns the folder of lists by others; a relative POLICYGRAPH_TEST_DATA counts from the repository."""
    return (ROOT / os.environ.get("POLICYGRAPH_TEST_DATA", "../shared/data")).resolve()


def _lacking() -> dict[str, str]:
    """Returns why tests of a mark cannot run on this machine, by mark."""
    found = {
        "lists": "" if _lists_dir().is_dir() else f"no lists by others in {_lists_dir()}",
        "sssom": "" if (ROOT / ".sssom/bin/python").exists() else "no environment .sssom",
        "browser": "" if place() else "no Chromium on this machine",
        "strace": "" if shutil.which("strace") else "no strace on this machine",
        "powercut": lacking(),
    }
    return {mark: why for mark, why in found.items() if why}


def pytest_configure() -> None:
    """Stops at once where CI=true and this machine cannot run everything: then nothing may be left out."""
    # Whoever has followed the README has made tokens where they lie by default: no test may read them.
    os.environ["POLICYGRAPH_TOKENS"] = str(NO_TOKENS)
    wanted = [why for mark, why in _lacking().items() if mark not in PROVED_OTHERWISE]
    if os.environ.get("CI") == "true" and wanted:
        raise pytest.UsageError(f"with CI=true nothing may be left out: {', '.join(wanted)}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what this machine cannot run."""
    absent = _lacking()
    left_out = [item for item in items if any(mark.name in absent for mark in item.iter_markers())]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    LEFT_OUT.extend(item.nodeid for item in left_out)
    in_file = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path.name not in LONGEST, -in_file[item.path], item.path))


def pytest_collection_finish() -> None:
    """Leaves what was collected out of Python's search for garbage.

    It stays to the end, and a search goes through all that there is: an eighth of the time of the tests.
    """
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Lets each worker of a parallel run tell the process that reports."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = LEFT_OUT


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Takes what a worker has left out; every worker collects the same tests."""
    LEFT_OUT[:] = getattr(node, "workeroutput", {}).get("left_out", LEFT_OUT)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says what the soak has measured, how many tests were left out, and which."""
    for line in MEASURED:
        terminalreporter.write_line(f"measured: {line}")
    if LEFT_OUT:
        terminalreporter.write_line(
            f"left out: {len(LEFT_OUT)} tests, since this machine lacks what they need"
        )
        for name in LEFT_OUT:
            terminalreporter.write_line(f"  {name}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Starts Chromium, for the tests of one file: its loop ends before tests with a loop of their own."""
    from browsing import chromium

    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serves what ships in a process of its own, to holders of tokens too, and gives its address."""
    from api_serving import live_server
    from holders import token_file
    from shipped_stores import shipped_store

    folder = tmp_path_factory.mktemp("server")
    shipped_store(folder / "store").close()
    with live_server(folder / "store", tokens=str(token_file(folder))) as address:
        yield address


@pytest.fixture(scope="session")
def lists_dir() -> Path:
    """Returns the folder of lists by others (../shared/data, or POLICYGRAPH_TEST_DATA)."""
    return _lists_dir()


@pytest.fixture(scope="session")
def full_length() -> bool:
    """Tells whether fault tests run in full (`make soak`) or in their short form (`make test`)."""
    return os.environ.get("POLICYGRAPH_SOAK") == "true"


@pytest.fixture(scope="session")
def measured() -> Callable[[str], None]:
    """Returns what takes a line on what was measured, which is told at the end."""
    return MEASURED.append


@pytest.fixture(scope="session")
def root() -> Path:
    """Returns the repository's root."""
    return ROOT
