"""A long list goes through in batches of text: what becomes of it is what becomes of it taken whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import shipped_files
from graph.alignment.portfolio import Portfolio
from graph.commits import Writer
from graph.derived import derive
from graph.errors import SubmissionRefused
from graph.importers import tabular_parting
from graph.importers.preview import preview_list
from graph.importers.tabular import ListFile, import_list, open_content
from graph.importers.tabular_mapping import load_mapping
from graph.loading import load_shipped
from graph.store import Batch, Store, open_store, oxigraph
from graph.terms import Quad, expand
from graph.validation import validate_submission

AGENT = "id/agent/policygraph/command-line"
HEADINGS = (
    *("Projektnummer", "Projektnamn", "Startdatum", "Slutdatum", "Områden", "Organisation", "Roll"),
    *("Program", "Beviljat belopp", "Valuta", "Mål", "Motivering"),
)
# Moments, of which each import has its own.
DATED = frozenset(map(expand, ("dct:created", "prov:endedAtTime")))
Row = tuple[str, ...]


def of(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


ROWS = st.lists(
    st.tuples(
        of("P1", "P2", "P3", "P4", "P5", "P6", "P7"),
        of("Vätgas", 'Ett "namn"', "Bredband\\i norr", "Энергия"),
        of("2021-01-01", "1 maj 2022", ""),
        of("2023-12-31", "2020-02-01", ""),
        of("Norrbottens län", "Norrbottens län; Arjeplog", "Ingenstans", ""),
        of("Bolaget AB", "BOLAGET AB", "Kommunen", "Region Väst", "Högskolan"),
        of("stödmottagare", "partner", ""),
        of("2014SE16RFOP007", ""),
        of("1 000", "1000,0", "-5", "12,50", ""),
        of("SEK", "SEK", "SEK", "EUR", ""),
        of("9.1", "9.c; 13.2", "TO2", "9", "99.9", ""),
        of("Därför.", "Rad ett\nrad två", "", "å" * 300),
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda row: (row[0], row[5].lower()),
)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """Returns two stores of what ships: one takes lists whole, the other, on disk, in batches."""
    whole, parted = open_store("memory:"), open_store(str(tmp_path_factory.mktemp("parted")))
    for store in (whole, parted):
        load_shipped(store, shipped_files(examples=True))
    yield whole, parted
    parted.close()


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular_parting, "BATCH", 2)
    monkeypatch.setattr(oxigraph, "LARGE", 30)


def opened(rows: list[Row], mapping: str = "projects") -> ListFile:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADINGS, *rows])
    return open_content(Path("lista.csv"), text.getvalue().encode(), load_mapping(mapping))


def undated(quads: Any) -> set[str]:
    return {str(quad) for quad in quads if quad.predicate not in DATED}


def became(store: Store, many: int, file: ListFile) -> Any:
    """Returns what an import says, and what the journal holds of it; `many` rows are taken in batches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tabular_parting, "MANY", many)
        try:
            done = import_list(file, Writer(store, validate_submission), agent=store.base + AGENT)
        except SubmissionRefused as error:
            return error.key, error.findings
        record = store.recorded(store.sequence)
    assert record is not None
    told = None
    if done.commit:
        told = done.commit.sequence, done.commit.added, done.commit.removed, done.commit.warnings
        assert len(list(store.lines(store.sequence))) == len(record.changes.added | record.changes.removed)
    return told, done.gone, done.warnings, undated(record.changes.added), undated(record.changes.removed)


def previewed(store: Store, many: int, file: ListFile) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tabular_parting, "MANY", many)
        writer, portfolio = Writer(store, validate_submission), Portfolio(store)
        return preview_list(file, writer, agent=store.base + AGENT, portfolio=portfolio)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_a_list_in_batches_becomes_what_it_becomes_whole(
    stores: tuple[Store, Store], rows: list[Row]
) -> None:
    """Lists follow one another, so most correct what is there already."""
    whole, parted = stores
    file = opened(rows)
    assert previewed(parted, 1, file) == previewed(whole, 10**6, file)
    assert became(parted, 1, file) == became(whole, 10**6, file)
    assert undated(parted.quads()) == undated(whole.quads())
    assert became(parted, 1, file)[0] == became(whole, 10**6, file)[0]


def test_what_is_derived_is_what_is_derived_anew(stores: tuple[Store, Store]) -> None:
    store = stores[1]
    new = [(f"Q{n}", "Nytt", "", "", "", f"Org {n % 3}", "", "", "", "", "9.1", "Därför.") for n in range(7)]
    assert became(store, 1, opened(new))[0] is not None
    kept = {quad for quad in store.quads() if "/graph/derived/" in str(quad.graph_name)}
    assert kept == derive(store)


def test_new_rows_go_through_in_batches_and_the_same_rows_again_do_not(stores: tuple[Store, Store]) -> None:
    store = stores[1]
    rows = [(f"R{n}", "Nytt", "", "", "", f"Eget {n}", "", "", "", "", "9.1", "Därför.") for n in range(5)]
    first, again = (list(batches(store, opened(rows))) for _ in range(2))
    assert [len(batch.subjects) for batch in first] == [14, 14, 7]
    assert len(again) == 3
    became(store, 1, opened(rows))
    assert list(batches(store, opened(rows))) == []
    mixed = [*rows, ("R9", "Nytt", "", "", "", "Eget 1", "", "", "", "", "", "")]
    [batch] = batches(store, opened(mixed))
    assert {
        each.value.rpartition("/projects/")[2] for each in batch.subjects if "organisation" in each.value
    } == set()


def batches(store: Store, file: ListFile) -> Iterator[Batch]:
    from datetime import UTC, datetime

    from graph.importers.tabular import prepare_list

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tabular_parting, "MANY", 1)
        prepared = prepare_list(file, store, datetime.now(UTC))
    yield from prepared.parted.batches()


def test_a_batch_is_its_quads_each_once_in_stored_form() -> None:
    lines = (
        '<http://x/a> <http://x/p> "0.40"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://x/g> .\n'
        '<http://x/a> <http://x/p> "0.4"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://x/g> .\n'
    )
    node = expand("http://x/a")
    batch = Batch("http://x/", [node], lines.encode())
    [quad] = batch
    other = Quad(expand("http://x/b"), quad.predicate, node, quad.graph_name)
    batch.put_beside([other])

    assert (len(batch), str(quad.object), list(batch)) == (1, str(quad.object), [quad])
    assert quad in batch
    assert other not in batch
    assert batch.lines == f"{quad} .\n".encode()
    assert set(batch.store.quads()) == {quad, other}
