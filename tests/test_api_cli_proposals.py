"""policygraph propose: on a text without a trace, on projects with and without a statement in the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import CommandLine
from graph.store import Changes
from graph.terms import Literal, Quad, expand, graph_iri, iri
from graph_facts import BASE
from small_graph import full, small_store

LAB = "Forskare vid universitetet bygger en testbädd för ny teknik tillsammans med ett forskningsinstitut."


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Returns the command line on a store with the small graph, in which a project describes itself."""
    folder = tmp_path_factory.mktemp("store")
    store = small_store(str(folder / "store"))
    told = Literal(LAB, language="sv")
    quad = Quad(iri(full("project/x/p2")), expand("dct:description"), told, graph_iri(BASE, "list", "x"))
    store.apply(Changes(added=frozenset([quad])), store.sequence + 1)
    store.close()
    return CommandLine(folder / "store")


def test_a_text_from_a_file_or_from_standard_input_is_told(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(LAB, encoding="utf-8")
    table = run("propose", "--text", file)
    assert table.code == 0
    assert "9.5 Forskning" in table.out
    assert "universitetet" in table.out
    assert "read as sv" in table.err
    told = run("propose", "--text", "-", "--json", given=LAB).answer
    assert [item["thing"]["code"] for item in told["items"]] == ["9", "9.5"]


def test_areas_that_a_text_names_are_told(run: CommandLine) -> None:
    text = f"{LAB} Arbetet görs i Umeå kommun."
    assert "Umeå (" in run("propose", "--text", "-", given=text).err
    assert "--area" not in run("propose", "--text", "-", given=LAB).err
    [named] = run("propose", "--text", "-", "--json", given=text).answer["areas"]
    assert named["iri"].endswith("/id/area/se-kommun/2480")


def test_it_says_why_it_abstains(run: CommandLine) -> None:
    done = run("propose", "--title", "Ett projekt")
    assert (done.code, done.out.strip()) == (
        0,
        "The text is too short: write at least a sentence about what the project does.",
    )


def test_projects_are_stated_on_request_and_once(run: CommandLine) -> None:
    before = run.quads()
    assert run("propose", "id/project/x/p2").code == 0
    assert run.quads() == before
    first = run("propose", "id/project/x/p2", "--state", "--json").answer[0]["outcome"]
    again = run("propose", "id/project/x/p2", "--state")
    assert f"0 new, 0 changed, {len(first['stated'])} as before" in again.out
    reviewed = run("review", *first["stated"], "--agreement", "1", "--reason", "Stämmer.", "--in", "sv")
    assert reviewed.out.count("accepted") == len(first["stated"])


@pytest.mark.parametrize(
    "arguments", [(), ("id/project/x/p2", "--title", "Ett projekt"), ("--title", "Ett projekt", "--state")]
)
def test_a_text_and_projects_exclude_each_other(run: CommandLine, arguments: tuple[str, ...]) -> None:
    done = run("propose", *arguments)
    assert done.code != 0
    assert "Give either a text or something that the graph knows" in done.err


def test_a_file_that_is_not_there_is_said(run: CommandLine) -> None:
    done = run("propose", "--text", "/nowhere/text.txt")
    assert done.code != 0
    assert "/nowhere/text.txt" in done.err
