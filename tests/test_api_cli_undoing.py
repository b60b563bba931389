"""`policygraph undo`: an import is taken back, by whomever, and what that leaves without an end is told."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from command_line import CommandLine, fill
from graph.commits import Writer
from graph.importers.tabular import import_list, open_list
from graph.importers.tabular_mapping import load_mapping
from graph.recording.agents import Agent
from graph.store import open_store
from graph.validation import validate_submission
from lists_of_ours import row, write_rows
from test_api_cli_import import SWEDISH, counted


@pytest.fixture
def run(tmp_path: Path) -> CommandLine:
    return CommandLine(fill(tmp_path / "store"))


@pytest.mark.lists
def test_undo_takes_an_import_back(run: CommandLine, tmp_path: Path) -> None:
    run("import", write_rows(tmp_path, row()), *SWEDISH)
    done = run("undo", 2, "--json")
    gone = counted(run, "?p <http://purl.org/dc/terms/identifier> '20999001'")
    shown = run("history", "--json").answer

    assert (done.code, gone) == (0, 0)
    told = run("history", POLICYGRAPH_LANG="sv").out
    assert "Inläsning av list.json med mappningen tillvaxtverket-2014" in told
    assert "Ändring 2 togs tillbaka" in told
    assert shown[1]["sha256"][:12] in told
    assert "command-line" in told
    assert [(each["rows"], each["warned"]) for each in shown] == [(None, None), (1, 0), (None, None)]
    assert [commit["sequence"] for commit in shown] == [3, 2, 1]


def test_undo_tells_what_it_leaves_without_an_end(run: CommandLine, tmp_path: Path) -> None:
    run("import", write_rows(tmp_path, row()), *SWEDISH)
    project, document = (
        f"id/{name}" for name in ("project/tillvaxtverket-2014/20999001", "document/vasterbotten/s1")
    )
    sure = ("--strength", 2, "--confidence", "0.9", "--reasoning", "So it is.", "--evidence", document)
    assert run("state", project, "sdg:9", *sure).code == 0
    undone = run("undo", 2, "--json")
    [told] = undone.answer["findings"]
    assert (undone.code, told["rule"]) == (0, "list-strands")
    assert run("undo", 4).code == 0
    assert "They stay but lead nowhere" in " ".join(run("undo", 2).err.split())


def test_undo_takes_back_what_somebody_else_imported(run: CommandLine, tmp_path: Path) -> None:
    """The graph knows nothing of the command line where lists came over HTTP so far."""
    with closing(open_store(str(run.store))) as store:
        anna = Agent(f"{store.base}id/agent/test/anna", "Anna")
        opened = open_list(write_rows(tmp_path, row()), load_mapping("tillvaxtverket-2014"))
        import_list(opened, Writer(store, validate_submission), agent=anna.iri, known=anna)

    assert run("undo", 2).code == 0
    assert run("undo", 3).code == 0
    assert run("validate").code == 0
