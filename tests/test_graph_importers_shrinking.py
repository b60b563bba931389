"""A list that shrinks and grows again: its statements come and go, and each import can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.commits import Writer
from graph.errors import Conflict, FileProblem
from graph.importers.tabular import ListImport, import_list, open_list
from graph.importers.tabular_mapping import load_mapping
from graph.repository import Repository
from graph.store import Changes
from graph.terms import expand, iri
from graph.validation import validate_store
from graph_facts import ALICE
from ledger_reading import Ledger
from lists_of_ours import row, shipped_writer, write_rows

SWEDISH = load_mapping("tillvaxtverket-2014")
ROWS = 12
Import = Callable[..., ListImport]


writer = pytest.fixture(name="writer")(shipped_writer)


@pytest.fixture
def importing(writer: Writer, tmp_path: Path) -> Import:
    def of(rows: int, may_lose: int = ROWS) -> ListImport:
        made = [row(ärende_id=str(20999001 + number)) for number in range(rows)]
        path = write_rows(tmp_path, *made, name=f"{rows}.json")
        return import_list(open_list(path, SWEDISH), writer, agent=ALICE, may_lose=may_lose)

    return of


def served(writer: Writer) -> int:
    """Returns how many rows of the list serve an objective by a statement that counts."""
    links = writer.store.quads(None, expand("pg:contributesTo"))
    return len({quad.subject for quad in links if "/tillvaxtverket-2014/20999" in str(quad.subject)})


def withdrawn(writer: Writer) -> int:
    found = Ledger(writer.store).alignments()
    return sum(each.status == "withdrawn" for each in found if "/tillvaxtverket-2014/20999" in each.source)


def test_a_list_that_shrank_may_grow_again_and_each_import_may_be_undone(
    writer: Writer, importing: Import
) -> None:
    for rows in (ROWS, 3, ROWS, 3):
        importing(rows)
        assert (served(writer), withdrawn(writer)) == (rows, ROWS - rows)
    last = writer.store.sequence
    for undone, expected in zip(range(last, last - 4, -1), (ROWS, 3, ROWS, 0), strict=True):
        writer.undo(undone, ALICE, "again")
        assert served(writer) == expected, undone
    importing(ROWS)
    assert served(writer) == ROWS


def test_the_whole_graph_conforms_when_a_list_has_shrunk(writer: Writer, importing: Import) -> None:
    for rows in (3, 1):
        importing(rows)
    assert withdrawn(writer) == 2
    assert validate_store(writer.store).violations == ()


def test_an_empty_list_takes_nothing_away(writer: Writer, importing: Import) -> None:
    importing(3)
    before = writer.store.sequence
    with pytest.raises(FileProblem, match="list-empty"):
        importing(0)
    assert (writer.store.sequence, served(writer)) == (before, 3)


def test_a_shorter_list_is_refused_until_so_much_loss_is_agreed_to(writer: Writer, importing: Import) -> None:
    importing(ROWS)
    before = writer.store.sequence
    for too_few in (0, ROWS - 4):
        with pytest.raises(Conflict) as caught:
            importing(3, may_lose=too_few)
        told = caught.value.values
        assert (caught.value.key, told["count"], told["held"]) == ("list-loses", ROWS - 3, ROWS)
        assert told["names"] == ", ".join(f"{20999004 + n} Ett exempel" for n in range(5)) + ", …"
        assert (writer.store.sequence, served(writer)) == (before, ROWS)
    assert importing(3, may_lose=ROWS - 3).gone == ROWS - 3
    assert importing(4, may_lose=0).gone == 0, "what only grows asks nobody"


def test_a_corrected_list_that_takes_nothing_away_asks_nobody(writer: Writer, tmp_path: Path) -> None:
    for name in ("Först", "Sedan"):
        path = write_rows(tmp_path, row(projektnamn=name))
        done = import_list(open_list(path, SWEDISH), writer, agent=ALICE)
        assert done.commit is not None
    assert done.gone == 0


def test_what_a_mapping_sets_is_told_as_ours_and_what_stands_in_the_ledger_stays(
    writer: Writer, importing: Import
) -> None:
    importing(2)
    stated = f"{writer.store.base}id/alignment/tillvaxtverket-2014/20999001-to1"
    both = (
        Ledger(writer.store).alignment(stated),
        Repository(writer.store).alignments_by_iri([stated], "en")[stated],
    )
    ours = f"{writer.store.base}id/agent/policygraph/editors"
    assert {each.author.iri.rpartition("/")[2] for each in both} == {"tillvaxtverket"}
    assert [each.graded_by.iri if each.graded_by else None for each in both] == [ours, ours]

    # A ledger of before says nothing of it: the list again adds just that, and states nothing anew.
    store = writer.store
    ledger = iri(f"{store.base}graph/ledger/tillvaxtverket-2014")
    [graded] = store.quads(ledger, expand("pg:gradedBy"))
    before = set(store.quads(graph=ledger)) - {graded}
    store.apply(Changes(removed=frozenset([graded])), store.sequence + 1)
    assert Ledger(store).alignment(stated).graded_by is None
    again = importing(2).commit
    assert again is not None
    assert (again.added, again.removed) == (1, 0)
    assert set(store.quads(graph=ledger)) == before | {graded}


def test_who_states_something_themselves_sets_its_strength_themselves(writer: Writer) -> None:
    told = [each for each in Ledger(writer.store).alignments() if each.author.iri.endswith("/editors")]
    assert told
    assert {each.graded_by for each in told} == {None}
    theirs = [
        each for each in Ledger(writer.store).alignments() if each.author.iri.endswith("/tillvaxtverket")
    ]
    assert {each.graded_by.iri.rpartition("/")[2] for each in theirs if each.graded_by} == {"editors"}
    assert all(each.graded_by for each in theirs)


@pytest.mark.parametrize(("gone", "is_cut"), [(5, False), (6, True)])
def test_the_first_five_of_what_would_go_are_named(importing: Import, gone: int, is_cut: bool) -> None:
    importing(ROWS)
    with pytest.raises(Conflict) as caught:
        importing(ROWS - gone, may_lose=0)

    names = str(caught.value.values["names"])
    assert (names.count("20999"), names.endswith(", …")) == (5, is_cut)
