"""Single things on the command line: entered, replaced and withdrawn, or refused without a trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import run as run_here
from command_line import CommandLine
from small_graph import small_store

PROJECT = {"identifier": "7", "names": [{"text": "Ren å", "lang": "sv"}], "start": "2024-01-01"}
MINE = "http://127.0.0.1:8000/id/project/by-local-anna/7"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    folder: Path = tmp_path_factory.mktemp("enter") / "store"
    small_store(str(folder)).close()
    return CommandLine(folder)


def saved(folder: Path, **changes: object) -> Path:
    path = folder / "project.json"
    path.write_text(json.dumps(PROJECT | changes), encoding="utf-8")
    return path


def test_a_project_is_entered_replaced_and_withdrawn(run: CommandLine, tmp_path: Path) -> None:
    before = run.quads()
    made = run("enter", "project", saved(tmp_path), "--as", "Anna", "--json")
    again = run("enter", "project", "-", "--over", MINE, "--as", "Anna", given=json.dumps(PROJECT))
    ended = run("enter", "project", saved(tmp_path, end="2025-01-01"), "--over", MINE, "--as", "Bo", "--json")
    gone = run("withdraw", MINE, "--reason", "Dubblett", "--in", "sv", "--as", "Anna")
    twice = run("enter", "project", saved(tmp_path), "--over", MINE, "--as", "Bo")

    assert (made.code, made.answer["iri"]) == (0, MINE), made.err
    assert [each["rule"] for each in made.answer["findings"]] == ["shape-violated"], "it has no territory"
    assert again.out == f"{MINE} stands so already; nothing was changed.\n"
    assert ended.answer["version"] != made.answer["version"]
    assert gone.out == f"{MINE} was withdrawn in commit {ended.answer['commit'] + 1}.\n"
    assert (twice.code, "does not know" in twice.err) == (3, True)
    assert [
        line for line in run.quads() if MINE in line and line not in before and "invalidated" not in line
    ] == []
    assert "Ett projekt fördes in" in run("--lang", "sv", "history").out


def test_one_kind_of_thing_is_not_put_over_another(run: CommandLine, tmp_path: Path) -> None:
    made = run("enter", "project", saved(tmp_path, identifier="8"), "--as", "Anna", "--json").answer["iri"]
    before = run.quads()
    observation = {"indicator": made, "role": "actual", "value": "1", "period": "2024"}
    for over in (made, "id/organisation/by-local-anna/9"):
        done = run("enter", "observation", "-", "--over", over, "--as", "Anna", given=json.dumps(observation))
        assert (done.code, "id/observation/" in done.err) == (4, True)
    assert run.quads() == before


def test_what_cannot_be_entered_is_told_by_field_and_leaves_nothing(
    run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICYGRAPH_STORE", str(run.store))
    before = run.quads()
    bad = saved(tmp_path, territories=["nuts:XX1"])
    empty = tmp_path / "empty.json"
    empty.write_text("", encoding="utf-8")

    assert run_here(["enter", "project", str(bad), "--as", "Anna"]) == 5
    assert "territories.0" in capsys.readouterr().err
    assert run_here(["enter", "planet", str(bad)]) == 2
    assert run_here(["enter", "project", str(empty)]) == 2
    assert run_here(["enter", "project", str(tmp_path / "none.json")]) == 2
    assert run_here(["enter", "project", str(bad), "--over", "id/project/x/p1"]) in (3, 4, 5)
    assert run.quads() == before
