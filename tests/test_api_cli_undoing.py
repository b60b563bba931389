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
from ontology import PREFIXES
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


def test_a_dump_with_what_leads_nowhere_is_loaded_and_names_it(run: CommandLine, tmp_path: Path) -> None:
    run("import", write_rows(tmp_path, row()), *SWEDISH)
    sure = ("--strength", 2, "--confidence", "0.9", "--reasoning", "So it is.")
    evidence = ("--evidence", "id/document/vasterbotten/s1")
    project = "id/project/tillvaxtverket-2014/20999001"
    assert run("state", project, "sdg:9", *sure, *evidence).code == 0
    assert run("undo", 2).code == 0
    assert run("export", "--output", tmp_path / "all.nq").code == 0
    other = CommandLine(fill(tmp_path / "other"))
    loaded = other("load", tmp_path / "all.nq", "--reader", "dump", "--json")
    [warning] = loaded.answer["commit"]["warnings"]
    assert (loaded.code, warning["severity"].rpartition("#")[2]) == (0, "Warning")
    assert warning["value"].endswith(project)
    assert said_in(other) == said_in(run)
    assert other("validate").code == 5


def said_in(run: CommandLine) -> set[str]:
    """Returns what people and lists say in a store: not its commits, nor what is derived."""
    return {quad for quad in run.quads() if "graph/commits>" not in quad and "graph/derived/" not in quad}


def test_only_what_is_nowhere_is_let_pass_in_a_dump(run: CommandLine, tmp_path: Path) -> None:
    """Its source is known, but an agent, which serves nothing; and a strength of 7 names nothing."""
    parts = {"annotatedTarget": "sdg:9", "annotatedSource": "<id/agent/policygraph/editors>"}
    told = "".join(f"owl:{name} {value} ; " for name, value in parts.items())
    file = tmp_path / "x.trig"
    file.write_text(
        "BASE <http://127.0.0.1:8000/>\n"
        + "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("pg", "owl", "sdg"))
        + f"GRAPH <graph/ledger/x> {{ <id/alignment/x/1> a pg:Alignment ; {told} pg:strength 7 . }}"
    )
    refused = run("load", file, "--reader", "dump")
    assert refused.code == 5
    assert {"owl:annotatedSource", "pg:strength"} <= set(refused.err.split())


def test_undo_takes_back_what_somebody_else_imported(run: CommandLine, tmp_path: Path) -> None:
    """The graph knows nothing of the command line where lists came over HTTP so far."""
    with closing(open_store(str(run.store))) as store:
        anna = Agent(f"{store.base}id/agent/test/anna", "Anna")
        opened = open_list(write_rows(tmp_path, row()), load_mapping("tillvaxtverket-2014"))
        import_list(opened, Writer(store, validate_submission), agent=anna.iri, known=anna)

    assert run("undo", 2).code == 0
    assert run("undo", 3).code == 0
    assert run("validate").code == 0
