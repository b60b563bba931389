"""`policygraph update`: what ships now, brought into a store that a former version filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import CommandLine, fill
from data import shipped_files
from graph.loading import load_shipped, ontology_graph
from graph.store import open_store
from served import served_once

CHANGED = "Nationella strategin 2021–2030"  # what ships names the strategy so, in its short form


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """Returns a store that was filled when what ships had one label otherwise."""
    files: list[Path] = []
    for path in shipped_files(examples=False):
        files.append(tmp_path / f"{len(files)}-{path.name}")
        files[-1].write_text(path.read_text("utf-8").replace(CHANGED, "Strategin"), "utf-8")
    store = open_store(str(tmp_path / "store"))
    load_shipped(store, files)
    store.close()
    return tmp_path / "store"


def test_serve_and_doctor_tell_what_update_brings(former: Path) -> None:
    run = CommandLine(former)
    assert "policygraph update --preview" in served_once(former, "--port", "0")[1]
    assert "policygraph update" in run("doctor").out
    before = run.quads()
    told = run("update", "--preview", "--json").answer
    assert [(each["added"], each["removed"]) for each in told["graphs"]] == [(1, 1)]
    assert (told["commit"], run.quads()) == (None, before)
    done = run("update", LC_ALL="C")
    assert done.code == 0
    assert "Commit 2: 1 triples added, 1 removed." in done.out
    assert run("update").out.startswith("Nothing to bring in")
    assert "update" not in served_once(former, "--port", "0")[1]
    assert "update" not in run("doctor").out


def test_what_was_changed_by_hand_is_named_and_left(former: Path, tmp_path: Path) -> None:
    run, file = CommandLine(former), tmp_path / "words.ttl"
    graph = ontology_graph(open_base(former)).value
    file.write_text(
        '<https://w3id.org/policygraph#Project> <http://www.w3.org/2000/01/rdf-schema#label> "Insats"@sv .'
    )
    assert run("load", file, "--graph", graph).code == 0
    done = run("update")
    assert graph in done.err
    assert "--over" in done.err
    assert graph not in done.out
    assert graph in run("update", "--over").out


def test_a_store_that_is_filled_now_has_nothing_to_bring_in(tmp_path: Path) -> None:
    store = fill(tmp_path / "store")
    assert CommandLine(store)("update").out.startswith("Nothing to bring in")
    missing = CommandLine(tmp_path / "none")("update")
    assert missing.code == 6
    assert missing.err.count("\n") == 1


def open_base(folder: Path) -> str:
    store = open_store(str(folder), create=False)
    store.close()
    return store.base
