"""Who set a strength goes out with a mapping set, comes back, and is said of nothing else (decision 0050)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data import shipped_files
from graph.commits import Writer
from graph.errors import SubmissionRefused
from graph.ledger.status import grader_of
from graph.ledger.words import GRADED_BY
from graph.loading import load_shipped
from graph.recording import Recorder
from graph.recording.agents import ledger_of
from graph.sssom import records_in_force
from graph.store import Changes, Store, open_store
from graph.terms import Quad, expand, iri
from graph_facts import BASE, Clock
from test_graph_sssom import ANNA, BO, BOT, DRAFT, ROW, empty, exported, imported, rows_of, table

GRADED = ROW | {
    "author_id": ANNA.iri,
    "pg_author_name": "Anna",
    "pg_author_kind": "person",
    "pg_graded_by": BO.iri,
    "pg_grader_name": "Bo",
    "pg_grader_kind": "person",
}
LEDGER = ledger_of(BASE, ANNA.iri)


def graded_store() -> Store:
    """Returns a store in which Bo has set the strength of what Anna says."""
    store = empty()
    writer = Writer(store, clock=Clock())
    Recorder(writer, ANNA).state(DRAFT)
    Recorder(writer, BO).state(replace(DRAFT, target=expand("sdg:9").value))
    told = Quad(LEDGER, GRADED_BY, iri(BO.iri), LEDGER)
    writer.commit(Changes(added=frozenset({told})), agent=BO.iri, reason="Bo set the strength")
    return store


def graders(store: Store) -> dict[str, str]:
    found = ((record.iri, grader_of(store, iri(record.iri))) for record in records_in_force(store))
    return {name: grader.value if grader else "" for name, grader in found}


def test_who_set_a_strength_goes_out_and_comes_back_and_again() -> None:
    store, target = graded_store(), empty()
    content = exported(store)
    assert {(row["author_id"], row["pg_graded_by"]) for row in rows_of(content)} == {
        ("here:id/agent/local/anna", BO.iri),
        (BO.iri, ""),
    }
    imported(target, content, validate=True)
    assert list(records_in_force(target)) == list(records_in_force(store))
    assert graders(target) == graders(store)
    assert sorted(graders(target).values()) == ["", BO.iri]
    assert imported(target, content).commit is None
    assert rows_of(exported(target)) == rows_of(content)


def test_what_ships_keeps_who_set_its_strengths() -> None:
    store = open_store("memory:")
    load_shipped(store, shipped_files(examples=True))
    told = {row["pg_alignment"]: row["pg_graded_by"] for row in rows_of(exported(store))}
    assert sum(map(bool, told.values())) > 10
    assert set(told.values()) == {"", "here:id/agent/policygraph/editors"}


def test_what_an_author_states_later_is_not_said_to_be_graded_by_others() -> None:
    target = empty()
    imported(target, table([GRADED]))
    name = Recorder(Writer(target, clock=Clock()), ANNA).state(replace(DRAFT, target=expand("sdg:9").value))
    assert {record.iri: record.graded_by for record in records_in_force(target)}[name] == ""
    assert not any(target.quads(LEDGER, GRADED_BY))


def test_a_set_that_says_nothing_of_it_leaves_what_the_graph_holds() -> None:
    store = graded_store()
    rows = [
        row | {"pg_graded_by": "", "pg_grader_name": "", "pg_grader_kind": ""}
        for row in rows_of(exported(store))
    ]
    before = graders(store)
    assert imported(store, table(rows, "#curie_map:\n#  here: " + BASE + "\n")).commit is None
    assert graders(store) == before


def test_an_author_who_set_it_needs_no_ledger_of_its_own() -> None:
    target = empty()
    imported(target, table([GRADED | {"pg_graded_by": ANNA.iri, "pg_grader_name": "Anna"}]))
    [record] = records_in_force(target)
    assert record.graded_by == ""
    assert {quad.graph_name for quad in target.quads(iri(record.iri), expand("rdf:type"))} == {LEDGER}


@pytest.mark.parametrize(
    ("changes", "column", "key"),
    [
        ({"pg_graded_by": "id/agent/local/nobody", "pg_grader_name": ""}, "pg_graded_by", "agent-unknown"),
        ({"pg_graded_by": f"{BO.iri}|{ANNA.iri}"}, "pg_graded_by", "agent-several"),
        ({"pg_grader_kind": "cat"}, "pg_grader_kind", "agent-kind-unknown"),
        ({"pg_graded_by": "nowhere:x"}, "pg_graded_by", "prefix-unknown"),
    ],
)
def test_a_grader_that_cannot_be_is_told_by_row_and_column(
    changes: dict[str, str], column: str, key: str
) -> None:
    store = empty()
    with pytest.raises(SubmissionRefused) as caught:
        imported(store, table([GRADED | changes]))
    assert [(each.place.row, each.place.column, each.key) for each in caught.value.findings] == [
        (2, column, key)
    ]
    assert not list(records_in_force(store))


def test_another_grader_than_the_graph_knows_is_another_statement() -> None:
    store = empty()
    imported(store, table([GRADED]))
    [record] = records_in_force(store)
    other = {
        "pg_alignment": record.iri,
        "pg_graded_by": BOT.iri,
        "pg_grader_name": "Bot",
        "pg_grader_kind": "machine",
    }
    with pytest.raises(SubmissionRefused) as caught:
        imported(store, table([GRADED | other]))
    assert [each.key for each in caught.value.findings] == ["record-differs"]
