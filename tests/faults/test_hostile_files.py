"""Hostile files: each is answered within its time, the next good file is read, and nobody is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from canaries import Canary, listening
from graph.errors import FileProblem
from graph.importers.isolated import IsolatedFiles
from graph.importers.sheets import DEFAULT
from graph.isolation import Limits
from graph.isolation.limits import MEBIBYTE
from graph.terms import NamedNode
from hostile_files import LISTS, READ, Hostile
from hostile_rdf import RDF

PATIENT = Limits(
    seconds=300.0, memory=768 * MEBIBYTE, wait_seconds=60.0, workers=1, answer_bytes=64 * MEBIBYTE
)
STRICT = replace(PATIENT, seconds=2.0)
LENGTHS = replace(DEFAULT, unzipped=20_000_000)
BASE, GRAPH = "http://example.org/", NamedNode("http://example.org/graph/list/x")
ROUNDS = 7
LARGER = ("file-timeout", "file-memory", "file-too-large", "file-answer-too-large", "file-failed")
KINDS = {f"list: {name}": kind for name, kind in LISTS.items()} | {
    f"rdf: {name}": kind for name, kind in RDF.items()
}
LISTED = (".xlsx", ".xlsm", ".ods", ".csv", ".json")
CLIMBED = (Path("/tmp/policygraph-climbed"), Path("climbed.xml"))


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with listening() as canary:
        yield canary


@pytest.fixture(scope="module")
def rounds(full_length: bool) -> int:
    """Returns how many files of each kind are sent."""
    return ROUNDS if full_length else 1


@pytest.fixture(scope="module")
def strict() -> Iterator[IsolatedFiles]:
    with IsolatedFiles(STRICT) as files:
        yield files


@pytest.fixture(scope="module")
def patient() -> Iterator[IsolatedFiles]:
    """Yields a reader whose clock gives up nothing that a busy machine is merely slow to refuse."""
    with IsolatedFiles(PATIENT) as files:
        yield files


def said_of(files: IsolatedFiles, hostile: Hostile, content: bytes) -> str:
    """Returns the key of what is said of a file, or READ."""
    try:
        if hostile.name.endswith(LISTED):
            files.read_file(hostile.name, content, limits=LENGTHS)
        else:
            files.read_rdf(hostile.name, content, BASE, GRAPH)
    except FileProblem as error:
        return error.key
    return READ


def still_reads(files: IsolatedFiles) -> bool:
    """Says whether a good file is read right."""
    held = files.read_file("good.csv", "id;title\n1;Örnsköldsvik\n".encode())
    return held.tables[0].lines[1].cells == ("1", "Örnsköldsvik")


def answered(files: IsolatedFiles, canary: Canary, hostile: Hostile, rounds: int) -> None:
    """Has so many files of a kind read, from the smallest on, and a good one after each."""
    for round_ in range(rounds):
        content = hostile.content(seed=round_, size=1 + round_ % 3, canary=canary.address)
        said = said_of(files, hostile, content)
        assert said in (hostile.said if round_ == 0 else hostile.said + LARGER)
        assert still_reads(files)
    assert canary.asked == []


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.is_endless])
def test_a_hostile_file_harms_nobody(patient: IsolatedFiles, canary: Canary, rounds: int, name: str) -> None:
    answered(patient, canary, KINDS[name], rounds)
    assert not any(path.exists() for path in CLIMBED)


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.is_endless])
def test_a_file_without_end_is_given_up(
    strict: IsolatedFiles, canary: Canary, rounds: int, name: str
) -> None:
    answered(strict, canary, KINDS[name], rounds)


def test_the_kinds_are_as_many_as_promised() -> None:
    promised = (Path(__file__).parents[2] / "docs/threat-model.md").read_text(encoding="utf-8")
    assert f"| {len(KINDS)} kinds |" in promised
    assert len(KINDS) * ROUNDS >= 500


def test_what_may_be_said_of_a_kind_are_whole_keys() -> None:
    assert [name for name, kind in KINDS.items() if not isinstance(kind.said, tuple)] == []
