"""The ledger on the command line: stated, reviewed, superseded, withdrawn, listed and told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import run as run_here
from command_line import CommandLine
from small_graph import small_store

P1A1 = "id/alignment/x/p1-a1"
WHY = ("--reason", "Så står det i planen.", "--in", "sv")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    folder: Path = tmp_path_factory.mktemp("ledger") / "store"
    small_store(str(folder)).close()
    return CommandLine(folder)


def test_an_alignment_lives_its_life(run: CommandLine) -> None:
    stated = run(
        *("state", "id/project/x/p4", "6", "--strength", "3", "--confidence", "0.75"),
        *(
            "--evidence",
            "id/document/x/list",
            "--quote",
            "rent vatten",
            "--reasoning",
            "Vatten.",
            "--said",
            "2019-05-01",
        ),
        *("--in", "sv", "--as", "Anna Ängström", "--json"),
    )
    assert stated.code == 0, stated.err
    name = stated.answer["iri"]
    assert (stated.answer["author"]["iri"], stated.answer["status"]) == (
        "http://127.0.0.1:8000/id/agent/local/anna-angstrom",
        "proposed",
    )
    assert (stated.answer["target"], stated.answer["said"]) == ("http://metadata.un.org/sdg/6", "2019-05-01")
    reviewed = run("review", name, "--agreement", "-0.5", *WHY, "--as", "Bo")
    assert reviewed.out == f"{name}: rejected, score -0.2500.\n"
    [again] = run("review", name, "--agreement", "1", *WHY, "--as", "Bo", "--json").answer
    assert (again["status"], again["supporters"], again["opponents"]) == ("accepted", 1, 0)
    agreed = run("ledger", "--view", "consensus", "--source", "id/project/x/p4", "--json").answer
    assert [each["iri"] for each in agreed["items"]] == [name]

    better = run("supersede", name, "--strength", "1", *WHY, "--as", "Anna Ängström", "--json").answer
    assert (better["strength"], better["confidence"], better["said"]) == (1, "0.75", "2019-05-01")
    quote = {"text": "rent vatten", "lang": "sv", "prefix": "", "suffix": ""}
    assert better["evidence"][0]["quote"] == quote
    assert better["reasoning"] == {"text": "Vatten.", "lang": "sv"}
    told = run("ledger", name, "--json").answer
    assert [(each["kind"], each["state"]) for each in told] == [
        ("statement", "holds"),
        ("review", "replaced"),
        ("review", "holds"),
        ("supersession", "holds"),
    ]
    assert "ersatt av en nyare" in run("--lang", "sv", "ledger", name).out

    gone = run("withdraw", better["iri"], *WHY, "--as", "Anna Ängström")
    assert gone.out == f"{better['iri']}: withdrawn, score –.\n"
    listed = run("ledger", "--status", "withdrawn", "--author", "id/agent/local/anna-angstrom")
    assert "withdrawn" in listed.out
    assert "1 of 1" in listed.err
    assert "An alignment was stated" in run("history").out


REFUSED = [
    (5, "state", "id/project/x/p4", "9", "--strength", "4", "--confidence", "0.5"),
    (2, "state", "id/project/x/p4", "9", "--strength", "2", "--confidence", "much"),
    (3, "state", "nothing", "9", "--strength", "2", "--confidence", "1"),
    (2, "review", P1A1, "--agreement", "2", *WHY),
    (2, "review", P1A1, "--agreement", "1", "--reason", " "),
    (2, "review", P1A1, "--agreement", "1", "--reason", "x", "--in", "på svenska"),
    (2, "review", P1A1, "--agreement", "1", *WHY, "--as", "id/agent/x/bot"),
    (4, "review", "id/alignment/x/p3-6", "--agreement", "1", *WHY),
    (4, "withdraw", P1A1, *WHY, "--of", "id/review/x/3"),
    (3, "review", "id/alignment/x/nothing", "--agreement", "1", *WHY),
    (2, "ledger", "--view", "loud"),
    (2, "withdraw", P1A1, *WHY, "--as", "…"),
]


def test_what_cannot_be_recorded_has_its_code_and_leaves_nothing(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Runs the commands in this process: a dozen more processes would only take time."""
    monkeypatch.setenv("POLICYGRAPH_STORE", str(run.store))
    before = run.quads()
    for code, *arguments in REFUSED:
        assert run_here([str(each) for each in arguments]) == code, arguments
        told = capsys.readouterr()
        assert (told.out, told.err.startswith("policygraph: ")) == ("", True), arguments
    assert run.quads() == before


def test_several_are_reviewed_at_once_or_none(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICYGRAPH_STORE", str(run.store))
    two, gone = ("id/alignment/x/a1-9", "id/alignment/x/p2-a1"), "id/alignment/x/p3-6"
    before = run.quads()
    assert run_here(["review", *two, gone, "--agreement", "1", *WHY]) == 4
    assert run_here(["review", *two, two[0], "--agreement", "1", *WHY]) == 2
    assert run.quads() == before
    assert run_here(["review", *two, "--agreement", "-1", *WHY, "--as", "Bo"]) == 0
    assert capsys.readouterr().out.count("-0.5000") == 2


def test_who_is_logged_in_speaks_where_nobody_is_named(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICYGRAPH_STORE", str(run.store))
    monkeypatch.setenv("LOGNAME", "kim")
    assert run_here(["review", "id/alignment/x/a-9.5", "--agreement", "1", *WHY]) == 0
    capsys.readouterr()
    assert run_here(["ledger", "id/alignment/x/a-9.5", "--json"]) == 0
    [review] = [each for each in json.loads(capsys.readouterr().out) if each["kind"] == "review"]
    assert review["author"]["iri"].endswith("/id/agent/local/kim")
