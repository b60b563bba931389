"""What the benchmark of the endpoint asks, commits and reads, on a small store of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.durable import TRIPLES, commits, fifty, look_ups
from bench.endpoint import queries
from bench.engines.base import Unanswered
from bench.engines.wrk import rate_in
from bench.generate import generated
from bench.ours import load_whole
from graph.store import Store, open_store


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("endpoint")
    load_whole(str(generated(400, folder)), str(folder / "store"))
    return folder / "store"


@pytest.fixture
def store(directory: Path) -> Iterator[Store]:
    opened = open_store(str(directory), create=False)
    yield opened
    opened.close()


@pytest.mark.parametrize(("size", "rows"), [("look-up", 1), ("100 rows", 100)])
def test_each_query_has_as_many_rows_as_it_says(store: Store, size: str, rows: int) -> None:
    asked = queries()[size]
    assert len(set(asked)) == len(asked) > 300
    for query in (asked[0], asked[300]):
        assert len(list(store.select(query))) == rows


def test_a_commit_of_the_benchmark_is_fifty_triples_that_are_not_there(store: Store) -> None:
    first, second = fifty(store, 1), fifty(store, 2)
    assert len(first.added) == len(second.added) == TRIPLES
    assert not first.added & second.added
    assert not any(list(store.quads(*quad.triple)) for quad in first.added)


def test_look_ups_and_commits_take_time(directory: Path, tmp_path: Path) -> None:
    assert min(look_ups(str(directory)).values()) > 0
    found = commits(str(directory), str(tmp_path / "appended"))
    assert min(found.values()) > 0
    assert (tmp_path / "appended").stat().st_size > 0


def test_a_report_of_refusals_is_no_rate() -> None:
    with pytest.raises(Unanswered, match="Non-2xx"):
        rate_in("  Non-2xx or 3xx responses: 12\nRequests/sec:     40.00\n")
    with pytest.raises(Unanswered):
        rate_in("Requests/sec:      0.00\n")
