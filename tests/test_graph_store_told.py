"""What a batch tells is the same by runs of lines as line by line, and a store gives it back with them."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store import Changes, as_stored, open_store, oxigraph
from graph.store.canonical import are_stored
from graph.store.piling import lines_of
from graph.store.told import Told
from graph.terms import Literal, NamedNode, Quad, expand

EX = "http://x/"
nodes = st.sampled_from("abcd").map(lambda name: NamedNode(EX + name))
# What looks like a part of a line, and whatever else ends lines for others than N-Quads.
words = st.lists(st.sampled_from(["é", " <http://x/a> ", " .\n", '"', "\\", "\r", "\x85", "\u2028", "x"]))
literals = st.builds(Literal, words.map("".join))
quads = st.frozensets(st.builds(Quad, nodes, nodes, nodes | literals, nodes), max_size=30)


def in_runs(told: frozenset[Quad]) -> Told:
    found: dict[tuple[NamedNode, object], list[Quad]] = defaultdict(list)
    for quad in told:
        found[quad.predicate, quad.graph_name].append(quad)
    runs = [lines_of(own) for own in found.values()]
    return Told(b"".join(runs), [*map(len, runs)])


def read(told: Told, wanted: set[str]) -> set[tuple[str, str, str, str]]:
    return {
        (subject, column.predicate, value, column.graph)
        for column in told.columns(wanted)
        for subject, value in zip(column.subjects, column.objects, strict=True)
    }


@given(told=quads, behind=quads, wanted=st.frozensets(nodes))
def test_quads_are_read_by_runs_as_line_by_line(
    told: frozenset[Quad], behind: frozenset[Quad], wanted: frozenset[NamedNode]
) -> None:
    runs, rest, names = in_runs(told), lines_of(behind), {str(node) for node in wanted}
    expected = {
        (str(quad.subject), str(quad.predicate), str(quad.object), str(quad.graph_name))
        for quad in told | behind
        if quad.predicate in wanted
    }

    assert read(Told(runs.lines + rest, runs.runs), names) == expected
    assert read(Told(runs.lines + rest), names) == expected
    assert Told(runs.lines + rest).subjects() == {str(quad.subject) for quad in told | behind}


@given(told=quads, subjects=st.frozensets(nodes))
def test_lines_are_made_of_columns_again(told: frozenset[Quad], subjects: frozenset[NamedNode]) -> None:
    names = {str(node) for node in nodes_of(told)}
    asked = {str(subject) for subject in subjects}
    lines = [line for each in in_runs(told).columns(names) for line in each.lines(asked)]

    expected = lines_of(quad for quad in told if quad.subject in subjects).decode()
    assert sorted(lines) == sorted(expected.split("\n")[:-1])


def nodes_of(told: frozenset[Quad]) -> set[NamedNode]:
    return {quad.predicate for quad in told}


def test_a_journal_gives_batches_back_with_their_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oxigraph, "LARGE", 1)
    quads = frozenset(Quad(NamedNode(EX + each), NamedNode(EX + "p"), Literal(each)) for each in "ab")
    quads = frozenset(Quad(*quad.triple, NamedNode(EX + "g")) for quad in quads)
    store, told = open_store(str(tmp_path)), in_runs(quads)
    with closing(store.pile()) as pile:
        pile.put_batch(told.lines, 2, told.runs)
        pile.put_batch(b"", 0)
        store.apply(Changes(), 1, {}, pile)
    store.close()
    again = open_store(str(tmp_path))

    assert list(again.batches(1)) == [told, Told(b"", [])]
    again.close()


@given(
    st.sampled_from(["xsd:string", "xsd:integer", "xsd:decimal", "xsd:date", "xsd:dateTime"]),
    st.one_of(
        st.integers().map(str),
        st.decimals(allow_nan=False, allow_infinity=False).map("{:f}".format),
        st.dates().map(str),
        st.from_regex(r"[-+]?[0-9]{1,20}(\.[0-9]{1,3})?|[12]\d{3}-\d\d-\d\d", fullmatch=True),
    ),
)
def test_literals_that_are_said_to_be_stored_come_back_as_they_were(datatype: str, text: str) -> None:
    literal = Literal(text, datatype=expand(datatype))
    node, store = NamedNode(EX + "a"), open_store("memory:")
    quad = Quad(node, node, literal, node)
    store.apply(Changes(added=frozenset([quad])), 1)

    [stored] = store.quads()
    assert are_stored([literal]) == (str(stored) == str(quad))
    assert [str(each) for each in as_stored([quad])] == [str(stored)]
