"""docs/extending.md is followed to the letter: its files are saved, its commands and its program run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parent.parent / "docs/extending.md").read_text("utf-8")
NAMES = {"trig": "nordmark.trig", "csv": "grants.csv", "json": "nordmark.json", "python": "program.py"}
PARTS = dict(re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = [line.split() for line in PARTS["sh"].splitlines()]


def environment() -> dict[str, str]:
    return os.environ | {"POLICYGRAPH_STORE": "store", "POLICYGRAPH_LANG": "en", "COLUMNS": "300"}


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(words, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a folder with the files of the page, and a store that holds what ships and its areas."""
    made = tmp_path_factory.mktemp("extending")
    for kind, name in NAMES.items():
        (made / name).write_text(PARTS[kind], encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def told(folder: Path) -> list[str]:
    command = Path(sys.executable).with_name("policygraph")
    return [run(folder, str(command), *words[1:]) for words in COMMANDS]


def test_each_file_is_named_where_it_stands() -> None:
    assert [name for kind, name in NAMES.items() if kind != "python" and f"`{name}`" not in PAGE] == []


def test_the_list_is_imported_by_its_mapping(told: list[str]) -> None:
    _, preview, imported, _ = told

    assert "2 rows: 0 refused, 0 with a warning, 0 doubtful." in preview
    assert "2 rows imported into http://127.0.0.1:8000/graph/list/nordmark, 0 with a warning" in imported


def test_an_unknown_name_is_told_with_what_lists_the_known(folder: Path, told: list[str]) -> None:
    assert len(told) == 4
    (folder / "slip.csv").write_text(PARTS["csv"].replace(";Nordmark;", ";Normark;"), encoding="utf-8")
    command = Path(sys.executable).with_name("policygraph")
    words = [str(command), "import", "slip.csv", "--mapping", "nordmark.json", "--preview"]
    refused = subprocess.run(
        words, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )

    assert refused.returncode == 5
    assert "Nearest are: Nordmark" in refused.stderr
    assert "/import/codes/" not in refused.stderr
    [column] = re.findall(r"policygraph codes ([\w./]+\w)", refused.stderr)
    assert "Nordmark fylke" in run(folder, str(command), "codes", column)


def test_a_project_reaches_the_goal_through_the_strategy(told: list[str]) -> None:
    chain = told[-1]

    assert "1 Livskraftige kystsamfunn" in chain
    assert "says Nordmark fylkeskommune" in chain
    assert "says Planstaben i Nordmark" in chain


def test_a_program_finds_the_same_chains(folder: Path, told: list[str]) -> None:
    assert len(told) == 4
    found = run(folder, sys.executable, "program.py").splitlines()

    assert [line.rpartition(" ")[2] for line in found] == ["0.7", "0.7"]
    assert all("Livskraftige kystsamfunn" in line for line in found)
