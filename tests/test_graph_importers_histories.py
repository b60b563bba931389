"""Lists that come, come back changed and are taken back by several people: what they last say holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.alignment.portfolio import Portfolio
from graph.commits import Writer
from graph.errors import Conflict
from graph.importers.preview import preview_list
from graph.importers.rdf import read_dump
from graph.importers.tabular import ListFile, ListImport, import_list, open_content
from graph.importers.tabular_mapping import load_mapping
from graph.ledger.status import is_in_force
from graph.ledger.words import ALIGNMENT, COMMENT, SOURCE, TARGET, TYPE
from graph.loading import load_file
from graph.recording.agents import Agent, introduction, ledger_of
from graph.terms import NamedNode, Quad, graph_iri
from graph.validation import validate_store, validate_submission
from graph_facts import BASE, Clock
from lists_of_ours import shipped_store, shipped_writer
from test_graph_importers_following import framed, held

HEAD = (
    "Projektnummer",
    "Projektnamn",
    "Organisation",
    "Beviljat belopp",
    "Valuta",
    "Områden",
    "Mål",
    "Motivering",
)
PEOPLE = tuple(Agent(f"{BASE}id/agent/test/{name}", name) for name in ("Anna", "Bertil"))
Row = tuple[str, ...]


@pytest.fixture(name="lists")
def of_what_ships() -> Iterator[Lists]:
    for writer in shipped_writer():
        yield Lists(writer)


@dataclass(frozen=True)
class Lists:
    """Brings lists of our own form into a store of what ships."""

    writer: Writer

    def opened(self, name: str, rows: list[Row]) -> ListFile:
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows([HEAD, *rows])
        return open_content(Path("lista.csv"), text.getvalue().encode(), load_mapping("projects"), name=name)

    def bring(self, name: str, rows: list[Row], who: Agent = PEOPLE[0]) -> ListImport:
        opened = self.opened(name, rows)
        return import_list(opened, self.writer, agent=who.iri, known=who, may_lose=100)

    def undo(self, who: Agent) -> None:
        """Takes the last commit back."""
        store = self.writer.store
        known = introduction(store, who, ledger_of(BASE, who.iri))
        self.writer.undo(store.sequence, who.iri, "ångrat", known)

    def undo_refused(self, sequence: int) -> str:
        """Returns the commits that are in the way of taking one back."""
        with pytest.raises(Conflict, match="undo-later-changes") as caught:
            self.writer.undo(sequence, PEOPLE[0].iri, "ångrat")
        return str(caught.value.values["commits"])

    def states(self, name: str) -> frozenset[Quad]:
        """Returns what a list says outside its ledger."""
        graph = graph_iri(BASE, "list", f"projects_{name}")
        return frozenset(self.writer.store.quads(graph=graph))

    def holds(self, name: str) -> list[tuple[str, ...]]:
        """Returns project, objective and reason of each statement of a list that is in force."""
        ledger = graph_iri(BASE, "ledger", f"projects_{name}")
        stated = (quad.subject for quad in self.writer.store.quads(None, TYPE, ALIGNMENT, ledger))
        return sorted(map(self._told, (node for node in stated if is_in_force(self.writer.store, node))))

    def _told(self, node: NamedNode) -> tuple[str, ...]:
        parts = (next(self.writer.store.quads(node, part)).object for part in (SOURCE, TARGET, COMMENT))
        return tuple(part.value.rpartition("/")[2] for part in parts)


def said(rows: list[Row]) -> list[tuple[str, ...]]:
    """Returns what rows say in the form of `Lists.holds`."""
    return sorted((row[0], goal, row[-1]) for row in rows for goal in row[-2].split("; ") if goal)


def project(number: int, goals: str, reason: str = "Därför.", amount: str = "1000") -> Row:
    return (f"p{number}", f"Namn {number}", "Bolaget", amount, "SEK", "Sala", goals, reason)


def drawn_project(number: int) -> st.SearchStrategy[Row]:
    goals = st.lists(st.sampled_from(("9", "9.5", "13.2")), max_size=2, unique=True).map("; ".join)
    reasons, amounts = st.sampled_from(("Därför.", "Annars.")), st.sampled_from(("1000", "2000"))
    return st.builds(project, st.just(number), goals, reasons, amounts)


ROWS = st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True).flatmap(
    lambda numbers: st.tuples(*map(drawn_project, numbers)).map(list)
)
BRINGING = st.tuples(st.sampled_from("ab"), ROWS, st.sampled_from(PEOPLE))
STEPS = st.lists(st.one_of(BRINGING, BRINGING, st.sampled_from(PEOPLE)), min_size=2, max_size=7)
"""Are lists that somebody brings, and people who take the last commit back."""


@settings(max_examples=10)
@given(steps=STEPS)
def test_what_holds_is_what_the_lists_last_say(steps: list[tuple[str, list[Row], Agent] | Agent]) -> None:
    lists = Lists(Writer(shipped_store(), validate_submission, clock=Clock()))
    writer, portfolio = lists.writer, Portfolio(lists.writer.store)
    states = {writer.store.sequence: state(lists)}
    for step in steps:
        last = writer.store.sequence
        if isinstance(step, Agent):
            if last - 1 in states:
                lists.undo(step)
                assert state(lists) == states[last - 1]
        else:
            name, rows, who = step
            lists.bring(name, rows, who)
            assert lists.holds(name) == said(rows)
            assert lists.bring(name, rows, who).commit is None
        states[writer.store.sequence] = state(lists)
    portfolio.catch_up()
    anew = Portfolio(writer.store)
    assert framed(portfolio) == framed(anew)
    assert alive(portfolio) == alive(anew)


def state(lists: Lists) -> object:
    return [(lists.states(name), lists.holds(name)) for name in "ab"]


def alive(portfolio: Portfolio) -> object:
    return {name: told for name, told in held(portfolio).items() if told[0]}


def test_what_one_person_took_away_by_a_list_another_brings_back(lists: Lists) -> None:
    rows = [project(1, "9"), project(2, "13.2")]
    lists.bring("a", rows)
    lists.bring("a", rows[:1])
    lists.bring("a", rows, PEOPLE[1])

    assert lists.holds("a") == said(rows)


def test_a_list_that_one_person_undid_another_brings_back(lists: Lists) -> None:
    rows = [project(1, "9")]
    lists.bring("a", rows)
    lists.undo(PEOPLE[1])
    lists.bring("a", rows)

    assert lists.holds("a") == said(rows)


def test_the_same_list_by_somebody_else_is_no_commit_and_a_preview_counts_what_is_added(lists: Lists) -> None:
    anna, bertil = PEOPLE
    file, portfolio = lists.opened("a", [project(1, "9")]), Portfolio(lists.writer.store)
    told = preview_list(file, lists.writer, agent=anna.iri, known=anna, portfolio=portfolio)
    done = lists.bring("a", [project(1, "9")], anna)
    assert done.commit
    assert (told.added, told.removed) == (done.commit.added, 0)
    again = preview_list(file, lists.writer, agent=bertil.iri, known=bertil, portfolio=portfolio)
    assert (again.added, again.removed) == (0, 0)
    assert lists.bring("a", [project(1, "9")], bertil).commit is None
    assert lists.bring("a", [project(1, "9.5")], bertil).commit


def test_a_dump_of_what_lists_withdrew_is_loaded_into_another_store(lists: Lists, tmp_path: Path) -> None:
    """The ledger keeps what is said of a project that a list lost, and of a list that was undone."""
    rows = [project(1, "9"), project(2, "13.2")]
    lists.bring("a", rows)
    lists.bring("a", rows[:1])
    lists.bring("b", rows)
    lists.undo(PEOPLE[1])
    path = tmp_path / "all.nq"
    with path.open("wb") as file:
        lists.writer.store.dump(file, "application/n-quads", None)

    other = Lists(Writer(shipped_store(), validate_submission, clock=Clock()))
    load_file(other.writer, path, agent=PEOPLE[0].iri, reason="dump", read=read_dump)
    assert state(other) == state(lists)
    assert validate_store(other.writer.store).conforms


def test_a_former_version_does_not_come_back_beside_what_replaced_the_newer_one(lists: Lists) -> None:
    rows = {reason: [project(1, "9", reason)] for reason in ("Därför.", "Annars.", "Ännu en.")}
    for each in rows.values():
        lists.bring("a", each)
    last = lists.writer.store.sequence
    assert lists.undo_refused(last - 1) == str(last)
    assert lists.holds("a") == said(rows["Ännu en."])
    lists.undo(PEOPLE[1])
    lists.writer.undo(last - 1, PEOPLE[1].iri, "ångrat")
    assert lists.holds("a") == said(rows["Därför."])


def test_what_a_list_says_no_more_does_not_come_back_in_former_words(lists: Lists) -> None:
    for rows in ([project(1, "9")], [project(1, "9", "Annars.")], [project(1, "")]):
        lists.bring("a", rows)
    last = lists.writer.store.sequence
    assert lists.undo_refused(last - 1) == str(last)
    assert lists.holds("a") == []


def test_a_change_that_was_undone_is_not_redone_beside_a_later_one(lists: Lists) -> None:
    lists.bring("a", [project(1, "9")])
    lists.bring("a", [project(1, "9", "Annars.")])
    lists.undo(PEOPLE[0])
    lists.bring("a", (rows := [project(1, "9", "Ännu en.")]))
    last = lists.writer.store.sequence
    assert lists.undo_refused(last - 1) == str(last)
    assert lists.holds("a") == said(rows)


@pytest.mark.parametrize("changed", [project(1, "9", "Annars."), project(1, "9; 13.2")])
def test_a_list_stays_while_a_later_one_of_its_name_says_something_of_its_projects(
    lists: Lists, changed: Row
) -> None:
    """What projects serve stands in the ledger alone, and so does all that the later one changed."""
    lists.bring("a", [project(1, "9")])
    lists.bring("a", [changed])
    first = lists.writer.store.sequence - 1
    assert lists.undo_refused(first) == str(first + 1)
    assert lists.holds("a") == said([changed])
    lists.undo(PEOPLE[1])
    lists.writer.undo(first, PEOPLE[1].iri, "ångrat")
    assert (lists.holds("a"), lists.states("a")) == ([], frozenset())
    assert validate_store(lists.writer.store).conforms
