"""A list withdraws what it said itself, whatever others call their ledgers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.commits import Writer
from graph.errors import Conflict
from graph.importers.tabular import ListImport, import_list, open_list
from graph.importers.tabular_mapping import FOLDER, load_mapping
from graph.store import Changes
from graph.terms import graph_iri
from graph_facts import ALICE, BASE, Clock, alignment
from ledger_reading import Ledger
from lists_of_ours import row, shipped_store, write_rows

SWEDISH = FOLDER / "tillvaxtverket-2014.json"
THEIRS = f"{BASE}id/alignment/test/theirs"
Take = Callable[..., ListImport]


@pytest.fixture
def writer() -> Writer:
    return Writer(shipped_store(), clock=Clock())


@pytest.fixture
def take(writer: Writer, tmp_path: Path) -> Take:
    """Imports a row by a mapping of its own, whose list is called `ours`, into the ledger of that name."""

    def taken(ledger: str, **changed: str) -> ListImport:
        text = SWEDISH.read_text(encoding="utf-8").replace(
            "graph/list/tillvaxtverket-2014", "graph/list/ours"
        )
        path = tmp_path / "ours.json"
        path.write_text(text.replace("graph/ledger/tillvaxtverket-2014", f"graph/ledger/{ledger}"), "utf-8")
        mapping = load_mapping.__wrapped__(str(path))
        return import_list(open_list(write_rows(tmp_path, row(**changed)), mapping), writer, agent=ALICE)

    return taken


@pytest.fixture(autouse=True)
def stated(writer: Writer) -> None:
    """Has somebody state what a target area serves, in a ledger that is called `ours`."""
    said = alignment(
        "theirs",
        "<id/objective/vastmanland/target-area-2>",
        "sdg:13.1",
        graph=graph_iri(BASE, "ledger", "ours"),
    )
    writer.commit(Changes(added=said), agent=ALICE, reason="said")


def status(writer: Writer, iri: str) -> str:
    return Ledger(writer.store).alignment(iri).status


def test_a_list_leaves_a_ledger_alone_that_is_called_as_its_graph(writer: Writer, take: Take) -> None:
    take("ours-stated")

    assert status(writer, THEIRS) == "proposed"


def test_a_list_may_not_take_the_ledger_of_others(writer: Writer, take: Take) -> None:
    with pytest.raises(Conflict) as caught:
        take("ours")

    assert (caught.value.key, caught.value.values["graph"]) == ("ledger-taken", f"{BASE}graph/ledger/ours")
    assert status(writer, THEIRS) == "proposed"


def test_a_list_that_says_nothing_any_more_withdraws_what_it_said(writer: Writer, take: Take) -> None:
    take("ours-stated")
    own = f"{BASE}id/alignment/tillvaxtverket-2014/20999001-to1"
    assert status(writer, own) == "proposed"
    take("ours-stated", tematiskt_mål="Tekniskt stöd")

    assert (status(writer, own), status(writer, THEIRS)) == ("withdrawn", "proposed")


def test_a_list_that_was_undone_may_come_again(writer: Writer, take: Take) -> None:
    done = take("ours-stated")
    assert done.commit is not None
    writer.undo(done.commit.sequence, ALICE, "again")

    assert take("ours-stated").commit is not None
