"""The newest changes: of the whole, and of one thing by the journal's own bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.commits import Writer, newest_changes, reason_of, undone
from graph.store import Changes, Store, open_store
from graph_facts import in_graph, node

GRAPH = node("graph/list/x")
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEXT = "å" * 3_000_000  # more than two of the pieces in which a record is read


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = open_store("memory:" if request.param == "memory" else str(tmp_path / "store"))
    writer = Writer(opened, clock=lambda: AT)
    for reason, stated in (
        ("first", "<id/a> <p/one> <id/b> ."),
        ("second", "<id/c> <p/one> 'id/a' ."),
        ("third", f"<id/d> <p/one> '{TEXT}', <id/a> ."),
    ):
        writer.commit(Changes(added=in_graph(GRAPH, stated)), agent=node("id/agent/x").value, reason=reason)
    yield opened
    opened.close()


def reasons(store: Store, thing: str | None = None, **given: int) -> list[str]:
    limit = given.pop("limit", 10)
    return [each.reason for each in newest_changes(store, limit, thing, **given)]


def test_the_newest_come_first(store: Store) -> None:
    assert reasons(store) == ["third", "second", "first"]
    assert reasons(store, limit=2) == ["third", "second"]


def test_of_a_thing_only_commits_that_name_it(store: Store) -> None:
    """As subject, object or agent; a text that reads like its IRI, and an IRI that begins so, are others."""
    assert reasons(store, node("id/a").value) == ["third", "first"]
    assert reasons(store, node("id/c").value) == ["second"]
    assert reasons(store, node("id/agent/x").value) == ["third", "second", "first"]
    assert reasons(store, node("id/agent").value) == []


def test_what_is_removed_counts_too(store: Store) -> None:
    writer = Writer(store, clock=lambda: AT)
    removed = in_graph(GRAPH, "<id/a> <p/one> <id/b> .")
    writer.commit(Changes(removed=removed), agent=node("id/agent/x").value, reason="fourth")
    assert reasons(store, node("id/b").value) == ["fourth", "first"]


def test_no_more_of_the_journal_is_read_than_is_allowed(store: Store) -> None:
    """A commit that was begun is read whole; the older ones stay unread."""
    assert reasons(store, node("id/a").value, most=1000) == ["third"]
    assert reasons(store, node("id/c").value, most=1000) == []
    assert store.weight(3) > len(TEXT.encode()) > store.weight(2) > 0
    assert (store.weight(99), store.names(99, node("id/a").value)) == (0, False)


def test_what_is_undone_is_told_until_the_undoing_is_undone(store: Store) -> None:
    writer = Writer(store, clock=lambda: AT)
    for sequence, told in ((1, {1}), (4, {4}), (2, {2, 4})):
        writer.undo(sequence, node("id/agent/x").value, reason_of("undo", sequence=sequence))
        assert undone(writer.history()) == told
