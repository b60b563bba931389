"""Copies of one process do what the installed console script does: the other tests of commands rest on it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from command_line import CommandLine, by_the_script, copies, fill, in_a_copy, speaks_english


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Returns the variables of a command on a store that holds what ships."""
    store = fill(tmp_path_factory.mktemp("copies") / "store")
    return os.environ | {"POLICYGRAPH_STORE": str(store), "POLICYGRAPH_LANG": "en"}


@pytest.mark.parametrize(
    ("arguments", "given", "code"),
    [
        (["--version"], "", 0),
        (
            ["query", "SELECT ?goal { ?goal a <http://metadata.un.org/sdg/ontology#Goal> } ORDER BY ?goal"],
            "",
            0,
        ),
        (["query", "-"], "ASK { ?s <id/ö> 'å' }", 0),
        (["query", "SELECT {"], "", 2),
        (["history", "--nope"], "", 2),
        (["import", "no-such-file-\udcff.csv"], "", 2),
        (["--store", "no/such/store", "history"], "", 6),
    ],
)
def test_a_copy_does_what_the_script_does(
    variables: dict[str, str], arguments: list[str], given: str, code: int
) -> None:
    ran = in_a_copy(arguments, variables, given)
    assert ran == by_the_script(arguments, variables, given)
    assert ran.code == code


def test_a_copy_works_where_its_test_does(
    variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert in_a_copy(["export", "--output", "here.nq"], variables, "").code == 0
    assert Path("here.nq").stat().st_size > 0


def test_a_copy_that_does_not_end_is_ended(variables: dict[str, str], tmp_path: Path) -> None:
    for name in ("stdin", "stdout", "stderr"):
        (tmp_path / name).touch()
    asked = {"arguments": ["serve", "--port", "0"], "environment": variables, "directory": str(tmp_path)}
    assert copies().run(asked | {"folder": str(tmp_path), "seconds": 1}) == -14


def test_nothing_of_a_command_stays_for_the_next(variables: dict[str, str]) -> None:
    told = in_a_copy(["history"], variables | {"POLICYGRAPH_PORT": "no-port"}, "")
    assert told.code == 2
    assert in_a_copy(["history"], variables, "").code == 0


def test_another_language_is_spoken_by_the_script() -> None:
    assert not speaks_english(["--lang", "sv", "history"], {})
    assert not speaks_english(["--lang=sv", "history"], {})
    assert not speaks_english(["history"], {"POLICYGRAPH_LANG": "da"})
    assert not speaks_english(["history"], {"LC_ALL": "C"})
    assert speaks_english(["history"], {"POLICYGRAPH_PORT": "1"})
    assert CommandLine("no-store")("nope", POLICYGRAPH_LANG="sv").err.startswith("policygraph: Kommandot")
