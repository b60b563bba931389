"""The versions of what a list says: which came in the place of which, whatever they are called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.commits import Writer
from graph.commits.replacing import Replacement
from graph.ledger.events import Event, supersede
from graph.model import Commit
from graph.store import Changes, open_store
from graph.terms import Quad, iri
from graph_facts import ALICE, BASE, LEDGER, LIST, PEOPLE, Clock, alignment, in_graph
from ledger_reading import Ledger

PROJECT = "<id/project/p/a> a pg:Project ; skos:prefLabel 'A'@sv ."
SAID = f"{BASE}id/alignment/test/"


@pytest.fixture(params=["memory", "disk"])
def writer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Writer]:
    store = open_store("memory:" if request.param == "memory" else str(tmp_path / "store"))
    yield Writer(store, clock=Clock())
    store.close()


def add(writer: Writer, quads: frozenset[Quad]) -> None:
    writer.commit(Changes(added=quads), agent=ALICE, reason="because")


def replace(writer: Writer, ledger: frozenset[Quad]) -> Commit | None:
    return writer.replace_graph(
        Replacement(LIST, in_graph(LIST, PROJECT), ledger=ledger, ledger_graph=LEDGER),
        agent=ALICE,
        reason="list",
    )


def test_a_version_is_not_taken_for_an_alignment_that_is_called_alike(writer: Writer) -> None:
    """Codes have full stops: what is said of 9.2 may be called as a second version of what is said of 9."""
    nine = [alignment("a-9", "<id/project/p/a>", "sdg:9", strength=strength) for strength in (1, 2, 3)]
    target = [alignment("a-9.2", "<id/project/p/a>", "sdg:9.2", strength=strength) for strength in (1, 2)]
    replace(writer, nine[0] | target[0])
    assert replace(writer, nine[0] | target[0]) is None
    replace(writer, nine[1] | target[0])
    assert standing(writer) == {"a-9,2": 2, "a-9.2": 1}
    replace(writer, nine[2] | target[1])
    assert standing(writer) == {"a-9,3": 3, "a-9.2,2": 2}
    assert replace(writer, nine[2] | target[1]) is None


def test_what_is_called_as_a_version_of_another_is_stated_under_a_name_of_its_own(writer: Writer) -> None:
    """Versions were called so once: `a-9.2` is in the store as what came in the place of `a-9`."""
    nine = [
        alignment(name, "<id/project/p/a>", "sdg:9", strength=s) for name, s in (("a-9", 1), ("a-9.2", 2))
    ]
    replace(writer, nine[0])
    event = Event(LEDGER, ALICE, Clock()(), "list")
    add(writer, nine[1] | supersede(BASE, iri(f"{SAID}a-9"), iri(f"{SAID}a-9.2"), event))
    same = alignment("a-9", "<id/project/p/a>", "sdg:9", strength=2)
    target = [alignment("a-9.2", "<id/project/p/a>", "sdg:9.2", strength=strength) for strength in (1, 3)]
    assert replace(writer, same) is None
    assert standing(writer) == {"a-9.2": 2}
    replace(writer, same | target[0])
    assert standing(writer) == {"a-9.2": 2, "a-9.2,1": 1}
    assert replace(writer, same | target[0]) is None
    replace(writer, same | target[1])
    assert standing(writer) == {"a-9.2": 2, "a-9.2,2": 3}
    replace(writer, same)
    assert standing(writer) == {"a-9.2": 2}


def test_what_was_superseded_for_its_name_alone_is_in_force_again(writer: Writer) -> None:
    """A list that was imported once more did so: `a-9.3` says what `a-9` says."""
    nine, wrong = (alignment(name, "<id/project/p/a>", "sdg:9", strength=1) for name in ("a-9", "a-9.3"))
    target = alignment("a-9.2", "<id/project/p/a>", "sdg:9.2", strength=2)
    replace(writer, nine | target)
    event = Event(LEDGER, ALICE, Clock()(), "list")
    add(writer, wrong | supersede(BASE, iri(f"{SAID}a-9.2"), iri(f"{SAID}a-9.3"), event))
    assert standing(writer) == {"a-9": 1, "a-9.3": 1}
    replace(writer, nine | target)
    assert standing(writer) == {"a-9": 1, "a-9.2": 2}
    assert replace(writer, nine | target) is None


def test_a_version_takes_no_name_that_others_gave(writer: Writer) -> None:
    replace(writer, alignment("a", "<id/project/p/a>", "sdg:9", strength=1))
    add(writer, alignment("a,2", "<id/project/p/a>", "sdg:5", graph=PEOPLE))
    more = alignment("a,3", "<id/project/p/a>", "sdg:7", strength=1)
    replace(writer, alignment("a", "<id/project/p/a>", "sdg:9", strength=3) | more)
    assert standing(writer) == {"a,2": 2, "a,3": 1, "a,4": 3}


def standing(writer: Writer) -> dict[str, int]:
    """Returns the strength of each alignment that is in force, by the end of its IRI."""
    found = (each for each in Ledger(writer.store).alignments() if each.status == "proposed")
    return {each.iri.removeprefix(SAID): each.strength for each in found}
