"""policygraph decide: a table of decisions taken in one commit, or refused by row and column, untraced."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import CommandLine
from small_graph import small_store

HEAD = "iri;decision;reason;to;new_strength"
P2B, P1A1, MACHINE = (f"id/alignment/x/{name}" for name in ("p2-a1", "p1-a1", "p3-9.5"))


@pytest.fixture
def run(tmp_path: Path) -> CommandLine:
    small_store(str(tmp_path / "store")).close()
    return CommandLine(tmp_path / "store")


def table(folder: Path, *rows: str, head: str = HEAD) -> Path:
    file = folder / "decisions.csv"
    file.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return file


def test_a_table_accepts_rejects_and_corrects_in_one_commit(run: CommandLine, tmp_path: Path) -> None:
    rows = (f"{P2B};accept;Stämmer;;", f"{MACHINE};;;;", f"{P1A1};correct;Hellre mål 9;sdg:9;3")
    done = run("decide", table(tmp_path, *rows), "--in", "sv", "--as", "Anna")
    assert done.code == 0, done.err
    assert done.out.strip() == "1 accepted, 0 rejected, 1 corrected, in one commit."
    [newest] = run("history", "--limit", "1", "--json").answer[:1]
    assert newest["reason"] == "Decisions on 2 alignments"
    history = run("ledger", P1A1, "--json").answer
    assert (history[-1]["kind"], history[-1]["reason"]["text"]) == ("supersession", "Hellre mål 9")


def test_a_reason_for_all_stands_in_for_those_that_are_missing(run: CommandLine, tmp_path: Path) -> None:
    done = run("decide", table(tmp_path, f"{P2B};Reject;;;"), "--reason", "Fel mål.", "--in", "sv", "--json")
    assert [each["status"] for each in done.answer] == ["rejected"]


def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_written(
    run: CommandLine, tmp_path: Path
) -> None:
    before = run.quads()
    rows = (
        f"{P2B};accept;Ja;;",
        f"{P1A1};maybe;Ja;;",
        ";reject;Nej;;",
        f"{MACHINE};correct;Nej;;",
        f"{P1A1};correct;Nej;;7",
    )
    done = run("decide", table(tmp_path, *rows))
    assert done.code == 5
    for words in ("accept, reject, correct", "3", "4", "5", "6", "decision", "new_strength"):
        assert words in done.err
    assert run.quads() == before


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (f"{P1A1};correct;Nej;;två;", "new_strength", "två"),
        (f"{P1A1};correct;Nej;;2.7;", "new_strength", "2.7"),
        (f"{P1A1};correct;Nej;;;mycket", "new_confidence", "mycket"),
        (f"{P1A1};correct;Nej;9.99x;;", "to", "9.99x"),
        (f"{P1A1};correct;Nej;id/objective/a b;;", "to", "a b"),
        ("id/alignment/x/none;accept;Ja;;;", "iri", "x/none"),
        ("not an iri;accept;Ja;;;", "iri", "not an iri"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_at_its_own_place(
    run: CommandLine, tmp_path: Path, row: str, column: str, words: str
) -> None:
    before = run.quads()
    file = table(
        tmp_path, f"{P2B};accept;Ja;;;", row, f"{MACHINE};maybe;Ja;;;", head=f"{HEAD};new_confidence"
    )
    done = run("decide", file, "--as", "Anna", "--json")
    assert done.code == 5
    told = " ".join(done.err.split())
    assert all(each in told for each in ("3", column, words, "4", "decision", "maybe"))
    assert run.quads() == before


def test_a_table_that_is_no_csv_is_told_by_its_line(run: CommandLine, tmp_path: Path) -> None:
    rows = (f"{P2B};accept;Ja;;", f"{P1A1};accept;{'x' * 140_000};;")
    done = run("decide", table(tmp_path, *rows))
    assert (done.code, "131072" in done.err, "decisions.csv" in done.err) == (2, True, True)


def test_a_table_without_decisions_or_columns_is_refused(run: CommandLine, tmp_path: Path) -> None:
    assert "no decision" in run("decide", table(tmp_path, f"{P2B};;;;")).err
    assert "decision" in run("decide", table(tmp_path, P2B, head="iri")).err
    assert "/nowhere.csv" in run("decide", "/nowhere.csv").err


def test_a_statement_names_its_target_by_a_prefix(run: CommandLine) -> None:
    done = run(
        *("state", "id/project/x/p4", "sdg:6", "--strength", 2, "--confidence", "0.5"),
        *("--evidence", "id/document/x/list"),
    )
    assert (done.code, "proposed" in done.out) == (0, True)


def test_a_version_that_has_passed_is_refused(run: CommandLine, tmp_path: Path) -> None:
    file = table(tmp_path, f"{P2B};accept;Ja;old", head="iri;decision;reason;version")
    before = run.quads()
    assert run("decide", file).code != 0
    assert run.quads() == before
