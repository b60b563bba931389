"""What the README shows is what its commands answer, on the real list of the Swedish ERDF projects."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.lists

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = re.compile(r"```sh\n\.venv/bin/policygraph ([^\n]+)\n```\n(?:[^`]*?)```\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, lists_dir: Path) -> dict[str, str]:
    """Returns the answer of each command that the README shows with its answer, run in its order."""
    store = tmp_path_factory.mktemp("readme") / "store"
    environment = os.environ | {"POLICYGRAPH_STORE": str(store), "POLICYGRAPH_LANG": "en", "COLUMNS": "80"}
    found = {}
    for command, _ in SHOWN.findall(README):
        words = [word.replace("../shared/data", str(lists_dir)) for word in command.split()]
        program = Path(sys.executable).with_name("policygraph")
        done = subprocess.run([program, *words], env=environment, capture_output=True, text=True, check=True)
        found[command] = done.stdout
    return found


@pytest.mark.parametrize(("command", "shown"), SHOWN.findall(README))
def test_the_readme_shows_the_very_answer(answers: dict[str, str], command: str, shown: str) -> None:
    told = [line.rstrip() for line in answers[command].splitlines()]
    assert [line for line in shown.splitlines() if line] == [line for line in told if line]


def test_the_readme_says_how_many_ways_there_are(answers: dict[str, str]) -> None:
    [told] = [answer for command, answer in answers.items() if command.startswith("ask ")]
    assert len(told.splitlines()) - 1 == 17
    assert "all the ways, seventeen of them" in README


def test_the_readme_shows_three_answers() -> None:
    assert [command.split()[0] for command, _ in SHOWN.findall(README)] == ["import", "ask", "trace"]
