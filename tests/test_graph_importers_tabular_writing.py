"""Lines gathered in runs, by what stands around subject and object."""

from __future__ import annotations

from graph.importers.tabular_writing import Runs


def test_what_two_columns_state_alike_is_written_once() -> None:
    runs = Runs()
    runs.of((" <urn:p> ", " <urn:g> .\n")).extend(["b\n", "a\n", "b\n"])
    runs.of((" <urn:q> ", " <urn:g> .\n")).append("b\n")

    assert runs.joined() == (b"b\na\nb\n", [4, 2])
